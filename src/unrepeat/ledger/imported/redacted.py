"""Take the names of a repository's people out of a post-mortem, as they are taken out of messages."""

import re

from unrepeat.history.redact import SOMEONE, Redactor
from unrepeat.ledger.imported.report import Report

_LONG = re.compile(r"(\S{300,})")  # no name is that long, and looking for one takes the square of the length
_PIECE = 300


def redact(report: Report, people: Redactor) -> int:
    """Take these people out of a report's title and texts; give how often somebody stood there."""
    count = 0

    def clean(text: str) -> str:
        nonlocal count
        made = _clean(text, people)
        count += max(made.count(SOMEONE) - text.count(SOMEONE), 0)
        gone = _lines(text) - _lines(made)
        if gone > 0:
            report.notes.append(f"Left out, since they look like lines of a message that name people: {gone}.")
        return made

    report.title = clean(report.title)
    report.parts = [part._replace(heading=clean(part.heading), text=clean(part.text)) for part in report.parts]
    report.parts = [part for part in report.parts if part.text]
    for item in report.items:
        item.title, item.text = clean(item.title), clean(item.text)
        for name in ("shown-by", "because"):
            if name in item.fields:
                item.fields[name] = clean(item.fields[name])
    report.items = [item for item in report.items if item.title]
    return count


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.split("\n"))


def _clean(text: str, people: Redactor) -> str:
    if not text.strip():
        return text
    pieces = []
    for number, part in enumerate(_LONG.split(text)):
        cut = [part[at : at + _PIECE] for at in range(0, len(part), _PIECE)] if number % 2 else [part]
        pieces += [_kept_apart(one, people) for one in cut]
    return "".join(pieces).strip("\n").rstrip()


def _kept_apart(text: str, people: Redactor) -> str:
    """Clean a text and keep the whitespace at its ends."""
    bare = text.strip()
    if not bare:
        return text
    begin = text.index(bare[0])
    return text[:begin] + people.clean(bare) + text[begin + len(bare) :]
