"""The graph of commits: who came before whom, and where along a line of first parents each commit stands."""

from array import array
from collections.abc import Iterable, Sequence

NONE = -1


class CommitGraph:
    """Commits by ordinal (parents always have smaller ones) and the chains of first parents they form.

    A chain runs from a newest commit down its first parents until it meets a chain that is there already. To find the
    last change of a file at a commit, one looks at the commit's chain, then at the chain under it, and so on: a handful
    of steps where a walk over commits would take thousands.
    """

    def __init__(self, parents: Sequence[Sequence[int]]) -> None:
        count = len(parents)
        self.parents = parents
        self.chain = array("i", [NONE]) * count
        self.under: list[int] = []  # for each chain, the commit it stands on, NONE for a root
        for newest in range(count - 1, -1, -1):
            if self.chain[newest] != NONE:
                continue
            number = len(self.under)
            commit = newest
            while commit != NONE and self.chain[commit] == NONE:
                self.chain[commit] = number
                before = parents[commit]
                commit = before[0] if before else NONE
            self.under.append(commit)

    def __len__(self) -> int:
        return len(self.parents)

    def reachable(self, tips: Iterable[int]) -> bytearray:
        """Mark with 1 each commit from which a tip descends, tips included."""
        marks = bytearray(len(self.parents))
        highest = NONE
        for tip in tips:
            marks[tip] = 1
            highest = max(highest, tip)
        for commit in range(highest, -1, -1):
            if marks[commit]:
                for parent in self.parents[commit]:
                    marks[parent] = 1
        return marks

    def descends(self, late: int, early: int) -> bool:
        """Say whether a commit descends from an earlier one.

        First down the chains of first parents, which mostly answers at once; then over all parents that are not older.
        """
        at = late
        while at > early and self.chain[at] != self.chain[early]:
            at = self.under[self.chain[at]]
        if at >= early:
            return True
        seen, waiting = {late}, [late]
        while waiting:
            for parent in self.parents[waiting.pop()]:
                if parent == early:
                    return True
                if parent > early and parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return False
