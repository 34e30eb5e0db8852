"""The history index as the rest of the house sees it: open it, caught up, and ask."""

import sqlite3
import time
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from filelock import FileLock

from unrepeat.change import Change
from unrepeat.errors import IndexDamaged, IndexUnusable, RepositoryError
from unrepeat.git import Repository
from unrepeat.history import store
from unrepeat.history.build import Progress, append
from unrepeat.history.graph import CommitGraph
from unrepeat.history.nodes import Node, unpack
from unrepeat.history.postings import Postings
from unrepeat.history.words import INTEGER, Words, unpack_words


@dataclass(frozen=True)
class Totals:
    """What the index holds, and what the last run did."""

    commits: int
    paths: int
    hunks: int
    skipped_objects: int
    seconds: float
    bytes: int


def _silent(done: int, total: int) -> None:
    """Show no progress."""


@contextmanager
def open_index(
    repository: Repository,
    tips: Sequence[str],
    *,
    jobs: int = 2,
    rebuild: bool = False,
    progress: Progress = _silent,
    note: Callable[[str], None] = store.warn,
) -> Iterator["Index"]:
    """Open the index with every commit in it that the tips (full hashes) lead to.

    It is built where there is none, and anew where it is damaged, of another format, or where the edge of a shallow
    clone has moved. One process builds at a time; others wait for it, then read.
    """
    file = store.place_of_index(repository, note)
    index = _caught_up(repository, file, tips, jobs=jobs, rebuild=rebuild, progress=progress)
    try:
        with store.told():
            yield index
    except IndexDamaged:
        index.close()
        store.remove(file)
        raise
    finally:
        index.close()


def _caught_up(
    repository: Repository, file: Path, tips: Sequence[str], *, jobs: int, rebuild: bool, progress: Progress
) -> "Index":
    begun = time.monotonic()
    for damaged in (False, True):
        connection: sqlite3.Connection | None = None
        try:
            with store.told():
                if not rebuild and not damaged and _is_complete(file, repository, tips):
                    connection = store.connect(file)
                    return Index(repository, connection, file, time.monotonic() - begun)
                with FileLock(file.with_name(store.LOCK)):
                    if damaged:
                        store.remove(file)
                    connection = store.connect(file)
                    if not store.is_current(connection):
                        connection.close()
                        store.remove(file)
                        connection = store.connect(file)
                    if rebuild or _edge(connection) not in (None, _edge_now(repository)):
                        store.clear(connection)
                    connection.execute("insert or ignore into meta values ('edge', ?)", (_edge_now(repository),))
                    append(connection, repository, tips, jobs=jobs, progress=progress)
                return Index(repository, connection, file, time.monotonic() - begun)
        except IndexDamaged:
            if connection is not None:
                connection.close()
            if damaged:
                raise
        except OSError as error:
            raise IndexUnusable(
                f"The index's folder {file.parent} could not be written to ({error.strerror}).",
                "Make room, or check its rights, then run the command again.",
            ) from None
    raise IndexDamaged  # pragma: no cover -- the second attempt returns or raises


def _is_complete(file: Path, repository: Repository, tips: Sequence[str]) -> bool:
    """Say whether an index is there that needs nothing; asked without the lock, so that readers never wait."""
    if not file.exists():
        return False
    connection = store.connect(file)
    try:
        return (
            store.is_current(connection)
            and _edge(connection) == _edge_now(repository)
            and all(
                connection.execute("select 1 from commits where hash = ?", (bytes.fromhex(tip),)).fetchone()
                for tip in tips
            )
        )
    finally:
        connection.close()


