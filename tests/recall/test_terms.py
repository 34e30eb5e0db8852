"""Text, paths and code become terms: what is the same thing in other words is the same term."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.recall.terms import (
    error_strings,
    identifiers,
    mark,
    named_paths,
    of_path,
    parts,
    spelled,
    stem,
    weighed,
    words,
)


def test_a_name_is_one_term_and_each_of_its_parts_another() -> None:
    assert list(words("parse_header")) == ["parse_header", "pars", "header"]
    assert list(words("parseHTTPHeader")) == ["parsehttpheader", "pars", "http", "header"]
    assert identifiers("call parse_header(), then parseHeader and parse_header") == ["parse_header", "parseHeader"]
    assert parts("x_of_HTTPServer2") == ["of", "http", "server"]
    found = weighed("parse_header header")
    assert found["parse_header"] == 1.0
    assert found["header"] == pytest.approx(1.3)


@pytest.mark.parametrize(
    ("one", "other"),
    [("leak", "leaks"), ("leaked", "leaking"), ("copies", "copied"), ("stop", "stopped"), ("crash", "crashes")],
)
def test_grammar_makes_no_difference(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["class", "a1b2c3d", "12345", "bus", "grüße"])
def test_what_has_no_ending_keeps_its_letters(word: str) -> None:
    assert stem(word) == word


def test_common_words_and_small_numbers_tell_nothing() -> None:
    assert list(words("it was not the 3 of them")) == []
    assert list(words("issue 48213")) == ["issu", "48213"]


def test_the_words_of_a_program_are_known_in_quotes_or_after_a_colon() -> None:
    said = error_strings('It says "socket 17 vanished before reading its header" and ValueError: missing key in table.')
    assert set(said.values()) == {"vanished before reading its header", "missing key in table"}
    assert not error_strings("a 'quoted word' is none")


def test_numbers_part_what_a_program_says() -> None:
    (one,) = error_strings('"worker process 17 never answered the request"')
    (other,) = error_strings('"worker process 99 never answered the request"')
    assert one == other


def test_paths_are_told_from_prose() -> None:
    said = "In ./src/main.c and lib/a/b, not and/or, see https://example.org/x.html, e.g. v1.2"
    assert named_paths(said) == ["src/main.c", "lib/a/b"]
    assert of_path("src/main.c")[-1] == of_path("main.c")[-1] != of_path("src/main.h")[-1]


def test_a_term_leads_back_to_the_word_as_it_was_written() -> None:
    assert spelled("Leaking parseHeader")[stem("leak")] == "Leaking"
    assert spelled("Leaking parseHeader")["parseheader"] == "parseHeader"


@given(st.text())
def test_any_text_has_terms_and_none_of_them_is_empty_or_holds_a_space(text: str) -> None:
    for term in [*words(text), *weighed(text), *spelled(text)]:
        assert not any(letter.isspace() for letter in term)
    assert all(words(text))
    for row, written in error_strings(text).items():
        assert row
        assert written
    assert all(named_paths(text))


@given(st.text(min_size=1))
def test_a_mark_tells_names_apart_without_holding_them(name: str) -> None:
    assert mark(name) == mark(name.casefold().upper()) or name.casefold().upper().casefold() != name.casefold()
    assert len(mark(name)) == 8
