"""Signs that something came in unfinished: a reminder, a stub, a placeholder, a feature flag, a skipped test."""

from collections import Counter
from collections.abc import Iterator, Sequence

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs import feature_flags, reminders, skipped, stubs
from unrepeat.ledger.signs.comments import LONGEST, Syntax, goes_on, split, syntax_of
from unrepeat.ledger.signs.empty_functions import empty_functions, removed_functions
from unrepeat.ledger.signs.expressions import expression
from unrepeat.ledger.signs.found import Found
from unrepeat.ledger.signs.postponed import postponed
from unrepeat.ledger.signs.sign import (
    Sign,
    first_line,
    is_aside,
    is_generated,
    is_setting_of_tool,
    is_written_by_hand,
    largest,
)

# A line without any of these is passed over at once; in small letters.
_HINTS = frozenset(hint.lower() for each in (reminders, stubs, feature_flags) for hint in each.HINTS)


def unfinished_signs(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    """Find what came in unfinished; what only moved within the change, or is said anew in its place, did not."""
    gone: set[str] | None = None
    for edit in edits:
        came = list(_came(edit))
        if not came:
            continue
        if gone is None:
            gone = {found.subject for each in edits for _, found in _gone(each)}
            gone.update(name for each in edits for name in removed_functions(each))
        left = Counter(found.what for _, found in _gone(edit))
        for line, found in came:
            if found.subject not in gone and not left[found.what]:
                yield _sign(edit, line, found, f"{found.what} came in.")
            left[found.what] -= bool(left[found.what])
    said = postponed(message)
    most = largest(edits) if said else None
    if most is not None:
        found = Found("What has to follow", " ".join(said.split()), 10)
        yield _sign(most, first_line(most), found, "The message says that more has to follow.")


def _sign(edit: Edit, line: int, found: Found, says: str) -> Sign:
    title = f"{edit.path}: what must change before release"
    sign = Sign("unfinished", edit.path, line, line, found.subject, says, title, found.weight)
    return sign._replace(until_gone=found.until_gone)


def _came(edit: Edit) -> Iterator[tuple[int, Found]]:
    syntax = syntax_of(edit.path)
    if syntax is None or not is_written_by_hand(edit.path) or is_setting_of_tool(edit.path):
        return
    if is_aside(edit.path):
        yield from _switched_off(edit.added, edit.after)
    elif not is_generated(edit):
        yield from _look_through(edit.added, edit.after, syntax)
        yield from empty_functions(edit)


def _gone(edit: Edit) -> Iterator[tuple[int, Found]]:
    syntax = syntax_of(edit.path)
    if syntax is not None:
        yield from _look_through(edit.removed, edit.before, syntax)
        yield from _switched_off(edit.removed, edit.before)


def _switched_off(lines: Sequence[Line], whole: str) -> Iterator[tuple[int, Found]]:
    near = [line for line in lines if any(hint in line.text for hint in skipped.HINTS)]
    all_lines = whole.split("\n") if near else []
    for line in near:
        found = skipped.skipped_in(Line(line.number, line.text[:LONGEST]), all_lines)
        if found is not None:
            yield line.number, found


def _look_through(lines: Sequence[Line], whole: str, syntax: Syntax) -> Iterator[tuple[int, Found]]:
    if not _hints_in("\n".join(line.text for line in lines)):
        return
    all_lines = whole.split("\n")
    for place, line in enumerate(lines):
        if _hints_in(line.text[:LONGEST]):
            found = _of_line(lines[place : place + 2], all_lines, syntax)
            if found is not None:
                yield line.number, found


def _hints_in(text: str) -> bool:
    lowered = text.lower()
    return any(hint in lowered for hint in _HINTS)


def _of_line(lines: Sequence[Line], around: Sequence[str], syntax: Syntax) -> Found | None:
    line, following = Line(lines[0].number, lines[0].text[:LONGEST]), lines[1:]
    _, code, comment = split(line.text, syntax)
    found = reminders.reminder_in(comment, goes_on(line, following, syntax)) if comment else None
    if found is not None and not found.until_gone and code.strip():
        found = found._replace(until_gone=expression(line.text))  # a bare mark: the code beside it tells it
    return (
        found
        or stubs.stub_in(line, code, around)
        or stubs.placeholder_in(line.text, code)
        or feature_flags.flag_in(line.text, code)
    )
