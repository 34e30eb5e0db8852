"""The words of a comment by which people remind each other of what is still to be done."""

import re

from unrepeat.ledger.signs.expressions import expression
from unrepeat.ledger.signs.found import Found

HINTS = (*"todo fixme xxx hack stub".split(), "for now", "temporar", "until")
_MARK = re.compile(
    r"^\W*(TODO|FIXME|XXX|HACK)(?![\w-])|(?<![\w-])(TODO|FIXME|XXX|HACK)(?=[:(])|^\W*(?i:(todo|fixme|hack))(?=\s?[:(])"
)
# Reminders of what a later version of the language will allow: nothing that a release waits for.
_LATER = re.compile(r"(?i)\bdrop(?:s|ped|ping)?\b|\bpy(?:thon)? ?\d|\b3\.\d+ ?\+|\bmypy\b|\btypeshed\b|\bpyright\b")
_STUB = re.compile(r"^\W*stub\W*$|\bstub(?:bed)? (?:for now|until|out for now|implementation)\b", re.IGNORECASE)
_FOR_NOW = re.compile(r"^\W*for now\b(?! and\b)|[.;:(] (?-i:For now)\b|\bfor now\W*$", re.IGNORECASE)
_TEMPORARY = re.compile(
    r"^\W*temporary\b\s?(?:[:!-]|$)|\btemporary (?:solution|fix|hack|work-?around|measure|stopgap)\b"
    r"|\b(?:temporar(?:y|ily)|work-?around|hard-?(?:coded|wired)|disabled|switched off|commented out|stubbed"
    r"|placeholder)\b[^.]{0,80}\buntil\b",
    re.IGNORECASE,
)


def reminder_in(comment: str, more: str = "") -> Found | None:
    """Give the reminder that a comment holds; `more` is the comment of the next line, where it goes on there."""
    words = " ".join(comment.split())
    marked = _MARK.search(comment)
    if marked is not None and not _LATER.search(comment):
        mark = next(filter(None, marked.groups()))
        what = f"{'An' if mark == 'XXX' else 'A'} {mark.upper()}"
        return Found(what, words, 30, expression(comment[marked.start(marked.lastindex or 0) :]))
    if _STUB.search(comment):
        return Found("A stub", words, 30, expression(comment))
    for pattern in (_FOR_NOW, _TEMPORARY):
        if pattern.search(comment) or (more and pattern.search(f"{words} {more}") and not pattern.search(more)):
            return Found("Something makeshift", words, 28, expression(comment))
    return None
