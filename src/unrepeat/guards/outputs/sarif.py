"""Findings as SARIF 2.1.0, which GitHub's code scanning and many editors read.

The standard is https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub takes of it stands at
https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support.
"""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from unrepeat import __version__
from unrepeat.guards.finding import Finding, FindingStage
from unrepeat.guards.guard import Guard
from unrepeat.guards.outputs.telling import fingerprint, lines_of, path_of, told, words
from unrepeat.guards.outputs.visible import visible, visible_lines

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[FindingStage, str] = {"block": "error", "advise": "warning", "ask": "note"}
_OURS = "What unrepeat asks about a change, or remembers that is like it"


def render(findings: Sequence[Finding], guards: Mapping[str, Guard]) -> str:
    """Give a log with one run, as JSON in ASCII: a rule for each guard that says something, a result a finding."""
    shown = list(told(findings))
    names = sorted({finding.guard for finding in shown})
    driver = {"name": "unrepeat", "version": __version__, "rules": [_rule(name, guards.get(name)) for name in names]}
    results = [_result(finding, names.index(finding.guard), guards) for finding in shown]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return f"{json.dumps({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]}, indent=2)}\n"


def _rule(name: str, guard: Guard | None) -> dict[str, object]:
    """Describe a guard: what it says, and the lessons it comes from."""
    title = visible_lines(guard.title if guard else _OURS if name == "unrepeat" else name)
    because = [visible(lesson) for lesson in guard.because] if guard else []
    lessons = [f"Because of {', '.join(because)}."] if because else []
    stands = [f"It stands in {visible(guard.path)}."] if guard and guard.path else []
    return {
        "id": visible(name),
        "shortDescription": {"text": _text(title)},
        "help": {"text": _text([*title, *lessons, *stands])},
        "properties": {"because": because},
    }


def _result(finding: Finding, rule: int, guards: Mapping[str, Guard]) -> dict[str, object]:
    first, last = lines_of(finding)
    place = {
        "artifactLocation": {"uri": _uri(path_of(finding, guards)), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": first, "endLine": last},
    }
    return {
        "ruleId": visible(finding.guard),
        "ruleIndex": rule,
        "level": _LEVELS[finding.stage],
        "message": {"text": _text(words(finding))},
        "locations": [{"physicalLocation": place}],
        # GitHub knows a result again by the first, whose `:1` counts equal ones; ours are numbered in their ids.
        "partialFingerprints": {
            "primaryLocationLineHash": f"{fingerprint(finding)[:16]}:1",
            "findingId/v1": visible(finding.id),
        },
    }


def _text(lines: Sequence[str]) -> str:
    """Give lines as a plain text message in which `[words](address)` is no link (section 3.11.6)."""
    return "\n".join(lines).replace("](", "] (")


def _uri(path: str) -> str:
    """Give a path's bytes, in whatever coding, as a relative URI: all but unreserved letters (RFC 3986) as `%FF`."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")
