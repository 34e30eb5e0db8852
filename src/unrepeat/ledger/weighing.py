"""Weigh the options of a decision: their weighted sums, and in sentences who comes first, how surely, what turns it.

The sum is the weighted sum model (Fishburn 1967, Operations Research 15, 537-542), which engineers know as the decision
matrix. Sums are exact: 0.1 and 0.2 make 0.3.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from unrepeat.ledger.turning import Turn, turns

_LARGEST = 10**9
_FINEST = 10**6  # parts of one; what is larger or finer is a slip of the hand


class Weighed(NamedTuple):
    """An option's sum: `least` and `most` are the same where no score is missing."""

    option: str
    least: Fraction
    most: Fraction
    missing: tuple[str, ...]  # criteria without a score


class Weighing(NamedTuple):
    """What comes of weighing: the options, best first, what would turn it, and both in whole sentences.

    Where `problems` is not empty nothing was weighed, and each is a sentence of what to mend.
    """

    ranking: tuple[Weighed, ...]
    turns: tuple[Turn, ...]
    says: tuple[str, ...]
    problems: tuple[str, ...]


def weigh(criteria: Mapping[str, object], options: Mapping[str, object]) -> Weighing:
    """Weigh options, given as `{option: {criterion: score}}`, by `{criterion: weight}`; values come as YAML gives them.

    A missing score (left out, or empty) is not zero: its option has a range, from the lowest to the highest score that
    was given anywhere.
    """
    problems: list[str] = []
    weights = _weights(criteria, problems)
    table = _scores(criteria, options, problems)
    given = [score for scores in table.values() for score in scores.values()]
    if not problems and not given:
        problems.append("No option has a score yet; give each a score for each criterion.")
    if problems:
        return Weighing((), (), (), tuple(problems))
    lowest, highest = min(given), max(given)
    ranking = sorted(
        (_weighed(option, scores, weights, lowest, highest) for option, scores in table.items()),
        key=lambda one: (-one.least, -one.most, one.option),
    )
    complete = not any(one.missing for one in ranking)
    turning = turns(weights, table) if complete else ()
    possible = sum(weights.values(), start=Fraction(0)) * highest if lowest >= 0 < highest else None
    says = (_sums(ranking, possible, highest), *_missing(ranking), *_lead(ranking, possible))
    if complete and len(ranking) > 1:
        says += _turned(ranking, turning)
    return Weighing(tuple(ranking), turning, says, ())


def _weights(criteria: Mapping[str, object], problems: list[str]) -> dict[str, Fraction]:
    if not criteria:
        problems.append("There are no criteria; name what matters, each with a weight.")
    weights = {}
    for name, value in criteria.items():
        weight = _number(value)
        if weight is None:
            problems.append(f"The weight of {name} is {_shown(value)}; write a number, such as 3.")
        elif weight <= 0:
            problems.append(f"The weight of {name} is {value}; give it a weight above 0, or leave the criterion out.")
        else:
            weights[name] = weight
    return weights


def _scores(
    criteria: Mapping[str, object], options: Mapping[str, object], problems: list[str]
) -> dict[str, dict[str, Fraction]]:
    if not options:
        problems.append("There are no options; name at least two, each with its scores.")
    table: dict[str, dict[str, Fraction]] = {}
    for option, scores in options.items():
        if not isinstance(scores, Mapping):
            problems.append(f"{option} has no scores; write one for each criterion, such as `cost: 4`.")
            continue
        table[option] = {}
        for criterion, value in scores.items():
            score = _number(value)
            if criterion not in criteria:
                problems.append(f"{option} has a score for {criterion}, which is not among the criteria.")
            elif score is not None:
                table[option][criterion] = score
            elif value is not None:
                problems.append(f"The score of {option} for {criterion} is {_shown(value)}; write a number, such as 4.")
    return table


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    number = Fraction(value) if isinstance(value, int) else Fraction(str(value))
    return number if abs(number) <= _LARGEST and number.denominator <= _FINEST else None


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"the text {value[:40]!r}" if value else "empty"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return "no number to weigh with (too large, too fine, or none)"
    return "a list" if isinstance(value, list | tuple) else "not a number"


def _weighed(
    option: str, scores: Mapping[str, Fraction], weights: Mapping[str, Fraction], lowest: Fraction, highest: Fraction
) -> Weighed:
    missing = tuple(criterion for criterion in weights if criterion not in scores)
    known = sum((weights[criterion] * score for criterion, score in scores.items()), start=Fraction(0))
    weight = sum((weights[criterion] for criterion in missing), start=Fraction(0))
    return Weighed(option, known + weight * lowest, known + weight * highest, missing)


def _sums(ranking: Sequence[Weighed], possible: Fraction | None, highest: Fraction) -> str:
    told = _listed([f"{one.option} {_range(one)}" for one in ranking])
    if possible is None:
        return f"The weighted sums are: {told}."
    return (
        f"Of {_said(possible)} points, which the highest score given ({_said(highest)}) everywhere would make: {told}."
    )


def _missing(ranking: Sequence[Weighed]) -> list[str]:
    return [
        f"{one.option} has no score for {_listed(one.missing)} yet, so its sum is only known within a range."
        for one in ranking
        if one.missing
    ]


def _lead(ranking: Sequence[Weighed], possible: Fraction | None) -> list[str]:
    """Say who is first and by how much, or who may be."""
    first, *others = ranking
    if not others:
        return [f"{first.option} is the only option, so nothing was compared."]
    level = [first, *(one for one in others if one.most >= first.least)]
    names = _listed([one.option for one in level])
    if len(level) > 1:
        return [
            f"The order is open: {names} can each still be first." if _missing(level) else f"{names} share first place."
        ]
    second = max(others, key=lambda one: (one.most, one.least))
    if first.missing or second.missing:
        return [f"{first.option} is first, whatever the missing scores turn out to be."]
    lead = first.least - second.least
    share = f", {_percent(lead / possible)} of the most possible" if possible else ""
    return [f"{first.option} is ahead of {second.option} by {_said(lead)} point{'' if lead == 1 else 's'}{share}."]


def _turned(ranking: Sequence[Weighed], turning: Sequence[Turn]) -> tuple[str, ...]:
    if ranking[0].least == ranking[1].least:
        return ()
    if not turning:
        return ("No single weight, and no single score within those given, would put another option first.",)
    says = []
    for turn in turning:
        what = f"weight of {_said(turn.instead)} instead of {_said(turn.now)} for {turn.criterion}"
        if turn.option is not None:
            what = f"score of {_said(turn.instead)} instead of {_said(turn.now)} for {turn.option} on {turn.criterion}"
        says.append(f"A {what} would put {_listed(turn.first)} first.")
    return tuple(says)


def _range(one: Weighed) -> str:
    return _said(one.least) if one.least == one.most else f"{_said(one.least)} to {_said(one.most)}"


def _said(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.6f}".rstrip("0")


def _percent(rate: Fraction) -> str:
    return "under 1%" if rate < Fraction(1, 100) else f"{round(rate * 100)}%"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
