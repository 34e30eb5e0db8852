"""Compare a file before and after a fix token by token, comments aside, and say which parts are the same."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.kinds_of_nodes import leaves
from unrepeat.guards.syntax import Node, tree
from unrepeat.history.edit import Span


class Swap(NamedTuple):
    """Leaves that went and those that came in their place; `at` is where, in the text before."""

    at: int
    gone: list[Node]
    came: list[Node]


class Difference:
    """What a fix took away and what it brought: `gone` and `came` are leaves of the trees before and after it."""

    def __init__(self, example: Example) -> None:
        self.before = tree(example.before, example.language)
        self.after = tree(example.after, example.language)
        self._hunks = example.hunks
        self._lines_before = _line_starts(example.before)
        self._lines_after = _line_starts(example.after)
        self._earlier: dict[int, Node] = {}  # leaves of hunks: where one starts after the fix, what it was before
        self.later: dict[int, int] = {}  # the other way round, by their starts
        self.swaps: list[Swap] = []
        for old, new in example.hunks:
            self._compare(leaves(self.before, *old), leaves(self.after, *new))
        self.gone = [leaf for swap in self.swaps for leaf in swap.gone]
        self.came = [leaf for swap in self.swaps for leaf in swap.came]
        self.is_gone = frozenset(leaf.start for leaf in self.gone)
        self.is_new = frozenset(leaf.start for leaf in self.came)

    def _compare(self, old: Sequence[Node], new: Sequence[Node]) -> None:
        words = [leaf.text for leaf in old], [leaf.text for leaf in new]
        for what, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
            if what == "equal":
                for one, other in zip(old[a:b], new[c:d], strict=True):
                    self._earlier[other.start] = one
                    self.later[one.start] = other.start
            else:
                gone = [leaf for leaf in old[a:b] if leaf.start not in self.later]
                came = [leaf for leaf in new[c:d] if leaf.start not in self._earlier]
                at = old[a].start if a < len(old) else old[-1].end if old else -1
                self.swaps.append(Swap(at, gone, came))

    def replaces(self, leaf: Node) -> bool:
        """Say whether a new leaf stands where another went, so that nothing was added with it."""
        swap = next(one for one in self.swaps if leaf in one.came)
        return len(swap.gone) >= len(swap.came)

    def within(self, node: Node) -> list[Swap]:
        """Give what changed in a node of the tree before the fix."""
        return [
            swap
            for swap in self.swaps
            if (swap.gone and node.start <= swap.gone[0].start and swap.gone[-1].end <= node.end)
            or (not swap.gone and node.start < swap.at < node.end)
        ]

    def written_after(self, node: Node) -> str:
        """Give what stands, after the fix, where a node stood before it; empty where the fix took it away."""
        kept = [self._after(leaf) for leaf in leaves(node) if leaf.start not in self.is_gone]
        came = [(leaf.start, leaf.end) for swap in self.within(node) for leaf in swap.came]
        places = [place for place in (*kept, *came) if place is not None]
        if not places:
            return ""
        found = covering(self.after, min(start for start, _ in places), max(end for _, end in places))
        return found.text

    def _after(self, leaf: Node) -> tuple[int, int] | None:
        if leaf.start in self.later:
            start = self.later[leaf.start]
        elif any(old.first <= leaf.line <= old.last for old, _ in self._hunks):
            return None
        else:
            line = self.line_after(leaf.line)
            start = self._lines_after[line - 1] + leaf.start - self._lines_before[leaf.line - 1]
        return start, start + leaf.end - leaf.start

    def earlier(self, node: Node) -> Node | None:
        """Give what a node of the tree after the fix was before it; None where it is new, or of another kind now."""
        held = [leaf for leaf in leaves(node) if leaf.start not in self.is_new]
        if not held:
            return None
        first, last = (self._before(held[0]), self._before(held[-1]))
        found = None if first is None or last is None else covering(self.before, first.start, last.end)
        while found is not None and found.kind != node.kind:
            above = found.parent
            found = above if above is not None and above.start == found.start and above.end == found.end else None
        return found

    def _before(self, leaf: Node) -> Node | None:
        if leaf.start in self._earlier:
            return self._earlier[leaf.start]
        line = leaf.line
        for old, new in reversed(self._hunks):
            if new.last < leaf.line:
                line += old.last - new.last
                break
        start = self._lines_before[line - 1] + leaf.start - self._lines_after[leaf.line - 1]
        return covering(self.before, start, start + leaf.end - leaf.start)

    def line_after(self, line: int) -> int:
        """Give where a line before the fix that no hunk holds stands after it."""
        for old, new in reversed(self._hunks):
            if old.last < line:
                return line + new.last - old.last
        return line


def covering(root: Node, start: int, end: int) -> Node:
    """Give the smallest node, no token, that holds some letters of a text (from 0, the end not included)."""
    node = root
    while True:
        inner = next((child for child in node.children if child.start <= start and end <= child.end), None)
        if inner is None or not inner.named:
            return node
        node = inner


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def lines_of_hunks(hunks: Sequence[tuple[Span, Span]]) -> Iterator[Span]:
    """Give the old lines of each hunk; where it only adds, the line before and the line after."""
    for old, _ in hunks:
        yield old if old.last >= old.first else Span(max(old.first - 1, 1), old.first)
