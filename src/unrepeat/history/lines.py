"""Follow lines back to the changes that wrote them, merges and renames as `git blame` follows them.

For a commit that changed a file, a line comes from the first parent whose version has it, else from the commit itself;
a merge that took a parent's file whole hands all of it to that parent. (git's blame.c, `pass_blame`, does the same, and
its diffs are made as ours are.) We go forward: from the oldest change of a file on, each change's hunks are applied to
an array that holds one number a line, its origin. That costs a microsecond a hunk, answers every line at once, and on
the way gives the state of the file before each change, which is what tracing asks for.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from unrepeat.history.hunks import WIDTH
from unrepeat.history.index import Index
from unrepeat.history.nodes import OPAQUE, Node, Side
from unrepeat.history.places import Place, Places
from unrepeat.history.words import MOVED, unpack_kinds

NUMBER = "Q"
_MOVED = [MOVED]


class Origin(NamedTuple):
    """Where a line was written: commit and path by number, and its line number there, counted from 1."""

    commit: int
    path: int
    line: int


class Origins:
    """Numbers the lines that changes write; a range of numbers a change."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        self._owners: list[tuple[int, int]] = []  # commit and path
        self._next = 0

    def reserve(self, commit: int, path: int, lines: int) -> int:
        """Give the number of the first line of a version of a file with so many lines, at least."""
        begin = self._next
        self._begins.append(begin)
        self._owners.append((commit, path))
        self._next += lines + 1
        return begin

    def of(self, number: int) -> Origin:
        """Give the origin that a number stands for."""
        at = bisect_right(self._begins, number) - 1
        commit, path = self._owners[at]
        return Origin(commit, path, number - self._begins[at] + 1)

    def range_of(self, number: int) -> tuple[int, int, int]:
        """Give the commit that a number stands for, and the range of numbers that stand for the same."""
        at = bisect_right(self._begins, number)
        return self._owners[at - 1][0], self._begins[at - 1], self._begins[at] if at < len(self._begins) else self._next


class Replaced:
    """Remembers, for the lines that a change brought in, the lines it took away in their place."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        # how many lines came, the origins of those that went, and whether only white space changed
        self._chunks: list[tuple[int, array[int], bool]] = []

    def note(self, before: "array[int]", side: Side, begin: int) -> None:
        """Remember what a side's hunks replace; new lines get their numbers from `begin` on, as in `_apply`."""
        hunks, kinds = side.hunks, unpack_kinds(side.kinds)
        shift = seen = 0
        for at in range(0, len(hunks), WIDTH):
            old, removed, added = hunks[at], hunks[at + 1], hunks[at + 2]
            if removed and added:
                self._begins.append(begin + old + shift)
                self._chunks.append((added, before[old : old + removed], kinds[seen : seen + 1] == _MOVED))
            seen += removed
            shift += added - removed

    def by(self, number: int) -> "array[int] | None":
        """Give the origins of the lines in whose place the line with this number stands, None where it was all new."""
        at = bisect_right(self._begins, number) - 1
        if at < 0:
            return None
        added, went, _ = self._chunks[at]
        return went if number < self._begins[at] + added else None

    def only_moved(self, number: int) -> bool:
        """Say whether the line with this number stands for lines that differ in white space alone."""
        at = bisect_right(self._begins, number) - 1
        return at >= 0 and self._chunks[at][2] and number < self._begins[at] + self._chunks[at][0]

    def forget(self) -> None:
        """Let go of what is remembered, to keep memory small over many files."""
        self._begins.clear()
        self._chunks.clear()


# Called with a place, the number of one of its sides, and the lines before the change as that side has them.
Visit = Callable[[Place, int, "array[int]"], None]


