"""The search index, caught up with the history and the ledger."""

import os
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeVar

from filelock import FileLock

from unrepeat.change import Change
from unrepeat.collection import without_collection
from unrepeat.history import store as history_store
from unrepeat.history.index import Index
from unrepeat.ledger.record import Record
from unrepeat.recall.changed import AT_ONCE, marks_of_commits
from unrepeat.recall.store import FILE, LOCK, Entry, SearchFile, SearchIndexDamaged
from unrepeat.recall.terms import of_path, words

Answer = TypeVar("Answer")
Progress = Callable[[int, int], None]
ReadText = Callable[[Record], str]

MANY = 5_000  # commits taken in at once, after which the index is worth putting in order
MOST_PATHS = 60  # of one change: one that touches more is about none of them

# Kinds of records that may tell what helped; thanks, and what people agreed, are no matter for a search.
REMEMBERED = ("mistake", "decision", "assumption", "need", "risk", "action", "note")

_TELLING = ("impact", "how-noticed", "why-surprised", "early-sign", "answer", "shown-by", "because")
_PEOPLE = ("owner", "decided-by", "decision-makers", "consulted", "informed", "told", "whom")
_PEOPLE_LINE = re.compile(r"^[*-] +(?:deciders|decision-makers|consulted|informed) *:.*$", re.MULTILINE | re.IGNORECASE)


def _silent(done: int, total: int) -> None:
    """Show no progress."""


def searched(
    index: Index,
    records: Sequence[Record],
    read: ReadText,
    work: Callable[[SearchFile], Answer],
    *,
    progress: Progress = _silent,
) -> Answer:
    """Work with the search index, caught up: every commit of the history index, merges aside, and each telling record.

    `read` gives the Markdown of a record. The first time takes some 0.6 ms a commit, which is the time git takes to
    show what each changed. One process writes at a time; where the index is damaged it is made anew, once.
    """
    file = index.file.with_name(FILE)
    for last in (False, True):
        search: SearchFile | None = None
        try:
            search = SearchFile(file)
            _catch_up(search, index, records, read, progress)
            return work(search)
        except SearchIndexDamaged:
            if last:
                raise
            history_store.remove(file)
        finally:
            if search is not None:
                search.close()
    raise SearchIndexDamaged  # pragma: no cover -- the second attempt returns or raises


def _catch_up(search: SearchFile, index: Index, records: Sequence[Record], read: ReadText, progress: Progress) -> None:
    wanted = [record for record in records if record.kind in REMEMBERED]
    stamp = index.derived("all messages", lambda: _stamp(index))
    if search.note("history") == stamp and search.note("ledger") == _stamp_of_records(wanted):
        return
    lock = search.file.with_name(LOCK)
    if lock.is_symlink():
        lock.unlink()  # nobody else's file is touched, and no lock is taken on it
    with FileLock(lock), without_collection():
        if search.note("history") != stamp:
            _take_in_history(search, index, progress)
            search.keep_note("history", stamp)
        _take_in_records(search, wanted, read)
        search.keep_note("ledger", _stamp_of_records(wanted))


def _stamp(index: Index) -> str:
    """Give a mark of all that the history index says of commits."""
    found = 0
    for change in index.changes():
        found = zlib.crc32(f"{change.commit}{change.message}".encode("utf-8", "surrogatepass"), found)
    return f"{len(index.hashes)} {found:08x}"


def _stamp_of_records(records: Sequence[Record]) -> str:
    told = "".join(f"{record.path}\0{record.content}\0" for record in records)
    return f"{len(records)} {zlib.crc32(told.encode('utf-8', 'surrogatepass')):08x}"


def _take_in_history(search: SearchFile, index: Index, progress: Progress) -> None:
    known = {number: entry for number, entry in search.versions().items() if number > 0}
    gone: list[int] = []
    new: list[int] = []
    for change in index.changes():
        held = known.get(change.ordinal + 1)
        if change.is_merge or held != (change.commit, _version(change)):
            if held is not None:
                gone.append(change.ordinal + 1)
            if not change.is_merge:  # what merges say is said by what they merge
                new.append(change.ordinal)
    if len(gone) * 2 > len(known):  # the history was indexed anew, in another order
        search.clear()
        return _take_in_history(search, index, progress)
    gone.extend(number for number in known if number > len(index.hashes))
    search.change(gone, [])
    left = iter(new)
    done = 0
    with index.repository.view() as view:
        while some := list(islice(left, AT_ONCE)):
            changes = list(index.changes(some))
            edges = index.repository.shallow_commits()  # what they changed is not known
            marks = dict(marks_of_commits(view, (one.commit for one in changes if one.commit not in edges)))
            search.change([], [_entry(index, one, marks.get(one.commit, [])) for one in changes])
            done += len(changes)
            progress(done, len(new))
    if len(new) > MANY:
        search.settle()
    return None


def _version(change: Change) -> str:
    return f"{zlib.crc32(change.message.encode('utf-8', 'surrogatepass')):08x}"


def _entry(index: Index, change: Change, marks: Sequence[str]) -> Entry:
    subject, _, body = change.message.partition("\n")
    paths = [] if len(change.paths) > MOST_PATHS else [os.fsdecode(index.path(number)) for number in change.paths]
    return Entry(
        number=change.ordinal + 1,
        id=change.commit,
        version=_version(change),
        title=tuple(words(subject)),
        body=tuple(words(body)),
        changed=tuple(marks),
        places=_places(paths),
    )


def _places(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for path in paths for term in of_path(path)))


def _take_in_records(search: SearchFile, records: Sequence[Record], read: ReadText) -> None:
    known = {identity: (number, version) for number, (identity, version) in search.versions().items() if number < 0}
    wanted = {record.path: record for record in records}
    stale = [
        number for path, (number, version) in known.items() if path not in wanted or wanted[path].content != version
    ]
    kept = {path for path, (number, _) in known.items() if number not in stale}
    lowest = min((number for number, _ in known.values()), default=0)
    new = [record for path, record in wanted.items() if path not in kept]
    search.change(stale, [_entry_of(record, lowest - at, read(record)) for at, record in enumerate(new, 1)])


def _entry_of(record: Record, number: int, text: str) -> Entry:
    """Give a record as an entry: its title, its text with what it says of impact and the like, and its places."""
    told = [text, *(record.text(name) for name in _TELLING), *record.words("conditions")]
    return Entry(
        number=number,
        id=record.path,
        version=record.content,
        title=tuple(words(_without_people(record, record.title))),
        body=tuple(words(_without_people(record, "\n".join(told)))),
        changed=(),
        places=_places(record.words("paths")),
    )


def _without_people(record: Record, text: str) -> str:
    """Give a text without those whom its record names in its fields, and without the lines of MADR that name some."""
    text = _PEOPLE_LINE.sub("", text)
    for name in (one for field in _PEOPLE for one in (record.text(field), *record.words(field)) if len(one) > 1):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text
