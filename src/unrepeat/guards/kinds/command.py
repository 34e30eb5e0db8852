"""`command`: a program that was trusted has nothing to say about the tree of the change."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from unrepeat.errors import UnrepeatError
from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun
from unrepeat.guards.kinds.rules import only, word
from unrepeat.guards.kinds.touching import touching
from unrepeat.guards.proposal import Proposal

_LONGEST = 200  # letters of a message
_PLACED = re.compile(r"(?:\./)?([^\s:][^:]{0,4095}):(\d{1,9})(?::\d+)*:?\s+(.+)")  # as compilers and linters say it
# By which a shell says that there was no program, or what ended it: POSIX, "Exit Status for Commands".
_NO_PROGRAM = {126: "it may not be run", 127: "it is not there"}
_INTERPRETERS = frozenset({"python", "sh", "bash", "dash", "zsh", "node", "ruby", "perl", "deno", "php", "env", "exec"})
_SIGNALS = range(129, 160)


class _Said(NamedTuple):
    """A message at a line of a file."""

    path: str
    line: int
    message: str


def _programs(command: str) -> Iterator[str]:
    """Give the files that a command runs: the first word of each of its parts, past an interpreter and its options."""
    for part in re.split(r"&&|\|\||[;|&\n]", command):
        words = [word for word in part.split() if "=" not in word and not word.startswith("-")]
        if words and words[0].rpartition("/")[2].rstrip("0123456789.") in _INTERPRETERS:
            words = words[1:]
        if words:
            yield words[0].strip("'\"").removeprefix("./")


class Command:
    """A program that is ready to be run. Rule: `run`, a shell command.

    It runs over a scratch tree of the change, with limits and an empty environment. Where it ends with 0, nothing is
    said. Else each of its lines of the form `path:line: message` is a firing there, about the guard's files; where
    there is no such line, its last line is the message.
    """

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("run",))
        self._guard = guard
        self._run = word(guard.rule, "run")

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give what the command says; raise CannotRun where it is not trusted, or did not come to an end of its own."""
        if next(touching(self._guard, proposal), None) is None:
            return
        status, output = self._ran(proposal)
        if status == 0:
            return
        said = list(dict.fromkeys(self._placed(output, proposal)))
        for path, line, message in said:
            yield Firing(path, line, line, f"{self._guard.title} ({message})", message)
        if not said:
            last = next((line for line in reversed(output.splitlines()) if line.strip()), "")
            how = last.strip()[:_LONGEST] or f"`{self._run[:_LONGEST]}` ends with {status}"
            yield Firing("", 0, 0, f"{self._guard.title} ({how})", self._run)

    def _ran(self, proposal: Proposal) -> tuple[int, str]:
        rewritten = sorted(proposal.touched.intersection(_programs(self._run)))
        if rewritten:
            raise CannotRun(
                f"The change rewrites {rewritten[0]}, by which the guard judges it.",
                "Look at that file by hand; the guard runs again once the change is in.",
            )
        try:
            status, output = proposal.run(self._run)
        except CannotRun:
            raise
        except UnrepeatError as error:
            raise CannotRun(error.what, error.remedy) from None
        if status in _NO_PROGRAM or status in _SIGNALS:
            why = _NO_PROGRAM.get(status, f"signal {status - 128} ended it")
            raise CannotRun(f"The command `{self._run[:_LONGEST]}` could not be run: {why}.", "Try it by hand.")
        return status, output

    def _placed(self, output: str, proposal: Proposal) -> Iterator[_Said]:
        """Give what the output says of lines of the guard's files."""
        paths = None
        for line in output.splitlines():
            if found := _PLACED.fullmatch(line.rstrip()):
                paths = proposal.after.paths() if paths is None else paths
                if found[1] in paths and self._guard.covers(found[1]):
                    yield _Said(found[1], int(found[2]), found[3][:_LONGEST])
