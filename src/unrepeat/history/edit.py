"""One file of a change: what is added and removed, line by line, and the texts before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

MOST_LINES = 2_000  # added, and removed, that are given of one file: a longer edit is made by a program, not read

Status = Literal["added", "modified", "deleted", "renamed"]


class Line(NamedTuple):
    """One line: its number, counted from 1 in the file it stands in, and its text without the line's end."""

    number: int
    text: str


class Span(NamedTuple):
    """Lines in a row, the first and the last of them, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Edit:
    """What a change does to one file.

    Paths and texts are UTF-8, bytes that are none as surrogates. `added` and `removed` hold the first MOST_LINES each,
    numbered in `after` and in `before`, which hold the whole texts; `adds` and `takes` hold all of them, as spans.
    Where no text was read, `unread` says why.
    """

    path: str
    status: Status
    added: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
    old_path: str | None = None
    before: str = ""
    after: str = ""
    unread: Literal["", "binary", "large", "missing"] = ""
    adds: tuple[Span, ...] = ()
    takes: tuple[Span, ...] = ()

    def added_lines(self) -> Iterator[Line]:
        """Give every line that was added, however many there are."""
        return lines_in(self.after, self.adds)


def lines_of(text: str) -> list[str]:
    """Split as git does: at each newline, the last of which may be missing."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def lines_in(text: str, spans: Sequence[Span]) -> Iterator[Line]:
    """Give the lines of some spans of a text, without their ends."""
    lines = lines_of(text) if spans else []
    for first, last in spans:
        for number in range(first, last + 1):
            yield Line(number, lines[number - 1].removesuffix("\r"))
