"""Changes to files as places in history, and the places each of them rests on."""

from bisect import bisect_left
from collections.abc import Iterator
from heapq import heappop, heappush

from unrepeat.history.index import Index
from unrepeat.history.nodes import NOTHING, Node

Place = tuple[int, int]  # a path's number and the number of one of its nodes


class Places:
    """Finds the nodes of places, and remembers what each rests on."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._parents: dict[Place, tuple[Place | None, ...]] = {}
        self._lines: dict[int, list[int] | None] = {}

    def node(self, place: Place) -> Node:
        """Give the change at a place."""
        return self._index.file_history(place[0]).nodes[place[1]]

    def parents(self, place: Place) -> tuple[Place | None, ...]:
        """Give the place that each side of a change was made from; None for a new file."""
        known = self._parents.get(place)
        if known is None:
            known = self._parents[place] = tuple(self._find(place))
        return known

    def _find(self, place: Place) -> Iterator[Place | None]:
        node = self.node(place)
        commits = self._index.graph.parents[node.commit]
        for side in node.sides:
            number = None
            if side.parent != NOTHING and side.parent < len(commits):
                number = self._index.file_history(side.path).last_at(commits[side.parent])
            yield None if number is None else (side.path, number)

    def before(self, place: Place, most: int) -> list[Place]:
        """Give the latest changes that a place rests on, latest first, at most so many.

        Merges that took a file as a parent had it changed nothing and are passed over.
        """
        found: list[Place] = []
        line = self._line(place[0])
        if line is not None:
            at = bisect_left(line, place[1])
            return [(place[0], number) for number in reversed(line[max(at - most, 0) : at])]
        while len(sides := self.parents(place)) == 1 and len(found) < most:  # the usual case, and quick
            if sides[0] is None:
                return found
            place = sides[0]
            if self._changed(place):
                found.append(place)
        queue: list[tuple[int, Place]] = []
        seen: set[Place] = set()

        def push(at: Place) -> None:
            for parent in self.parents(at):
                if parent is not None and parent not in seen:
                    seen.add(parent)
                    heappush(queue, (-self.node(parent).commit, parent))

        push(place)
        while queue and len(found) < most:
            _, at = heappop(queue)
            if self._changed(at):
                found.append(at)
            push(at)
        return found

    def _line(self, path: int) -> list[int] | None:
        """Give a file's nodes where each rests on the one before it and on no other, None where they branch."""
        if path not in self._lines:
            nodes = self._index.file_history(path).nodes
            straight = all(self.parents((path, number)) == ((path, number - 1),) for number in range(1, len(nodes)))
            straight = straight and self.parents((path, 0)) == (None,)
            self._lines[path] = list(range(len(nodes))) if straight else None
        return self._lines[path]

    def _changed(self, place: Place) -> bool:
        sides = self.node(place).sides
        return len(sides) != 1 or bool(sides[0].hunks)

    def forget(self) -> None:
        """Let go of what is remembered, to keep memory small over many files."""
        self._parents.clear()
        self._lines.clear()
