"""Findings as GitHub's workflow commands, which show them beside the lines of a pull request.

The form is that of https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands: a line
`::error file=PATH,line=1,endLine=2,title=TITLE::MESSAGE`. The runner ends a command at a line's end, its properties at
`::`, a property at `,`, and undoes exactly the escapes below. Of each step it shows ten errors, ten warnings and ten
notices, so the firmest findings come first, in the order they are given.
"""

from collections.abc import Mapping, Sequence

from unrepeat.guards.finding import Finding, FindingStage
from unrepeat.guards.guard import Guard
from unrepeat.guards.outputs.telling import lines_of, told, words
from unrepeat.guards.outputs.visible import visible

_COMMANDS: dict[FindingStage, str] = {"block": "error", "advise": "warning", "ask": "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


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
    listed = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    message = "\n".join(words(finding)).translate(_IN_MESSAGE)
    return f"::{_COMMANDS[finding.stage]} {listed}::{message}"
