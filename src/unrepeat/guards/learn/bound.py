"""Say which names are bound within a function, and so could be any other: its parameters and its variables."""

from collections.abc import Iterator
from functools import lru_cache

from unrepeat.guards.learn.kinds_of_nodes import ATTRIBUTES, CLASSES, FUNCTIONS, LISTS, is_comment, is_name
from unrepeat.guards.syntax import Node

# What binds names: the kind of node, and which of its fields hold them; none stands for all its parts.
_BINDERS = {
    "parameters": (),
    "formal_parameters": (),
    "method_parameters": (),
    "block_parameters": (),
    "lambda_parameters": (),
    "closure_parameters": (),
    "inferred_parameters": (),
    "parameter_declaration": ("declarator", "name"),
    "variadic_parameter_declaration": ("name",),
    "optional_parameter_declaration": ("declarator",),
    "parameter": ("pattern", "name"),
    "formal_parameter": ("name",),
    "catch_formal_parameter": ("name",),
    "arrow_function": ("parameter",),
    "declaration": ("declarator",),
    "init_declarator": ("declarator",),
    "variable_declarator": ("name",),
    "let_declaration": ("pattern",),
    "let_condition": ("pattern",),
    "assignment": ("left",),
    "augmented_assignment": ("left",),
    "operator_assignment": ("left",),
    "assignment_expression": ("left",),
    "short_var_declaration": ("left",),
    "var_spec": ("name",),
    "const_spec": ("name",),
    "range_clause": ("left",),
    "receive_statement": ("left",),
    "named_expression": ("name",),
    "for_statement": ("left",),
    "for_in_clause": ("left",),
    "for_in_statement": ("left",),
    "for_expression": ("pattern",),
    "enhanced_for_statement": ("name",),
    "for": ("pattern",),
    "for_range_loop": ("declarator",),
    "catch_clause": ("parameter",),
    "as_pattern_target": (),
    "exception_variable": (),
    "type_switch_statement": ("alias",),
    "match_pattern": (),
    "resource": ("name",),
    "labeled_statement": ("label",),
    "foreach_statement": ("left",),
    "variable_declaration": ("name",),
    "property_declaration": ("name",),
    "variable_assignment": ("name",),
}
# What may stand between a binder and the names in it; all else (an index, an attribute, a default) binds nothing.
_THROUGH = LISTS | frozenset(
    """pointer_declarator array_declarator reference_declarator parenthesized_declarator init_declarator
    function_declarator optional_parameter splat_parameter keyword_parameter block_parameter hash_splat_parameter
    destructured_parameter default_parameter typed_parameter typed_default_parameter list_splat_pattern
    dictionary_splat_pattern required_parameter rest_pattern assignment_pattern object_assignment_pattern
    array_pattern object_pattern pair_pattern pattern_list tuple_pattern list_pattern left_assignment_list
    rest_assignment destructured_left_assignment mut_pattern ref_pattern reference_pattern tuple_struct_pattern
    struct_pattern field_pattern or_pattern captured_pattern spread_parameter variable_declarator
    pattern expression_list variable_list attributed_declarator identifier_list""".split()
)
_BY_FIELD = {
    "optional_parameter": ("name", "pattern"),
    "keyword_parameter": ("name",),
    "default_parameter": ("name",),
    "typed_default_parameter": ("name",),
    "required_parameter": ("pattern",),
    "assignment_pattern": ("left",),
    "object_assignment_pattern": ("left",),
    "pair_pattern": ("value",),
    "init_declarator": ("declarator",),
    "array_declarator": ("declarator",),
    "function_declarator": ("declarator",),
    "tuple_struct_pattern": (),
    "variable_declarator": ("name",),
}
_PLAIN = frozenset(
    """identifier shorthand_property_identifier_pattern statement_identifier simple_identifier variable_name name
    word""".split()
)


def function_around(node: Node) -> Node | None:
    """Give the outermost function that a node stands in (closures share its names), or is."""
    found = node if node.kind in FUNCTIONS else None
    for above in node.ancestors():
        if above.kind in CLASSES and above.parent is not None and found is not None:
            break
        if above.kind in FUNCTIONS:
            found = above
    return found


def local_names(node: Node) -> frozenset[str]:
    """Give the names bound around a node: in its function, or in the file where it stands in none."""
    return bound_names(function_around(node) or [node, *node.ancestors()][-1])


@lru_cache(maxsize=256)
def bound_names(scope: Node) -> frozenset[str]:
    """Give the names that a function binds, or those that a whole file does outside of its functions and classes."""
    return frozenset(
        name for name in _bound(scope, whole=scope.parent is not None) if not (name.isupper() and len(name) > 1)
    )


def _bound(scope: Node, *, whole: bool) -> Iterator[str]:
    left = [scope]
    while left:
        node = left.pop()
        if is_comment(node) or (not whole and (node.kind in FUNCTIONS or (node.kind in CLASSES and node.parent))):
            continue
        fields = _BINDERS.get(node.kind)
        if fields is not None:
            for part in _fielded(node, fields):
                yield from _names(part)
        left.extend(child for child in node.children if child.named)


def _fielded(node: Node, fields: tuple[str, ...]) -> Iterator[Node]:
    if not fields:
        yield from (child for child in node.children if child.named)
    for name in fields:
        yield from node.fields(name)


def _names(node: Node) -> Iterator[str]:
    if node.kind in _PLAIN and is_name(node):
        yield node.text
    elif node.kind == "typed_parameter":
        yield from _names(node.children[0])
    elif node.kind == "tuple_struct_pattern":
        for child in node.children[1:]:
            yield from _names(child)
    elif node.kind == "function_declarator" and not _is_pointer(node):
        return
    elif node.kind in _THROUGH and node.kind not in ATTRIBUTES:
        for part in _fielded(node, _BY_FIELD.get(node.kind, ())):
            yield from _names(part)


def _is_pointer(node: Node) -> bool:
    """Say whether a declarator of a function declares a variable that points to one."""
    inner = node.field("declarator")
    return inner is not None and inner.kind == "parenthesized_declarator"
