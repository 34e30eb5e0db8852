"""Rules about what a fix only added: this call without its partner, its check, its release."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from unrepeat.guards.learn.abstraction import Abstraction, Holes, Level
from unrepeat.guards.learn.added import Addition, additions, header
from unrepeat.guards.learn.anchors import anchors
from unrepeat.guards.learn.bound import function_around
from unrepeat.guards.learn.candidate import Candidate, Form, names_in
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.kinds_of_nodes import CALLS, CONDITIONALS, is_comment, is_statement, leaves
from unrepeat.guards.learn.pattern import rule_of
from unrepeat.guards.learn.replaced import local_names
from unrepeat.guards.learn.roles import TELLING, Role, is_callee, role_of
from unrepeat.guards.learn.term import Term
from unrepeat.guards.syntax import Node

Rule = Mapping[str, Any]
_PARTNERS = 5  # names of an addition that are tried as what is needed
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
        term = Abstraction(own, _heads(anchor)).term(anchor, level, holes)
        if not names_in(term) or term.written() in seen:
            continue
        seen.add(term.written())
        rule = rule_of(term, anchor)
        if rule is None:
            continue
        for partner in islice(_partners(addition, local, holes), _PARTNERS):
            for form, needs, scale in _relations(addition, anchor, partner):
                whole = {"rule": {"all": [rule, {"not": needs}]}}
                weight = term.weight + partner.term.weight + scale
                yield Candidate(
                    whole,
                    f"{term.written()} {form} {partner.term.written()}",
                    form,
                    weight,
                    names_in(term) + names_in(partner.term),
                    None,
                )


def _relations(addition: Addition, anchor: Node, partner: Partner) -> Iterator[tuple[Form, dict[str, Any], int]]:
    """Give how an anchor may stand to its partner, what holds most closely first."""
    somewhere = {"any": [partner.rule, {"has": {**partner.rule, "stopBy": "end"}}]}
    around = addition.around
    if around is not None and any(_holds(one, anchor) for one in addition.inside):
        field = header(around)
        held: dict[str, Any] = (
            {"has": {"field": field, **somewhere}} if field else {"has": {**partner.rule, "stopBy": "end"}}
        )
        yield "inside", {"inside": {"kind": around.kind, **held, "stopBy": "end"}}, 0
    if _holds(anchor, addition.to):
        yield "needs", {"has": {**partner.rule, "stopBy": "end"}}, 0
    if is_statement(anchor):
        if addition.part.start >= 0 and _is_later(addition, anchor):
            yield "followed", {"precedes": {**somewhere, "stopBy": "end"}}, 1
        else:
            yield "preceded", {"follows": {**somewhere, "stopBy": "end"}}, 1
    function = function_around(anchor)
    if function is not None:
        within = {"kind": function.kind, "has": {**partner.rule, "stopBy": "end"}, "stopBy": "end"}
        yield "without", {"inside": within}, 2
    root = [anchor, *anchor.ancestors()][-1]
    within = {"kind": root.kind, "has": {**partner.rule, "stopBy": "end"}, "stopBy": "end"}
    yield "without", {"inside": within}, 4


def _holds(one: Node, other: Node) -> bool:
    return one.start <= other.start and other.end <= one.end


def _is_later(addition: Addition, anchor: Node) -> bool:
    """Say whether an addition stands after an anchor: its neighbour before it does, or begins no later."""
    before = addition.before
    return before is not None and anchor.start <= before


def _partners(addition: Addition, local: frozenset[str], holes: Holes) -> Iterator[Partner]:
    """Give what an addition is known by: what it calls, uses and names, or what it does with names of the anchor."""
    part = addition.part
    abstraction = Abstraction(local, _heads(part))
    written: set[str] = set()
    for node in (*_calls(part), *_told(part, local)):
        for level in (Level.BARE,):
            found = _partner(Abstraction(local, _heads(node)).term(node, level, holes), node, written)
            if found is not None:
                yield found
    whole = addition.around if addition.around is not None and addition.around.kind in CONDITIONALS else part
    if part.kind in CONDITIONALS or not names_in(abstraction.term(part, Level.NAMES)):
        shared = any(name in holes.of_local for name in _locals(part, local))
        if shared:
            found = _partner(abstraction.term(whole if whole is part else part, Level.NAMES, holes), part, written)
            if found is not None:
                yield found


def _partner(term: Term, node: Node, written: set[str]) -> Partner | None:
    text = term.written()
    if text in written:
        return None
    written.add(text)
    rule = rule_of(term, node)
    if rule is None and not node.children:
        rule = {"kind": node.kind, "regex": f"^{_escaped(node.text)}$"}
    return None if rule is None else Partner(rule, term)


def _escaped(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter == "_" else f"\\{letter}" for letter in text)


def _heads(node: Node) -> frozenset[int]:
    """Give where the names stand that the outermost calls in a node call; where there are none, all that it tells."""
    calls = _outermost(node)
    if not calls:
        local = local_names(node)
        return frozenset(leaf.start for leaf in leaves(node) if role_of(leaf, local) in TELLING)
    return frozenset(
        leaf.start
        for call in calls
        for leaf in leaves(call)
        if is_callee(leaf) and next(one for one in leaf.ancestors() if one.kind in CALLS) is call
    )


def _outermost(node: Node) -> list[Node]:
    if is_comment(node):
        return []
    return [node] if node.kind in CALLS else [one for child in node.children for one in _outermost(child)]


def _calls(node: Node) -> list[Node]:
    if is_comment(node):
        return []
    found = [node] if node.kind in CALLS else []
    return found + [one for child in node.children for one in _calls(child)]


def _told(node: Node, local: frozenset[str]) -> Iterator[Node]:
    for leaf in leaves(node):
        role = role_of(leaf, local)
        if role in TELLING and role is not Role.DEFINITION and not is_callee(leaf):
            yield _with_what_it_is_of(leaf, role)


def _with_what_it_is_of(leaf: Node, role: Role) -> Node:
    """Give an attribute with its object, a key with its value, any other name alone."""
    above = leaf.parent
    if above is None:
        return leaf
    is_of_object = role is Role.ATTRIBUTE and above.start < leaf.start
    is_of_value = role is Role.KEY and above.kind in {"pair", "keyword_argument"}
    return above if is_of_object or is_of_value else leaf


def _locals(node: Node, local: frozenset[str]) -> Iterable[str]:
    return (leaf.text for leaf in leaves(node) if role_of(leaf, local) is Role.LOCAL)
