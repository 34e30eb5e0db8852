"""Keep what was imported: what is recorded already stays as it is, what is new is added."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from unrepeat.errors import LedgerError
from unrepeat.ledger import files
from unrepeat.ledger.advice import refuse_unkept
from unrepeat.ledger.given import Given
from unrepeat.ledger.imported.records import CONTENT, FROM, Wanted
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store, new_text

TAIL = 4  # letters at the end of an id that stay where its day and its title change


@dataclass(frozen=True)
class Offer:
    """A mistake as it is to be there, and its actions, given the id of its record."""

    mistake: Wanted
    actions: Callable[[str], list[Wanted]]


@dataclass
class Kept:
    """A record that is there now, and whether it was made just now; what is said otherwise where it comes from."""

    record: Record
    made: bool
    differs: list[str] = field(default_factory=list)


def keep(store: Store, offers: Sequence[Offer], day: date) -> Iterator[Kept]:
    """Add what is missing, each mistake before its actions; raise LedgerError before anything is written."""
    with store.lock():
        known = store.now()
        mistakes = [one for one in known.records if one.kind == "mistake"]
        planned = []
        for offer in offers:
            record = _recorded(offer, mistakes)
            actions = offer.actions(record.id if record else offer.mistake.id)
            planned.append((offer.mistake, record, actions))
        for mistake, record, actions in planned:
            if record is None:
                _refuse("mistake", mistake, day)
                _refuse_taken(store, "mistake", mistake)
            for action in actions:
                _refuse("action", action, day)
                if action.id not in known.by_id:
                    _refuse_taken(store, "action", action)
        for mistake, record, actions in planned:
            yield from _keep(store, known, record or mistake, actions, day)


def _refuse(kind: str, wanted: Wanted, day: date) -> None:
    """Raise LedgerError where no record could be made of this."""
    if not wanted.title.strip():
        raise LedgerError("It has no title.", "Give it a first heading that says what happened, such as `# No mails`.")
    refuse_unkept(KINDS[kind], wanted.title, wanted.given, day)
    length = len(new_text(KINDS[kind], wanted.id, wanted.title, wanted.given, day).encode())
    if length > files.LARGEST:
        what = f"It would make a record of {length:,} bytes, of {files.LARGEST:,} that are read."
        raise LedgerError(what, "Import the part of it that is prose; nothing was written.")


def _refuse_taken(store: Store, kind: str, wanted: Wanted) -> None:
    """Raise LedgerError where a file that is no record stands in the way."""
    path = store.folder / KINDS[kind].folder / f"{wanted.id}.md"
    if os.path.lexists(path):
        told = files.relative(store.top, path)
        raise LedgerError(f"{told} is there, and cannot be read.", "Look at it with `unrepeat fsck`.")


def _recorded(offer: Offer, mistakes: Iterable[Record]) -> Record | None:
    """Give the mistake that an earlier run made of the same: from the same place, or of the same content."""
    fields, tail = offer.mistake.given.fields, offer.mistake.id[-TAIL:]
    same = None
    for record in mistakes:
        if record.text(FROM) == fields[FROM] and record.id[-TAIL:] == tail:
            return record
        if record.text(CONTENT) == fields[CONTENT]:
            same = same or record
    return same


def _keep(
    store: Store, known: Ledger, mistake: Record | Wanted, actions: Iterable[Wanted], day: date
) -> Iterator[Kept]:
    record = mistake if isinstance(mistake, Record) else _added(store, "mistake", mistake, day)
    yield Kept(record, record is not mistake)
    named = record.words("safeguards")
    bare = {one.rpartition(":")[2] for one in named}
    fresh = []
    for wanted in actions:
        there = known.by_id.get(wanted.id) or _of_mistake(known, record, wanted)
        action = there or _added(store, "action", wanted, day)
        yield Kept(action, there is None, list(_differs(action, wanted)) if there else [])
        if action.id not in bare:
            fresh.append(action.id)
    if fresh:
        store.edit(record, Given({"safeguards": [*named, *fresh]}), day)


def _added(store: Store, kind: str, wanted: Wanted, day: date) -> Record:
    try:
        return store.add(KINDS[kind], wanted.title, wanted.given, day, identity=wanted.id)
    except FileExistsError:
        path = f"{KINDS[kind].folder}/{wanted.id}.md"
        raise LedgerError(f"{path} is there, and cannot be read.", "Look at it with `unrepeat fsck`.") from None


def _of_mistake(known: Ledger, mistake: Record, wanted: Wanted) -> Record | None:
    """Give the action of a mistake that an earlier run made of the same words."""
    among = (one for one in known.records if one.kind == "action" and one.id[-TAIL:] == wanted.id[-TAIL:])
    return next((one for one in among if mistake.id in one.words("links")), None)


def _differs(action: Record, wanted: Wanted) -> Iterator[str]:
    """Tell where an action is done by now where it comes from, and open here."""
    if action.state == "open" and wanted.given.fields["state"] == "done":
        yield f"It is done where it comes from, and open here: unrepeat set {action.id} state=done"
