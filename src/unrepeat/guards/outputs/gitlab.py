"""Findings as GitLab's code quality report, which a merge request shows.

The fields are those of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

import json
from collections.abc import Mapping, Sequence

from unrepeat.formats.visible import visible
from unrepeat.guards.finding import Finding, FindingStage
from unrepeat.guards.guard import Guard
from unrepeat.guards.outputs.telling import fingerprint, lines_of, path_of, told, words

_SEVERITIES: dict[FindingStage, str] = {"block": "blocker", "advise": "minor", "ask": "info"}


def render(findings: Sequence[Finding], guards: Mapping[str, Guard]) -> str:
    """Give a JSON array in ASCII, an object a finding, and `[]` where there is none: a report has to be there."""
    return f"{json.dumps([_issue(finding, guards) for finding in told(findings)], indent=2)}\n"


def _issue(finding: Finding, guards: Mapping[str, Guard]) -> dict[str, object]:
    first, last = lines_of(finding)
    return {
        "description": "\n".join(words(finding)),
        "check_name": visible(finding.guard),
        "fingerprint": fingerprint(finding),
        "severity": _SEVERITIES[finding.stage],
        "location": {"path": visible(path_of(finding, guards)), "lines": {"begin": first, "end": last}},
    }
