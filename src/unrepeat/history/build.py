"""Append commits to the index, batch by batch, so that a stop at any moment loses one batch at most."""

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from unrepeat.errors import IndexDamaged, UnknownPath
from unrepeat.git import Repository, View
from unrepeat.history import postings, store
from unrepeat.history.hunks import WIDTH
from unrepeat.history.mine import Batch, MinedCommit
from unrepeat.history.miners import mining
from unrepeat.history.nodes import Node, Side, pack
from unrepeat.history.postings import Collected
from unrepeat.history.redact import Redactor
from unrepeat.history.words import INTEGER, pack_words

Progress = Callable[[int, int], None]  # commits done, commits in all


@dataclass
class Added:
    """What one append brought in."""

    commits: int = 0
    skipped_objects: int = 0


def append(
    connection: sqlite3.Connection,
    repository: Repository,
    tips: Sequence[str],
    *,
    jobs: int,
    progress: Progress,
) -> Added:
    """Index every commit that a tip (a full hash) leads to and the index lacks, parents before children."""
    with repository.view() as view:
        writer = _Writer(connection)
        indexed = writer.tips()
        gone = view.missing(indexed) if indexed else set()
        known = [tip for tip in indexed if tip not in gone]
        wanted = [row for row in _new_commits(view, tips, known) if bytes.fromhex(row[0]) not in writer.ordinals]
        if not wanted:
            return writer.added
        progress(0, len(wanted))
        with mining(view, wanted, jobs, writer.clean, partial=repository.is_partial()) as batches:
            writer.redactor = people_of(view, [*tips, *known])
            if known:
                writer.clean_older(people_of(view, tips, without=known))
            for messages, batch in batches:
                writer.write(messages, batch)
                progress(writer.added.commits, len(wanted))
    return writer.added


def _new_commits(view: View, tips: Sequence[str], known: Sequence[str]) -> list[tuple[str, int]]:
    """Give hash and number of parents of each commit to index, parents before children."""
    revisions = [*tips, *(f"^{commit}" for commit in known)]  # older gits take no `--not` here
    stdin = "".join(f"{revision}\n" for revision in revisions).encode()
    output = view.run("rev-list", "--topo-order", "--reverse", "--parents", "--stdin", stdin=stdin)
    return [
        (line[:space].decode(), line.count(b" "))
        for line in output.splitlines()
        for space in [(line + b" ").index(b" ")]
    ]


def people_of(view: View, tips: Sequence[str], without: Sequence[str] = ()) -> Redactor:
    """Learn, for this run only, everyone whose name the history of some tips tells, less what others lead to."""
    redactor = Redactor()
    people: set[tuple[str, str]] = set()
    trailers: set[str] = set()
    stdin = "".join(f"{tip}\n" for tip in [*tips, *(f"^{tip}" for tip in without)]).encode()
    pattern = "%an%x00%ae%x00%cn%x00%ce%x00%B%x01"
    with view.stream("log", f"--format={pattern}", "--encoding=UTF-8", "--stdin", stdin=stdin) as output:
        rest = b""
        while block := output.read(1 << 20):
            text = rest + block
            end = text.rfind(b"\x01") + 1
            rest = text[end:]
            for record in text[:end].split(b"\x01\n"):
                fields = decode(record.rstrip(b"\x01")).split("\0")
                if len(fields) == 5:
                    people.add((fields[0], fields[1]))
                    people.add((fields[2], fields[3]))
                    redactor.learn_from(fields[4], trailers)
    for name, address in people:
        redactor.learn(name, address)
    for tip in tips:
        for name in _mailmap_names(view, tip):
            redactor.learn(name)
    return redactor


def _mailmap_names(view: View, commit: str) -> Iterator[str]:
    try:
        text = decode(view.file(commit, b".mailmap"))
    except UnknownPath:
        return
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from (part.rpartition(">")[2].strip() for part in line.split("<")[:-1])


