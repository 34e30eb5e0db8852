"""What is written is read back the same, by us and by others; what could do harm is refused with its line."""

import itertools
import json
import time
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.plain_data import fields
from unrepeat.ledger.front_matter import conflict_line, split
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.parsing import parse_record, parse_settings, parse_statement
from unrepeat.ledger.reading import YamlProblem, read, scalar
from unrepeat.ledger.writing_yaml import dumped

newlines = st.sampled_from(["\n", "\r\n"])


def _days_as_text(found: Any) -> Any:  # noqa: ANN401 -- whatever YAML holds
    """Let a day be the text it was: the one thing that another reader may take for what it is."""
    if isinstance(found, dict):
        return {_days_as_text(name): _days_as_text(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_days_as_text(one) for one in found]
    return f"{found}" if isinstance(found, date) and not isinstance(found, datetime) else found


@settings(max_examples=200, deadline=None)
@given(written=fields, newline=newlines, flow=st.booleans(), one_line=st.booleans())
def test_what_is_written_is_read_back_the_same_here_and_elsewhere(
    written: dict[str, Any],
    newline: str,
    *,
    flow: bool,
    one_line: bool,
) -> None:
    text = dumped(written, newline, flow=flow, one_line=one_line)
    assert json.dumps(read(text).data) == json.dumps(written)
    assert json.dumps(_days_as_text(yaml.safe_load(text) or {})) == json.dumps(written)
    assert "\n" not in text.replace(newline, "")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"owner": "platform-team"}, "owner: platform-team\n"),
        ({"due": "2026-03-04"}, "due: 2026-03-04\n"),
        ({"paths": ["src/a.py", "src/**"]}, 'paths:\n  - src/a.py\n  - "src/**"\n'),
        ({"moves": {"cost": "two weeks"}}, "moves:\n  cost: two weeks\n"),
        ({"impact": "one\ntwo"}, "impact: |-\n  one\n  two\n"),
        ({"done-when": [{"path": "a.py"}]}, "done-when:\n  - path: a.py\n"),
        ({"who": "no"}, 'who: "no"\n'),
    ],
)
def test_it_is_written_as_a_person_would(written: dict[str, Any], expected: str) -> None:
    assert dumped(written) == expected


@pytest.mark.parametrize(
    ("word", "value"),
    [("no", "no"), ("2026-03-04", "2026-03-04"), ("12:30", "12:30"), ("0x1f", "0x1f"), ("1e5", "1e5"), ("", None),
     ("~", None), ("null", None), ("true", True), ("False", False), ("7", 7), ("-1.5", -1.5), (".5", 0.5),
     ("1" * 40, "1" * 40), ("1.0e999", "1.0e999")],
)  # fmt: skip
def test_words_without_quotes_follow_the_core_schema(word: str, value: object) -> None:
    found = scalar(word)
    assert found == value
    assert isinstance(found, type(value))
    quoted = read(f'a: "{word}"').data["a"]
    assert (quoted, type(quoted)) == (word, str)


@pytest.mark.parametrize("written", ["1.10", "007", "0123456", "+5", "1."])
def test_a_number_meant_as_a_name_is_the_word_that_was_written(written: str) -> None:
    text = f"---\nrelease: {written}\npaths: [{written}]\n---\n\n# A need\n"
    record = parse_record(KINDS["need"], ".unrepeat/needs/a.md", text.encode()).record
    assert record is not None
    assert (record.text("release"), record.words("paths")) == (written, [written])


def _doubled() -> str:
    """Give YAML in which each line names the one before nine times: billions of words, once it is expanded."""
    pairs = itertools.pairwise("abcdefghijkl")
    return "a: &a [x]\n" + "".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairs)


