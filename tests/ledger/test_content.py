"""What a record says is one thing, how it is written down another: only the first asks for a new word."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrepeat.ledger.content import content_hash, words
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.parsing import parse_record

FIELDS = """\
date: 2026-03-04
status: accepted
feature: [sync]
moves: {cost: two weeks, date: a week}
release: 1.10
unknown: kept as it is
odd: 1
"""
BODY = """\
# Keep the answers of the *supplier* for 5 days

We asked **twice**; see [their page](https://example.org/a "the page of May"), and the drawing:
![a drawing of the way](way.png).

- [ ] measured
- retry after `3 s`

## Decision Outcome

| option | chosen | dropped |
|--------|--------|---------|
| cache  | x      |         |
| ask    |        | x       |

```python
limit = 5
```

<details><summary>More</summary>
kept apart
</details>

> They said: "five".
"""


def _content(fields: str = FIELDS, body: str = BODY, newline: str = "\n") -> str:
    text = f"---\n{fields}---\n\n{body}".replace("\n", newline)
    record = parse_record(KINDS["decision"], ".unrepeat/decisions/2026-03-04-a.md", text.encode()).record
    assert record is not None
    return record.content


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Keep", "#   Keep"),
        ("for 5 days\n", "for 5 days #\n"),
        ("# Keep the answers of the *supplier* for 5 days\n", "Keep the answers of the supplier\nfor 5 days\n===\n"),
        ("*supplier*", "_supplier_"),
        ("*supplier*", "**supplier**"),
        ("**twice**", "twice"),
        ("We asked", "We   asked\n"),
        ("; see", ";\nsee"),
        ("; see", ";  \nsee"),
        ("https://example.org/a", "https://example.org/elsewhere"),
        ("way.png", "drawings/way.svg"),
        ("(way.png).\n", "[way].\n\n[way]: way.png\n"),
        ("- [ ] measured\n- retry", "* [ ] measured\n* retry"),
        ("- [ ] measured\n- retry", "1. [ ] measured\n\n2. retry"),
        ("## Decision Outcome", "### Decision Outcome"),
        ("| cache  | x      |         |", "|cache|x||"),
        ("|--------|--------|---------|", "|:--|:-:|--:|"),
        ("```python\nlimit = 5\n```", "~~~\nlimit = 5\n~~~"),
        ("```python\nlimit = 5\n```", "    limit = 5\n"),
        ("## Decision", "<!-- to be told: who -->\n\n## Decision"),
        ("We asked", "We <!-- twice? --> asked"),
        ("<summary>More</summary>", "<summary class='big'>More</summary>"),
        ('"five"', "&quot;five&quot;"),
        ("> They said", "They said"),
        ("\n\n", "\n\n\n\n"),
    ],
)  # fmt: skip
def test_markup_whitespace_and_targets_do_not_count(before: str, after: str) -> None:
    assert before in BODY
    assert _content(body=BODY.replace(before, after)) == _content()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("twice", "once"),
        ("We asked", "We never asked"),
        ("5 days", "6 days"),
        ("their page", "our page"),
        ("the page of May", "the page of June"),
        ("a drawing of the way", "a drawing of the goal"),
        ("[ ] measured", "[x] measured"),
        ("3 s", "30 s"),
        ("limit = 5", "limit = 6"),
        ("| cache  | x      |         |", "| cache  |        | x       |"),
        ("| ask    |        | x       |", "| ask    |        | xx      |"),
        ("kept apart", "kept together"),
        ("<summary>More</summary>", "<summary>Less</summary>"),
        ("More</summary>", "More</summary><span hidden>never</span>"),
        ("More</summary>", "More</summary><img alt='never'>"),
        ("More</summary>", "More</summary><!-->never-->"),
        ("We asked **twice**; see", "We ~~asked twice~~; see"),
    ],
)  # fmt: skip
def test_every_word_number_tick_and_cell_counts(before: str, after: str) -> None:
    assert before in BODY
    assert _content(body=BODY.replace(before, after)) != _content()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("status: accepted\n", "status:   'accepted'  # at last\n"),
        ("feature: [sync]\n", "feature:\n  - sync\n"),
        ("feature: [sync]\n", "feature: sync\n"),
        ("date: 2026-03-04\nstatus: accepted\n", "status: accepted\ndate: 2026-03-04\n"),
        ("{cost: two weeks, date: a week}", "\n  # told on Monday\n  date: a week\n  cost: >-\n    two\n    weeks\n"),
        ("unknown: kept as it is\nodd: 1\n", "odd: 1\nunknown: kept as it is\n"),
        ("release: 1.10\n", 'release: "1.10"\n'),
        ("odd: 1\n", "odd: '1'\n"),
        ("unknown: kept as it is\n", 'unknown: "kept  as it is"\n\n'),
        ("status:", "informed: [ops]\nid: 2026-03-04-a\neditorial-of: ['0123456789ab']\nstatus:"),
    ],
)
def test_the_order_and_the_quotes_of_fields_do_not_count(before: str, after: str) -> None:
    assert before in FIELDS
    assert _content(fields=FIELDS.replace(before, after)) == _content()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("accepted", "rejected"),
        ("03-04", "03-05"),
        ("[sync]", "[sync, copy]"),
        ("two weeks", "three weeks"),
        ("cost: two weeks, date: a week", "cost: a week, date: two weeks"),
        ("odd: 1", "odd: 2"),
        ("1.10", "1.1"),
        ("as it is", "as it was"),
        ("unknown:", "unknown-too:"),
        ("status:", "paths: [a.py]\nstatus:"),
    ],
)
def test_every_field_counts(before: str, after: str) -> None:
    assert before in FIELDS
    assert _content(fields=FIELDS.replace(before, after)) != _content()


def test_line_ends_and_a_byte_order_mark_do_not_count() -> None:
    assert _content(newline="\r\n") == _content()
    text = f"\ufeff---\n{FIELDS}---\n\n{BODY}"
    record = parse_record(KINDS["decision"], ".unrepeat/decisions/2026-03-04-a.md", text.encode()).record
    assert record is not None
    assert record.content == _content()


plain = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None)
@given(said=st.lists(plain, min_size=1, max_size=8), data=st.data())
def test_words_are_the_same_in_every_dress_and_no_other_words_are(said: list[str], data: st.DataObject) -> None:
    dresses = (
        "{}",
        "*{}*",
        "**{}**",
        "`{}`",
        "[{}](https://example.org)",
        "\n{}",
        "  {}",
        "\n- {}",
        "\n\n> {}",
        "<b>{}</b>",
    )
    dressed = " ".join(data.draw(st.sampled_from(dresses)).format(word) for word in said)
    assert words(dressed) == words(" ".join(said))
    other = list(said)
    place = data.draw(st.integers(0, len(said) - 1))
    other[place] += data.draw(plain)
    assert content_hash({}, " ".join(other)) != content_hash({}, dressed)


@pytest.mark.parametrize(
    "text",
    [
        *("![" * 450_000, "[" * 900_000, "a**b" * 200_000, "|a" * 300_000, "# a\n" * 200_000),
        *("[a](" * 1_000 + "x" * 900_000, "*a* " * 6_000),
    ],
    ids=lambda text: f"{text[:4]!r} {len(text)}",
)
def test_a_text_far_beyond_any_that_people_write_takes_no_time_and_every_word_counts(text: str) -> None:
    begun = time.process_time()
    before = content_hash({}, f"# A title\n\n{text}\n")
    assert content_hash({}, f"# A  title\n\n{text}\n") == before
    assert content_hash({}, f"# A title\n\n{text} not\n") != before
    assert words(text) == " ".join(text.split()), "no mark is taken out"
    assert time.process_time() - begun < 1.5


def test_a_long_retro_is_read_as_a_short_one() -> None:
    row = "| at *noon* | `42` parcels | see [the page](https://example.org) |\n"
    table = "| when | what | where |\n|---|---|---|\n" + row * 300
    text = f"# A title\n\n{table}\n{'Some words of *prose*. ' * 1_500}"
    assert len(text) > 50_000
    assert "https" not in words(text)
    assert "*" not in words(text)
