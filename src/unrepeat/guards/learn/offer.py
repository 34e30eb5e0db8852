"""A guard that is offered to a person, with what there is to know before choosing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Offer:
    """A guard's kind, rule and paths, proven on texts. `form` says in which way it was learned.

    `rule` is as a guard's file has it. `says` asks for what the rule watches over, in a sentence; `general` says how
    far it reaches, `because` why it is not trivial. `proven_on` are the numbers of the examples (from 0) on which it is
    proven; on the others it does not fire. `matches_now` counts what it matches in the tree after the fix. `worth` is
    how well it is likely to hold, for ranking alone.
    """

    kind: str
    rule: Mapping[str, Any]
    paths: tuple[str, ...]
    form: str
    says: str
    general: str
    because: str
    proven_on: tuple[int, ...]
    matches_now: int
    worth: float