def decode(text: bytes) -> str:
    """Give bytes as text: UTF-8, or Latin-1 where they are none."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


class _Writer:
    """Writes mined batches into the index, giving commits, paths and functions their numbers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.redactor = Redactor()
        self.added = Added()
        self.ordinals: dict[bytes, int] = {}
        self._parents: set[int] = set()
        for ordinal, commit, parents, seconds, guard in connection.execute(
            "select ordinal, hash, parents, time, guard from commits"
        ):
            if guard != store.guard(seconds, commit, parents):
                raise IndexDamaged
            self.ordinals[commit] = ordinal
            self._parents.update(array(INTEGER, parents))
        self.paths: dict[bytes, int] = {row[0]: row[1] for row in connection.execute("select path, number from paths")}
        self.functions: dict[str, int] = {
            row[0]: row[1] for row in connection.execute("select name, number from functions")
        }
        self._first_new = len(self.ordinals)
        self._hunks = 0  # of the batch that is being written

    def tips(self) -> list[str]:
        """Give the indexed commits that no other indexed commit descends from."""
        return [commit.hex() for commit, ordinal in self.ordinals.items() if ordinal not in self._parents]

    def clean(self, messages: Sequence[bytes]) -> list[str]:
        """Take people out of messages."""
        return [self.redactor.clean(decode(message)) for message in messages]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:  # SQLite has ended it itself where the disk is full
                self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def write(self, messages: Sequence[str], batch: Batch) -> None:
        """Write one batch, with its cleaned messages, as one transaction."""
        paths, functions = len(self.paths), len(self.functions)
        numbers = self._functions(batch)
        first = len(self.ordinals)
        changed: dict[int, list[Node]] = {}
        self._hunks = 0
        rows = [
            self._row(commit, message, numbers, changed)
            for commit, message in zip(batch.commits, messages, strict=True)
        ]
        collected = Collected()
        words = []
        for ordinal, (commit, message) in enumerate(zip(batch.commits, messages, strict=True), first):
            brought, taken, lines_brought, lines_taken, touched = (array(INTEGER, part) for part in commit[-1])
            packed = pack_words((brought, taken), (lines_brought, lines_taken), touched, message)
            collected.add(ordinal, packed)
            words.append((ordinal, packed, store.guard(ordinal, packed)))
        with self._transaction():
            self.connection.execute("delete from derived")
            self.connection.executemany("insert into commits values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            self.connection.executemany(
                "insert into paths (path, number, guard) values (?, ?, ?)",
                [(path, number, store.guard(number, path)) for path, number in list(self.paths.items())[paths:]],
            )
            self.connection.executemany(
                "insert into functions (name, number, guard) values (?, ?, ?)",
                [
                    (name, number, store.guard(number, name))
                    for name, number in list(self.functions.items())[functions:]
                ],
            )
            self.connection.executemany(
                "insert into changes values (?, ?, ?)", [(path, first, pack(nodes)) for path, nodes in changed.items()]
            )
            self.connection.executemany("insert into words values (?, ?, ?)", words)
            postings.write(self.connection, first, len(rows), collected)
            self.connection.executemany(
                "insert into meta values (?, ?)"
                " on conflict do update set value = cast(value as integer) + excluded.value",
                [("skipped", str(batch.skipped)), ("hunks", str(self._hunks))],
            )
        self.added.commits += len(rows)
        self.added.skipped_objects += batch.skipped

    def clean_older(self, newcomers: Redactor) -> None:
        """Take people whom the new commits make known out of the messages stored before.

        It comes first: whatever stops us later, the next run finds commits to add, and learns these people again.
        """
        older = self.connection.execute(
            "select ordinal, message, paths, added, removed from commits where ordinal < ?", (self._first_new,)
        ).fetchall()
        suspects = newcomers.knows_any([row[1] for row in older])
        changed = []
        for ordinal, message, paths, added, removed in (older[at] for at in suspects):
            clean = self.redactor.clean(message)
            if clean != message:
                changed.append((clean, store.guard(added, removed, clean, paths), ordinal))
        with self._transaction():
            self.connection.execute("delete from derived")
            self.connection.executemany("update commits set message = ?, guard_of_rest = ? where ordinal = ?", changed)

    def _row(
        self, commit: MinedCommit, message: str, functions: Sequence[int], changed: dict[int, list[Node]]
    ) -> tuple[object, ...]:
        name, parent_names, seconds, files, _ = commit
        ordinal = len(self.ordinals)
        identity = bytes.fromhex(name)
        self.ordinals[identity] = ordinal
        known = (self.ordinals.get(bytes.fromhex(parent)) for parent in parent_names)
        parents = array(INTEGER, [parent for parent in known if parent is not None])
        touched = array(INTEGER)
        added = removed = 0
        for path, kind, mined_sides in files:
            number = self._path(path)
            sides = []
            for parent, source, data, kinds in mined_sides:
                hunks = array(INTEGER, data)
                hunks[WIDTH - 1 :: WIDTH] = array(INTEGER, map(functions.__getitem__, hunks[WIDTH - 1 :: WIDTH]))
                self._hunks += len(hunks) // WIDTH
                of = number if source == path else self._path(source)
                sides.append(Side(parent, of, hunks, array(INTEGER, kinds)))
            if sides:
                removed += sum(sides[0].hunks[1::WIDTH])
                added += sum(sides[0].hunks[2::WIDTH])
            touched.append(number)
            changed.setdefault(number, []).append(Node(ordinal, kind, tuple(sides)))
        joined, paths = parents.tobytes(), touched.tobytes()
        place = ordinal, identity, joined, seconds, store.guard(seconds, identity, joined)
        return *place, message, paths, added, removed, store.guard(added, removed, message, paths)

    def _functions(self, batch: Batch) -> list[int]:
        """Give the index's numbers for a batch's functions."""
        numbers = self.functions
        return [0, *(numbers.setdefault(decode(name), len(numbers) + 1) for name in batch.functions)]

    def _path(self, path: bytes) -> int:
        return self.paths.setdefault(path, len(self.paths))
