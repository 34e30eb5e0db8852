"""Find what an addition may belong to: calls and statements near it that were there before the fix."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from unrepeat.guards.learn.added import Addition
from unrepeat.guards.learn.bound import function_around, local_names
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.kinds_of_nodes import (
    BLOCKS,
    CALLS,
    CONDITIONALS,
    FUNCTIONS,
    LISTS,
    is_comment,
    is_statement,
    leaves,
)
from unrepeat.guards.learn.roles import Role, role_of
from unrepeat.guards.syntax import Node
from unrepeat.history.edit import lines_in

MOST = 14
_NEIGHBOURS = 4  # statements on either side of an addition
_WORD = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}")


def anchors(addition: Addition, difference: Difference, example: Example) -> list[Node]:
    """Give the pieces of code that may need an addition, the nearest first; only those the culprit wrote."""
    brought = {line.text.strip() for line in lines_in(example.culprit, example.brought)}
    written = difference.before.source.split("\n")
    found: dict[tuple[int, int], Node] = {}
    for node in _near(addition, difference):
        if node.kind not in BLOCKS and written[node.line - 1].strip() in brought:
            found.setdefault((node.start, node.end), node)
        if len(found) == MOST:
            break
    return list(found.values())


def _near(addition: Addition, difference: Difference) -> Iterator[Node]:
    for one in addition.inside:
        yield from _with_calls(one)
    if not addition.is_statement:
        yield from _upwards(addition.to)
    yield from _beside(addition)
    function = function_around(addition.to)
    if function is not None:
        yield from _sharing(addition, function)
    yield from _partners(addition, difference.before)


def _upwards(node: Node) -> Iterator[Node]:
    for above in (node, *node.ancestors()):
        if above.kind in BLOCKS or above.kind in FUNCTIONS:
            return
        if above.kind in LISTS or not above.named:
            continue
        yield above
        if above.kind in CONDITIONALS:
            yield from islice(_calls(above), 4)
        if is_statement(above):
            return


def _beside(addition: Addition) -> Iterator[Node]:
    """Give the statements before and after an addition, the nearest first, with the calls in them."""
    block = addition.to
    while block.kind not in BLOCKS and block.parent is not None:
        block = block.parent
    rows = [child for child in block.children if is_statement(child)]
    at = addition.before if addition.before is not None else -1
    before = [row for row in rows if row.start <= at][::-1][:_NEIGHBOURS]
    after = [row for row in rows if row.start > at][:_NEIGHBOURS]
    for place in range(_NEIGHBOURS):
        for side in (before, after):
            if place < len(side):
                yield from _with_calls(side[place])
    if block.parent is not None and block.parent.kind in CONDITIONALS:
        yield block.parent


def _sharing(addition: Addition, function: Node) -> Iterator[Node]:
    """Give the statements of a function that use names which an addition uses, the nearest first."""
    local = local_names(addition.part)
    names = {leaf.text for leaf in leaves(addition.part) if role_of(leaf, local) is Role.LOCAL}
    at = addition.before if addition.before is not None else addition.to.start
    rows = [row for row in _statements(function) if names & {leaf.text for leaf in leaves(row)}]
    rows.sort(key=lambda row: (abs(row.start - at), row.start))
    for row in rows[:8]:
        yield from _with_calls(row)


def _partners(addition: Addition, root: Node) -> Iterator[Node]:
    """Give calls anywhere in the file whose names share words with what an addition calls."""
    wanted = {word.lower() for call in _calls(addition.part) for word in _WORD.findall(_callee(call))}
    if not wanted:
        return
    scored = []
    for call in _calls(root):
        words = {word.lower() for word in _WORD.findall(_callee(call))}
        if words & wanted:
            scored.append((-len(words & wanted), call.start, call))
    scored.sort(key=lambda one: one[:2])
    for _, _, call in scored[:6]:
        yield call


def _callee(call: Node) -> str:
    return call.text.partition("(")[0]


def _statements(node: Node) -> Iterable[Node]:
    for child in node.children:
        if is_statement(child) and child.kind not in CONDITIONALS:
            yield child
        else:
            yield from _statements(child)


def _with_calls(node: Node) -> Iterator[Node]:
    calls = list(islice(_calls(node), 3))
    yield from calls
    if node not in calls:
        yield node


def _calls(node: Node) -> Iterator[Node]:
    if is_comment(node):
        return
    if node.kind in CALLS:
        yield node
    for child in node.children:
        yield from _calls(child)
