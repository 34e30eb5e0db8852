"""What belongs to a feature or a release: its own records, and those that stand underneath."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from unrepeat.ledger.globs import matches
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record

EXAMINING = ("need", "assumption", "decision", "risk", "action")  # the kinds by which a feature has been examined


@dataclass
class Scope:
    """The records of a feature or release, by id, with the names and places by which others belong to it."""

    names: set[str]
    records: dict[str, Record] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        """The files its own records are about."""
        return [path for record in self.records.values() for path in places(record)]


def places(record: Record) -> list[str]:
    """Give the files a record is about: those it names, and those that show a need to be met."""
    shown = [str(one["path"]) for one in record.fields.get("done-when", []) if "path" in one]
    return [*record.words("paths"), *shown]


def scope(name: str, ledger: Ledger) -> Scope:
    """Gather what belongs to a feature or release.

    First the records that name it (a release: also those of the features that it is made of); then, until no more come
    in, what they rest on or link to, assumptions on which any of them rests, and what is about the same files:
    decisions, assumptions, and whatever names no feature of its own.
    """
    found = Scope({comparable(name)})
    candidates = ledger.of_kind(*EXAMINING, "agreement")
    for record in candidates:
        if comparable(record.text("release") or " ") in found.names:
            found.names.update(comparable(one) for one in record.words("feature"))
    release = comparable(name)
    for record in candidates:
        elsewhere = record.text("release") and comparable(record.text("release")) != release
        own = comparable(name) in {comparable(one) for one in record.words("feature")}
        if own or (not elsewhere and _names(record) & found.names):
            found.records[record.id] = record
    while more := [record for record in candidates if record.id not in found.records and _is_under(record, found)]:
        found.records.update((record.id, record) for record in more)
    return found


def _names(record: Record) -> set[str]:
    names = {comparable(one) for one in record.words("feature")}
    return names | {comparable(record.text("release"))} if record.text("release") else names


def _is_under(record: Record, found: Scope) -> bool:
    """Say whether something in the scope rests on a record, links to it, or is about the same files."""
    if record.kind == "agreement":
        return False
    if any(record.id in _pointed_at(other) for other in found.records.values()):
        return True
    if record.kind == "assumption":
        rests = record.words("rests")
        known = {name.rpartition(":")[2] for name in rests} & found.records.keys()
        if known or {comparable(one) for one in rests} & found.names:
            return True
        return _overlap([*rests, *places(record)], found.paths)
    of_nobody = not record.words("feature") and not record.text("release")
    return (record.kind == "decision" or of_nobody) and _overlap(places(record), found.paths)


def _pointed_at(record: Record) -> set[str]:
    """Give the ids that a record rests on or links to; what an assumption's `rests` names stands above it."""
    fields = ("links",) if record.kind == "assumption" else ("links", "rests", "safeguards")
    return {one.rpartition(":")[2] for field in fields for one in record.words(field)}


def _overlap(some: Iterable[str], others: Iterable[str]) -> bool:
    listed = list(others)
    return any(one == other or matches(one, other) or matches(other, one) for one in some for other in listed)
