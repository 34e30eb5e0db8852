"""Whether a score can be taken for a probability: how often first answers of such a score are right.

First answers are put into ten bins of equal width by score. The *expected calibration error* is the mean over answers
of the distance between their bin's mean score and its share of right ones (Naeini et al., AAAI 2015); the *Brier score*
is the mean squared distance between a score and 1 where it is right, 0 where it is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

BINS = 10


class Answer(NamedTuple):
    """A first answer: its score, and whether it is right."""

    score: float
    right: bool


class Bin(NamedTuple):
    """One bin: how many answers, their mean score, the share of right ones."""

    answers: int
    score: float
    right: float

    def __str__(self) -> str:
        return f"{self.score:.2f} {self.right:.2f} ({self.answers})" if self.answers else ""


def bins(answers: Sequence[Answer]) -> list[Bin]:
    """Put answers into bins, the lowest scores first; a score of 1 belongs to the last."""
    groups: list[list[Answer]] = [[] for _ in range(BINS)]
    for answer in answers:
        groups[min(int(answer.score * BINS), BINS - 1)].append(answer)
    return [Bin(len(some), _mean(a.score for a in some), _mean(float(a.right) for a in some)) for some in groups]


def expected_error(answers: Sequence[Answer]) -> float:
    """Give the expected calibration error."""
    return sum(one.answers * abs(one.score - one.right) for one in bins(answers)) / max(len(answers), 1)


def brier(answers: Sequence[Answer]) -> float:
    """Give the Brier score."""
    return _mean((answer.score - answer.right) ** 2 for answer in answers)


def table(answers: Mapping[str, Sequence[Answer]]) -> Iterator[str]:
    """Give the rows of the reliability table, a column a repository, and one for all."""
    columns = {**answers, "all": [answer for some in answers.values() for answer in some]}
    yield f"| score | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for number, row in enumerate(zip(*map(bins, columns.values()), strict=True)):
        yield f"| {number / BINS:.1f} to {(number + 1) / BINS:.1f} | {' | '.join(map(str, row))} |"
    for name, measure in (("expected calibration error", expected_error), ("Brier score", brier)):
        yield f"| {name} | {' | '.join(f'{measure(some):.3f}' for some in columns.values())} |"


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / max(len(numbers), 1)
