"""Make a rule that matches too much ask for more: where its names come from, what stands beside it or around it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from unrepeat.guards.learn.abstraction import Abstraction, Holes, Level
from unrepeat.guards.learn.added import header
from unrepeat.guards.learn.bound import bound_names, function_around
from unrepeat.guards.learn.candidate import Candidate, names_in
from unrepeat.guards.learn.heads import heads
from unrepeat.guards.learn.kinds_of_nodes import CONDITIONALS, FUNCTIONS, is_name, is_statement, leaves
from unrepeat.guards.learn.pattern import rule_of
from unrepeat.guards.learn.roles import Role, role_of
from unrepeat.guards.learn.term import Term
from unrepeat.guards.syntax import Node

Rule = Mapping[str, Any]


def narrowed(candidate: Candidate) -> Iterator[Candidate]:
    """Give a rule with one more thing that must hold, what says most about the code first."""
    function = function_around(candidate.node)
    if function is None or candidate.node.kind in FUNCTIONS:
        return
    statement = next((one for one in (candidate.node, *candidate.node.ancestors()) if is_statement(one)), None)
    local = bound_names(function)
    if statement is not None:
        yield from _by_sources(candidate, statement, function, local)
        yield from _by_neighbours(candidate, statement, local)
    yield from _by_conditions(candidate, function, local)
    yield from _by_function(candidate, function)


def _by_sources(candidate: Candidate, statement: Node, function: Node, local: frozenset[str]) -> Iterator[Candidate]:
    """Ask that a name comes from where it comes from here: the nearest statement before that binds it."""
    for name in candidate.holes.of_local:
        source = _source(name, statement, function)
        if source is None:
            continue
        made = _made(source, local, candidate.holes)
        if made is not None:
            term, rule = made
            earlier = {"follows": {**rule, "stopBy": "end"}}
            yield _with(candidate, {"any": [earlier, {"inside": {**earlier, "stopBy": "end"}}]}, term)


def _source(name: str, statement: Node, function: Node) -> Node | None:
    """Give the nearest statement before another, in its block or one around it, that binds a name."""
    row: Node | None = statement
    while row is not None and row is not function:
        above = row.parent
        for sibling in reversed(above.children if above is not None else ()):
            if sibling.end <= row.start and is_statement(sibling) and _binds(sibling, name):
                return sibling
        row = above
    return None


def _binds(statement: Node, name: str) -> bool:
    return statement.kind not in CONDITIONALS and name in bound_names(statement)


def _by_neighbours(candidate: Candidate, statement: Node, local: frozenset[str]) -> Iterator[Candidate]:
    rows = [one for one in (statement.parent.children if statement.parent else ()) if is_statement(one)]
    place = rows.index(statement) if statement in rows else -1
    sides = (("follows", place - 1), ("precedes", place + 1)) if place >= 0 else ()
    for relation, at in sides:
        if 0 <= at < len(rows) and rows[at].kind not in FUNCTIONS:
            made = _made(rows[at], local, candidate.holes)
            if made is not None:
                term, rule = made
                beside = {relation: dict(rule)}
                own = beside if candidate.node is statement else {"inside": {**beside, "stopBy": "end"}}
                yield _with(candidate, own, term)


def _by_conditions(candidate: Candidate, function: Node, local: frozenset[str]) -> Iterator[Candidate]:
    """Ask that it stands in what it stands in: a condition, a loop."""
    for above in candidate.node.ancestors():
        if above is function:
            return
        field = header(above)
        said = above.field(field) if field else None
        if said is None or (said.start <= candidate.node.start and candidate.node.end <= said.end):
            continue
        made = _made(said, local, candidate.holes)
        if made is not None:
            term, rule = made
            held = {"has": {"field": field, **rule}}
            yield _with(candidate, {"inside": {"kind": above.kind, **held, "stopBy": "end"}}, term)


def _by_function(candidate: Candidate, function: Node) -> Iterator[Candidate]:
    """Ask that it stands in a function of this name: the last resort, for it can only come back there."""
    local = bound_names(function)
    name = next((leaf for leaf in leaves(function) if role_of(leaf, local) is Role.DEFINITION), None)
    if name is None or not is_name(name) or name.parent is None:
        return
    named: dict[str, Any] = {"kind": name.kind, "regex": f"^{name.text}$"}
    for above in name.ancestors():
        if above is function:
            break
        named = {"kind": above.kind, "has": named}
    if not function.is_like({"kind": function.kind, "has": named}):
        return
    term = Term(name.kind, text=name.text, role=Role.DEFINITION.value)
    yield _with(candidate, {"inside": {"kind": function.kind, "has": named, "stopBy": "end"}}, term)


def _made(node: Node, local: frozenset[str], holes: Holes) -> tuple[Term, Rule] | None:
    term = Abstraction(local, heads(node, local)).term(node, Level.BARE, holes.copy())
    rule = rule_of(term, node) if names_in(term) else None
    return None if rule is None else (term, rule)


def _with(candidate: Candidate, more: Rule, term: Term) -> Candidate:
    own = candidate.rule["rule"]
    parts = [*own["all"], more] if set(own) == {"all"} else [own, more]
    return replace(
        candidate,
        rule={**candidate.rule, "rule": {"all": parts}},
        beside=(*candidate.beside, term),
        weight=candidate.weight + term.weight + 2,
    )
