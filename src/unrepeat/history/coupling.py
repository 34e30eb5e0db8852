"""Find files that change together, with a confidence that honours small counts, and a control rate beside it.

A raw share of co-changes mostly measures how often the partner changes anyway; so the lower end of Wilson's interval
(95 %, Wilson 1927) stands for the share, and beside it the rate at which the partner changes in all other changes.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from unrepeat.change import Change

MOST_FILES = 30  # a larger change is a sweep, and says nothing of pairs
FEWEST_TOGETHER = 5
LEAST_CONFIDENCE = 0.3
WINDOW = 20  # changes within which a forgotten partner is looked for


class Pair(NamedTuple):
    """When `path` changes, so does `partner`: how often together, at least how surely, and how often it does anyway."""

    path: int
    partner: int
    support: int
    confidence: float
    control: float


class Forgotten(NamedTuple):
    """A pair of which one half was often changed alone, and the other soon after."""

    pair: Pair
    alone: int  # changes of the path without the partner
    followed: int  # of these, the partner was changed within WINDOW changes
    rate: float
    control: float  # the share of any windows as long in which the partner was changed
    latest: int  # the last change, by ordinal, that was followed so


def lowest(hits: int, cases: int, z: float = 1.96) -> float:
    """Give the lower end of Wilson's interval for a share."""
    if not hits:
        return 0.0
    share = hits / cases
    middle = share + z * z / (2 * cases)
    margin = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    return max(0.0, (middle - margin) / (1 + z * z / cases))


def counted(changes: Iterable[Change], left_out: Collection[int]) -> list[Change]:
    """Give the changes that count: no merges, no sweeps; paths that are left out are taken off."""
    found = []
    for change in changes:
        if not change.is_merge and 0 < len(change.paths) <= MOST_FILES:
            paths = tuple(path for path in change.paths if path not in left_out)
            if paths:
                found.append(
                    Change(
                        change.ordinal,
                        change.commit,
                        change.parents,
                        change.time,
                        "",
                        paths,
                        change.added,
                        change.removed,
                    )
                )
    return found


def coupled(changes: Sequence[Change], *, only: Collection[int] = (), fewest: int = FEWEST_TOGETHER) -> list[Pair]:
    """Give the pairs, surest first; `only` these paths on the left where any are named."""
    single: Counter[int] = Counter()
    together: Counter[tuple[int, int]] = Counter()
    for change in changes:
        single.update(change.paths)
        together.update(combinations(sorted(change.paths), 2))
    pairs = []
    for (one, other), support in together.items():
        if support < fewest:
            continue
        for path, partner in ((one, other), (other, one)):
            if only and path not in only:
                continue
            confidence = lowest(support, single[path])
            if confidence >= LEAST_CONFIDENCE or only:
                others = len(changes) - single[path]
                control = (single[partner] - support) / others if others else 0.0
                pairs.append(Pair(path, partner, support, round(confidence, 3), round(control, 4)))
    return sorted(pairs, key=lambda pair: (-pair.confidence, -pair.support, pair.path, pair.partner))


def forgotten(changes: Sequence[Change], pairs: Iterable[Pair], *, fewest: int = 3) -> list[Forgotten]:
    """Give the pairs of which the partner was often left out and then changed soon after, more than by chance."""
    positions: dict[int, list[int]] = {}
    for position, change in enumerate(changes):
        for path in change.paths:
            positions.setdefault(path, []).append(position)
    found = []
    for pair in pairs:
        partner = positions[pair.partner]
        with_partner = set(partner)
        alone = [position for position in positions[pair.path] if position not in with_partner]
        followed = [position for position in alone if _within(partner, position)]
        if len(followed) < fewest:
            continue
        control = 1 - (1 - len(partner) / len(changes)) ** WINDOW
        rate = len(followed) / len(alone)
        if lowest(len(followed), len(alone)) > control:
            latest = changes[followed[-1]].ordinal
            found.append(Forgotten(pair, len(alone), len(followed), round(rate, 3), round(control, 3), latest))
    return sorted(found, key=lambda one: (one.control - one.rate, -one.followed, one.pair))


def _within(positions: Sequence[int], position: int) -> bool:
    """Say whether a partner changed in the WINDOW changes after a position."""
    at = bisect_right(positions, position)
    return at < len(positions) and positions[at] - position <= WINDOW
