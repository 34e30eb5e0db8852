"""Say which lines that an edit adds no test runs."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from unrepeat.guards.kinds import CannotRun
from unrepeat.guards.syntax import language_of
from unrepeat.history.edit import Edit, Span, lines_of

if TYPE_CHECKING:
    from unrepeat.guards.kinds.coverage import Covered

_REMARK = re.compile(r"\s*(?:#|//|/\*|\*|--|;|$)")  # beginnings of comments in most languages, and blank lines
_DATA = frozenset({"css", "html", "json", "yaml"})  # languages of which no test runs a line


def uncovered(edit: Edit, told: "Covered") -> list[Span]:
    """Give the added lines that no test runs, those in a row together; raise CannotRun for a report of another version.

    A report measures the first line of a statement; one that it does not measure belongs to the measured line above it
    where it stands deeper.
    """
    lines = lines_of(edit.after)
    measured = sorted(told.measured)
    if measured and measured[-1] > len(lines):
        what = f"it has {len(lines)} lines, and the report tells of line {measured[-1]}"
        raise CannotRun(
            f"The report of covered lines is of another version of {edit.path}: {what}.",
            "Run the tests on this very change.",
        )

    def is_missed(number: int) -> bool:
        above = measured[at - 1] if (at := bisect_right(measured, number)) else 0
        return above in told.missed and (number == above or _belongs_to(lines[number - 1], lines[above - 1]))

    return _in_rows(number for span in edit.adds for number in range(span.first, span.last + 1) if is_missed(number))


def _belongs_to(line: str, statement: str) -> bool:
    return not _REMARK.match(line) and _depth(line) > _depth(statement)


def _in_rows(numbers: Iterable[int]) -> list[Span]:
    rows: list[Span] = []
    for number in numbers:
        if rows and number == rows[-1].last + 1:
            rows[-1] = Span(rows[-1].first, number)
        else:
            rows.append(Span(number, number))
    return rows


def is_code(edit: Edit, known: Collection[str]) -> bool:
    """Say whether a file is one of whose lines a report should tell: of a programming language, or like others."""
    if all(_REMARK.match(line.text) for line in edit.added_lines()):
        return False
    language = language_of(edit.path)
    return (language is not None and language not in _DATA) or _ending(edit.path) in {_ending(path) for path in known}


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


def _depth(line: str) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())
