"""Keep what was imported: what is recorded already stays as it is, what is new is added."""

from collections.abc import Iterable, Iterator, Sequence
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


@dataclass(frozen=True)
class Offer:
    """A mistake and its actions as they are to be there."""

    mistake: Wanted
    actions: tuple[Wanted, ...]
    is_within: bool  # whether its file lies in the repository: then its path alone knows it again


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
        planned = [(offer, _recorded(offer, mistakes)) for offer in offers]
        for offer, record in planned:
            for kind, wanted in (*(() if record else (("mistake", offer.mistake),)), *_each("action", offer.actions)):
                _refuse(kind, wanted, day)
        for offer, record in planned:
            yield from _keep(store, known, offer, record, day)


def _each(kind: str, wanted: Iterable[Wanted]) -> Iterator[tuple[str, Wanted]]:
    return ((kind, one) for one in wanted)


def _refuse(kind: str, wanted: Wanted, day: date) -> None:
    """Raise LedgerError where no record could be made of this."""
    if not wanted.title.strip():
        raise LedgerError("It has no title.", "Give it a first heading that says what happened, such as `# No mails`.")
    refuse_unkept(KINDS[kind], wanted.title, wanted.given, day)
    length = len(new_text(KINDS[kind], wanted.id, wanted.title, wanted.given, day).encode())
    if length > files.LARGEST:
        what = f"It would make a record of {length:,} bytes, of {files.LARGEST:,} that are read."
        raise LedgerError(what, "Import the part of it that is prose; nothing was written.")


def _recorded(offer: Offer, mistakes: Iterable[Record]) -> Record | None:
    """Give the mistake that an earlier run made of the same: from the same place, or of the same content."""
    fields, same = offer.mistake.given.fields, None
    for record in mistakes:
        is_from_there = record.text(FROM) == fields[FROM]
        if record.id == offer.mistake.id or (
            is_from_there and (offer.is_within or _tail(record) == offer.mistake.id[-4:])
        ):
            return record
        if record.text(CONTENT) == fields[CONTENT]:
            same = same or record
    return same


def _tail(record: Record) -> str:
    return record.id[-4:]


def _keep(store: Store, known: Ledger, offer: Offer, record: Record | None, day: date) -> Iterator[Kept]:
    made = record is None
    record = record or _added(store, "mistake", offer.mistake, day)
    yield Kept(record, made)
    named = record.words("safeguards")
    bare = {one.rpartition(":")[2] for one in named}
    fresh = []
    for wanted in offer.actions:
        there = known.by_id.get(wanted.id) or _of_mistake(known, record, wanted)
        if there is None:
            wanted.given.fields["links"] = [record.id]
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
    among = (one for one in known.records if one.kind == "action" and one.id[-4:] == wanted.id[-4:])
    return next((one for one in among if mistake.id in one.words("links")), None)


def _differs(action: Record, wanted: Wanted) -> Iterator[str]:
    """Tell where an action is done by now where it comes from, and open here."""
    if action.state == "open" and wanted.given.fields["state"] == "done":
        yield f"It is done where it comes from, and open here: unrepeat set {action.id} state=done"
