"""Findings as GitHub's workflow commands."""

from collections.abc import Mapping, Sequence

from unrepeat.formats.visible import visible
from unrepeat.formats.workflow_commands import command
from unrepeat.guards.finding import Finding, FindingStage
from unrepeat.guards.guard import Guard
from unrepeat.guards.outputs.telling import lines_of, told, words

_COMMANDS: dict[FindingStage, str] = {"block": "error", "advise": "warning", "ask": "notice"}


def render(findings: Sequence[Finding], guards: Mapping[str, Guard]) -> str:  # noqa: ARG001 -- as the other formats are called
    """Give each finding as one command, a line each; nothing in a path or a message ends it or begins another."""
    return "".join(f"{_command(finding)}\n" for finding in told(findings))


def _command(finding: Finding) -> str:
    properties = {}
    if finding.path:
        properties["file"] = visible(finding.path)
        if finding.line:
            first, last = lines_of(finding)
            properties |= {"line": f"{first}", "endLine": f"{last}"}
    properties["title"] = visible(finding.guard if finding.guard == "unrepeat" else f"unrepeat: {finding.guard}")
    return command(_COMMANDS[finding.stage], properties, "\n".join(words(finding)))
