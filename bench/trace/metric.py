"""Precision, recall and F1 over pairs of a fix and a culprit, all fixes together (micro average)."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from truth import Truth


class Tally(NamedTuple):
    """How many pairs were right, were given, and are true."""

    hits: int
    given: int
    true: int

    @property
    def precision(self) -> float:
        """The share of the given that is right."""
        return self.hits / max(self.given, 1)

    @property
    def recall(self) -> float:
        """The share of the true that was given."""
        return self.hits / max(self.true, 1)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.hits / max(self.given + self.true, 1)

    def __str__(self) -> str:
        return f"{self.precision:.2f}/{self.recall:.2f}/{self.f1:.2f}"


def tally(answers: Mapping[int, Collection[int]], truth: Truth) -> Tally:
    """Hold answers, by fix, against the truth."""
    return Tally(
        sum(len(culprits.intersection(answers.get(fix, ()))) for fix, culprits in truth.items()),
        sum(len(set(answers.get(fix, ()))) for fix in truth),
        sum(map(len, truth.values())),
    )
