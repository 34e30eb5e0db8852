"""Merge several fixes of one lesson: the least general pattern that covers what went wrong in each (anti-unification).

The least general generalisation of two terms is Plotkin's (1970), here over syntax trees, as in Getafix
(https://arxiv.org/abs/1902.06111): parts of one kind and number are merged part by part, anything else becomes a hole,
the same hole wherever the same two pieces meet.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import product

from unrepeat.guards.learn.abstraction import Abstraction, Holes, Level
from unrepeat.guards.learn.bound import local_names
from unrepeat.guards.learn.candidate import Candidate, names_in
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.kinds_of_nodes import BLOCKS, LISTS, leaves
from unrepeat.guards.learn.pattern import rule_of
from unrepeat.guards.learn.replaced import pieces
from unrepeat.guards.learn.term import MANY, Term
from unrepeat.guards.syntax import Node

MOST_PIECES = 24  # of each fix that are merged with those of the next
LARGEST = 120  # tokens of a piece that is merged


def merged(differences: Sequence[Difference]) -> Iterator[Candidate]:
    """Give patterns that match a piece of what went wrong in each of several fixes, the least general first."""
    if len(differences) < 2:
        return
    own = [_terms(difference) for difference in differences]
    found: dict[str, Candidate] = {}
    for node, first in own[0]:
        for others in product(*([one for one in terms if one[0].kind == node.kind] for terms in own[1:])):
            term = reduce(lambda one, other: Merging().of(one, other), (other for _, other in others), first)
            rule = rule_of(term, node) if names_in(term) else None
            if rule is not None and all(one.is_like(rule) for one, _ in others):
                made = Candidate({"rule": rule}, "merged", term, node, Holes(), weight=term.weight)
                found.setdefault(term.written(), made)
    yield from sorted(found.values(), key=lambda one: (-one.weight, one.anchor.written()))


def _terms(difference: Difference) -> list[tuple[Node, Term]]:
    """Give the pieces of a fix that may be what was wrong, the smallest first, with all that they say."""
    nodes = [node for node in pieces(difference) if len(leaves(node)) <= LARGEST]
    nodes.sort(key=lambda node: (node.end - node.start, node.start))
    return [
        (node, Abstraction(local_names(node), difference.is_gone).term(node, Level.WHOLE))
        for node in nodes[:MOST_PIECES]
    ]


class Merging:
    """Merges two terms; the same two pieces get the same hole."""

    def __init__(self) -> None:
        self._holes: dict[tuple[str, str], str] = {}
        self._names = Holes()

    def of(self, one: Term, other: Term) -> Term:
        """Give what two terms have in common, with holes in the place of the rest."""
        if one.hole == MANY and other.hole == MANY:
            return one
        if one.parts and other.parts and one.kind == other.kind:
            if len(one.parts) == len(other.parts) and _fit(one, other):
                parts = tuple(self.of(*pair) for pair in zip(one.parts, other.parts, strict=True))
                return Term(one.kind, parts=parts)
            if one.kind in LISTS | BLOCKS:
                return _emptied(one)
        if not one.parts and not one.hole and (one.text, one.kind) == (other.text, other.kind):
            return one
        return Term(one.kind, gap=_gap(one), hole=self._hole(one, other))

    def _hole(self, one: Term, other: Term) -> str:
        pair = one.written(), other.written()
        if pair not in self._holes:
            self._holes[pair] = self._names.new()
        return self._holes[pair]


def _fit(one: Term, other: Term) -> bool:
    """Say whether no token of two terms would have to become a hole: a pattern holds none for `+` or `if`."""
    return all(
        mine.text == theirs.text
        for mine, theirs in zip(one.parts, other.parts, strict=True)
        if "token" in {mine.role, theirs.role} and not (mine.hole or theirs.hole)
    )


def _emptied(term: Term) -> Term:
    """Give a list or a block with a hole for whatever it holds, its brackets kept."""
    inside = [place for place, part in enumerate(term.parts) if part.parts or part.hole or part.role != "token"]
    if not inside:
        return term
    first, last = inside[0], inside[-1]
    hole = Term("", gap=_gap(term.parts[first]), hole=MANY)
    return Term(term.kind, parts=(*term.parts[:first], hole, *term.parts[last + 1 :]))


def _gap(term: Term) -> str:
    return next((leaf.gap for leaf in term.leaves()), "")
