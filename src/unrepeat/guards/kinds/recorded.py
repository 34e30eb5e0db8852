"""Ask the release gate how some records of the ledger stand."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from unrepeat.guards.kinds import CannotRun
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.gate import Item, readiness
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import EXAMINING, Scope


class Standing(NamedTuple):
    """How records stand, by id; and why others of their kind cannot be told of, None where all can be read."""

    items: Mapping[str, Item]
    failure: CannotRun | None


def standing(kind: str, records: Iterable[Record], ledger: Ledger, day: date) -> Standing:
    """Give how records of one kind stand on a day, by the rules of the gate; some ask for nothing."""
    asked = Scope(set(), {record.path: record for record in records})
    items = readiness("", ledger, day, _asks_the_code, asked).items
    others = tuple(f"{ledger.folder}/{KINDS[other].folder}/" for other in EXAMINING if other != kind)
    unread = next((item for item in items if item.path and not item.path.startswith(others)), None)
    failure = CannotRun(f"{unread.reason}.", "Mend it; `unrepeat fsck` says when it is whole.") if unread else None
    return Standing({item.record.id: item for item in items if item.record is not None}, failure)


def _asks_the_code(need: Record, _: Mapping[str, Any]) -> Answer:
    raise TypeError(f"the gate asks the code about needs alone, and {need.id} was not to be one")