def _edge(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("select value from meta where key = 'edge'").fetchone()
    return None if row is None else str(row[0])


def _edge_now(repository: Repository) -> str:
    return " ".join(sorted(repository.shallow_commits()))


class Index:
    """Answers questions about indexed history; commits are known by ordinal, parents before children."""

    def __init__(self, repository: Repository, connection: sqlite3.Connection, file: Path, seconds: float) -> None:
        self.repository = repository
        self.file = file
        self._connection = connection
        self._seconds = seconds
        connection.execute("begin")  # what another process adds from now on is not seen: answers stay of one piece
        rows = connection.execute("select hash, parents, time, guard, ordinal from commits order by ordinal").fetchall()
        if any(row[4] != n or row[3] != store.guard(row[2], row[0], row[1]) for n, row in enumerate(rows)):
            raise IndexDamaged
        self.hashes: list[bytes] = [row[0] for row in rows]
        self.graph = CommitGraph([array(INTEGER, row[1]) for row in rows])
        self.times: list[int] = [row[2] for row in rows]
        self._ordinals: dict[bytes, int] | None = None
        self.file_history = lru_cache(maxsize=512)(self._file_history)
        self.words = lru_cache(maxsize=8192)(self._words)
        self.postings = Postings(connection)

    def close(self) -> None:
        """Let go of the file; what was derived is kept, where there is room."""
        with suppress(sqlite3.Error):
            self._connection.execute("commit")
        self._connection.close()

    def totals(self) -> Totals:
        """Count what the index holds."""
        size = sum(path.stat().st_size for path in self.file.parent.glob(self.file.name + "*"))
        return Totals(
            commits=len(self.hashes),
            paths=len(self.all_paths()),
            hunks=self._count("hunks"),
            skipped_objects=self.skipped_objects(),
            seconds=round(self._seconds, 3),
            bytes=size,
        )

    def skipped_objects(self) -> int:
        """Count the objects that could not be read while indexing."""
        return self._count("skipped")

    def _count(self, key: str) -> int:
        row = self._connection.execute("select value from meta where key = ?", (key,)).fetchone()
        try:
            return int(row[0]) if row else 0
        except ValueError:
            raise IndexDamaged from None

    def ordinal(self, commit: str) -> int:
        """Give the ordinal of a commit (full hash)."""
        if self._ordinals is None:
            self._ordinals = {identity: ordinal for ordinal, identity in enumerate(self.hashes)}
        try:
            return self._ordinals[bytes.fromhex(commit)]
        except (KeyError, ValueError):
            raise RepositoryError(
                f"Commit {commit[:12]} is not in the index.", "Name a commit of this history."
            ) from None

    def known(self, commit: str) -> bool:
        """Say whether a commit (full hash) is indexed."""
        try:
            self.ordinal(commit)
        except RepositoryError:
            return False
        return True

    def hash(self, ordinal: int) -> str:
        """Give the full hash of a commit."""
        return self.hashes[ordinal].hex()

    def change(self, ordinal: int) -> Change:
        """Give a commit with its message and size."""
        return next(self.changes([ordinal]))

    def changes(self, ordinals: Iterable[int] | None = None) -> Iterator[Change]:
        """Give commits with messages and sizes: those named, or all in order."""
        query = "select ordinal, message, paths, added, removed, guard_of_rest from commits"
        if ordinals is None:
            rows: Iterable[tuple[int, str, bytes, int, int, int]] = self._connection.execute(
                query + " order by ordinal"
            )
        else:
            rows = (self._connection.execute(query + " where ordinal = ?", (n,)).fetchone() for n in ordinals)
        for ordinal, message, paths, added, removed, guard in rows:
            if guard != store.guard(added, removed, message, paths):
                raise IndexDamaged
            yield Change(
                ordinal=ordinal,
                commit=self.hash(ordinal),
                parents=tuple(self.graph.parents[ordinal]),
                time=self.times[ordinal],
                message=message,
                paths=tuple(array(INTEGER, paths)),
                added=added,
                removed=removed,
            )

    def path(self, number: int) -> bytes:
        """Give a path by its number."""
        row = self._connection.execute("select number, path, guard from paths where number = ?", (number,)).fetchone()
        return _guarded(row, number)

    def all_paths(self) -> list[bytes]:
        """Give every path that history knew, by number."""
        rows = self._connection.execute("select number, path, guard from paths order by number")
        return [_guarded(row, number) for number, row in enumerate(rows)]

    def path_number(self, path: bytes) -> int | None:
        """Give a path's number, None where history knew no such path."""
        for way in ("", "not indexed"):  # the second for an index whose own index is damaged
            row = self._connection.execute(f"select number from paths {way} where path = ?", (path,)).fetchone()  # noqa: S608 -- one of two words of ours
            if row is not None:
                return int(row[0])
        return None

    def function(self, number: int) -> str:
        """Give a function's name by its number."""
        row = self._connection.execute("select name, guard from functions where number = ?", (number,)).fetchone()
        if row is not None and row[1] != store.guard(number, row[0]):
            raise IndexDamaged
        return "" if row is None else str(row[0])

    def derived(self, key: str, make: Callable[[], str]) -> str:
        """Give an answer that was worked out before, or work it out and keep it; the key names all it depends on."""
        value = self.kept(key)
        if value is None:
            value = make()
            self.keep(key, value)
        return value

    def kept(self, key: str) -> str | None:
        """Give an answer that was worked out before, None where there is none."""
        row = self._connection.execute("select value, guard from derived where key = ?", (key,)).fetchone()
        return str(row[0]) if row is not None and row[1] == store.guard(key, row[0]) else None

    def keep(self, key: str, value: str) -> None:
        """Keep an answer until commits come in; an index that cannot be written now only costs the time again."""
        with suppress(sqlite3.OperationalError):  # a full disk, another writer
            guard = store.guard(key, value)
            self._connection.execute("insert or replace into derived values (?, ?, ?)", (key, value, guard))

    def _words(self, ordinal: int) -> Words:
        row = self._connection.execute("select words, guard from words where ordinal = ?", (ordinal,)).fetchone()
        if row is None or row[1] != store.guard(ordinal, row[0]):
            raise IndexDamaged
        try:
            return unpack_words(row[0])
        except ValueError:
            raise IndexDamaged from None

    def _nodes(self, path: int) -> list[Node]:
        rows = self._connection.execute("select nodes from changes where path = ? order by batch", (path,))
        return [node for row in rows for node in unpack(row[0])]

    def _file_history(self, path: int) -> "FileHistory":
        return FileHistory(self.graph, self._nodes(path))


def _guarded(row: tuple[int, bytes, int] | None, number: int) -> bytes:
    """Give the path of a row, which is the one asked for, and whole."""
    if row is None or row[0] != number or row[2] != store.guard(number, row[1]):
        raise IndexDamaged
    return row[1]


class FileHistory:
    """All changes to one path, and which of them was the last at any commit."""

    def __init__(self, graph: CommitGraph, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._graph = graph
        self._on_chain: dict[int, tuple[list[int], list[int]]] = {}
        for number, node in enumerate(nodes):
            commits, numbers = self._on_chain.setdefault(graph.chain[node.commit], ([], []))
            commits.append(node.commit)
            numbers.append(number)

    def last_at(self, commit: int) -> int | None:
        """Give the number of the node that made the path what it is in a commit, None where it was never there."""
        graph = self._graph
        while commit >= 0:
            chain = graph.chain[commit]
            here = self._on_chain.get(chain)
            if here is not None:
                at = bisect_right(here[0], commit)
                if at:
                    return here[1][at - 1]
            commit = graph.under[chain]
        return None

    def at_commit(self, commit: int) -> int | None:
        """Give the number of the node that a commit itself made, None where it left the path alone."""
        number = self.last_at(commit)
        return number if number is not None and self.nodes[number].commit == commit else None
