"""Waivers: a person's word, in a change's message, that a guard is to be passed over this once, and why.

`Unrepeat-Waive: GUARD because REASON`. It is kept where it was said, in the history; nobody is named, and `due` lists
it for a second look.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TRAILER = re.compile(r"^Unrepeat-Waive:[ \t]*(\S+)[ \t]*(.*(?:\n[ \t]+\S.*)*)$", re.IGNORECASE | re.MULTILINE)
_TRAILERS = re.compile(r"[A-Za-z][\w-]*: .*(?:\n(?:[A-Za-z][\w-]*: .*|[ \t]+\S.*))*")
_SAYS = re.compile(r"[^\W\d_]{2,}|\d{2,}")  # a reason has a word in it, or a number
_BECAUSE = re.compile(r"because[:,]?[ \t]+(\S.*)", re.IGNORECASE | re.DOTALL)


class Waiver(NamedTuple):
    """A guard that is passed over, and the reason, empty where none was given: then it does not count."""

    guard: str
    because: str


def waivers(message: str) -> Iterator[Waiver]:
    """Give the waivers of a message: those in a paragraph that holds trailers alone, and is not the subject."""
    paragraphs = re.split(r"\n[ \t]*\n", message.replace("\r\n", "\n").strip("\n"))
    for paragraph in paragraphs[1:]:
        if not _TRAILERS.fullmatch(paragraph.rstrip()):
            continue
        for name, rest in _TRAILER.findall(paragraph):
            reason = _BECAUSE.match(rest)
            told = " ".join(reason[1].split()) if reason else ""
            yield Waiver(name, told if _SAYS.search(told) and told.strip(".") != "REASON" else "")
