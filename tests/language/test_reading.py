"""Texts are read by their structure, and each letter keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.language.lint import FORMS, Form, blocks_of, lint, mended

DOCUMENT = """---
title: A retro
---
# Retro of *Friday*

We look at `Tom forgot it` and https://example.org/Tom_forgot_it.

> Tom forgot the index.

```
Tom forgot the index.
```

    Tom forgot the index.

Authors: Tom Miller

## Timeline

- 10:05 Tom deletes the wrong table

| Time | Event |
|---|---|
| 10:07 | Tom restarts the wrong node |

## Action items

| Action | Owner | Due |
|---|---|---|
| Improve monitoring | @ops | 2027-01-01 |

- [ ] Be more careful

## Notes

1. Tom forgot the index.
"""


def where(text: str, form: Form = "markdown") -> dict[str, str]:
    """Give what each block is."""
    return {" ".join(block.raw.split()): block.where for block in blocks_of(text, form)}


def test_markdown_is_told_apart() -> None:
    found = where(DOCUMENT)
    assert found["Retro of *Friday*"] == "heading"
    assert found["Tom forgot the index."] == "item"
    assert found["Authors: Tom Miller"] == "credit"
    assert found["10:05 Tom deletes the wrong table"] == "timeline"
    assert found["Tom restarts the wrong node"] == "timeline"
    assert found["Improve monitoring"] == found["[ ] Be more careful"] == "action"
    assert "title: A retro" not in found
    assert [block.where for block in blocks_of(DOCUMENT, "markdown") if "forgot the index" in block.raw] == [
        "quote",
        "item",
    ]


def test_only_prose_and_actions_are_held_to_account() -> None:
    found = [(one.line, one.rule) for one in lint(DOCUMENT, "x.md", "markdown") if one.severity != "info"]
    assert found == [(30, "vague-action"), (32, "vague-action"), (36, "omission")]


def test_the_place_of_a_remark_is_that_of_the_words() -> None:
    text = "First line\nof it. **Tom** forgot\nto add the index.\n\n* and > here\n  * We forgot to test it.\n"
    first, second = lint(text, "x.md", "markdown")
    assert (first.line, first.column, first.end_line) == (2, 10, 2)
    assert first.excerpt == "**Tom** forgot to add the index."
    assert (second.line, second.column) == (6, 5)
    assert text.split("\n")[5][second.column - 1 : second.end_column - 1] == "We forgot"


def test_a_message_of_a_commit_is_read_as_git_keeps_it() -> None:
    text = "We forgot to test\n\nTom broke the build.\n\nReported-by: Tom\n# Tom broke it\n# ---- >8 ----\n"
    assert [(one.line, one.rule) for one in lint(text, "m", "commit")] == [(3, "person-as-cause")]


def test_plain_text_knows_items_quotes_and_headings() -> None:
    text = "Next steps\n----------\n\n- Improve monitoring\n\n> Tom forgot it\n\nTom forgot to test.\n"
    assert [(one.line, one.rule) for one in lint(text, "x", "text") if one.severity != "info"] == [
        (4, "vague-action"),
        (8, "omission"),
    ]


def test_a_remark_may_be_allowed_with_a_reason() -> None:
    allow = "<!-- unrepeat: allow omission because it is a quote -->"
    assert not lint(f"{allow}\nTom forgot to test it.\n", "x.md", "markdown")
    assert not lint(f"{allow}\n\nTom forgot to test it.\n", "x.md", "markdown")
    assert lint(f"{allow}\n\n\nTom forgot to test it.\n", "x.md", "markdown")
    assert lint("<!-- unrepeat: allow omission -->\nTom forgot to test it.\n", "x.md", "markdown")
    assert lint(f"{allow}\nTom broke the build.\n", "x.md", "markdown")


def test_windows_ends_of_lines_and_marks_keep_their_places() -> None:
    text = "\ufeffFine.\r\n\r\nTom forgot\r\nto test it. Obviously, it failed.\r\n"
    first, second = lint(text, "x.md", "markdown")
    assert (first.line, first.column) == (3, 1)
    assert mended(text, [second]) == "\ufeffFine.\r\n\r\nTom forgot\r\nto test it. It failed.\r\n"


@given(
    st.text(alphabet=st.sampled_from("aTom forgot.`*_[]()<>#|-\n>'\"!?:;\t\u202e\ue000\x00é😀1")),
    st.sampled_from(FORMS),
)
def test_any_text_is_read_and_every_place_stands_in_it(text: str, form: Form) -> None:
    lines = text.split("\n")
    for one in lint(text, "x", form):
        assert 1 <= one.line <= one.end_line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
    for block in blocks_of(text, form):
        assert len(block.text) == len(block.raw)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "forgot " * 150_000,
        "> " * 5_000 + "Tom forgot it",
        "```\n" + "Tom forgot it.\n" * 1_000,
        "`" * 20_000,
        "[" * 20_000,
        "<" * 20_000 + "!--",
        "- " * 3_000 + "x",
        "|" * 10_000 + "\n" + "|-" * 5_000,
        "(" * 30_000 + ")" * 30_000,
        "Tom, " * 20_000 + "forgot to test it.",
        "\u05d0\u05d1 " * 10_000,
    ],
    ids=range(12),
)
@pytest.mark.parametrize("form", ["markdown", "text"])
def test_what_nobody_wrote_by_hand_comes_to_an_end(text: str, form: Form) -> None:
    lint(text, "x", form)
