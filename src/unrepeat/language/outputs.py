"""Remarks for forges and editors: SARIF, GitHub's workflow commands, lines for a person."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from unrepeat.formats import sarif
from unrepeat.formats.visible import visible
from unrepeat.formats.workflow_commands import command
from unrepeat.language.remark import Remark
from unrepeat.language.rule import Rule, Severity

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def as_sarif(remarks: Sequence[Remark], rules: Sequence[Rule]) -> str:
    """Give remarks as a SARIF log: each of the rules that speak, each remark with its columns."""
    speaking = [rule for rule in rules if any(one.rule == rule.id for one in remarks)]
    names = [rule.id for rule in speaking]
    seen: dict[str, int] = {}
    results = [_result(one, names.index(one.rule), seen) for one in remarks]
    return sarif.log([_rule(rule) for rule in speaking], results)


def as_commands(remarks: Sequence[Remark]) -> str:
    """Give remarks as GitHub's workflow commands, the gravest first: it shows ten of each kind a step."""
    order = {"error": 0, "warning": 1, "info": 2}
    return "".join(f"{_command(one)}\n" for one in sorted(remarks, key=lambda one: order[one.severity]))


def as_lines(remarks: Sequence[Remark]) -> Iterator[str]:
    """Give remarks as lines for a person: where and what, the sentence, another way to say it."""
    for one in remarks:
        yield f"{one.path}:{one.line}:{one.column}: {one.severity}: {one.message}  [{one.rule}]"
        yield f"    {one.excerpt}"
        if one.suggestion:
            yield f"    -> {one.suggestion}"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": sarif.text([rule.message])},
        "help": {"text": sarif.text([rule.why, f"Source: {rule.source}"])},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"group": rule.group},
    }


def _result(one: Remark, rule: int, seen: dict[str, int]) -> dict[str, Any]:
    told = f"{one.rule}\0{one.path}\0{one.excerpt}"
    seen[told] = seen.get(told, 0) + 1
    own = hashlib.sha256(f"{told}\0{seen[told]}".encode("utf-8", "surrogateescape")).hexdigest()
    region = {
        "startLine": one.line,
        "startColumn": one.column,
        "endLine": one.end_line,
        "endColumn": one.end_column,
    }
    return {
        "ruleId": one.rule,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": sarif.text(_words(one))},
        "locations": [{"physicalLocation": sarif.place(one.path, region)}],
        "partialFingerprints": sarif.fingerprints(own, f"remark-{own[:12]}"),
    }


def _command(one: Remark) -> str:
    properties = {
        "file": visible(one.path),
        "line": f"{one.line}",
        "endLine": f"{one.end_line}",
        **({"col": f"{one.column}", "endColumn": f"{one.end_column - 1}"} if one.line == one.end_line else {}),
        "title": f"unrepeat: {one.rule}",
    }
    return command(_COMMANDS[one.severity], properties, "\n".join(_words(one)))


def _words(one: Remark) -> list[str]:
    suggestion = [f"Instead: {visible(one.suggestion)}"] if one.suggestion else []
    return [visible(one.message), visible(one.excerpt), *suggestion]
