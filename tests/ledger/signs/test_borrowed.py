"""What a comment or a message says was taken over from elsewhere is asked about."""

import pytest

from tests.ledger.made_edits import edit
from tests.ledger.signs.asking import ask, sort_of
from unrepeat.ledger.unrecorded import question

CODE = "def kept(rows):\n    return rows\n"
BORROWED = [
    "# adapted from https://example.org/x",
    "// Copied from the Linux kernel.",
    "/* taken from Django */",
    "x = 2  # as suggested by the payments team: two are enough",
    " * Recommended by the vendor's support.",
    "# see https://stackoverflow.com/a/1234",
    "# taken over from the platform team",
    "# Copied from datasette/utils.py",
    "# Adapted from requests.",
    "# Ported from Django",
    "# Borrowed from the Flask project",
    "# According to the platform team, two seconds are enough",
    "# the limit is two, per the payments team",
    "# As told by the locker team: two seconds",
    "# as agreed with Legal",
    "x = 2  # confirmed by our supplier",
    "# Vendor says two seconds",
    "x = 2  # the supplier recommends two",
    "# Source: https://example.org/x",
    '    """Adapted from https://example.org/x."""',
    "    Copied from https://example.org/x, with thanks.",
]


@pytest.mark.parametrize("line", BORROWED)
def test_a_comment_that_names_another_source_is_asked_about(line: str) -> None:
    path = "a.c" if line.lstrip().startswith(("/", "*")) else "a.py"
    found = ask(path, "x\n", f"x\n{line}\ny\n")
    assert found is not None
    assert (found.sort, found.line) == ("dependency", 2)
    assert found.message == (
        "A comment says that this solution comes from elsewhere. "
        "Whose answer is this, and how do we know that it holds here?"
    )
    # said anew, moved, or in prose and tests it is not
    assert sort_of(path, f"x\n{line}\n", f"x\n{line} \n\n") is None
    assert question([edit("old/" + path, line, None), edit("new/" + path, None, f"{line}\nz\n")], "Move") is None
    assert sort_of("tests/test_" + path, "", line) is None
    assert sort_of("docs/how.md", "", line) is None


@pytest.mark.parametrize(
    "line",
    [
        "# the value is taken from the configuration",
        "# copied from user space",
        "# the limit is derived from Python's own",
        'text = "adapted from https://example.org"',
        "# suggested by a reader of the page",
        "# bytes copied from buf",
        "# rows are copied from src/to/dst",
        "# adapted from the previous test",
        "# ported from master",
        "# (cherry picked from commit 0123456789ab)",
        "# Copyright 2026 The Platform Team",
        "# Licensed under the terms that the vendor states",
        "# see https://docs.example.org/how",
        "# one row per team",
        "# according to the specification",
        "# confirmed by the tests",
        "# as told by the caller",
        "# according to the current team id",
        "copied_from = https",
    ],
)
def test_words_that_only_sound_like_it_are_not(line: str) -> None:
    assert sort_of("a.py", "x\n", f"x\n{line}\n") is None


def test_a_message_that_names_another_source_is_asked_about_without_quoting_it() -> None:
    edits = [edit("a.py", CODE, CODE + "x = 1\n"), edit("tests/test_a.py", "", "x\n" * 50)]
    found = question(edits, "Wait two seconds\n\nThe limit was proposed by the Lockers team (Sample Author).\n")
    assert found is not None
    assert (found.sort, found.path, found.line) == ("dependency", "a.py", 3)
    assert not any("Sample" in str(field) for field in found)
    assert question(edits, "Wait two seconds\n\nSuggested-by: Sample Author\n") is None


def test_a_comment_that_goes_on_in_the_next_line_is_read_whole() -> None:
    for lines in ("# The limit was taken over\n# from the platform team", "# According to the\n# platform team, two"):
        found = ask("a.py", "x\n", f"x\n{lines}\ny\n")
        assert found is not None
        assert found.line == 2
    assert sort_of("a.py", "x\n", "x\n# taken over\ny\n# from the platform team\n") is None
    assert sort_of("a.py", "x\n", "x\n# bytes are copied\n# from the buffer\n") is None


@pytest.mark.parametrize(
    "said",
    [
        "Taken over from the locker team.",
        "Copied from datasette/utils.py",
        "The supplier recommends two seconds.",
        "According to the platform team, two are enough.",
        "The limit was taken\nover from the locker team.",
        "As confirmed by our vendor",
    ],
)
def test_what_a_message_says_of_its_source_is_asked_about(said: str) -> None:
    assert sort_of("a.py", "x\n", "y\n", f"Wait two seconds\n\n{said}") == "dependency"
    assert sort_of("docs/a.md", "x\n", "y\n", said) is None, "nothing that is shipped came in"


@pytest.mark.parametrize(
    "said",
    [
        "(cherry picked from commit 0123456789abcdef)",
        "Ported from master",
        "Adapted from commit 0123456789ab",
        "> Taken over from the locker team, they wrote",
        "    Taken over from the locker team, in a listing",
        "Bytes are copied from buf to dst",
        "based on https://example.org/a/b/pull/12",
        "The parser is provided by the documentation",
    ],
)
def test_what_a_message_quotes_or_says_of_its_own_history_is_not(said: str) -> None:
    assert sort_of("a.py", "x\n", "y\n", f"Wait two seconds\n\n{said}") is None


def test_what_a_program_quotes_when_it_brings_new_versions_is_not() -> None:
    for message in ("fix(deps): update a\n\nThe vendor says so", "Bump a from 1 to 2\n\nThe vendor says so"):
        assert sort_of("a.py", "x\n", "y\n", message) is None


def test_a_file_that_a_program_made_borrows_nothing() -> None:
    made = "// Code generated by a tool. DO NOT EDIT.\n"
    assert sort_of("a.go", made, f"{made}// Copied from Linux\n") is None
