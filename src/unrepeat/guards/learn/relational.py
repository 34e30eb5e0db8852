"""Rules about what a fix only added: this call without its partner, its check, its release."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from unrepeat.guards.learn.abstraction import Abstraction, Holes, Level
from unrepeat.guards.learn.added import Addition, additions, header
from unrepeat.guards.learn.anchors import anchors
from unrepeat.guards.learn.bound import function_around, local_names
from unrepeat.guards.learn.candidate import Candidate, Form, names_in, words_in
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.heads import all_calls, heads
from unrepeat.guards.learn.kinds_of_nodes import BLOCKS, CONDITIONALS, is_statement, leaves
from unrepeat.guards.learn.pattern import rule_of
from unrepeat.guards.learn.roles import TELLING, Role, is_callee, role_of
from unrepeat.guards.learn.term import Term
from unrepeat.guards.syntax import Node

Rule = Mapping[str, Any]
_PARTNERS = 5  # names of an addition that are tried as what is needed
_OPERATIONS = frozenset("binary_expression boolean_operator binary logical_expression".split())
_SCALES = {"": 0, "condition": 0, "operand": 0, "block": 1, "function": 2, "file": 4}  # the wider, the less it says
_LEVELS = (Level.BARE, Level.ARITY, Level.NAMES)


@dataclass(frozen=True)
class Partner:
    """What is needed: a rule for it, how much must be just so, and its words."""

    rule: Rule
    term: Term


def relational(difference: Difference, example: Example) -> Iterator[Candidate]:
    """Give rules that say of code which was there before the fix that it needs what the fix added."""
    for addition in additions(difference):
        local = local_names(addition.part)
        for anchor in anchors(addition, difference, example):
            yield from _of_anchor(addition, anchor, local)


def _of_anchor(addition: Addition, anchor: Node, local: frozenset[str]) -> Iterator[Candidate]:
    seen: set[str] = set()
    own = local_names(anchor)
    for level in _LEVELS:
        holes = Holes()
        term = Abstraction(own, heads(anchor, own)).term(anchor, level, holes)
        if not names_in(term) or term.written() in seen:
            continue
        seen.add(term.written())
        rule = rule_of(term, anchor)
        if rule is None:
            continue
        for partner in islice(_partners(addition, local, holes), _PARTNERS):
            for form, needs, scale in _relations(addition, anchor, partner):
                if form != "inside" and _is_said(partner.term, term):
                    continue
                whole = {"rule": {"all": [rule, {"not": needs}]}}
                weight = term.weight + partner.term.weight + _SCALES[scale]
                yield Candidate(whole, form, term, anchor, holes, partner.term, scale, weight=weight)


def _is_said(partner: Term, anchor: Term) -> bool:
    """Say whether an anchor names all that it would need: `if (a.size) f(a.size)` must hold `size` says nothing."""
    named = set(words_in(partner))
    return bool(named) and named <= set(words_in(anchor))


def _relations(addition: Addition, anchor: Node, partner: Partner) -> Iterator[tuple[Form, dict[str, Any], str]]:
    """Give how an anchor may stand to its partner, what holds most closely first."""
    somewhere = {"any": [partner.rule, {"has": {**partner.rule, "stopBy": "end"}}]}
    if any(_holds(one, anchor) for one in addition.inside):
        yield from _around(addition, partner, somewhere)
    if _holds(anchor, addition.to):
        yield "needs", {"has": {**partner.rule, "stopBy": "end"}}, ""
    if is_statement(anchor):
        if addition.part.start >= 0 and _is_later(addition, anchor):
            yield "followed", {"precedes": {**somewhere, "stopBy": "end"}}, "block"
        else:
            yield "preceded", {"follows": {**somewhere, "stopBy": "end"}}, "block"
    function = function_around(anchor)
    if function is not None:
        within = {"kind": function.kind, "has": {**partner.rule, "stopBy": "end"}, "stopBy": "end"}
        yield "without", {"inside": within}, "function"
    root = [anchor, *anchor.ancestors()][-1]
    within = {"kind": root.kind, "has": {**partner.rule, "stopBy": "end"}, "stopBy": "end"}
    yield "without", {"inside": within}, "file"


def _around(addition: Addition, partner: Partner, somewhere: Rule) -> Iterator[tuple[Form, dict[str, Any], str]]:
    """Say that code must sit in what the fix put around it: a condition, an operation, a call."""
    around = addition.around
    if around is None:
        return
    field = header(around)
    said = around.field(field) if field else None
    if said is not None and _holds(said, addition.part):
        held: dict[str, Any] = {"has": {"field": field, **somewhere}}
        yield "inside", {"inside": {"kind": around.kind, **held, "stopBy": "end"}}, "condition"
    elif not field and around.kind not in BLOCKS and not is_statement(addition.part):
        scale = "operand" if around.kind in _OPERATIONS else ""
        held = {"has": {**partner.rule, "stopBy": "end"}}
        yield "inside", {"inside": {"kind": around.kind, **held, "stopBy": "end"}}, scale


def _holds(one: Node, other: Node) -> bool:
    return one.start <= other.start and other.end <= one.end


def _is_later(addition: Addition, anchor: Node) -> bool:
    """Say whether an addition stands after an anchor: its neighbour before it does, or begins no later."""
    before = addition.before
    return before is not None and anchor.start <= before


def _partners(addition: Addition, local: frozenset[str], holes: Holes) -> Iterator[Partner]:
    """Give what an addition is known by: what it calls, uses and names, or what it does with names of the anchor."""
    part = addition.part
    written: set[str] = set()
    if addition.around is not None and not is_statement(part) and part.children:
        yield from _partner(part, local, Level.NAMES, holes.copy(), written)
    for node in (*all_calls(part), *_told(part, local)):
        for level in (Level.BARE, Level.ARITY):
            yield from _partner(node, local, level, holes.copy(), written)
    if part.kind in CONDITIONALS and any(name in holes.of_local for name in _locals(part, local)):
        yield from _partner(part, local, Level.NAMES, holes.copy(), written)


def _partner(node: Node, local: frozenset[str], level: Level, holes: Holes, written: set[str]) -> Iterator[Partner]:
    term = Abstraction(local, heads(node, local)).term(node, level, holes)
    if term.written() in written:
        return
    written.add(term.written())
    rule = rule_of(term, node)
    if rule is None and not node.children:
        rule = {"kind": node.kind, "regex": f"^{_escaped(node.text)}$"}
    if rule is not None:
        yield Partner(rule, term)


def _escaped(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter == "_" else f"\\{letter}" for letter in text)


def _told(node: Node, local: frozenset[str]) -> Iterator[Node]:
    for leaf in leaves(node):
        role = role_of(leaf, local)
        if role in TELLING and role is not Role.DEFINITION and not is_callee(leaf):
            above = leaf.parent
            if (role is Role.ATTRIBUTE and above is not None and above.start < leaf.start) or (
                role is Role.KEY and above is not None and above.kind in {"pair", "keyword_argument"}
            ):
                yield above
            else:
                yield leaf


def _locals(node: Node, local: frozenset[str]) -> Iterable[str]:
    return (leaf.text for leaf in leaves(node) if role_of(leaf, local) is Role.LOCAL)
