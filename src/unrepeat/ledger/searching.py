"""Search some files of a tree for lines that match POSIX extended regular expressions, in bounded time."""

import os
import re
import select
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from unrepeat.errors import GitError
from unrepeat.git import View

LONGEST = 500  # letters of an expression
MOST_REPEATED = 10_000  # counts like {2,100} multiplied; the C library takes memory for each
SECONDS = 10.0  # for one search

_COUNTS = re.compile(r"\{(\d*),?(\d*)\}")
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
    answers = {one: Hit(None, problem) for one in expressions if (problem := _problem(one))}
    searching = _Searching(view, commit)
    paths = sorted(files)
    valid = []
    for one in dict.fromkeys(expressions):
        if one not in answers and searching.is_valid(one):
            valid.append(one)
        else:
            answers.setdefault(one, Hit(None, "it is no extended regular expression, as `grep -E` takes them"))
    if len(valid) > 1:
        with suppress(_TooLong):  # where one of them does, each by itself will tell which
            paths = list(searching.matching(files, paths, valid))
    for one in valid:
        try:
            answers[one] = Hit(next(searching.matching(files, paths, [one]), None))
        except _TooLong:
            answers[one] = Hit(None, f"the search took longer than {SECONDS:.0f} seconds")
    return answers


def _problem(expression: str) -> str:
    if not expression.strip() or any(letter in expression for letter in "\n\0"):
        return "it is empty, or longer than a line"
    if len(expression) > LONGEST:
        return f"it is longer than {LONGEST} letters"
    repeated = 1
    for least, most in _COUNTS.findall(expression):
        repeated *= max(int(least or 1), int(most or 1), 1)
    return f"its counts, multiplied, are more than {MOST_REPEATED:,}" if repeated > MOST_REPEATED else ""


class _Searching:
    """Runs git's grep on scratch trees that hold just the files in question, so that nothing else has a say.

    Without a match git ends as it does for errors. So each tree holds one more file, which always matches: its line
    names the commit, and no file can hold the hash of a commit that it is part of.
    """

    def __init__(self, view: View, commit: str) -> None:
        self._view = view
        self._line = f"a file of {commit}"
        self._last = view.run("hash-object", "-w", "--stdin", stdin=f"{self._line}\n".encode()).strip()

    def is_valid(self, expression: str) -> bool:
        """Say whether git can read an expression."""
        try:
            return not list(self.matching({}, [], [expression]))
        except GitError:
            return False

    def matching(
        self, files: Mapping[bytes, bytes], paths: Sequence[bytes], expressions: Sequence[str]
    ) -> Iterator[bytes]:
        """Give those of the paths that have a line which any of the expressions matches."""
        entries = [b"100644 blob %s\t%07d\n" % (files[path], number) for number, path in enumerate(paths)]
        tree = self._view.make_trees(b"".join([*entries, b"100644 blob %s\t%s\n" % (self._last, _LAST)]))[0].decode()
        patterns = [part for one in (f"^{self._line}$", *expressions) for part in ("-e", one)]
        until = time.monotonic() + SECONDS
        rest = b""
        with self._view.stream("grep", "-I", "-E", "-l", "-z", "--no-color", *patterns, tree) as output:
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
