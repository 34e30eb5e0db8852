"""The search index's file: what it holds, and how it is opened, found damaged or made anew. Never the truth.

It lies beside the history index and may be deleted at any time. Messages come to it from the history index, where
people are already taken out; of changed lines it holds marks only (`terms.mark`), of the ledger no private note.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from unrepeat.errors import IndexDamaged, IndexUnusable
from unrepeat.history import store

FILE, LOCK = "recall.sqlite", "recall.lock"
FORMAT = "1"

_SCHEMA = f"""
create table if not exists meta (key text primary key, value text not null) without rowid;
-- A change has 1 more than its ordinal in the history index for a number, a record a negative one. `id` is a full hash
-- or a record's path; `version` tells whether what was taken in is still what is there.
create table if not exists entries (number integer primary key, id text not null unique, version text not null);
-- How many entries hold a term (as `Entry.counted` spells it), and under '' how many there are and how long.
create table if not exists counts (term text primary key, count integer not null) without rowid;
create virtual table if not exists terms using fts5 (
    title, body, changed, places, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
insert or ignore into meta values ('format', '{FORMAT}');
"""  # noqa: S608 -- all names are ours
_TABLES = ("meta", "entries", "counts", "terms")

# How much a term counts by the field it stands in, where candidates are chosen: title, body, changed code, places.
# Set on the same pairs as the weights of `similar`.
_WEIGHTS = "2.0, 1.0, 1.5, 0.5"

_ENTRY = (
    "select terms.rowid, entries.id, entries.version, title, body, changed, places"
    " from terms join entries on entries.number = terms.rowid"
)


class SearchIndexDamaged(IndexUnusable):
    """The search index holds what it should not; whoever uses it makes it anew."""

    def __init__(self) -> None:
        super().__init__("The search index is damaged.", "Run the command again; it is made anew.")


class Entry(NamedTuple):
    """One thing to find: its number, id and version, and its terms by field, in their order."""

    number: int
    id: str
    version: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    changed: tuple[str, ...]
    places: tuple[str, ...]

    def counted(self) -> set[str]:
        """Give its terms as they are counted: of title and body as they are, of changed code with `~` before them."""
        return {*self.title, *self.body, *self.places, *(f"~{mark}" for mark in self.changed)}


class Totals(NamedTuple):
    """How many entries there are, how many of them with marks, and how many terms all have in title, body, changed."""

    entries: int = 0
    marked: int = 0
    title: int = 0
    body: int = 0
    changed: int = 0


class SearchFile:
    """The search index, opened; every error of SQLite becomes one of ours."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with _told():
            self._connection = _connected(file)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def note(self, key: str) -> str | None:
        """Give what was noted under a key."""
        with _told():
            row = self._connection.execute("select value from meta where key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def keep_note(self, key: str, value: str) -> None:
        """Note something under a key."""
        with _told():
            self._connection.execute("insert or replace into meta values (?, ?)", (key, value))

    def versions(self) -> dict[int, tuple[str, str]]:
        """Give id and version of every entry, by number."""
        with _told():
            rows = self._connection.execute("select number, id, version from entries order by number").fetchall()
        return {number: (identity, version) for number, identity, version in rows}

    def number(self, identity: str) -> int | None:
        """Give the number of an id, None where it is not here."""
        with _told():
            row = self._connection.execute("select number from entries where id = ?", (identity,)).fetchone()
        return None if row is None else int(row[0])

    def totals(self) -> Totals:
        """Give what the entries amount to."""
        with _told():
            row = self._connection.execute("select value from meta where key = 'totals'").fetchone()
        try:
            return Totals(*map(int, row[0].split())) if row else Totals()
        except (TypeError, ValueError, AttributeError):
            raise SearchIndexDamaged from None

    def counts(self, terms: Iterable[str]) -> dict[str, int]:
        """Give how many entries hold each of some terms (as `Entry.counted` spells them), those that any holds."""
        found = {}
        with _told():
            for term in terms:
                row = self._connection.execute("select count from counts where term = ?", (term,)).fetchone()
                if row is not None and row[0] > 0:
                    found[term] = int(row[0])
        return found

    def candidates(self, query: str, before: int, most: int) -> list[Entry]:
        """Give the entries with a smaller number that FTS5's BM25 finds nearest to a query of its language."""
        order = f"bm25(terms, {_WEIGHTS}), terms.rowid desc"
        wanted = f"{_ENTRY} where terms match ? and terms.rowid < ? order by {order} limit ?"
        with _told():
            return [_entry(row) for row in self._connection.execute(wanted, (query, before, most))]

    def later(self, query: str, after: int, most: int) -> list[int]:
        """Give the numbers of the first entries after one that a query of FTS5 finds, in order."""
        wanted = "select rowid from terms where terms match ? and rowid > ? order by rowid limit ?"
        with _told():
            return [int(row[0]) for row in self._connection.execute(wanted, (query, max(after, 0), most))]

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """Give entries by number, those that are here."""
        wanted = f"{_ENTRY} where terms.rowid = ?"
        with _told():
            rows = [self._connection.execute(wanted, (number,)).fetchone() for number in numbers]
        return [_entry(row) for row in rows if row is not None]

    def change(self, gone: Collection[int], come: Sequence[Entry]) -> None:
        """Take entries out and others in, all or nothing; what is taken out leaves no bytes behind."""
        with _told(), self._transaction():
            counts: Counter[str] = Counter()
            totals = self.totals()
            for entry in self.entries(sorted(gone)):
                counts.subtract(entry.counted())
                totals = _plus(totals, entry, -1)
            for number in sorted(gone):
                self._connection.execute("delete from terms where rowid = ?", (number,))
                self._connection.execute("delete from entries where number = ?", (number,))
            for entry in come:
                counts.update(entry.counted())
                totals = _plus(totals, entry, 1)
            self._connection.executemany(
                "insert into entries values (?, ?, ?)", ((one.number, one.id, one.version) for one in come)
            )
            self._connection.executemany(
                "insert into terms (rowid, title, body, changed, places) values (?, ?, ?, ?, ?)",
                ((one.number, *map(" ".join, one[3:])) for one in come),
            )
            self._connection.executemany(
                "insert into counts values (?, ?) on conflict do update set count = count + excluded.count",
                sorted(counts.items()),
            )
            self._connection.executemany(
                "delete from counts where term = ? and count <= 0", ((term,) for term in sorted(counts) if gone)
            )
            self.keep_note("totals", " ".join(map(str, totals)))
            if any(number > 0 for number in gone):
                # A message changed since a name was taken out of it, and FTS5 keeps the terms of what was deleted until
                # its parts are merged. Records need no such care: their words stand in files for all to read.
                self._connection.execute("insert into terms (terms) values ('optimize')")

    def settle(self) -> None:
        """Put the index in order, after much has come in: it gets smaller, and quicker to ask."""
        with _told():
            self._connection.execute("insert into terms (terms) values ('optimize')")

    def clear(self) -> None:
        """Empty it; unlike removing the file, this is safe while others read it."""
        drops = "".join(f"drop table {name};" for name in _TABLES)
        with _told():
            self._connection.executescript(f"begin immediate; {drops} {_SCHEMA} commit;")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # SQLite has ended it itself where the disk is full
                self._connection.execute("rollback")
            raise
        self._connection.execute("commit")


def _entry(row: Sequence[int | str]) -> Entry:
    number, identity, version, *fields = row
    title, body, changed, places = (tuple(str(field).split()) for field in fields)
    return Entry(int(number), str(identity), str(version), title, body, changed, places)


def _plus(totals: Totals, entry: Entry, sign: int) -> Totals:
    sizes = (1, bool(entry.changed), len(entry.title), len(entry.body), len(entry.changed))
    return Totals(*(total + sign * size for total, size in zip(totals, sizes, strict=True)))


@contextmanager
def _told() -> Iterator[None]:
    try:
        with store.told():
            yield
    except IndexDamaged:
        raise SearchIndexDamaged from None


def _connected(file: Path) -> sqlite3.Connection:
    with suppress(IndexDamaged), store.told():
        connection = _opened(file)
        if connection is not None:
            return connection
    store.remove(file)
    connection = _opened(file)
    if connection is None:
        raise SearchIndexDamaged
    return connection


def _opened(file: Path) -> sqlite3.Connection | None:
    """Open the file, made new where there is none; None where it is of another format."""
    connection = sqlite3.connect(file, timeout=60, isolation_level=None)
    try:
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma cell_size_check = on")
        connection.execute("pragma secure_delete = on")  # a name taken out of a message leaves no bytes behind
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = off")  # it may be lost: it is made anew
        connection.execute("pragma cache_size = -16000")
        if connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0:
            connection.executescript(f"begin immediate; {_SCHEMA} commit;")  # another process may just have done it
        row = connection.execute("select value from meta where key = 'format'").fetchone()
        if row is not None and row[0] == FORMAT:
            return connection
    except BaseException:
        connection.close()  # a transaction left open would make others wait
        raise
    connection.close()
    return None
