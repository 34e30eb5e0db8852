"""Walk from a commit down into its past, as far as it takes to tell what became of some of its changes."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple

from unrepeat.git import View
from unrepeat.history.raw import LAST_SECOND
from unrepeat.ledger.messages import Said, may_speak, said

# Clocks are wrong by minutes and rebases keep their order; a descendant dated further before its ancestor is not seen.
SKEW = 30 * 86400  # seconds

_FORMAT = "--format=%H %P%n%ct%n%B"  # each ended by NUL, which no message holds
_BLOCK = 1 << 17  # bytes


class _Listed(NamedTuple):
    """A commit as git lists it; its message only where it may say something of other commits."""

    commit: str
    parents: list[str]
    time: int
    subject: str
    message: bytes


class Descent:
    """Commits by place, parents before children; what lies further down was not looked at."""

    def __init__(self, listed: Sequence[_Listed]) -> None:
        order = _parents_first(listed)
        self.commits = [listed[number].commit for number in order]
        self.place = {commit: place for place, commit in enumerate(self.commits)}
        self.parents = [
            tuple(self.place[parent] for parent in listed[number].parents if parent in self.place) for number in order
        ]
        self.times = [listed[number].time for number in order]
        self.said: dict[int, Said] = {}
        self._subjects: dict[str, list[int]] = {}
        for place, number in enumerate(order):
            self._subjects.setdefault(listed[number].subject, []).append(place)
            if listed[number].message:
                words = said(listed[number].message.decode("utf-8", "replace"))
                if any(words):
                    self.said[place] = words

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.commits)

    def find(self, name: str) -> int | None:
        """Give the place of the one commit whose hash begins so."""
        if name in self.place:
            return self.place[name]
        at = bisect_left(self._sorted, name)
        found = [commit for commit in self._sorted[at : at + 2] if commit.startswith(name)]
        return self.place[found[0]] if len(found) == 1 else None

    def with_subject(self, subject: str, before: int) -> int | None:
        """Give the last commit before a place whose message begins with this line."""
        return max((place for place in self._subjects.get(subject, ()) if place < before), default=None)

    def day(self, place: int) -> str:
        """Give the day a commit was made, as YYYY-MM-DD in UTC."""
        return datetime.fromtimestamp(self.times[place], UTC).strftime("%Y-%m-%d")

    def marks(self, places: Collection[int]) -> list[int]:
        """Give for each place a number whose bit n says that it is, or descends from, the n-th of some places."""
        own = {place: 1 << bit for bit, place in enumerate(places)}
        marks: list[int] = []
        for place, parents in enumerate(self.parents):
            mark = own.get(place, 0)
            for parent in parents:
                mark |= marks[parent]
            marks.append(mark)
        return marks

    def came_in(self, places: Sequence[int]) -> list[int]:
        """Give for each place the one, down the head's first parents, with which it came in: its merge, or itself."""
        marks = self.marks(places)
        arrived = list(places)
        line = list(self._first_parents())
        for place, below in zip(line, [*(marks[parent] for parent in line[1:]), 0], strict=True):
            left = marks[place] & ~below
            for bit in range(len(places)) if left else ():
                if left >> bit & 1:
                    arrived[bit] = place
        return arrived

    def _first_parents(self) -> Iterator[int]:
        place = len(self.parents) - 1
        while True:
            yield place
            if not self.parents[place]:
                return
            place = self.parents[place][0]


def descent(view: View, head: str, wanted: Iterable[str]) -> Descent:
    """Read the past of a commit until all that is wanted (full hashes) was met, to its end where that is not there."""
    missing = set(wanted)
    oldest = 0
    listed: list[_Listed] = []
    with view.stream("log", "-z", "--no-color", "--encoding=UTF-8", _FORMAT, head, "--") as output:
        rest = b""
        while block := output.read(_BLOCK):
            *records, rest = (rest + block).split(b"\0")
            listed.extend(map(_listed, records))
            for commit in listed[-len(records) :] if missing and records else ():
                if commit.commit in missing:
                    missing.remove(commit.commit)
                    oldest = min(oldest or commit.time, commit.time)
            if not missing and listed and listed[-1].time < oldest - SKEW:
                return Descent(listed)
    if rest:
        listed.append(_listed(rest))
    return Descent(listed)


def _listed(record: bytes) -> _Listed:
    head, time, message = record.split(b"\n", 2)
    commit, *parents = head.decode("ascii").split()
    subject = message.partition(b"\n")[0].decode("utf-8", "replace")
    return _Listed(commit, parents, min(int(time or 0), LAST_SECOND), subject, message if may_speak(message) else b"")


def _parents_first(listed: Sequence[_Listed]) -> list[int]:
    """Put commits in an order in which parents come first, and the older first wherever that is free."""
    number = {commit.commit: at for at, commit in enumerate(listed)}
    placed = bytearray(len(listed))
    order = []
    for at in range(len(listed) - 1, -1, -1):
        waiting = [at]
        while waiting:
            top = waiting[-1]
            before = [number[p] for p in listed[top].parents if p in number and not placed[number[p]]]
            if before and not placed[top]:
                waiting.extend(before)
                continue
            waiting.pop()
            if not placed[top]:
                placed[top] = 1
                order.append(top)
    return order
