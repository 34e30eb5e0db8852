"""What a ledger's files say of each other that cannot be: ids used twice, and references to what is not there."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from unrepeat.ledger.flaws import Flaw
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.reading import Key
from unrepeat.ledger.record import Record

# Ids as `new` makes them; in `links`, which hold ids alone, also numbers as MADR and adr-tools give them.
_ID = re.compile(r"\d{4}-\d\d-\d\d-[a-z0-9-]+-[a-z0-9]{4}")
_NUMBERED = re.compile(r"\d{3,5}-[a-z0-9-]+")
_FIELDS = ("links", "rests", "safeguards", "answers")


def used_twice(ledger: Ledger) -> Iterator[Flaw]:
    """Give each file that takes an id, by its name or its field `id`, which a file before it has."""
    owners: dict[str, str] = {}
    wrong = {problem.path for problem in ledger.problems}  # among them all whose field `id` is not their name
    for record in ledger.records:
        named = record.text("id") if record.path in wrong else ""
        for identity in dict.fromkeys(one for one in (record.id, named) if one):
            first = owners.setdefault(identity, record.path)
            if first != record.path:
                what = f"the id {identity} is that of {first}, too"
                remedy = "Rename one of the two files, with its field `id`, then mend what links to it."
                yield Flaw(record.path, ("id",), what, remedy)


def dangling(ledger: Ledger, guards: Collection[str] | None) -> Iterator[Flaw]:
    """Give each entry that has the form of an id and leads to no record or guard (None: not known which there are).

    What is a path, a feature or a guard's name has no such form. A record that cannot be read is there all the same.
    """
    known = _names(ledger)
    alike: dict[str, list[str]] = {}
    for record in ledger.records:
        for key, word in _references(record):
            if not _leads_nowhere(word, key, known, guards):
                continue
            alike = alike or _by_tail(ledger)
            near = [one for one in alike.get(word[-4:], ()) if one != record.id][:1]
            hint = f" Is {near[0]} meant?" if near else ""
            there = "guard" if _is_guard(word) else "record"
            what = f"`{key[0]}` leads to {word}, and there is no such {there}"
            yield Flaw(record.path, key, what, f"Mend the entry or take it out.{hint}")


def without_record(ledger: Ledger) -> Iterator[Flaw]:
    """Give each acknowledgement and signature of a record that is not there."""
    known = _names(ledger)
    for said in ledger.statements:
        if said.record not in known:
            what = f"there is no record {said.record} to which this {said.kind} belongs"
            remedy = "If the record was renamed, rename this folder and mend `record`; else delete the file."
            yield Flaw(said.path, ("record",), what, remedy)


def _names(ledger: Ledger) -> set[str]:
    """Give the ids of records, those that cannot be read included."""
    broken = {problem.path.rpartition("/")[2].removesuffix(".md") for problem in ledger.problems}
    return broken | {record.id for record in ledger.records}


def _references(record: Record) -> Iterator[tuple[Key, str]]:
    for field in _FIELDS:
        if f'"{field}"' in record.stored:  # reading all fields of ten thousand records takes longer than all the rest
            yield from (((field, place), word) for place, word in enumerate(record.words(field)))


def _is_guard(word: str) -> bool:
    return word.startswith("guard:")


def _leads_nowhere(word: str, key: Key, known: Collection[str], guards: Collection[str] | None) -> bool:
    kind, _, name = word.rpartition(":")
    if _is_guard(word):
        return guards is not None and name not in guards
    if name in known or (kind and kind not in KINDS):
        return False
    numbered = key[0] == "links" and _NUMBERED.fullmatch(name)
    return bool(name and (kind or numbered or _ID.fullmatch(name)))


def _by_tail(ledger: Ledger) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for record in ledger.records:
        found[record.id[-4:]].append(record.id)
    return found
