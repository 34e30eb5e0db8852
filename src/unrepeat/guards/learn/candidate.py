"""A rule that may be worth offering, before it has been tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from unrepeat.guards.learn.roles import Role
from unrepeat.guards.learn.term import Term

Form = Literal["replaced", "without", "inside", "followed", "preceded", "needs", "merged"]


@dataclass(frozen=True)
class Candidate:
    """A rule of ast-grep, what it says in a sentence, the form it has, and how much must be just so for it to match."""

    rule: Mapping[str, Any]
    says: str
    form: Form
    weight: int
    names: tuple[tuple[str, str], ...]  # the role and the spelling of each name that it tells, in order
    term: Term | None = None

    @property
    def is_trivial(self) -> bool:
        """Whether it names no callee, attribute, type or constant; the name of what is defined there is no such."""
        return all(role == Role.DEFINITION.value for role, _ in self.names)


TELLING = frozenset({Role.CALLEE, Role.ATTRIBUTE, Role.KEY, Role.TYPE, Role.CONSTANT, Role.DEFINITION})
_TELLING = frozenset(role.value for role in TELLING)


def names_in(term: Term) -> tuple[tuple[str, str], ...]:
    """Give the names that a term tells, each once."""
    return tuple(dict.fromkeys(_names(term)))


def _names(term: Term) -> Iterator[tuple[str, str]]:
    for leaf in term.leaves():
        if not leaf.hole and leaf.role in _TELLING:
            yield leaf.role, leaf.text
