"""Say what a piece of code is about: the names that its outermost calls call."""

from unrepeat.guards.learn.kinds_of_nodes import CALLS, is_comment, leaves
from unrepeat.guards.learn.roles import TELLING, is_callee, role_of
from unrepeat.guards.syntax import Node


def heads(node: Node, local: frozenset[str]) -> frozenset[int]:
    """Give where the callees of a node's outermost calls stand; where it calls nothing, every telling name."""
    calls = outermost_calls(node)
    if not calls:
        return frozenset(leaf.start for leaf in leaves(node) if role_of(leaf, local) in TELLING)
    return frozenset(leaf.start for call in calls for leaf in leaves(call) if is_callee(leaf) and call_of(leaf) is call)


def call_of(leaf: Node) -> Node | None:
    """Give the nearest call that a leaf stands in."""
    return next((one for one in leaf.ancestors() if one.kind in CALLS), None)


def outermost_calls(node: Node) -> list[Node]:
    """Give the calls in a node that stand in no other call there, in their order."""
    if is_comment(node):
        return []
    return [node] if node.kind in CALLS else [one for child in node.children for one in outermost_calls(child)]


def all_calls(node: Node) -> list[Node]:
    """Give every call in a node, the outer before the inner."""
    if is_comment(node):
        return []
    found = [node] if node.kind in CALLS else []
    return found + [one for child in node.children for one in all_calls(child)]
