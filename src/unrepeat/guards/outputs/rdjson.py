"""Findings in reviewdog's Diagnostic Format (rdjson), which brings them to the forges and reviews it knows.

The fields are those of https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Its `suggestions` replace code, so
what a finding suggests in words stands in the message. reviewdog posts a message as a comment in Markdown.
"""

import json
from collections.abc import Mapping, Sequence

from unrepeat.escaping import sentence
from unrepeat.formats.visible import visible
from unrepeat.guards.finding import Finding, FindingStage
from unrepeat.guards.guard import Guard
from unrepeat.guards.outputs.telling import lines_of, path_of, told, words

_SEVERITIES: dict[FindingStage, str] = {"block": "ERROR", "advise": "WARNING", "ask": "INFO"}


def render(findings: Sequence[Finding], guards: Mapping[str, Guard]) -> str:
    """Give a `DiagnosticResult` as JSON in ASCII."""
    diagnostics = [_diagnostic(finding, guards) for finding in told(findings)]
    return f"{json.dumps({'source': {'name': 'unrepeat'}, 'diagnostics': diagnostics}, indent=2)}\n"


def _diagnostic(finding: Finding, guards: Mapping[str, Guard]) -> dict[str, object]:
    first, last = lines_of(finding)
    return {
        "message": "\n".join(sentence(line) for line in words(finding)),
        "location": {
            "path": visible(path_of(finding, guards)),
            "range": {"start": {"line": first}, "end": {"line": last}},
        },
        "severity": _SEVERITIES[finding.stage],
        "code": {"value": visible(finding.guard)},
    }
