"""What a brief may tell: the evidence of a retro, and what the ledger holds of its mistake."""

from collections.abc import Sequence
from dataclasses import dataclass

from unrepeat.guards.guard import Guard, Lesson
from unrepeat.ledger.conditions import COUNTERED_BY
from unrepeat.ledger.due import Due
from unrepeat.ledger.record import Record
from unrepeat.retro.evidence import Evidence, Tie

DONE = frozenset({"done", "shown"})


@dataclass(frozen=True)
class Guarding:
    """A guard that answers the mistake: whether its certificate proves it, as it is now, and on which lessons."""

    guard: Guard
    is_proven: bool
    proven_on: frozenset[Lesson]

    @property
    def speaks(self) -> bool:
        """Whether it speaks on every change: one in shadow only looks on."""
        return self.guard.stage != "shadow"

    def stopped(self, ties: Sequence[Tie]) -> int:
        """Count the links that it is proven to stop."""
        return sum(Lesson(tie.culprit, tie.fix) in self.proven_on for tie in ties)


@dataclass(frozen=True)
class Known:
    """All that a brief tells. `subject` is the id of the string or record that it is about.

    `actions`: those that answer the mistake and are still meant to be done, or are done, the next due first. `waits`:
    what waits for somebody about all this, in the order of days. `assumptions`: those that the mistake names, or that
    name it. `mistakes`: how many mistakes were recorded in the
    year before.
    """

    subject: str
    evidence: Evidence
    actions: tuple[Record, ...] = ()
    guards: tuple[Guarding, ...] = ()
    waits: tuple[Due, ...] = ()
    assumptions: tuple[Record, ...] = ()
    mistakes: int = 0

    def open_actions(self) -> list[Record]:
        """Give the actions that are not done yet."""
        return [one for one in self.actions if one.state not in DONE]

    def done_actions(self) -> list[Record]:
        """Give the actions that are done, those that were shown to work first."""
        return sorted((one for one in self.actions if one.state in DONE), key=lambda one: one.state != "shown")

    def proven(self) -> list[Guarding]:
        """Give the guards that are proven, those that speak first."""
        return sorted((one for one in self.guards if one.is_proven), key=lambda one: not one.speaks)

    def field(self, name: str) -> str:
        """Give a field of the mistake's record, empty where there is none."""
        record = self.evidence.record
        return record.fields.get(name, "") if record else ""

    def conditions(self) -> list[str]:
        """Give the conditions that the record names."""
        return [one for one in self.field("conditions").split(", ") if one in COUNTERED_BY]
