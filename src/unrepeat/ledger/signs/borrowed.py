"""Signs that a solution was taken over from elsewhere, as a comment or the message says."""

from collections.abc import Iterator, Sequence

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs.comments import LONGEST, Syntax, goes_on, split, syntax_of
from unrepeat.ledger.signs.messages import paragraphs
from unrepeat.ledger.signs.phrases import HINTS, in_comment, in_message, in_prose
from unrepeat.ledger.signs.sign import Sign, first_line, is_aside, is_generated, is_written_by_hand, largest

_BEGINNINGS = frozenset("*\"'(ABCLPT")  # of a comment that goes on, or of prose within code


def borrowed_signs(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    """Find where a change says that it brings the answer of others."""
    yield from _told_in_comments(edits)
    yield from _told_in_message(edits, message)


def _told_in_comments(edits: Sequence[Edit]) -> Iterator[Sign]:
    gone: set[str] | None = None
    for edit in edits:
        syntax = syntax_of(edit.path)
        if syntax is None or is_aside(edit.path) or not is_written_by_hand(edit.path) or is_generated(edit):
            continue
        told = _told(edit.added, syntax)
        if len(told) <= (len(_told(edit.removed, syntax)) if told else 0):
            continue  # nothing was said, or it was only said anew
        if gone is None:
            gone = {words for e in edits if (s := syntax_of(e.path)) for _, words in _told(e.removed, s)}
        for line, words in told:
            if words not in gone:
                says = "A comment says that this solution comes from elsewhere."
                title = f"{edit.path}: what was taken over holds here"
                yield Sign("dependency", edit.path, line.number, line.number, words, says, title, 70)


def _told(lines: Sequence[Line], syntax: Syntax) -> list[tuple[Line, str]]:
    """Give the lines whose comment says so, by itself or with the next line, with the words, their blanks collapsed."""
    found = []
    is_told = False
    for place, line in enumerate(lines):
        words = "" if is_told else _words(line, lines[place + 1 : place + 2], syntax)
        is_told = bool(words)
        if words:
            found.append((line, words))
    return found


def _words(line: Line, following: Sequence[Line], syntax: Syntax) -> str:
    text = line.text[:LONGEST]
    if text.lstrip()[:1] not in _BEGINNINGS and not any(mark in text for mark in syntax.marks):
        return ""  # most lines are code alone, which is seen most quickly
    lowered = text.lower()
    if not any(hint in lowered for hint in HINTS):
        return ""
    comment = split(line.text, syntax).comment
    if not comment:
        return " ".join(text.split()) if in_prose(text) else ""
    if in_comment(comment):
        return " ".join(comment.split())
    more = goes_on(line, following, syntax)
    both = f"{' '.join(comment.split())} {more}"
    return both if more and in_comment(both) and not in_comment(more) else ""


def _told_in_message(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    told = next(filter(None, map(in_message, paragraphs(message))), "")
    most = largest(edits) if told else None
    if most is not None:
        says = "The message says that this solution comes from elsewhere."
        title, line = f"{most.path}: what was taken over holds here", first_line(most)
        yield Sign("dependency", most.path, line, line, told, says, title, 60)
