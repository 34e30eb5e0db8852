"""The ledger's derived index: what each file holds, so that only files that changed are parsed again. Never the truth.

It lies beside the history index and may be deleted at any time. Where it cannot be used, everything is parsed.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from unrepeat import __version__
from unrepeat.clock import now
from unrepeat.history import store
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, FOUND, GUARD, KINDS, SIGNATURE
from unrepeat.ledger.record import Parsed, Problem, Record, Statement

FILE = "ledger.sqlite"
KEYS_AT_ONCE = 500  # SQLite takes 999 parameters, also where it is old
_FORMAT = f"4 {__version__}"  # what a file holds may be read otherwise by another version
_COLUMNS = "path, stamp, what, id, title, state, content, stored, problems"
# `here` holds the files of the work tree, one row a path; `there` those of commits, one row a path and blob.
_TABLES = {
    "meta": "(key text primary key, value text not null) without rowid",
    "here": f"({_COLUMNS}, guard, primary key (path)) without rowid",
    "there": f"({_COLUMNS}, guard, primary key (path, stamp)) without rowid",
    "answers": "(key text primary key, value text not null, guard integer) without rowid",
}
_SCHEMA = "".join(f"create table if not exists {name} {columns}; " for name, columns in _TABLES.items())
_FIRST = f"insert or ignore into meta values ('format', '{_FORMAT}');"  # noqa: S608 -- our own words
_WHOLE = {("table", name, f"CREATE TABLE {name} {columns}") for name, columns in _TABLES.items()}

# A file that changed again within the clock's grain would look the same; so what is this fresh is not kept yet.
_GRAIN = 20_000_000  # nanoseconds
_COARSE_GRAIN = 2_000_000_000  # where a file system keeps whole seconds

_PASSING = ("locked", "busy", "full", "disk I/O", "readonly", "unable to open")  # in words of SQLite: no damage


class Entry(NamedTuple):
    """A file to be known: its path, what it should hold, what tells that it is unchanged, and where to read it.

    `written` is when it last changed (ns); `place` a file of the disk, or the name of a blob.
    """

    path: str
    what: str
    stamp: str
    written: int
    place: str


Read = Callable[[Entry], Parsed]


class Catalogue:
    """What is known of the ledger's files from earlier runs."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        if file is not None:
            self._open(file)

    def _open(self, file: Path) -> None:
        for anew in (False, True):
            with suppress(sqlite3.Error, OSError, UnicodeDecodeError):
                if anew:
                    store.remove(file)
                connection = sqlite3.connect(file, timeout=10, isolation_level=None)
                try:
                    connection.execute("pragma trusted_schema = off")
                    connection.execute("pragma journal_mode = wal")
                    connection.execute("pragma synchronous = off")  # it may be lost: it is made anew
                    if connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0:
                        connection.executescript(f"begin immediate; {_SCHEMA} {_FIRST} commit;")
                    if _is_ours(connection):
                        self._connection = connection
                        return
                except BaseException:
                    connection.close()
                    raise
                connection.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()

    def here(self, entries: Sequence[Entry], read: Read) -> list[Parsed]:
        """Give what the files of the work tree hold, in their order; parse those that changed, forget those gone."""
        begun = now()
        known = {str(row[0]): row for row in self._rows("here")}
        found, fresh = _known_or_read(entries, known, read)
        gone = known.keys() - {entry.path for entry in entries}
        if fresh or gone:
            self._write("here", [row for entry, row in fresh if _is_settled(entry, begun)], [(path,) for path in gone])
        return found

    def one(self, entry: Entry, read: Read) -> Parsed:
        """Give what one file of the work tree holds, and leave the others as they are known."""
        begun = now()
        known = {row[0]: row for row in self._rows("here where path = ?", (entry.path,))}
        (parsed,), fresh = _known_or_read([entry], known, read)
        self._write("here", [row for entry, row in fresh if _is_settled(entry, begun)], [])
        return parsed

    def there(self, entries: Sequence[Entry], read: Read) -> list[Parsed]:
        """Give what files of commits hold, in their order; their stamps are the names of blobs."""
        wanted = {(entry.path, entry.stamp) for entry in entries}
        known = {str(row[0]): row for row in self._rows("there") if (row[0], row[1]) in wanted}
        found, fresh = _known_or_read(entries, known, read)
        if fresh:
            self._write("there", [row for entry, row in fresh if _is_text(entry.path)], [])
        return found

    def answers(self, keys: Iterable[str]) -> dict[str, str]:
        """Give answers that were kept, by keys that name all they depend on."""
        found: dict[str, str] = {}
        for some in _batched(keys):
            marks = ", ".join("?" * len(some))
            query = f"select key, value, guard from answers where key in ({marks})"  # noqa: S608 -- only marks
            for key, value, guard in self._ask(query, some):
                if guard == _guard((str(key), str(value))) and _can_be_read(str(value)):
                    found[str(key)] = str(value)
        return found

    def keep(self, answers: dict[str, str]) -> None:
        """Keep answers; where they cannot be written they only cost the time again."""
        if self._connection is not None and answers:
            rows = [(key, value, _guard((key, value))) for key, value in answers.items()]
            with suppress(sqlite3.Error, UnicodeEncodeError):
                self._connection.execute("begin immediate")
                self._connection.executemany("insert or replace into answers values (?, ?, ?)", rows)
                self._connection.execute("commit")

    def _ask(self, query: str, values: Sequence[str] = ()) -> Iterator[tuple[Any, ...]]:
        if self._connection is not None:
            with self._dropped_where_damaged():
                yield from self._connection.execute(query, values)

    @contextmanager
    def _dropped_where_damaged(self) -> Iterator[None]:
        """Go on without the catalogue where it fails; one that is damaged is made anew by the next run."""
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()
            if self._file is not None and not any(word in str(error) for word in _PASSING):
                with suppress(OSError):
                    store.remove(self._file)

    def _rows(self, table: str, values: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
        whole = "(stored = '' or json_valid(stored))"  # fields are read later, when nothing can be parsed again
        where = f"{'and' if ' where ' in table else 'where'} {whole}"
        for row in self._ask(f"select {_COLUMNS}, guard from {table} {where}", values):  # noqa: S608 -- names of ours
            held = row[:-1]
            with suppress(TypeError):  # a damaged row may hold anything
                if row[-1] == _guard(held):
                    yield held

    def _write(self, table: str, rows: list[tuple[str, ...]], gone: list[tuple[str]]) -> None:
        if self._connection is None:
            return
        marks = ", ".join("?" * (len(_COLUMNS.split(",")) + 1))
        with self._dropped_where_damaged():
            self._connection.execute("begin immediate")
            self._connection.executemany(f"delete from {table} where path = ?", gone)  # noqa: S608 -- a name of ours
            self._connection.executemany(
                f"insert or replace into {table} values ({marks})",  # noqa: S608 -- a name of ours
                [(*row, _guard(row)) for row in rows],
            )
            self._connection.execute("commit")


def _known_or_read(
    entries: Sequence[Entry], known: Mapping[str, tuple[str, ...]], read: Read
) -> tuple[list[Parsed], list[tuple[Entry, tuple[str, ...]]]]:
    found, fresh = [], []
    for entry in entries:
        row = known.get(entry.path)
        parsed = _parsed(row, entry.what) if row is not None and row[1] == entry.stamp else None
        if parsed is not None:
            found.append(parsed)
            continue
        parsed = read(entry)
        found.append(parsed)
        fresh.append((entry, _row(entry, parsed)))
    return found, fresh


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Say whether a file holds our tables and nothing else: a view in the place of one may never end."""
    if set(connection.execute("select type, name, sql from sqlite_master")) != _WHOLE:
        return False
    row = connection.execute("select value from meta where key = 'format'").fetchone()
    return row is not None and row[0] == _FORMAT


def _can_be_read(answer: str) -> bool:
    """Say whether an answer that begins as JSON is JSON."""
    try:
        return not answer.startswith(("[", "{")) or json.loads(answer) is not None
    except (ValueError, RecursionError):
        return False


def _batched(keys: Iterable[str]) -> Iterator[list[str]]:
    """Give keys by the hundreds: a question each costs more than its answer."""
    left = iter(keys)
    while some := list(islice(left, KEYS_AT_ONCE)):
        yield some


def _guard(row: Sequence[str]) -> int:
    """Give the checksum of a row, quickly: there are thousands."""
    return zlib.crc32("\0".join(row).encode("utf-8", "surrogatepass"))


def _is_settled(entry: Entry, begun: datetime) -> bool:
    """Say whether a change after the moment when reading began would show in the file's times."""
    grain = _COARSE_GRAIN if entry.written % 1_000_000_000 == 0 else _GRAIN
    return _is_text(entry.path) and int(begun.timestamp() * 1e9) - entry.written > grain


def _is_text(path: str) -> bool:
    """Say whether a path can be kept: one of bytes that are no text cannot."""
    return path == path.encode("utf-8", "replace").decode()


def _row(entry: Entry, parsed: Parsed) -> tuple[str, ...]:
    problems = json.dumps([asdict(problem) for problem in parsed.problems]) if parsed.problems else ""
    if parsed.record is not None:
        one = parsed.record
        rest = (one.kind, one.id, one.title, one.state, one.content, one.stored)
    elif parsed.statement is not None:
        said = parsed.statement
        rest = (said.kind, said.record, said.who, said.said, said.content, "")
    elif parsed.settings is not None:
        rest = ("settings", "", "", "", "", json.dumps(parsed.settings))
    else:
        rest = ("", "", "", "", "", "")
    return (entry.path, entry.stamp, *rest, problems)


def _parsed(row: tuple[str, ...], expected: str) -> Parsed | None:
    """Give what a row holds, None where it can be no file of this sort: then its file is read again."""
    path, _, what, identity, title, state, content, stored, problems = row
    try:
        told = tuple(Problem(**problem) for problem in json.loads(problems)) if problems else ()
        settings = json.loads(stored) if what == "settings" else None
    except (ValueError, TypeError, RecursionError):
        return None
    if what not in {"decision" if expected == FOUND else expected, ""} or not isinstance(settings, dict | None):
        return None
    if what in {ACKNOWLEDGEMENT, SIGNATURE}:
        return Parsed(statement=Statement(what, identity, title, content, state, path), problems=told)
    if what in KINDS or what == GUARD:
        record = Record(identity, what, title, state, path, content, stored)
        return Parsed(record=record, problems=told) if stored.startswith("{") else None
    return Parsed(settings=settings, problems=told)
