"""Compare a file before and after a fix token by token, comments aside, and say which parts are the same."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.kinds_of_nodes import leaves
from unrepeat.guards.syntax import Node, tree
from unrepeat.history.edit import Span


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
        self.gone: list[Node] = []
        self.came: list[Node] = []
        for old, new in example.hunks:
            self._compare(leaves(self.before, *old), leaves(self.after, *new))
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
                self.gone.extend(leaf for leaf in old[a:b] if leaf.start not in self.later)
                self.came.extend(leaf for leaf in new[c:d] if leaf.start not in self._earlier)

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
