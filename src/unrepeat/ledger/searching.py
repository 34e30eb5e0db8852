"""Search some files of a tree for lines that match POSIX extended regular expressions, in bounded time."""

import os
import select
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from unrepeat.errors import GitError
from unrepeat.git import View
from unrepeat.ledger.expressions import problem

SECONDS = 10.0  # for one search
SECONDS_TO_READ = 3.0  # one expression; a sound one takes milliseconds
MEMORY_TO_READ = 256 << 20  # bytes; `\b` fifty times over takes gigabytes, which RE2 does not foresee

_LAST = b"~"  # sorts behind the numbers by which files are named


class Hit(NamedTuple):
    """The first path that has a matching line, None where none has; `problem` says why that is not known."""

    path: bytes | None
    problem: str = ""


class _TooLong(Exception):
    """The time is over."""


def search(view: View, commit: str, files: Mapping[bytes, bytes], expressions: Sequence[str]) -> dict[str, Hit]:
    """Search files of a commit, given as path and blob (hex), for each expression.

    Where there are several, one run finds the files that any of them matches, and only these are looked at for each.
    """
    searching = _Searching(view, commit)
    problems = {one: problem(one) or searching.problem(one) for one in dict.fromkeys(expressions)}
    answers = {one: Hit(None, said) for one, said in problems.items()}
    valid = [one for one, said in problems.items() if not said]
    paths = sorted(files)
    if len(valid) > 1:
        with suppress(_TooLong):  # where one of them does, each by itself will tell which
            paths = list(searching.matching(files, paths, valid))
    for one in valid:
        try:
            answers[one] = Hit(next(searching.matching(files, paths, [one]), None))
        except _TooLong:
            answers[one] = Hit(None, f"the search took longer than {SECONDS:.0f} seconds")
    return answers


class _Searching:
    """Runs git's grep on scratch trees that hold just the files in question, so that nothing else has a say.

    Without a match git ends as it does for errors. So each tree holds one more file, which always matches: its line
    names the commit, and no file can hold the hash of a commit that it is part of.
    """

    def __init__(self, view: View, commit: str) -> None:
        self._view = view
        self._line = f"a file of {commit}"
        self._last = view.run("hash-object", "-w", "--stdin", stdin=f"{self._line}\n".encode()).strip()

    def problem(self, expression: str) -> str:
        """Say in a clause why git cannot read an expression, empty where it can."""
        try:
            list(self._matching({}, [], [expression], SECONDS_TO_READ, MEMORY_TO_READ))
        except GitError:
            much = f"{MEMORY_TO_READ >> 20} MB"
            return f"it is no extended regular expression, as `grep -E` takes them, or takes more than {much} to read"
        except _TooLong:
            return f"to read it takes longer than {SECONDS_TO_READ:.0f} seconds"
        return ""

    def matching(
        self, files: Mapping[bytes, bytes], paths: Sequence[bytes], expressions: Sequence[str]
    ) -> Iterator[bytes]:
        """Give those of the paths that have a line which any of the expressions matches."""
        return self._matching(files, paths, expressions, SECONDS)

    def _matching(
        self,
        files: Mapping[bytes, bytes],
        paths: Sequence[bytes],
        expressions: Sequence[str],
        seconds: float,
        memory: int = 0,
    ) -> Iterator[bytes]:
        entries = [b"100644 blob %s\t%07d\n" % (files[path], number) for number, path in enumerate(paths)]
        tree = self._view.make_trees(b"".join([*entries, b"100644 blob %s\t%s\n" % (self._last, _LAST)]))[0].decode()
        patterns = [part for one in (f"^{self._line}$", *expressions) for part in ("-e", one)]
        until = time.monotonic() + seconds
        rest = b""
        alone = ("--threads=1",) if memory else ()  # each thread would take some
        asked = ("grep", *alone, "-I", "-E", "-l", "-z", "--no-color", *patterns, tree)
        with self._view.stream(*asked, memory=memory) as output:
            while True:
                if not select.select([output], [], [], max(0.0, until - time.monotonic()))[0]:
                    raise _TooLong
                block = os.read(output.fileno(), 1 << 16)
                *names, rest = (rest + block).split(b"\0")
                for name in names:
                    number = name.rpartition(b":")[2]
                    if number != _LAST:
                        yield paths[int(number)]
                if not block:
                    return
