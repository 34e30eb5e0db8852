"""A stand-in for GitHub's runner: which commands it obeys in what a step prints.

Both forms are read as the runner's `ActionCommand.cs` reads them (https://github.com/actions/runner):
`::name key=value::words` after nothing but space, and the older `##[name key=value]words` anywhere in a line; neither
between `::stop-commands::TOKEN` and `::TOKEN::`.
"""

import re
from typing import NamedTuple

NAMES = frozenset(
    "error warning notice debug add-mask add-path set-env set-output save-state add-matcher remove-matcher group "
    "endgroup echo stop-commands".split()
)
_OLDER = re.compile(r"##\[([^\] ]*) ?([^\]]*)\](.*)")


class Command(NamedTuple):
    """What the runner obeys."""

    name: str
    properties: dict[str, str]
    words: str


def obeyed(output: str) -> list[Command]:
    """Give the commands in an output, in their order."""
    found: list[Command] = []
    token = None
    for line in re.split("\r\n|\r|\n", output):
        command = _command(line, NAMES | {token} if token else NAMES)
        if token is not None:
            token = None if command and command.name == token else token
        elif command and command.name == "stop-commands":
            token = command.words
        elif command:
            found.append(command)
    return found


def _command(line: str, names: frozenset[str | None]) -> Command | None:
    about, found, words = line.lstrip().removeprefix("::").partition("::")
    if line.lstrip().startswith("::") and found:
        name, _, listed = about.partition(" ")
        if name in names:
            return Command(name, dict(_properties(listed, ",")), _undone(words, ("%0D", "\r"), ("%0A", "\n")))
    older = _OLDER.search(line)
    if older and older[1] in names:
        return Command(older[1], dict(_properties(older[2], ";")), older[3])
    return None


def _properties(listed: str, between: str) -> list[tuple[str, str]]:
    pairs = [one.partition("=") for one in listed.strip().split(between)]
    escapes = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","))
    return [(name, _undone(value, *escapes)) for name, _, value in pairs if value]


def _undone(text: str, *escapes: tuple[str, str]) -> str:
    for escape, letter in (*escapes, ("%25", "%")):
        text = text.replace(escape, letter)
    return text