class Annotator:
    """Works out the origin of every line of files as commits left them."""

    def __init__(self, index: Index, places: Places | None = None) -> None:
        self._index = index
        self._places = places or Places(index)
        self.origins = Origins()
        self.replaced = Replaced()

    def lines_at(self, path: int, commit: int) -> "array[int] | None":
        """Give the origins of a file's lines in a commit, None where the path is not there."""
        number = self._index.file_history(path).last_at(commit)
        if number is None:
            return None
        return self._sweep([(path, number)], lambda *_: None, keep=(path, number))

    def visit_before(self, places: Iterable[Place], visit: Visit) -> None:
        """Show the lines as they stood before each of some changes."""
        self._sweep(places, visit, keep=None)

    def _sweep(self, places: Iterable[Place], visit: Visit, keep: Place | None) -> "array[int] | None":
        wanted = list(places)
        parents = self._ancestry(wanted)
        uses: dict[Place, int] = {}
        for sides in parents.values():
            for parent in sides:
                if parent is not None:
                    uses[parent] = uses.get(parent, 0) + 1
        shown = set(wanted)
        kept: dict[Place, array[int]] = {}
        lines: array[int] = array(NUMBER)
        nodes = {place: self._places.node(place) for place in parents}
        for place in sorted(parents, key=lambda place: (nodes[place].commit, place)):
            node = nodes[place]
            befores: list[array[int]] = []
            for parent in parents[place]:
                if parent is None:
                    befores.append(array(NUMBER))
                    continue
                uses[parent] -= 1
                befores.append(kept[parent][:] if uses[parent] else kept.pop(parent))
            if place in shown and keep is None:
                for number, before in enumerate(befores):
                    visit(place, number, before)
            lines = self._after(node, place[0], befores)
            if uses.get(place):
                kept[place] = lines
        return lines if keep is not None else None

    def _ancestry(self, places: Iterable[Place]) -> dict[Place, tuple[Place | None, ...]]:
        """Give every place that some places rest on, each with its parents, one a side."""
        found: dict[Place, tuple[Place | None, ...]] = {}
        open_places = list(places)
        while open_places:
            place = open_places.pop()
            if place not in found:
                sides = found[place] = self._places.parents(place)
                open_places.extend(side for side in sides if side is not None and side not in found)
        return found

    def _after(self, node: Node, path: int, befores: "list[array[int]]") -> "array[int]":
        """Give the lines after a change, made from the lines before it."""
        if node.kind == OPAQUE or not node.sides:
            return array(NUMBER)
        if len(node.sides) == 1:
            hunks = node.sides[0].hunks
            if not hunks:
                return befores[0]
            begin = self._reserve(node, path, hunks)
            self.replaced.note(befores[0], node.sides[0], begin)
            return _apply(befores[0], hunks, begin)
        return self._mix(node, path, befores)

    def _reserve(self, node: Node, path: int, hunks: "array[int]") -> int:
        added = _added(hunks)
        return self.origins.reserve(node.commit, path, added[-1][1] if added else 0)

    def _mix(self, node: Node, path: int, befores: "list[array[int]]") -> "array[int]":
        """Give the lines of a merge that mixed: each from the first parent that has it, else the merge's own."""
        versions = [_apply(before, side.hunks, 0) for before, side in zip(befores, node.sides, strict=True)]
        lines = versions[0]
        begin = self.origins.reserve(node.commit, path, len(lines))
        own = _added(node.sides[0].hunks)
        for version, side in zip(versions[1:], node.sides[1:], strict=True):
            for first, end in own:
                lines[first:end] = version[first:end]
            own = _shared(own, _added(side.hunks))
        for first, end in own:
            lines[first:end] = array(NUMBER, range(begin + first, begin + end))
        return lines


Ranges = list[tuple[int, int]]  # first line and the one after the last, in order


def _added(hunks: "array[int]") -> Ranges:
    """Give the lines of the new version that hunks bring in."""
    found: Ranges = []
    shift = 0
    for at in range(0, len(hunks), WIDTH):
        if hunks[at + 2]:
            found.append((hunks[at] + shift, hunks[at] + shift + hunks[at + 2]))
        shift += hunks[at + 2] - hunks[at + 1]
    return found


def _shared(one: Ranges, other: Ranges) -> Ranges:
    """Give the lines that stand in both."""
    found: Ranges = []
    position = 0
    for first, end in one:
        while position < len(other) and other[position][1] <= first:
            position += 1
        at = position
        while at < len(other) and other[at][0] < end:
            found.append((max(first, other[at][0]), min(end, other[at][1])))
            at += 1
    return found


def _apply(lines: "array[int]", hunks: "array[int]", begin: int) -> "array[int]":
    """Apply hunks to lines, in place; a new line gets its number from `begin` on.

    From the last hunk to the first, so that old line numbers hold. Where the lines before are fewer than the hunks
    say (what came before was binary, or is missing), the change itself stands for the unknown ones.
    """
    shift = sum(hunks[2::WIDTH]) - sum(hunks[1::WIDTH])
    if hunks:
        end = hunks[-WIDTH] + hunks[1 - WIDTH]
        if len(lines) < end:
            lines.extend(array(NUMBER, [begin]) * (end - len(lines)))
    for at in range(len(hunks) - WIDTH, -1, -WIDTH):
        old, removed, added = hunks[at], hunks[at + 1], hunks[at + 2]
        shift -= added - removed
        if added:
            first = begin + old + shift
            lines[old : old + removed] = array(NUMBER, range(first, first + added))
        else:
            del lines[old : old + removed]
    return lines
