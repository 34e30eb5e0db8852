"""Words of changed lines and of messages, kept as checksums."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.errors import IndexDamaged
from unrepeat.history import postings
from unrepeat.history.words import (
    BLANK,
    COMMENT,
    EXTENDED,
    INTEGER,
    MOVED,
    TELLING,
    WORD,
    checksum,
    kinds_of,
    line_checksums,
    pack_kinds,
    pack_words,
    said_in,
    unpack_kinds,
    unpack_words,
)


def kinds(removed: bytes, added: bytes = b"") -> list[int]:
    """Tell what removed lines are."""
    return list(kinds_of(removed, added, set(WORD.findall(added))))


def test_a_removed_line_is_told_by_what_became_of_it() -> None:
    assert kinds(b"-    }\n-\n-    // why\n-    free(item);") == [BLANK, BLANK, COMMENT, TELLING]
    assert kinds(b"-if (a) {\n-    run(item);", b"+    if (a) {\n+        run(item);") == [MOVED, MOVED]
    assert kinds(b"-    run(item);", b"+    if (ready)\n+        run(item);") == [EXTENDED]
    assert kinds(b"-    run(item);", b"+    run(thing);") == [TELLING]


def test_a_changed_operator_or_number_is_no_move() -> None:
    assert kinds(b"-    if (count > 10)", b"+    if (count >= 10)") == [EXTENDED]
    assert kinds(b"-x = 1;", b"+x = 2;") == [TELLING]


@given(st.lists(st.integers(0, 4), max_size=40))
def test_kinds_come_back_as_they_were_packed(given_kinds: list[int]) -> None:
    assert unpack_kinds(pack_kinds(given_kinds))[: len(given_kinds)] == given_kinds


def test_words_are_told_apart_by_what_a_change_does_with_them() -> None:
    packed = pack_words(([1, 2], [2, 3]), ([10, 11], [11, 12]), [4], "Count kittens")
    words = unpack_words(packed)

    assert [set(each) for each in words[:4]] == [{1}, {2}, {3}, {4}]
    assert [set(each) for each in words[4:6]] == [{10}, {12}]
    assert checksum(b"kittens") in words.said & words.subject


def test_a_line_is_the_same_whatever_its_white_space() -> None:
    assert line_checksums(b"+    total = count(items)\n") == line_checksums(b"-total   =  count(items)\n")
    assert line_checksums(b"+    }\n+\n+ x = 1;\n") == set()


def test_a_message_is_read_in_words_parts_stems_and_numbers() -> None:
    said = said_in("lib/count: Fix leaks in count_items\n\nSee #4711 and CVE-2020-1234.")
    shown = set(said.values())

    assert {"leaks", "count_items", "items", "#4711", "CVE-2020-1234", "lib/count:"} <= shown
    assert said[checksum(b"leak")] == ""


def test_nothing_that_was_written_can_be_read_back_from_an_index() -> None:
    packed = pack_words(([checksum(b"Elisabeth")], []), ([], []), [], "Thank Elisabeth")
    assert b"Elisabeth" not in packed
    assert b"elisabeth" not in packed.lower()


@given(st.dictionaries(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 2**32 - 1), max_size=5), max_size=5))
def test_listed_words_come_back_as_they_were_packed(listed: dict[int, list[int]]) -> None:
    words = {word: (len(entries), array(INTEGER, entries)) for word, entries in listed.items()}
    assert postings.unpack(postings.pack(words)) == words


@pytest.mark.parametrize("data", [b"", b"no such bytes", postings.pack({7: (1, array(INTEGER, [3]))})[:-3]])
def test_damaged_lists_are_told_as_damage(data: bytes) -> None:
    with pytest.raises(IndexDamaged):
        postings.unpack(data)
