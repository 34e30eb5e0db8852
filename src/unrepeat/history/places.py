"""Changes to files as places in history, and the places each of them rests on."""

from collections.abc import Iterator

from unrepeat.history.index import Index
from unrepeat.history.nodes import NOTHING, Node

Place = tuple[int, int]  # a path's number and the number of one of its nodes

MOST_BEFORE = 40


class Places:
    """Finds the nodes of places, and remembers what each rests on."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._parents: dict[Place, tuple[Place | None, ...]] = {}
        self._before: dict[Place, list[Place]] = {}

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

    def before(self, place: Place) -> list[Place]:
        """Give the latest changes that a place rests on, latest first, at most MOST_BEFORE.

        Merges that took a file as a parent had it changed nothing and are passed over. The latest of a place are the
        latest of its parents and of what these rest on, so that each place is worked out once.
        """
        open_places = [place]
        while open_places:
            at = open_places[-1]
            parents = [parent for parent in self.parents(at) if parent is not None]
            missing = [parent for parent in parents if parent not in self._before]
            if missing and at not in self._before:
                open_places.extend(missing)
                continue
            open_places.pop()
            if at not in self._before:
                self._before[at] = self._latest(parents)
        return self._before[place]

    def _latest(self, parents: list[Place]) -> list[Place]:
        lines = [
            [parent, *self._before[parent][: MOST_BEFORE - 1]] if self._changed(parent) else self._before[parent]
            for parent in parents
        ]
        if len(lines) < 2:
            return lines[0] if lines else []
        together = {at for line in lines for at in line}
        return sorted(together, key=lambda at: (-self.node(at).commit, at))[:MOST_BEFORE]

    def _changed(self, place: Place) -> bool:
        sides = self.node(place).sides
        return len(sides) != 1 or bool(sides[0].hunks)

    def forget(self) -> None:
        """Let go of what is remembered, to keep memory small over many files."""
        self._parents.clear()
        self._before.clear()
