"""Two texts that speak of one thing share the words that say something."""

import pytest

from unrepeat.ledger.signs.words import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Heights are in millimetres", "height"),
        ("Prices are rounded", "TODO: round the price"),
        ("retries", "retry"),
        ("insert_all", "What inserts all"),
        ("insertAll", "insert"),
        ("HTTPServer", "the server"),
        ("the lockers", "a locker's door"),
        ("größer", "Größe: größer"),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert words(one) & words(other)


@pytest.mark.parametrize(
    "text", ["", "TODO", "# FIXME: this", "raise NotImplementedError", 'errors.New("not implemented")', "a = b + 12"]
)
def test_what_stands_everywhere_says_nothing(text: str) -> None:
    assert not words(text)


def test_words_of_different_things_differ() -> None:
    assert not words("rounding of prices") & words("refunds by the bank")
