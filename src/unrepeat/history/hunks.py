"""Changed lines as packed integers, and the parser of `git diff -U0` that makes them."""

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain, islice, repeat
from typing import IO

from unrepeat.history.words import BLANK, INTEGER, WORD, checksums, kinds_of, line_checksums, lowest, pack_kinds

# A hunk is four integers in an array('I'), lines counted from 0: where the old lines begin, how many there are, how
# many new ones stand in their place, and the number of the enclosing function's name (0 where there is none).
WIDTH = 4

_FILE = b"\ndiff --git "
_HUNK = b"\n@@ -"
_BINARY = b"\nBinary files "
_RANGES = re.compile(rb"(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?([^\n]*)")

# The name that a line introduces: `def name(`, `class Name`, `int name(...)`, `impl Name`, `DEFUN (name,`. Only one
# identifier is ever taken, since a header line of a text file may hold anything, a person's name too.
_NAMED = re.compile(
    rb"^[ \t]*(?:(?:pub|async|export|default|static|public|private|protected|abstract|final|unsafe|const|override)"
    rb"(?:\([a-z]+\))?[ \t]+)*"
    rb"(?:def|class|fn|func|function|impl|trait|interface|module|namespace|package|sub|object|defmodule|defp|macro)"
    rb"[ \t]+(?:\([^)]*\)[ \t]*)?([A-Za-z_$][\w$.:!?]*)"
)
_MACRO = re.compile(rb"^(?:AC_DEFUN|[A-Z_]*DEF(?:UN|PY|MACRO)\w*|TEST(?:_[FP])?|AT_SETUP)[ \t]*\(+\[?[ \t]*(\w[\w -]*)")
_CALLED = re.compile(rb"([A-Za-z_$~][\w$:~]*)[ \t]*\(")
_TYPE = re.compile(rb"^(?:typedef[ \t]+)?(?:struct|enum|union)[ \t]+(\w+)")
_KEYWORDS = frozenset({b"if", b"for", b"while", b"switch", b"return", b"sizeof", b"catch", b"with", b"static_assert"})


def function_name(header: bytes) -> bytes:
    """Give the identifier that a hunk's header line introduces, empty where there is none."""
    found = _NAMED.search(header) or _MACRO.search(header) or _CALLED.search(header) or _TYPE.search(header)
    if found is None or found[1] in _KEYWORDS:
        return b""
    return found[1].partition(b" ")[0].rstrip(b":.")[:80]


class Patch:
    """The changed lines of one pair of files, function names still as text; `opaque` where git shows none (binary).

    `kinds` tells what each removed line is; `brought` and `taken` hold the checksums of the words that lines bring in
    and take away, `lines_brought` and `lines_taken` those of the lines.
    """

    __slots__ = ("brought", "functions", "kinds", "lines_brought", "lines_taken", "numbers", "opaque", "taken")

    def __init__(self) -> None:
        self.numbers = array(INTEGER)
        self.functions: list[bytes] = []
        self.opaque = False
        self.kinds = self.brought = self.taken = self.lines_brought = self.lines_taken = array(INTEGER)


def read_patches(stream: IO[bytes], size: int = 1 << 17) -> Iterator[tuple[int, Patch]]:
    """Read `git diff -p -U0` of files that are named by numbers; give each number with its changes.

    A line of content begins with `+`, `-`, a space or a backslash, so `@@` or `diff` at a line's start is git's own.
    """
    rest = b"\n"
    while block := stream.read(size):
        data = rest + block
        end = data.rfind(_FILE)
        if end <= 0:
            rest = data
            continue
        yield from _patches(data[:end])
        rest = data[end:]
    if len(rest) > 1:
        yield from _patches(rest)


def _patches(data: bytes) -> Iterator[tuple[int, Patch]]:
    for section in data.split(_FILE)[1:]:
        parts = section.split(_HUNK)
        head = parts[0]
        # "a/0000017.c b/0000017.c": both sides carry the number
        number = int(head[2 : head.index(b" ")].split(b".")[0])
        patch = Patch()
        patch.opaque = _BINARY in head
        numbers, functions = patch.numbers, patch.functions
        brought: set[bytes] = set()
        taken: set[bytes] = set()
        lines_brought: set[int] = set()
        lines_taken: set[int] = set()
        kinds: list[Iterable[int]] = []
        for part in parts[1:]:
            ranges = _RANGES.match(part)
            if ranges is None:
                continue
            old, removed, _, added, header = ranges.groups()
            count = 1 if removed is None else int(removed)
            begin = int(old) - 1 if count else int(old)
            numbers.extend((begin, count, 1 if added is None else int(added), 0))
            functions.append(header)
            first = part.find(b"\n", ranges.end())
            middle = part.find(b"\n+", first)
            added = set(WORD.findall(part, middle)) if middle >= 0 else frozenset()
            brought |= added
            if middle >= 0:
                lines_brought |= line_checksums(part[middle + 1 :])
            if count:
                lines = part[first + 1 : middle if middle >= 0 else None]
                taken.update(WORD.findall(lines))
                lines_taken |= line_checksums(lines)
                after = part[middle + 1 :] if middle >= 0 else b""
                kinds.append(islice(chain(kinds_of(lines, after, added), repeat(BLANK)), count))
        patch.kinds = pack_kinds(chain.from_iterable(kinds))
        patch.brought, patch.taken = checksums(brought), checksums(taken)
        patch.lines_brought, patch.lines_taken = lowest(lines_brought), lowest(lines_taken)
        yield number, patch