HARMFUL = {
    "an alias bomb": (_doubled(), 2, "alias"),
    "a merged alias": ("a: &a {x: 1}\nb:\n  <<: *a\n", 3, "alias"),
    "a tag that runs a program": ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
    "a field twice": ("a: 1\nb: 2\na: 3\n", 3, "a second time"),
    "a field twice within": ("a:\n  b: 1\n  b: 2\n", 3, "a second time"),
    "a field twice in brackets": ("a: {b: 1, b: 2}\n", 1, "a second time"),
    "brackets without end": ("a: " + "[" * 100_000, 1, "nested more than"),
    "braces without end": ("a: " + "{b: " * 100_000, 1, "nested more than"),
    "lists without end": ("a:\n" + "- " * 100_000 + "b\n", 2, "nested more than"),
    "a list": ("- a\n- b\n", 1, "no fields"),
    "a word": ("a\n", 1, "no fields"),
    "two documents": ("a: 1\n---\nb: 2\n", 3, "second document"),
    "a field named by a list": ("? [a]\n: 1\n", 1, "plain word"),
    "an open bracket": ("a: 1\nb: [c\n", 3, "expected"),
    "an open quote": ('a: 1\nb: "c\n', 3, "end of stream"),
    "a tab as indent": ("a:\n\t- b\n", 2, "token"),
    "a control character": ("a: \x1b[31m\n", 1, "control characters"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_could_do_harm_is_refused_with_its_line(name: str) -> None:
    text, line, word = HARMFUL[name]
    with pytest.raises(YamlProblem) as told:
        read(text)
    assert told.value.line == line
    assert word in told.value.what
    assert len(told.value.what) < 200


def test_a_record_may_be_as_deep_as_needed() -> None:
    assert read("a: " + "[" * 19 + "]" * 19).data["a"]
    assert read("").data == {}
    assert read("# nothing yet\n").data == {}


def test_front_matter_is_found_whatever_the_line_ends_and_marks() -> None:
    for text in ("---\na: 1\n---\n\n# T\n", "---\r\na: 1\r\n---\r\n\r\n# T\r\n", "\ufeff---  \na: 1\n...\n# T\n"):
        parts = split(text)
        assert parts.opening + parts.yaml + parts.rest == text
        assert read(parts.yaml).data == {"a": 1}
        assert parts.body.strip() == "# T"
        assert parts.body_line == 4
    for text in ("# T\n", "\ufeff# T\n", "", "----\na: 1\n----\n"):
        parts = split(text)
        assert parts.opening + parts.rest == text
        assert (parts.yaml, parts.first_line) == ("", 1)
    assert split("---\n---\n# T\n").body == "# T\n"
    with pytest.raises(YamlProblem, match="never closed"):
        split("---\na: 1\n")


def test_a_conflict_left_in_is_told_by_its_line() -> None:
    assert conflict_line("a\n<<<<<<< HEAD\nb\n") == 2
    assert conflict_line("a\r\n>>>>>>> other\r\n") == 2
    assert conflict_line("> quoted <<<<<<< HEAD\n    <<<<<<< HEAD\n<<<<<<<<<< more\n") is None


BROKEN = {
    "no YAML": (b"---\na: [\n---\n# T\n", 3, "expected"),
    "no UTF-8": (b"---\na: 1\n---\n# T\n\xff\n", 5, "not UTF-8"),
    "a zero byte": (b"---\na: 1\n---\n# T\n\n\0\n", 6, "zero byte"),
    "a conflict in the fields": (
        b"---\na: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> o\n---\n# T\n",
        3,
        "merge-conf",
    ),
    "a conflict in the text": (b"---\na: 1\n---\n# T\n\n<<<<<<< HEAD\n", 6, "merge-conflict"),
    "a field twice": (b"---\na: 1\na: 2\n---\n# T\n", 3, "a second time"),
    "fields never closed": (b"---\na: 1\n# T\n", 1, "never closed"),
    "no title": (b"---\na: 1\n---\n\nwords\n", 4, "no title"),
    "another id": (b"---\nid: another\n---\n# T\n", 2, "its file is called 'name'"),
    "a day that is none": (b"---\n\ndate: 2026-02-30\n---\n# T\n", 3, "no such day"),
    "a year that is a slip": (b"---\ndate: 0026-02-03\n---\n# T\n", 2, "outside"),
    "a state that is none": (b"---\nstate: perhaps\n---\n# T\n", 2, "`state` should be"),
    "an empty owner": (b"---\nowner: ''\n---\n# T\n", 2, "`owner`: it is empty"),
    "a list for an owner": (b"---\nowner: [a]\n---\n# T\n", 2, "`owner` should be"),
    "no reason": (b"---\nstate: wont-do\n---\n# T\n", 2, "because"),
    "a proof before the deed": (b"---\ndone-on: 2026-03-04\nshown-on: 2026-03-03\n---\n# T\n", 2, "cannot be before"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("ends", ["unix", "windows", "marked"])
def test_a_broken_record_is_told_by_line_and_what_to_do(name: str, ends: str) -> None:
    content, line, word = BROKEN[name]
    if ends == "windows":
        content = content.replace(b"\n", b"\r\n")
    elif ends == "marked":
        content = b"\xef\xbb\xbf" + content
    parsed = parse_record(KINDS["action"], ".unrepeat/actions/name.md", content)
    problem = parsed.problems[0]
    assert (problem.path, problem.line) == (".unrepeat/actions/name.md", line)
    assert word in problem.what
    assert problem.remedy.endswith(".")


def test_what_is_empty_is_as_if_it_were_not_there() -> None:
    text = b"---\nowner:\ndue: ~\nunknown: kept\n---\n\n# T\n"
    record = parse_record(KINDS["action"], ".unrepeat/actions/name.md", text).record
    assert record is not None
    assert record.fields == {"unknown": "kept"}
    assert record.state == "open"


def test_words_on_a_record_are_refused_where_they_are_not_whole() -> None:
    whole = {"record": "a", "who": "b", "content": "0" * 64, "said": "2026-03-04"}
    path = ".unrepeat/acknowledgements/a/b.yml"
    found = parse_statement("acknowledgement", path, dumped(whole).encode()).statement
    assert found is not None
    assert (found.record, found.who, found.content, found.said) == ("a", "b", "0" * 64, "2026-03-04")
    for name, wrong in (("record", "other"), ("who", ""), ("content", "123"), ("said", "today")):
        assert parse_statement("acknowledgement", path, dumped({**whole, name: wrong}).encode()).problems
        assert parse_statement("acknowledgement", path, dumped({**whole, name: None}).encode()).problems
    assert parse_statement("acknowledgement", path, b"<<<<<<< HEAD\n").problems
    assert parse_settings("settings.yml", b"acknowledge-within: many\n").problems
    assert parse_settings("settings.yml", b"decisions: docs/adr\n").settings == {"decisions": ["docs/adr"]}


SLOW = {
    "a heading with a gap": "# a" + " " * 200_000 + "b\n",
    "a heading of marks": "# a" + " #" * 100_000 + " b\n",
    "a bullet with a gap": "# a\n\n* Status: accepted" + " " * 200_000 + "b\n",
    "a section with a gap": "# a\n\n## Status" + " " * 200_000 + "b\n",
    "comments without end": "# a\n\n## Status\n" + "<!--" * 50_000,
    "tags without end": "# a\n\n<a " + 'alt="x ' * 30_000,
    "an underline without end": "a" * 100_000 + "\n" + "=" * 100_000 + "x\n# a\n",
    "dots and dashes": "---\n" + "a: |\n" + " ---\n" * 50_000 + "---\n# a\n",
}


@pytest.mark.parametrize("name", SLOW)
def test_a_text_made_to_be_slow_is_read_at_once(name: str) -> None:
    begun = time.process_time()
    assert parse_record(KINDS["decision"], ".unrepeat/decisions/a.md", SLOW[name].encode()).record is not None
    assert time.process_time() - begun < 5
