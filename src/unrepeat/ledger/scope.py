"""What belongs to a feature or a release: its own records, and those that stand underneath."""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from unrepeat.ledger.globs import Places
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record

_NAME = re.compile(r"\w[\w.-]*")
_ADR = re.compile(r"^adr-?(\d{1,9})$", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,9})-(?!\d\d-\d\d-)")  # as MADR and adr-tools begin a file's name; no date

LEADING_ON = ("agreement", "mistake", "note")  # kinds that examine nothing, but may link to what does
EXAMINING = ("need", "assumption", "decision", "risk", "action")  # the kinds by which a feature has been examined


@dataclass
class Scope:
    """The records of a feature or release, by path, with the names by which others belong to it."""

    names: set[str]
    records: dict[str, Record] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        """The files its own records are about."""
        return list(dict.fromkeys(path for record in self.records.values() for path in places(record)))


def done_when(record: Record) -> list[dict[str, Any]]:
    """Give what shows that a need is met; nothing of other kinds, which may hold a field of that name by chance."""
    return list(record.fields.get("done-when", [])) if record.kind == "need" else []


def places(record: Record) -> list[str]:
    """Give the files a record is about: those it names, and those that show a need to be met."""
    shown = [str(one["path"]) for one in done_when(record) if "path" in one]
    sought = [content for one in done_when(record) for content in one.values() if isinstance(content, dict)]
    within = [content.get("in") for content in sought]
    return [*record.words("paths"), *shown, *(str(glob) for glob in within if glob)]


def scope(name: str, ledger: Ledger) -> Scope:
    """Gather what belongs to a feature or release.

    First the records that name it (a release: also those of the features that it is made of); then, until no more come
    in, what they rest on or link to, assumptions on which any of them rests, and what is about the same files:
    decisions, assumptions, and whatever names no feature of its own.
    """
    wanted = comparable(name)
    found = Scope({wanted})
    left: list[Record] = []
    candidates = [(one, *_belonging(one)) for one in ledger.of_kind(*EXAMINING, *LEADING_ON)]
    for _, features, release in candidates:
        if release == wanted:
            found.names |= features
    for record, features, release in candidates:
        elsewhere = release not in {"", wanted}
        if wanted in features or release == wanted or (not elsewhere and features & found.names):
            found.records[record.path] = record
        else:
            left.append(record)
    while left:
        inside = _Inside(found)
        more = [record for record in left if inside.holds(record)]
        if not more:
            break
        found.records.update((record.path, record) for record in more)
        left = [record for record in left if record.path not in found.records]
    return found


def _belonging(record: Record) -> tuple[set[str], str]:
    """Give the features and the release that a record names, in the form in which names are compared."""
    release = record.text("release")
    return set(map(comparable, record.words("feature"))), comparable(release) if release else ""


class _Inside:
    """What is in a scope so far, and whether a record stands underneath."""

    def __init__(self, found: Scope) -> None:
        self._names = found.names
        self._ids = {record.id.casefold() for record in found.records.values()}
        self._places = Places(found.paths)
        self._pointed_at = {name.casefold() for record in found.records.values() for name in _pointed_at(record)}
        self._numbers = {int(number) for name in self._pointed_at for number in _ADR.findall(name)}
        self._overlaps = cache(self._places.overlap)

    def holds(self, record: Record) -> bool:
        """Say whether something in the scope rests on a record, links to it, or is about the same files."""
        if record.id.casefold() in self._pointed_at or self._has_number(record):
            return True
        if record.kind == "assumption":
            rests = record.words("rests")
            if any(_named(name).casefold() in self._ids for name in [*rests, *record.words("links")]):
                return True
            if any(comparable(one) in self._names for name in rests for one in (name, _named(name))):
                return True
            return any(map(self._overlaps, [*rests, *places(record)]))
        of_nobody = not record.words("feature") and not record.text("release") and record.kind in EXAMINING
        return (record.kind == "decision" or of_nobody) and any(map(self._overlaps, places(record)))

    def _has_number(self, record: Record) -> bool:
        number = _NUMBERED.match(record.id) if self._numbers and record.kind == "decision" else None
        return number is not None and int(number[1]) in self._numbers


def _pointed_at(record: Record) -> set[str]:
    """Give the ids that a record rests on or links to; what an assumption's `rests` names stands above it."""
    fields = ("links",) if record.kind == "assumption" else ("links", "rests", "safeguards")
    named = [one for field in fields for one in record.words(field)]
    if record.state == "superseded":  # by what, its status says: an id, a link to a file, ADR-0123
        named.extend(word.removesuffix(".md") for word in _NAME.findall(record.text("status")))
    return {_named(one) for one in named}


def _named(reference: str) -> str:
    """Give the id that is meant by `kind:id`, the path of a record, or the id itself."""
    return reference.rpartition(":")[2].rpartition("/")[2].removesuffix(".md")
