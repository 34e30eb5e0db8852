"""Rank the candidates for a fix, and say how likely each of them is.

The order comes from boosted trees, learned from fixes that state their culprit (`bench/trace/train.py`;
docs/tracing.md has the card of the model). A score is made a probability by a logistic curve over two numbers: the
score itself, and how far it stands above all others together, "none of these" included. The curve was fitted on scores
that each repository got from a model which had not seen it.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from unrepeat.history.features import NAMES, Rows
from unrepeat.history.forest import Forest

LIKELY = 0.2  # below this, the best candidate is not worth naming, and so none is
POSSIBLE = 0.04  # where the best is named, others are from here on
STANDS = 0.5  # from this on, a link is counted on: more likely right than wrong

# The variance of the shift between repositories, in log odds: between the fourteen that were measured it was about so
# large, and that is what a few verdicts have to overcome.
_PRIOR = 0.15


class Ranking:
    """A learned order of candidates. `data` is what `ranking.json` holds; raises ValueError where it does not fit."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        if tuple(data["features"]) != NAMES:
            raise ValueError("the ranking was learned from other features: run bench/trace/train.py")
        self._forest = Forest(data["trees"], len(NAMES))
        self._slope, self._ahead, self._base, self._none = data["calibration"]

    def odds(self, rows: Rows) -> dict[int, float]:
        """Give the log odds that each candidate is a culprit."""
        scores = {commit: self._forest.score(row) for commit, row in rows.items()}
        return {
            commit: self._slope * score + self._ahead * ahead + self._base
            for (commit, score), ahead in zip(
                scores.items(), ahead_of_others(list(scores.values()), self._none), strict=True
            )
        }


def ahead_of_others(scores: Sequence[float], none: float) -> list[float]:
    """Give how far each score is above the logarithm of the summed exponentials of all others.

    Among the others is always one more, that it was none of these: its score is `none`.
    """
    best = max([*scores, none])
    parts = [math.exp(score - best) for score in scores]
    whole = sum(parts) + math.exp(none - best)
    least = math.exp(none - best)
    return [score - best - math.log(max(whole - part, least)) for score, part in zip(scores, parts, strict=True)]


def chance(odds: float) -> float:
    """Give the probability that log odds stand for, to three decimals."""
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, odds)))), 3)


def shift(judged: Iterable[tuple[float, bool]]) -> float:
    """Give what to add to log odds in a repository, from those of links that people judged and what they said.

    The most likely shift under a normal prior around none (maximum a posteriori, by Newton's method): without verdicts
    it is 0, and a handful moves it a little.
    """
    pairs = list(judged)
    found = 0.0
    for _ in range(25):
        chances = [1 / (1 + math.exp(-max(-50.0, min(50.0, odds + found)))) for odds, _ in pairs]
        slope = sum(right - one for one, (_, right) in zip(chances, pairs, strict=True)) - found / _PRIOR
        bend = sum(one * (1 - one) for one in chances) + 1 / _PRIOR
        found += slope / bend
    return round(found, 6)


@cache
def shipped() -> Ranking:
    """Give the ranking that comes with the package."""
    return Ranking(json.loads(files("unrepeat.history").joinpath("ranking.json").read_text(encoding="utf-8")))
