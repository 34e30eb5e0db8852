"""Findings as SARIF 2.1.0."""

from collections.abc import Mapping, Sequence
from typing import Any

from unrepeat.formats import sarif
from unrepeat.formats.visible import visible, visible_lines
from unrepeat.guards.finding import Finding, FindingStage
from unrepeat.guards.guard import Guard
from unrepeat.guards.outputs.telling import fingerprint, lines_of, path_of, told, words

_LEVELS: dict[FindingStage, str] = {"block": "error", "advise": "warning", "ask": "note"}
_OURS = "What unrepeat asks about a change, or remembers that is like it"


def render(findings: Sequence[Finding], guards: Mapping[str, Guard]) -> str:
    """Give a log with one run, as JSON in ASCII: a rule for each guard that says something, a result a finding."""
    shown = list(told(findings))
    names = sorted({finding.guard for finding in shown})
    results = [_result(finding, names.index(finding.guard), guards) for finding in shown]
    return sarif.log([_rule(name, guards.get(name)) for name in names], results)


def _rule(name: str, guard: Guard | None) -> dict[str, object]:
    """Describe a guard: what it says, and the lessons it comes from."""
    title = visible_lines(guard.title if guard else _OURS if name == "unrepeat" else name)
    because = [visible(lesson) for lesson in guard.because] if guard else []
    lessons = [f"Because of {', '.join(because)}."] if because else []
    stands = [f"It stands in {visible(guard.path)}."] if guard and guard.path else []
    return {
        "id": visible(name),
        "shortDescription": {"text": sarif.text(title)},
        "help": {"text": sarif.text([*title, *lessons, *stands])},
        "properties": {"because": because},
    }


def _result(finding: Finding, rule: int, guards: Mapping[str, Guard]) -> dict[str, Any]:
    first, last = lines_of(finding)
    place = sarif.place(path_of(finding, guards), {"startLine": first, "endLine": last})
    return {
        "ruleId": visible(finding.guard),
        "ruleIndex": rule,
        "level": _LEVELS[finding.stage],
        "message": {"text": sarif.text(words(finding))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": sarif.fingerprints(fingerprint(finding), visible(finding.id)),
    }
