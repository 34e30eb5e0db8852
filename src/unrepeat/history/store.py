"""The index file: its place, its format, and how it is opened, refused or found damaged."""

import hashlib
import os
import sqlite3
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from unrepeat.errors import IndexDamaged, IndexUnusable
from unrepeat.git import Repository

FORMAT = "8"
FILE, LOCK = "index.sqlite", "lock"

SCHEMA = """
-- SQLite sees damage to its own pages, but not within what they hold: a `guard` is a checksum of its row.
create table if not exists meta (key text primary key, value text not null) without rowid;
-- A commit whose parents a shallow clone left out has none here. `paths` holds the numbers of the files it changed.
create table if not exists commits (
    ordinal integer primary key, hash blob not null unique, parents blob not null, time integer not null,
    guard integer not null, message text not null, paths blob not null,
    added integer not null, removed integer not null, guard_of_rest integer not null
);
create table if not exists paths (number integer primary key, path blob not null unique, guard integer not null);
create table if not exists functions (number integer primary key, name text not null unique, guard integer not null);
-- One row a file and batch of commits; `nodes` is read by history.nodes. zlib's own checksum guards it.
create table if not exists changes (
    path integer not null, batch integer not null, nodes blob not null, primary key (path, batch)
);
-- What history.words packs of each commit, and history.postings of each word.
create table if not exists words (ordinal integer primary key, words blob not null, guard integer not null);
create table if not exists postings (
    bucket integer not null, batch integer not null, words blob not null, primary key (bucket, batch)
);
-- Answers that took long to work out, by what they depend on; emptied whenever commits come in.
create table if not exists derived (key text primary key, value text not null, guard integer not null) without rowid;
"""
_ANEW = f"{SCHEMA} insert or ignore into meta values ('format', '{FORMAT}');"  # noqa: S608 -- both are ours


def place_of_index(repository: Repository, note: Callable[[str], None]) -> Path:
    """Give the file to keep the index in: under the git directory, else in the user's cache folder."""
    folder = repository.common / "unrepeat"
    reason = _refusal(folder)
    if reason is None:
        return folder / FILE
    note(f"The index is kept in the user's cache folder: {reason}.")
    name = hashlib.sha256(os.fsencode(repository.common)).hexdigest()[:24]
    cache = Path(platformdirs.user_cache_dir("unrepeat", appauthor=False)) / name
    reason = _refusal(cache)
    if reason is not None:
        raise IndexUnusable(f"No place was found for the index: {reason}.", "Set XDG_CACHE_HOME to a folder of yours.")
    return cache / FILE


def _refusal(folder: Path) -> str | None:
    """Say why an index should not be kept in a folder; make the folder where nothing speaks against it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return f"{folder} cannot be made ({error.strerror})"
    for path in (folder, folder / LOCK, *sorted(folder.glob("*.sqlite*"))):
        # A link, or a file that another user can change, could lead our writes or our reads astray.
        try:
            found = path.lstat()
        except FileNotFoundError:  # another process has just closed the index
            continue
        if stat.S_ISLNK(found.st_mode):
            return f"{path} is a link"
        if path != folder and not stat.S_ISREG(found.st_mode):
            return f"{path} is no file"
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            return f"{path} belongs to another user"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} cannot be written to"
    return None


def guard(*parts: int | str | bytes) -> int:
    """Give the checksum of a row; raise IndexDamaged where a part is of no such type."""
    result = 0
    for part in parts:
        if isinstance(part, int):
            result = zlib.crc32(b"%d" % part, result)
        elif isinstance(part, str):
            result = zlib.crc32(part.encode("utf-8", "surrogatepass"), result)
        elif isinstance(part, bytes):
            result = zlib.crc32(part, result)
        else:
            raise IndexDamaged
    return result


def connect(file: Path) -> sqlite3.Connection:
    """Open an index file, made new where there is none."""
    connection = sqlite3.connect(file, timeout=60, isolation_level=None)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()  # a transaction left open would make others wait
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma cell_size_check = on")
    connection.execute("pragma secure_delete = on")  # a name taken out of a message leaves no bytes behind
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma cache_size = -16000")
    if connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0:
        connection.executescript(f"begin immediate; {_ANEW} commit;")  # another process may just have done the same


def is_current(connection: sqlite3.Connection) -> bool:
    """Say whether an index has the format of this version."""
    row = connection.execute("select value from meta where key = 'format'").fetchone()
    return row is not None and row[0] == FORMAT


def clear(connection: sqlite3.Connection) -> None:
    """Empty an index; unlike removing the file, this is safe while others read it."""
    drops = "".join(
        f"drop table {name};"
        for name in ("meta", "commits", "paths", "functions", "changes", "words", "postings", "derived")
    )
    connection.executescript(f"begin immediate; {drops} {_ANEW} commit;")


def remove(file: Path) -> None:
    """Delete an index and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn SQLite's errors into ours: damage, or no room."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "full" in text or "disk I/O" in text:
            raise IndexUnusable(
                f"The index could not be written ({text}).",
                "Make room on the disk and run the command again; what was indexed so far is kept.",
            ) from None
        if "locked" in text or "busy" in text:
            raise IndexUnusable("Another program holds the index.", "Wait for it to end, then try again.") from None
        if "readonly" in text or "unable to open" in text:
            raise IndexUnusable(
                f"The index could not be opened ({text}).", "Check the rights of the git directory, or its owner."
            ) from None
        raise IndexDamaged from None
    except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError) as error:
        raise IndexDamaged from error


def warn(sentence: str) -> None:
    """Say something beside the results."""
    print(sentence, file=sys.stderr)  # noqa: T201 -- the default place for notes of a library call
