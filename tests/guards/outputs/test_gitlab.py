"""Findings as GitLab's code quality report."""

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.guards.outputs.findings import GUARDS, STAGES, WILD, is_seen, made, question
from unrepeat.formats.visible import visible
from unrepeat.guards.finding import Finding
from unrepeat.guards.outputs.gitlab import render


def issues(*findings: Finding) -> list[dict[str, Any]]:
    """Render findings; check that each issue has the fields that GitLab wants, of their types, and no others."""
    output = render(findings, GUARDS)
    assert output.isascii()
    found: list[dict[str, Any]] = json.loads(output)
    for issue in found:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert set(issue["location"]) == {"path", "lines"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])
        assert issue["location"]["path"]
        assert 1 <= issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"]
    return found


def test_an_issue_says_what_and_where() -> None:
    (issue,) = issues(made())
    assert issue["description"].startswith("Count with the scan that respects the filter\nbecause of mistake:")
    assert issue["check_name"] == "scan-before-count"
    assert issue["location"] == {"path": "src/a.py", "lines": {"begin": 3, "end": 4}}


def test_each_stage_has_its_severity() -> None:
    assert [issue["severity"] for issue in issues(*(made(stage=stage) for stage in STAGES))] == [
        "blocker",
        "minor",
        "info",
    ]


def test_nothing_found_is_a_report_all_the_same() -> None:
    assert render([made(stage="shadow")], GUARDS) == render([], GUARDS) == "[]\n"


def test_what_has_no_line_and_no_file_is_shown_where_it_comes_from() -> None:
    about = [made(path="", line=0, end_line=0), question(path="", line=0, end_line=0), made(line=0, end_line=0)]
    assert [(one["location"]["path"], one["location"]["lines"]["begin"]) for one in issues(*about)] == [
        (".unrepeat/guards/scan-before-count.yml", 1),
        (".unrepeat/settings.yml", 1),
        ("src/a.py", 1),
    ]


def test_findings_are_told_apart_by_their_ids_and_not_by_their_lines() -> None:
    one, moved, other = issues(made(), made(line=9, end_line=9), made(id="finding-ba9876543210"))
    assert one["fingerprint"] == moved["fingerprint"] != other["fingerprint"]


@given(st.lists(WILD, max_size=3))
def test_whatever_findings_hold_is_a_report_of_visible_letters(findings: list[Finding]) -> None:
    for finding, issue in zip(findings, issues(*findings), strict=True):
        assert issue["location"]["path"] == visible(finding.path)
        assert is_seen(issue["description"] + issue["check_name"] + issue["location"]["path"])
