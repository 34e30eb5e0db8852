"""Which commits speak of a word: an inverted index of the words of changed lines and of messages.

Words stand in buckets by the last bits of their checksums, a row a bucket and batch of commits, so that asking for a
word reads some hundred bytes.
"""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache

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
    numbers = array(INTEGER)
    for word, (count, entries) in sorted(words.items()):
        listed = entries if count <= MOST_LISTED and len(entries) == count else array(INTEGER)
        numbers.extend((word, count, len(listed)))
        numbers.extend(listed)
    return zlib.compress(numbers.tobytes(), 1)


def unpack(data: bytes) -> dict[int, Listed]:
    """Give the words that bytes hold; raise IndexDamaged where they hold none."""
    try:
        numbers = array(INTEGER, zlib.decompress(data))
        words: dict[int, Listed] = {}
        position, end = 0, len(numbers)
        while position < end:
            word, count, listed = numbers[position : position + 3]
            words[word] = count, numbers[position + 3 : position + 3 + listed]
            position += 3 + listed
    except (zlib.error, ValueError) as error:
        raise IndexDamaged from error
    return words


class Postings:
    """Answers which commits speak of a word, within one index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._bucket = lru_cache(maxsize=BUCKETS)(self._read)

    def of(self, words: Iterable[int]) -> dict[int, Listed]:
        """Give, for each word (a checksum), how many commits speak of it and the entries of those that are listed."""
        return {word: self._bucket(word % BUCKETS).get(word, _NOWHERE) for word in words}

    def _read(self, bucket: int) -> dict[int, Listed]:
        rows = self._connection.execute("select words from postings where bucket = ? order by batch", (bucket,))
        found: dict[int, Listed] = {}
        for (data,) in rows:
            found = _joined(found, unpack(data)) if found else unpack(data)
        return found


_NOWHERE: Listed = (0, array(INTEGER))
