"""Which commits speak of a word: an inverted index of the words of changed lines and of messages.

Words stand in buckets by the last bits of their checksums, a row a bucket and batch of commits, so that asking for a
word reads some hundred bytes.
"""

import sqlite3
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate

from unrepeat.errors import IndexDamaged
from unrepeat.history.words import INTEGER, unpack_words

BROUGHT, TAKEN, TOUCHED, SAID = 1, 2, 4, 8  # what a commit does with a word; it may do several at once
SHIFT = 4  # an entry is the commit's ordinal, then these four bits
BUCKETS = 1 << 12
# A word in more commits of a batch than this tells none of them from another: they are counted and not listed.
MOST_LISTED = 300
SMALL = 500  # a batch of fewer commits joins the one before it, so that rows stay few


class Collected:
    """Words of commits, as they are gathered for one batch."""

    def __init__(self) -> None:
        self._entries: dict[int, list[int]] = {}

    def add(self, ordinal: int, words: bytes) -> None:
        """Take in one commit with its packed words."""
        kinds: dict[int, int] = {}
        its = unpack_words(words)
        for group, kind in (
            (its.brought, BROUGHT),
            (its.lines_brought, BROUGHT),
            (its.kept, BROUGHT | TAKEN),
            (its.taken, TAKEN),
            (its.lines_taken, TAKEN),
            (its.touched, TOUCHED),
            (its.said, SAID),
        ):
            for word in group:
                kinds[word] = kinds.get(word, 0) | kind
        entries = self._entries
        for word, kind in kinds.items():
            entries.setdefault(word, []).append(ordinal << SHIFT | kind)

    def by_bucket(self) -> dict[int, dict[int, "Listed"]]:
        """Give the words by bucket."""
        found: dict[int, dict[int, Listed]] = {}
        for word, entries in self._entries.items():
            found.setdefault(word % BUCKETS, {})[word] = (len(entries), array(INTEGER, entries))
        return found


Listed = tuple[int, "array[int]"]  # how many commits, and their entries, none where they are too many


def write(connection: sqlite3.Connection, batch: int, commits: int, collected: Collected) -> None:
    """Write the words of a batch, named by its first ordinal; a small batch is joined to the one before."""
    row = connection.execute("select max(batch) from postings").fetchone() if commits < SMALL else None
    into = batch if row is None or row[0] is None else row[0]
    rows = []
    for bucket, words in sorted(collected.by_bucket().items()):
        old = connection.execute("select words from postings where bucket = ? and batch = ?", (bucket, into)).fetchone()
        rows.append((bucket, into, pack(_joined(unpack(old[0]), words) if old else words)))
    connection.executemany("insert or replace into postings values (?, ?, ?)", rows)


def _joined(older: dict[int, Listed], newer: Mapping[int, Listed]) -> dict[int, Listed]:
    for word, (count, entries) in newer.items():
        before, listed = older.get(word, (0, array(INTEGER)))
        older[word] = before + count, listed + entries
    return older


def pack(words: Mapping[int, Listed]) -> bytes:
    """Give the words of a bucket as bytes."""
    return zlib.compress(_numbers(words).tobytes(), 1)


def _numbers(words: Mapping[int, Listed]) -> "array[int]":
    """Give the words of a bucket as numbers: how many, the words in order, their counts, lengths and entries."""
    ordered = sorted(words.items())
    kept = [one if one[0] <= MOST_LISTED and len(one[1]) == one[0] else (one[0], _NONE) for _, one in ordered]
    numbers = array(INTEGER, [len(kept), *(word for word, _ in ordered)])
    numbers.extend(count for count, _ in kept)
    numbers.extend(len(entries) for _, entries in kept)
    for _, entries in kept:
        numbers.extend(entries)
    return numbers


def unpack(data: bytes) -> dict[int, Listed]:
    """Give the words that bytes hold; raise IndexDamaged where they hold none."""
    table = _table(data)
    return {word: table.of(word) for word in table.words}


def _table(data: bytes) -> "_Table":
    try:
        return _Table(array(INTEGER, zlib.decompress(data)))
    except (zlib.error, ValueError) as error:
        raise IndexDamaged from error


class _Table:
    """The words of a bucket, found by halving: as a mapping of arrays they would take some ten times the memory."""

    __slots__ = ("_counts", "_ends", "_entries", "words")

    def __init__(self, numbers: "array[int]") -> None:
        count = numbers[0] if numbers else len(numbers) + 1
        first = 3 * count + 1
        self.words = numbers[1 : count + 1]
        self._counts = numbers[count + 1 : 2 * count + 1]
        self._ends = array(INTEGER, accumulate(numbers[2 * count + 1 : first]))
        self._entries = numbers[first:]
        if len(self._ends) != count or (self._ends[-1] if count else 0) != len(self._entries):
            raise IndexDamaged

    def of(self, word: int) -> Listed:
        """Give how many commits speak of a word, and their entries."""
        at = bisect_left(self.words, word)
        if at == len(self.words) or self.words[at] != word:
            return _NOWHERE
        return self._counts[at], self._entries[self._ends[at - 1] if at else 0 : self._ends[at]]


class Postings:
    """Answers which commits speak of a word, within one index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._bucket = lru_cache(maxsize=BUCKETS)(self._read)

    def of(self, words: Iterable[int]) -> dict[int, Listed]:
        """Give, for each word (a checksum), how many commits speak of it and the entries of those that are listed."""
        return {word: self._bucket(word % BUCKETS).of(word) for word in words}

    def _read(self, bucket: int) -> _Table:
        rows = self._connection.execute("select words from postings where bucket = ? order by batch", (bucket,))
        tables = [_table(data) for (data,) in rows]
        if len(tables) == 1:
            return tables[0]
        joined: dict[int, Listed] = {}
        for table in tables:
            _joined(joined, {word: table.of(word) for word in table.words})
        return _Table(_numbers(joined))


_NONE = array(INTEGER)
_NOWHERE: Listed = (0, _NONE)
