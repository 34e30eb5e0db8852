"""Make a piece of code general: keep what the fix changed and what it is about, put holes in the place of the rest."""

from collections.abc import Callable, Iterator
from enum import IntEnum

from unrepeat.guards.learn.kinds_of_nodes import (
    BLOCKS,
    LISTS,
    LITERALS,
    STRINGS,
    is_comment,
    is_wholly,
    leaves,
)
from unrepeat.guards.learn.roles import Role, is_callee, role_of
from unrepeat.guards.learn.term import MANY, Term, gap_before
from unrepeat.guards.syntax import Node


class Level(IntEnum):
    """How much of what the fix did not change stays, from the most general on."""

    BARE = 0  # what was changed, and the names of the calls around it
    ARITY = 1  # and how many arguments there are
    NAMES = 2  # and what is called and used, but no literal
    WHOLE = 3  # and literals


# What no hole can stand for: it has to be written out, with holes inside.
_FIXED = (
    "_clause",
    "_specifier",
    "_qualifier",
    "_statement",
    "_declaration",
    "_definition",
    "_declarator",
    "_designator",
    "declarator",
    "modifiers",
    "superclass",
    "rescue",
    "ensure",
    "exceptions",
    "exception_variable",
    "when",
    "elsif",
    "pair",
    "parameter",
    "field_initializer",
    "with_item",
    "body",
    "_expression_list",
)


class Abstraction:
    """Writes pieces of one file as terms. `kept`: starts of leaves to keep; `exact`: nodes whose parts stay as many."""

    def __init__(
        self, local: frozenset[str], kept: frozenset[int], exact: frozenset[tuple[int, int]] = frozenset()
    ) -> None:
        self._local = local
        self._kept = kept
        self._exact = exact

    def term(self, node: Node, level: Level, shared: "Holes | None" = None) -> Term:
        """Write a node at a level; `shared` gives the names of holes that other terms use, too."""
        return _Writing(self._local, self._kept, self._exact, level, node, shared or Holes()).term(node)


class Holes:
    """Names of holes: one name for one local name, a new one for anything else."""

    def __init__(self) -> None:
        self.of_local: dict[str, str] = {}
        self._count = 0

    def local(self, name: str) -> str:
        """Give the hole of a local name."""
        if name not in self.of_local:
            self.of_local[name] = self.new()
        return self.of_local[name]

    def copy(self) -> "Holes":
        """Give names that go on from these, and leave these as they are."""
        other = Holes()
        other.of_local, other._count = dict(self.of_local), self._count
        return other

    def new(self) -> str:
        """Give a hole that stands nowhere else."""
        number = self._count
        self._count += 1
        return "$" + (chr(ord("A") + number) if number < 26 else f"V{number}")


class _Writing:
    def __init__(
        self,
        local: frozenset[str],
        kept: frozenset[int],
        exact: frozenset[tuple[int, int]],
        level: Level,
        node: Node,
        holes: Holes,
    ) -> None:
        self._local = local
        self._kept = kept
        self._exact = exact
        self._level = level
        self._holes = holes
        self._top = node
        self._end = node.start
        line = node.source.rfind("\n", 0, node.start) + 1
        self._indent = _indent(node.source, line)

    def term(self, node: Node) -> Term:
        if is_wholly(node):
            return self._leaf(node)
        if (
            node is not self._top
            and not self._holds_kept(node)
            and (node.start, node.end) not in self._exact
            and self._may_be_hole(node)
        ):
            return self._hole(node, self._holes.new())
        return Term(node.kind, parts=tuple(self._parts(node)))

    def _may_be_hole(self, node: Node) -> bool:
        if not node.named or node.kind.endswith(_FIXED) or node.kind in LISTS | BLOCKS or is_callee(node):
            return False
        return self._level < Level.NAMES or (node.kind in STRINGS and self._level < Level.WHOLE)

    def _parts(self, node: Node) -> Iterator[Term]:
        children = [child for child in node.children if not is_comment(child) and child.end > child.start]
        if node.kind in BLOCKS:
            yield from self._row(children, self._holds_kept, exact=False)
        elif node.kind in LISTS:
            exact = self._level > Level.BARE or (node.start, node.end) in self._exact
            yield from self._row(children, lambda child: exact or self._holds_kept(child), exact=exact)
        else:
            for child in children:
                yield self.term(child)

    def _row(self, children: list[Node], stays: Callable[[Node], bool], *, exact: bool) -> Iterator[Term]:
        """Give a list's or a block's parts, those in a row that do not stay as one hole for any number of them."""
        inside = [child for child in children if child.named]
        first = children.index(inside[0]) if inside else len(children)
        last = children.index(inside[-1]) if inside else -1
        pending: list[Node] = []
        for place, child in enumerate(children):
            if not first <= place <= last or stays(child) or (not child.named and exact):
                yield from self._flushed(pending)
                pending = []
                yield self.term(child)
            elif child.named or pending or not exact:
                pending.append(child)
        yield from self._flushed(pending)

    def _flushed(self, pending: list[Node]) -> Iterator[Term]:
        while pending and not pending[0].named:
            yield self.term(pending.pop(0))
        tail: list[Node] = []
        while pending and not pending[-1].named:
            tail.insert(0, pending.pop())
        if pending:
            gap = self._gap(pending[0])
            self._end = pending[-1].end
            yield Term("", gap=gap, hole=MANY)
        for child in tail:
            yield self.term(child)

    def _leaf(self, node: Node) -> Term:
        role = role_of(node, self._local)
        if role is Role.LOCAL:
            return self._hole(node, self._holes.local(node.text))
        if not self._stays(node, role):
            return self._hole(node, self._holes.new())
        gap = self._gap(node)
        self._end = node.end
        return Term(node.kind, gap=gap, text=node.text, role=role.value)

    def _stays(self, node: Node, role: Role) -> bool:
        if node.start in self._kept or not node.named or role in {Role.TOKEN, Role.DEFINITION}:
            return True
        if role is Role.CALLEE or _is_fixed(node):
            return True
        if role is Role.LITERAL or node.kind in LITERALS:
            return self._level >= Level.WHOLE
        return self._level >= Level.NAMES

    def _hole(self, node: Node, name: str) -> Term:
        gap = self._gap(node)
        self._end = node.end
        return Term(node.kind, gap=gap, hole=name)

    def _gap(self, node: Node) -> str:
        return gap_before(node.source, self._end, node.start, node.language, self._indent)

    def _holds_kept(self, node: Node) -> bool:
        return any(leaf.start in self._kept for leaf in leaves(node)) or any(
            node.start <= start and end <= node.end for start, end in self._exact
        )


def _is_fixed(leaf: Node) -> bool:
    """Say whether a leaf is part of how a thing is written: an attribute's name, a type, a key."""
    above = leaf.parent
    if above is None:
        return False
    return leaf.kind in {"type_identifier", "primitive_type"} or above.kind in {"type", "scoped_type_identifier"}


def _indent(source: str, start: int) -> int:
    line = source[start:].partition("\n")[0].expandtabs(8)
    return len(line) - len(line.lstrip())
