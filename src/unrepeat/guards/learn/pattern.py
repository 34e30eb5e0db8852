"""Write a term as a rule of ast-grep that surely matches the code it was made of."""

from typing import Any

from unrepeat.guards.learn.term import Term
from unrepeat.guards.syntax import Node

# A pattern is parsed like a file of its own. Where a piece of code means something else there, it is written within
# what it belongs to, and taken out by its kind: https://ast-grep.github.io/guide/rule-config/atomic-rule.html#pattern
_AROUND = {
    "c": (
        "%s;",
        "int %s;",
        "void f() { %s }",
        "struct s { %s };",
        "enum e { %s };",
        "x = { %s };",
        "f(%s);",
        "switch (x) { %s }",
        "int f(%s);",
    ),
    "cpp": (
        "%s;",
        "int %s;",
        "void f() { %s }",
        "struct s { %s };",
        "enum e { %s };",
        "x = { %s };",
        "f(%s);",
        "switch (x) { %s }",
    ),
    "python": ("f(%s)", "{%s}", "if x:\n    pass\n%s", "try:\n    pass\n%s", "def f(%s):\n    pass", "x[%s]", "@x\n%s"),
    "ruby": (
        "f(%s)",
        "{%s}",
        "def f(%s)\nend",
        "case x\n%s\nend",
        "if x\n%s\nend",
        "begin\n%s\nend",
        "class X\n%s\nend",
    ),
    "javascript": (
        "({%s})",
        "f(%s)",
        "class A { %s }",
        "switch (x) { %s }",
        "if (x) {} %s",
        "const %s;",
        "async function f() { %s }",
    ),
    "go": ("func f() { %s }", "f(%s)", "type t struct { %s }", "x := t{%s}", "func f(%s) {}", "switch x { %s }"),
    "java": (
        "class A { %s }",
        "class A { void f() { %s } }",
        "class A { void f() { %s; } }",
        "class A { void f(%s) {} }",
        "class A { void f() { f(%s); } }",
        "class A { void f() { switch (x) { %s } } }",
    ),
    "rust": (
        "fn f() { %s }",
        "fn f() { %s; }",
        "f(%s);",
        "struct S { %s }",
        "match x { %s }",
        "impl S { %s }",
        "fn f(%s) {}",
    ),
}
_AROUND["typescript"] = _AROUND["tsx"] = _AROUND["javascript"]


def rule_of(term: Term, node: Node) -> dict[str, Any] | None:
    """Give a rule that matches a node, which the term was made of; None where no way of writing it does."""
    text = term.written()
    if not text or (text.startswith("$") and " " not in text and "(" not in text and "." not in text):
        return None
    plain = {"pattern": text}
    if node.is_like({"kind": node.kind, **plain}):
        return plain
    for around in _AROUND.get(node.language, ()):
        within = {"pattern": {"context": around % text, "selector": node.kind}}
        if node.is_like(within):
            return within
    return None
