"""A rule that may be worth offering, before it has been tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from unrepeat.guards.learn.abstraction import Holes
from unrepeat.guards.learn.roles import Role
from unrepeat.guards.learn.term import Term
from unrepeat.guards.syntax import Node

Form = Literal["replaced", "without", "inside", "followed", "preceded", "needs", "merged"]
Name = tuple[str, str]  # the role and the spelling of a name

_TELLING = frozenset({"callee", "attribute", "key", "type", "constant"})


@dataclass(frozen=True)
class Candidate:
    """A rule of ast-grep about `anchor`, a piece of code with holes; `node` is what it was made of.

    `form` says how: the anchor is wrong itself (`replaced`, `merged`), or where it stands to its `partner` in the way
    that the form names is missing. `scale` says within what: a kind of node, or empty. `beside`: what else must stand
    near it for the rule to match. `weight`: how much must be just so for it to match, the less the more general.
    """

    rule: Mapping[str, Any]
    form: Form
    anchor: Term
    node: Node = field(repr=False, compare=False)
    holes: Holes = field(repr=False, compare=False)
    partner: Term | None = None
    scale: str = ""
    beside: tuple[Term, ...] = ()
    weight: int = 0

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every piece of code that must stand there for the rule to match."""
        return (self.anchor, *self.beside)

    @property
    def names(self) -> tuple[Name, ...]:
        """The telling names of what must stand there, each once."""
        return tuple(dict.fromkeys(name for term in self.terms for name in names_in(term)))

    @property
    def words(self) -> frozenset[str]:
        """Words that stand in every text it matches."""
        return frozenset(word for term in self.terms for word in words_in(term))

    @property
    def is_trivial(self) -> bool:
        """Whether it names no callee, attribute, type or constant; the name of what is defined there is no such."""
        return all(role not in _TELLING for role, _ in self.names)


def names_in(term: Term) -> tuple[Name, ...]:
    """Give the telling names of a term, each once, what is defined there among them."""
    told = (*_TELLING, Role.DEFINITION.value)
    return tuple(dict.fromkeys((leaf.role, leaf.text) for leaf in term.leaves() if leaf.role in told and not leaf.hole))


def words_in(term: Term) -> Iterator[str]:
    """Give the spelled names of a term."""
    return (leaf.text for leaf in term.leaves() if not leaf.hole and leaf.role not in {"token", "literal", ""})
