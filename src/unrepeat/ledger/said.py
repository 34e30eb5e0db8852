"""What cannot be in people's words on versions of records: a version that never was, a day before it was written."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from unrepeat.errors import RepositoryError
from unrepeat.ledger.flaws import Flaw
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Statement
from unrepeat.ledger.store import Store
from unrepeat.ledger.versions import Version, never_were

_HASH = re.compile(r"[0-9a-f]{12,64}")
_ZONES = timedelta(days=1)  # the day begins at different moments around the earth


def too_early(ledger: Ledger) -> Iterator[Flaw]:
    """Give each word on a version that is older than that version's own date."""
    by_id = ledger.by_id
    for said in ledger.statements:
        record = by_id.get(said.record)
        if record is None or record.content != said.content:
            continue
        dated = record.text("date")
        if said.said < dated and date.fromisoformat(said.said) < date.fromisoformat(dated) - _ZONES:
            what = f"it was said on {said.said}, of a version that is dated {dated}"
            yield Flaw(said.path, ("said",), what, f"Mend `said` here, or `date` in {record.path}.")


def of_no_version(store: Store, ledger: Ledger, commit: str | None, folders: list[str]) -> Iterator[Flaw]:
    """Give each acknowledgement, signature and `editorial-of` of a version that never was.

    Versions are those of now and those that the files of these folders had, in the history of a commit (None: of HEAD).
    Where there is no history yet, nothing is said; nor of a word after which the same person spoke of a version that is
    known.
    """
    statements, editorial = _on_other_versions(ledger), _editorial(ledger)
    try:
        head = commit or store.repository.head()
    except RepositoryError:
        return
    wanted = {*map(_version, statements), *editorial.values()}
    missing = never_were(store.repository, store.catalogue, head, folders, wanted)
    lost = {one: None for one in statements if _version(one) in missing}  # in their order
    last = _last_known(ledger, lost)
    yield from (_never_was(one) for one in lost if last.get(_speaker(one), "") < one.said)
    yield from (flaw for flaw, version in editorial.items() if version in missing)


def no_hashes(ledger: Ledger) -> Iterator[Flaw]:
    """Give each `editorial-of` that is no hash of a content, or too short a part of one."""
    for record in ledger.records:
        if '"editorial-of"' in record.stored:
            for place, word in enumerate(record.words("editorial-of")):
                if not _HASH.fullmatch(word):
                    what = f"`editorial-of` holds {word[:80]}, which is no hash of a content"
                    remedy = "Write at least the first 12 letters of the hash, as `unrepeat show` tells it."
                    yield Flaw(record.path, ("editorial-of", place), what, remedy)


def _on_other_versions(ledger: Ledger) -> list[Statement]:
    """Give the words on versions of records that are there, other than the ones of now."""
    by_id = ledger.by_id
    return [one for one in ledger.statements if one.record in by_id and by_id[one.record].content != one.content]


def _version(said: Statement) -> Version:
    return Version(said.record, said.content)


def _speaker(said: Statement) -> tuple[str, str, str]:
    return said.kind, said.record, comparable(said.who)


def _last_known(ledger: Ledger, lost: Collection[Statement]) -> dict[tuple[str, str, str], str]:
    """Give the day on which each of those with a lost word last spoke of a version that is known."""
    speakers = {_speaker(one) for one in lost}
    days: dict[tuple[str, str, str], str] = {}
    for one in ledger.statements if speakers else ():
        if _speaker(one) in speakers and one not in lost:
            days[_speaker(one)] = max(days.get(_speaker(one), ""), one.said)
    return days


def _never_was(said: Statement) -> Flaw:
    what = f"this {said.kind} is of a version of {said.record} that is neither there now nor in the history"
    remedy = (
        "A squash merge, or a change before it was committed, leaves such words behind: they are harmless history, and "
        "this file may be deleted. Whoever is still to know is asked again."
    )
    return Flaw(said.path, ("content",), what, remedy)


def _editorial(ledger: Ledger) -> dict[Flaw, Version]:
    found = {}
    for record in ledger.records:
        if '"editorial-of"' not in record.stored:
            continue
        heard = {said.content for kind in ("acknowledgement", "signature") for said in ledger.said_of(kind, record)}
        for place, word in enumerate(record.words("editorial-of")):
            if _HASH.fullmatch(word) and not any(one.startswith(word) for one in (record.content, *heard)):
                what = f"`editorial-of` names {word}, and no version of this record had that content"
                remedy = "Mend the hash or take it out; those who acknowledged are then asked again."
                found[Flaw(record.path, ("editorial-of", place), what, remedy)] = Version(record.id, word)
    return found
