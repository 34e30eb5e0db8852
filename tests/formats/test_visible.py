"""What people wrote is visible, and the rest of it is as they wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guards.outputs.findings import PATHS, TEXTS, is_seen
from unrepeat.formats.visible import visible, visible_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
        ("\u202eabc", "\\u202eabc"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("ünïcödé, 漢字, 🙂", "ünïcödé, 漢字, 🙂"),
    ],
)
def test_what_does_not_show_is_spelled(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(TEXTS)
def test_lines_stay_lines_of_the_same_words(text: str) -> None:
    lines = visible_lines(text)
    assert is_seen("\n".join(lines))
    assert all(line.strip() and "\n" not in line for line in lines)


@given(PATHS)
def test_every_path_becomes_text_that_can_be_written(path: str) -> None:
    assert is_seen(visible(path))
    visible(path).encode()


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
