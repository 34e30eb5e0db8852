"""Say what part each name plays in a piece of code: which could be any other, and which say what the code is about."""

from enum import Enum

from unrepeat.guards.learn.kinds_of_nodes import (
    ATTRIBUTES,
    CALLEE_FIELDS,
    CALLS,
    CLASSES,
    FUNCTIONS,
    KEYS,
    LITERALS,
    TYPES,
    is_name,
)
from unrepeat.guards.syntax import Node


class Role(Enum):
    """The part that a leaf of a tree plays."""

    CALLEE = "callee"
    ATTRIBUTE = "attribute"
    KEY = "key"
    TYPE = "type"
    CONSTANT = "constant"
    DEFINITION = "definition"  # the name of the function or class that is defined here
    LOCAL = "local"
    OTHER = "other"  # a name from elsewhere: a module, a variable of the file
    LITERAL = "literal"
    TOKEN = "token"  # noqa: S105 -- a keyword, an operator, a bracket


TELLING = frozenset({Role.CALLEE, Role.ATTRIBUTE, Role.KEY, Role.TYPE, Role.CONSTANT, Role.DEFINITION})
_RECEIVERS = frozenset({"self", "this", "cls", "super"})
_ATTRIBUTE_PARENTS = {
    "attribute": ("attribute",),
    "field_access": ("field",),
    "scoped_identifier": ("name",),
    "navigation_suffix": ("suffix",),
    "member_access_expression": ("name",),
    "dot_index_expression": ("field",),
    "selector_expression": ("field",),
}
_KEY_PARENTS = {
    "keyword_argument": "name",
    "element_value_pair": "key",
    "named_argument": "name",
    "keyword_parameter": "",
}
_DECLARATORS = frozenset({"function_declarator", "pointer_declarator"})


def role_of(leaf: Node, local: frozenset[str]) -> Role:
    """Give the part that a leaf plays; `local` are the names that are bound around it."""
    if leaf.parent is not None and _is_defined(leaf, leaf.parent):
        return Role.DEFINITION
    if leaf.kind in KEYS or leaf.kind in ATTRIBUTES:
        return Role.CALLEE if is_callee(leaf) else Role.ATTRIBUTE if leaf.kind in ATTRIBUTES else Role.KEY
    if leaf.kind in LITERALS:
        return Role.LITERAL
    if leaf.kind in TYPES and leaf.kind != "constant":
        return Role.TYPE
    if not is_name(leaf) or leaf.kind == leaf.text.lower() or leaf.text in _RECEIVERS or leaf.kind == "primitive_type":
        return Role.TOKEN
    return _role_of_name(leaf, local)


def _role_of_name(leaf: Node, local: frozenset[str]) -> Role:
    above = leaf.parent
    if above is not None:
        if _is_field(leaf, above, _ATTRIBUTE_PARENTS.get(above.kind, ())):
            return Role.CALLEE if is_callee(above) else Role.ATTRIBUTE
        key = _KEY_PARENTS.get(above.kind)
        if key and _is_field(leaf, above, (key,)):
            return Role.KEY
        if is_callee(leaf) and not (leaf.text in local and _is_bare(above)):
            return Role.CALLEE
    if leaf.text in local:
        return Role.LOCAL
    if leaf.kind == "constant" or (above is not None and above.kind in {"type", "base_class_clause"}):
        return Role.TYPE
    return _role_by_spelling(leaf)


def _role_by_spelling(leaf: Node) -> Role:
    text = leaf.text.lstrip("_")
    if text.isupper() and len(text) > 1:
        return Role.CONSTANT
    if text[:1].isupper():
        return Role.TYPE
    if leaf.language == "ruby" and leaf.kind == "identifier":
        return Role.CALLEE  # a bare name that nothing binds is a call
    return Role.OTHER


def is_callee(node: Node) -> bool:
    """Say whether a node is what a call calls."""
    above = node.parent
    if above is None:
        return False
    if above.kind in CALLS:
        return _is_field(node, above, CALLEE_FIELDS)
    if above.kind in _ATTRIBUTE_PARENTS or above.kind in {"member_expression", "field_expression"}:
        last = [child for child in above.children if child.named][-1:]
        return last == [node] and is_callee(above)
    return False


def _is_field(node: Node, above: Node, fields: tuple[str, ...]) -> bool:
    return any(above.field(name) is node for name in fields)


def _is_bare(call: Node) -> bool:
    """Say whether a call names no object: a local name that is called so is a variable."""
    return call.field("receiver") is None and call.field("object") is None


def _is_defined(leaf: Node, above: Node) -> bool:
    if above.kind in FUNCTIONS or above.kind in CLASSES:
        return above.field("name") is leaf
    if above.kind == "function_declarator":
        return above.field("declarator") is leaf
    return False
