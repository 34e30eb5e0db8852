"""Findings in reviewdog's format, whose messages become comments in Markdown."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.guards.outputs.findings import EVIL, GUARDS, STAGES, WILD, is_seen, made, question
from unrepeat.guards.finding import Finding
from unrepeat.guards.outputs.rdjson import render


def diagnostics(*findings: Finding) -> list[dict[str, Any]]:
    """Render findings; check that each diagnostic has the fields of the format, of their types."""
    output = render(findings, GUARDS)
    assert output.isascii()
    result = json.loads(output)
    assert set(result) == {"source", "diagnostics"}
    assert result["source"] == {"name": "unrepeat"}
    for one in result["diagnostics"]:
        assert set(one) == {"message", "location", "severity", "code"}
        assert one["severity"] in {"ERROR", "WARNING", "INFO"}
        assert 1 <= one["location"]["range"]["start"]["line"] <= one["location"]["range"]["end"]["line"]
        assert one["location"]["path"]
    found: list[dict[str, Any]] = result["diagnostics"]
    return found


def _acting(tokens: list[Token]) -> Iterator[str]:
    """Give what would do something: markup that loads or leads somewhere, and mentions or numbers outside of code."""
    for token in tokens:
        if token.type.startswith(("html", "link", "image")):
            yield token.type
        elif token.type == "text":
            yield from (word for word in token.content.split() if word.startswith(("@", "#", "http", "www.", "!1")))
        yield from _acting(token.children or [])


def test_a_diagnostic_says_what_where_and_by_which_rule() -> None:
    (one,) = diagnostics(made())
    assert one["message"].splitlines()[0] == "Count with the scan that respects the filter"
    assert one["location"] == {"path": "src/a.py", "range": {"start": {"line": 3}, "end": {"line": 4}}}
    assert one["code"] == {"value": "scan-before-count"}


def test_each_stage_has_its_severity() -> None:
    severities = [one["severity"] for one in diagnostics(*(made(stage=stage) for stage in STAGES), question())]
    assert severities == ["ERROR", "WARNING", "INFO", "INFO"]


def test_nothing_found_is_a_result_without_diagnostics() -> None:
    assert diagnostics(made(stage="shadow")) == diagnostics() == []


@given(st.lists(WILD, max_size=3))
def test_whatever_findings_hold_is_a_comment_that_does_nothing(findings: list[Finding]) -> None:
    markdown = MarkdownIt("gfm-like", {"linkify": False})
    for one in diagnostics(*findings):
        assert not list(_acting(markdown.parse(one["message"])))
        assert is_seen(one["message"] + one["location"]["path"] + one["code"]["value"])


@pytest.mark.parametrize("evil", EVIL)
def test_no_message_calls_a_person_or_loads_a_picture(evil: str) -> None:
    (one,) = diagnostics(made(message=evil, reason=f"see {evil}", suggestion=f"{evil}, {evil}"))
    assert not list(_acting(MarkdownIt("gfm-like", {"linkify": False}).parse(one["message"])))
