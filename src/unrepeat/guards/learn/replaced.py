"""What a fix took away or wrote in another way: the smallest piece of code that tells the mistake from the repair."""

from collections.abc import Iterable, Iterator
from itertools import islice

from unrepeat.guards.learn.abstraction import Abstraction, Holes, Level
from unrepeat.guards.learn.bound import local_names
from unrepeat.guards.learn.candidate import Candidate, names_in
from unrepeat.guards.learn.difference import Difference, covering
from unrepeat.guards.learn.kinds_of_nodes import BLOCKS, CALLS, FUNCTIONS, LISTS, is_statement, leaves
from unrepeat.guards.learn.pattern import rule_of
from unrepeat.guards.learn.roles import TELLING, is_callee, role_of
from unrepeat.guards.syntax import Node

HIGHEST = 6  # steps from what was changed up to what tells it apart
_USES = frozenset("attribute field_expression member_expression field_access selector_expression".split())
MOST = 48  # changed pieces of a fix that patterns are made around
LARGEST = 400  # tokens of a piece of code that is made a pattern


def replaced(difference: Difference) -> Iterator[Candidate]:
    """Give patterns of the code before a fix around what it changed, from the smallest piece on."""
    exact = frozenset((node.start, node.end) for node in grown(difference))
    for node in pieces(difference):
        yield from _patterns(node, local_names(node), difference.is_gone, exact)


def pieces(difference: Difference) -> Iterator[Node]:
    """Give the pieces of code before a fix that hold what it changed, each once, the smaller before the larger."""
    exact = frozenset((node.start, node.end) for node in grown(difference))
    seen: set[tuple[int, int, str]] = set()
    for start in islice(_starts(difference, exact), MOST):
        for node in _climb(start):
            if (node.start, node.end, node.kind) not in seen:
                seen.add((node.start, node.end, node.kind))
                yield node


def grown(difference: Difference) -> list[Node]:
    """Give what the fix added something to, as it was before."""
    found: dict[tuple[int, int], Node] = {}
    for leaf in difference.came:
        for node in leaf.ancestors():
            earlier = difference.earlier(node)
            if earlier is not None:
                found.setdefault((earlier.start, earlier.end), earlier)
                break
    return list(found.values())


def _starts(difference: Difference, exact: Iterable[tuple[int, int]]) -> Iterator[Node]:
    """Give where to start climbing: names that went, what is left of their statements, what was added to."""
    groups: dict[int, list[Node]] = {}
    for leaf in difference.gone:
        if role_of(leaf, local_names(leaf)) in TELLING:
            yield _natural(leaf)
        statement = next((one for one in (leaf, *leaf.ancestors()) if is_statement(one)), leaf)
        groups.setdefault(statement.start, []).append(leaf)
    for group in groups.values():
        yield covering(difference.before, group[0].start, group[-1].end)
    if difference.gone:
        yield covering(difference.before, difference.gone[0].start, difference.gone[-1].end)
    for start, end in exact:
        yield covering(difference.before, start, end)


def _natural(leaf: Node) -> Node:
    """Give what a name is said of: the call that it is the callee of, or the expression whose attribute it is."""
    node = leaf
    while node.parent is not None and is_callee(node):
        node = node.parent
        if node.kind in CALLS:
            return node
    return node


def _climb(node: Node) -> Iterator[Node]:
    """Give a node and what it stands in, up to its function: no block, no list, nothing that only sets brackets."""
    steps = 0
    while steps <= HIGHEST and node.parent is not None:
        if node.kind not in BLOCKS and node.kind not in LISTS and not _is_part_of_name(node):
            yield node
            steps += 1
        if node.kind in FUNCTIONS:
            return
        above = node.parent
        while above.parent is not None and (above.start, above.end) == (node.start, node.end):
            above = above.parent
        node = above


def _is_part_of_name(node: Node) -> bool:
    """Say whether a node is but what a call calls, or the last part of what is used: the whole says more."""
    above = node.parent
    return above is not None and (
        is_callee(node) or (not node.children and above.kind in _USES and above.children[-1] is node)
    )


def _patterns(
    node: Node, local: frozenset[str], kept: frozenset[int], exact: frozenset[tuple[int, int]]
) -> Iterator[Candidate]:
    if len(leaves(node)) > LARGEST:
        return
    abstraction = Abstraction(local, kept, exact)
    written: set[str] = set()
    for level in Level:
        holes = Holes()
        term = abstraction.term(node, level, holes)
        if term.written() in written or not names_in(term):
            continue
        written.add(term.written())
        rule = rule_of(term, node)
        if rule is not None:
            yield Candidate({"rule": rule}, "replaced", term, node, holes, weight=term.weight)
