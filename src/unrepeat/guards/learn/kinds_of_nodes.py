"""What the grammars call things, over all languages: one list serves them, since no name means two things.

The names are those of the tree-sitter grammars that ast-grep-py 0.51 brings, read off their trees.
"""

import re

from unrepeat.guards.syntax import Node

FUNCTIONS = frozenset(
    """function_definition function_declaration function_item method method_declaration method_definition
    singleton_method constructor_declaration function_expression generator_function_declaration local_function_statement
    function_signature_item""".split()
)
CLASSES = frozenset(
    """class class_definition class_declaration class_specifier struct_item impl_item trait_item interface_declaration
    module singleton_class enum_declaration object_declaration type_declaration""".split()
)
CALLS = frozenset(
    """call call_expression method_invocation new_expression object_creation_expression invocation_expression
    macro_invocation function_call function_call_expression member_call_expression scoped_call_expression
    command super""".split()
)
CALLEE_FIELDS = ("function", "method", "name", "constructor", "macro", "type")
BLOCKS = frozenset(
    """block compound_statement statement_block body_statement block_body then module program translation_unit
    source_file declaration_list field_declaration_list class_body case_statement switch_case switch_default
    expression_case default_case statement_list do_block switch_block_statement_group preproc_if preproc_ifdef
    preproc_else else do compilation_unit switch_body enumerator_list""".split()
)
ROOTS = frozenset("module program translation_unit source_file compilation_unit".split())
LISTS = frozenset(
    """argument_list arguments parameters formal_parameters parameter_list method_parameters block_parameters
    lambda_parameters initializer_list list tuple set dictionary array hash object expression_list literal_value
    token_tree type_arguments array_expression array_initializer object_pattern pattern_list""".split()
)
CONDITIONALS = frozenset(
    """if_statement if if_modifier unless unless_modifier while_statement while for_statement if_expression
    conditional_expression ternary_expression conditional elif_clause elsif else_if_clause match_arm for_in_statement
    while_expression for_expression enhanced_for_statement with_statement try_statement begin switch_statement case
    until until_modifier while_modifier rescue_modifier try_expression synchronized_statement lock_statement
    preproc_if preproc_ifdef""".split()
)
STRINGS = frozenset(
    """string string_literal concatenated_string template_string char_literal interpreted_string_literal
    raw_string_literal regex string_array symbol_array heredoc_body system_lib_string encapsed_string raw_string
    rune_literal character_literal ansi_c_string line_string_literal""".split()
)
LITERALS = STRINGS | frozenset(
    """integer float number number_literal int_literal float_literal integer_literal decimal_integer_literal
    hex_integer_literal decimal_floating_point_literal rational complex escape_sequence string_content
    string_fragment regex_pattern preproc_arg""".split()
)
INTERPOLATIONS = frozenset("interpolation template_substitution string_interpolation".split())
TYPES = frozenset("type_identifier constant namespace_identifier package_identifier".split())
KEYS = frozenset(
    """hash_key_symbol simple_symbol shorthand_property_identifier instance_variable class_variable global_variable
    label_name""".split()
)
ATTRIBUTES = frozenset(
    """field_identifier property_identifier private_property_identifier shorthand_field_identifier
    instance_variable""".split()
)
PARAMETER_LISTS = frozenset(
    "parameters formal_parameters parameter_list method_parameters block_parameters lambda_parameters".split()
)
_NAME = re.compile(r"[^\W\d]\w*[?!]?")


def is_comment(node: Node) -> bool:
    """Say whether it is written for people alone: a comment, or a text that stands where a statement would."""
    if "comment" in node.kind:
        return True
    above = node.parent
    return (
        node.kind in STRINGS and above is not None and above.kind == "expression_statement" and len(above.children) == 1
    )


def is_name(node: Node) -> bool:
    """Say whether it is a name that somebody gave."""
    return node.named and not node.children and _NAME.fullmatch(node.text.lstrip("@:$")) is not None


def is_statement(node: Node) -> bool:
    """Say whether it stands in a row of statements."""
    return node.named and node.parent is not None and node.parent.kind in BLOCKS and not is_comment(node)


def is_wholly(node: Node) -> bool:
    """Say whether it is taken as one text: a string without code in it."""
    return not node.children or (
        node.kind in STRINGS and not any(part.kind in INTERPOLATIONS for part in node.children)
    )


def leaves(node: Node, first: int = 0, last: int = 1 << 60) -> "list[Node]":
    """Give the smallest parts of a node that stand on some lines (from 1), in their order, without comments."""
    if node.end_line < first or node.line > last or is_comment(node):
        return []
    if is_wholly(node):
        return [node] if node.end > node.start else []
    return [leaf for child in node.children for leaf in leaves(child, first, last)]
