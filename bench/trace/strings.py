"""Strings built from traced links, held against strings of stated links.

Both look at the same fixes: all that state a culprit, however few are asked for elsewhere. A link *belongs to a
string* where its culprit is itself one of these fixes with such a link, or its fix is the culprit of such a link. The
truth is what the messages state (`truth`); ours is what `standing_links` and `join` make of the traces of exactly these
fixes, messages read without what they state. Two figures: P/R/F1 over links (fix, culprit) that belong to strings; and
over pairs of commits that share a string, however many links lie between. So a string is found only where all of its
links are: where one of two is missed, both are.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from metric import Tally
from truth import Truth
from unrepeat.collection import without_collection
from unrepeat.history.index import Index
from unrepeat.history.strings import Link, MistakeString, join, standing_links
from unrepeat.history.trace import Tracer

TOP = 3  # culprits kept of each fix, as `history.past` does


class Compared(NamedTuple):
    """Fixes looked at, strings stated and ours, links that belong to them, and pairs of commits that share one."""

    fixes: int
    stated: int
    ours: int
    links: Tally
    pairs: Tally

    def __str__(self) -> str:
        return f"{self.fixes} | {self.stated} | {self.ours} | {self.links} | {self.pairs}"


COLUMNS = "fixes | strings stated | strings ours | links P/R/F1 | pairs that share a string P/R/F1"


def compare(index: Index, head: int, truth: Truth) -> Compared:
    """Build the strings of both, and compare."""
    with without_collection():
        traces = Tracer(index, unaided=True).trace_all(sorted(truth), top=TOP)
    named = {culprit.commit for trace in traces for culprit in trace.culprits}.union(truth, *truth.values())
    changes = {change.ordinal: change for change in index.changes(sorted(named))}

    def joined(links: Sequence[Link]) -> Sequence[MistakeString]:
        return join(links, changes, index.times, index.times[head])

    ours = joined(standing_links(traces, changes))
    stated = joined([Link(fix, one, 1.0, confirmed=True) for fix, some in truth.items() for one in sorted(some)])
    return Compared(len(truth), len(stated), len(ours), _links(ours, stated), _pairs(ours, stated))


def _links(ours: Sequence[MistakeString], stated: Sequence[MistakeString]) -> Tally:
    given, true = (
        {(link.fix, link.culprit) for string in strings for link in string.links} for strings in (ours, stated)
    )
    return Tally(len(given & true), len(given), len(true))


def _pairs(ours: Sequence[MistakeString], stated: Sequence[MistakeString]) -> Tally:
    """Count pairs of commits that share a string, by the sizes of strings: nothing is listed, for some are long."""
    of_ours, of_stated = (
        {commit: number for number, string in enumerate(strings) for commit in string.commits}
        for strings in (ours, stated)
    )
    shared = Counter((of_ours[commit], of_stated[commit]) for commit in of_ours.keys() & of_stated.keys())
    return Tally(
        sum(map(_choose_two, shared.values())),
        sum(_choose_two(len(string.commits)) for string in ours),
        sum(_choose_two(len(string.commits)) for string in stated),
    )


def _choose_two(count: int) -> int:
    return count * (count - 1) // 2
