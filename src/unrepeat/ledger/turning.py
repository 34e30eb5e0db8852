"""Find what little would turn a weighing: the least change of one weight, or of one score, that puts another first.

This is the sensitivity analysis of the weighted sum model by Triantaphyllou and Sanchez (1997, Decision Sciences 28,
151-194), in steps as fine as the numbers that were given: weights in whole numbers turn in whole numbers.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

Weights = Mapping[str, Fraction]
Table = Mapping[str, Mapping[str, Fraction]]  # by option, then by criterion; no score is missing


class Turn(NamedTuple):
    """One weight (`option` is None) or one score that would put others first, where nothing smaller would."""

    criterion: str
    option: str | None
    now: Fraction
    instead: Fraction
    first: tuple[str, ...]


def turns(weights: Weights, table: Table) -> tuple[Turn, ...]:
    """Give the least change of a weight and the least of a score, either only where there is one.

    Weights stay above 0, and scores within the lowest and the highest given; a shared first place is not turned.
    """
    leaders = foremost(weights, table)
    if len(leaders) != 1:
        return ()
    found = (_of_weights(weights, table, leaders[0]), _of_scores(weights, table, leaders[0]))
    return tuple(min(each, key=lambda turn: (abs(turn.instead - turn.now), turn)) for each in found if each)


def foremost(weights: Weights, table: Table) -> tuple[str, ...]:
    """Give the option with the highest sum, or all that share it."""
    sums = {option: _sum(weights, scores) for option, scores in table.items()}
    return tuple(option for option, total in sums.items() if total == max(sums.values()))


def _sum(weights: Weights, scores: Mapping[str, Fraction]) -> Fraction:
    return sum((weight * scores[name] for name, weight in weights.items()), start=Fraction(0))


def _of_weights(weights: Weights, table: Table, leader: str) -> list[Turn]:
    step = _step(weights.values())
    found = []
    for name, now in weights.items():
        for rival in table:
            gains = table[rival][name] - table[leader][name]
            if gains:
                lead = _sum(weights, table[leader]) - _sum(weights, table[rival])
                instead = _beyond(now, lead / gains, step)
                first = foremost({**weights, name: instead}, table)
                if instead > 0 and leader not in first:
                    found.append(Turn(name, None, now, instead, first))
    return found


def _of_scores(weights: Weights, table: Table, leader: str) -> list[Turn]:
    scores = [score for row in table.values() for score in row.values()]
    step, lowest, highest = _step(scores), min(scores), max(scores)
    found = []
    for name, weight in weights.items():
        for rival in table:
            lead = _sum(weights, table[leader]) - _sum(weights, table[rival])
            for option, change in ((rival, lead / weight), (leader, -lead / weight)):
                now = table[option][name]
                instead = _beyond(now, change, step)
                if rival != leader and lowest <= instead <= highest:
                    first = foremost(weights, {**table, option: {**table[option], name: instead}})
                    found.append(Turn(name, option, now, instead, first))
    return [turn for turn in found if leader not in turn.first]


def _step(numbers: Iterable[Fraction]) -> Fraction:
    """Give the finest decimal place in use, 1 for whole numbers."""
    step = Fraction(1)
    for number in numbers:
        while (number / step).denominator != 1:
            step /= 10
    return step


def _beyond(now: Fraction, change: Fraction, step: Fraction) -> Fraction:
    """Give the nearest number, in steps, that lies further than a change would lead."""
    steps = abs(change) // step + 1
    return now + step * (steps if change > 0 else -steps)
