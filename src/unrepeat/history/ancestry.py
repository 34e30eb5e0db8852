"""Which commits a commit descends from, asked of thousands at once.

The longest line of first parents is the trunk. Each commit *lands* with the first commit of the trunk that descends
from it; so for a commit of the trunk one comparison answers. What lies on a side branch adds the few it has of its own.
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from unrepeat.history.graph import NONE, CommitGraph


class Ancestors(NamedTuple):
    """The ancestors of one commit: all that landed with `base` or before, `own` besides; `total` in all."""

    landed: "array[int]"
    base: int
    own: frozenset[int]
    total: int

    def __contains__(self, commit: object) -> bool:
        return isinstance(commit, int) and (self.landed[commit] <= self.base or commit in self.own)


class Ancestry:
    """Answers for one graph; made in one pass over it."""

    def __init__(self, graph: CommitGraph) -> None:
        self._graph = graph
        never = len(graph)
        self._landed = array("i", [never]) * len(graph)
        self._until = array("i", [0]) * len(graph)  # of a trunk commit: how many landed with it or before
        lengths = Counter(graph.chain)
        self._trunk = min(lengths, key=lambda chain: (-lengths[chain], chain), default=NONE)
        count = 0
        for commit in range(len(graph)):
            if graph.chain[commit] == self._trunk:
                waiting = [commit]
                while waiting:
                    one = waiting.pop()
                    if self._landed[one] == never:
                        self._landed[one] = commit
                        count += 1
                        waiting.extend(graph.parents[one])
                self._until[commit] = count

    def of(self, commit: int) -> Ancestors:
        """Give the ancestors of a commit, itself left out."""
        graph = self._graph
        base = commit
        while base != NONE and graph.chain[base] != self._trunk:
            base = graph.under[graph.chain[base]]
        parents = graph.parents[commit]
        if base == commit:
            base = parents[0] if parents else NONE
        own = self._beyond(base, parents)
        landed = self._until[base] if base != NONE else 0
        return Ancestors(self._landed, base, frozenset(own), landed + len(own))

    def _beyond(self, base: int, commits: Sequence[int]) -> set[int]:
        """Give those among some commits and their ancestors that had not landed with a commit of the trunk."""
        found: set[int] = set()
        waiting = list(commits)
        while waiting:
            one = waiting.pop()
            if self._landed[one] > base and one not in found:
                found.add(one)
                waiting.extend(self._graph.parents[one])
        return found

    def distance(self, of: Ancestors, commit: int) -> int:
        """Give how many commits came in between an ancestor and the commit it is one of."""
        if commit in of.own:
            return 0
        return of.total - self._until[self._landed[commit]]
