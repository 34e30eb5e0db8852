"""A guard that is offered to a person, with what there is to know before choosing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Idea:
    """What an offer is about, and what it asks for there, by their telling names; `kind` is the guard's."""

    kind: str
    about: frozenset[str]
    needs: frozenset[str] = frozenset()

    def repeats(self, other: "Idea") -> bool:
        """Say whether one of two ideas is the other with more that must be just so: who has one needs no other."""
        return (
            self.kind == other.kind
            and bool(self.needs) == bool(other.needs)
            and _are_nested(self.about, other.about)
            and _are_nested(self.needs, other.needs)
        )


def _are_nested(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


@dataclass(frozen=True)
class Offer:
    """A guard's kind, rule and paths, proven on texts.

    `rule` is as a guard's file has it. `says` asks for what the rule watches over, in a sentence. `proven_on` are the
    numbers of the examples (from 0) on which it is proven; on the others it does not fire. `matches_now` counts what it
    matches in the tree after the fix. `worth` is how well it is likely to hold, for ranking alone.
    """

    idea: Idea
    rule: Mapping[str, Any]
    paths: tuple[str, ...]
    says: str
    proven_on: tuple[int, ...] = ()
    matches_now: int = 0
    worth: float = 0.0
