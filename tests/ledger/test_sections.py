"""Sections are read and written where a person put them, and nothing beside them is touched."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrepeat.ledger import madr
from unrepeat.ledger.sections import heading_of, new_body, section, with_section, with_title

BODY = """\
\n# A title

The text.

```sh
# no heading
## Context
```

## Context  ##

Why.

### A part of it

More.

## Decision Outcome

Chosen.
"""


def test_a_section_ends_where_one_of_its_level_begins() -> None:
    assert section(BODY, "Context") == "Why.\n\n### A part of it\n\nMore."
    assert section(BODY, "decision outcome") == "Chosen."
    assert section(BODY, "A part of it") == "More."
    assert section(BODY, "Consequences") == ""
    assert section(BODY, "") == "The text.\n\n```sh\n# no heading\n## Context\n```"
    assert section("no heading\n", "") == ""


def test_headings_may_be_underlined() -> None:
    body = "Title\n=====\n\nThe text.\n\nContext\n-------\n\nWhy.\n\n- a\n---\nOutcome\n---\nChosen.\n"
    assert section(body, "") == "The text."
    assert section(body, "Context") == "Why.\n\n- a\n---"
    assert with_section(body, "Context", "New.") == body.replace("Why.\n\n- a\n---", "New.\n")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("heading", ["", "Context", "A part of it", "Decision Outcome"])
def test_a_section_is_replaced_and_the_rest_stays(heading: str, newline: str) -> None:
    body = BODY.replace("\n", newline)
    former = section(body, heading)
    found = with_section(body, heading, "First.\n\nSecond.")
    before, _, after = body.partition(former)
    assert found == f"{before}First.{newline}{newline}Second.{after}"
    assert with_section(found, heading, former.replace("\r\n", "\n")) == body


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n\n\n", "  \n"])
def test_a_section_that_is_not_there_is_added_and_every_byte_before_it_stays(end: str) -> None:
    body = f"\n# A title\n\nThe text.{end}"
    found = with_section(body, "More Information", "More.")
    assert found.startswith(body)
    assert found.endswith("\n\n## More Information\n\nMore.\n")
    assert section(found, "") == "The text."
    assert with_section(body, "Consequences", "Good.").endswith("\n\n### Consequences\n\nGood.\n")
    assert with_section("no heading\n", "", "Words.") == "no heading\n\nWords.\n"


UNDERLINED = re.compile(r"\n {0,3}-")  # which makes a heading of the line above
# what a person may put into a section without beginning another
texts = (
    st.text("ab \n.*-`", min_size=1)
    .map(str.strip)
    .filter(lambda one: one and "```" not in one and not UNDERLINED.search(one))
)


@given(text=texts, other=texts, heading=st.sampled_from(["", "Context", "Decision Outcome"]))
def test_what_is_written_into_a_section_is_read_from_it(text: str, other: str, heading: str) -> None:
    body = with_section(BODY, heading, text)
    assert section(body, heading) == text
    assert with_section(with_section(body, heading, other), heading, text) == body


def test_a_new_record_has_the_sections_that_were_given_and_the_prompts() -> None:
    sections = {"": "The text.", "Context": "", "Outcome": " Chosen. ", "Consequences": "", "More": "- more"}
    assert new_body("A  title\nof two", sections, prompts={"Context": "Why?"}) == (
        "# A title of two\n\nThe text.\n\n## Context\n\n<!-- Why? -->\n\n## Outcome\n\nChosen.\n\n## More\n\n- more\n"
    )


TITLES = (
    "#", "##", "# #", "foo #", "foo ##", "foo#", "C#", "1. x", "1. 2. x", "12) x", "ADR-0001: x", "ADR 7. x", "\\",
    "\\#", "\\ #", "a\\", "\\\\", "a\\*b", "C:\\.ssh", "# x", "1.5 seconds", "**x**", "- x", "<!-- x -->", "x  y",
)  # fmt: skip


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_read_as_it_was_given(title: str, numbered: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    expected = " ".join(title.split())
    assert madr.title(new_body(title, {}, prompts={}), numbered=numbered) == expected
    assert madr.title(with_title(BODY, title), numbered=numbered) == expected


@settings(deadline=None)
@given(
    title=(st.text("\\#1.:) ADR-0`*[a") | st.text(st.characters(exclude_categories=["Cs"]))).filter(str.strip),
    numbered=st.booleans(),
)
def test_any_title_is_read_as_it_was_given(title: str, numbered: bool) -> None:  # noqa: FBT001 -- as above
    assert madr.title(new_body(title, {}, prompts={}), numbered=numbered) == " ".join(title.split())


def test_a_heading_of_others_is_read_as_markdown_shows_it() -> None:
    assert madr.title("# 3. Use `a_b` ##\n") == "Use `a_b`"
    assert madr.title("# 3\\. Use a\\_b\n") == "3. Use a_b"
    assert heading_of("Plain words, and 1.5 of them") == "Plain words, and 1.5 of them"
