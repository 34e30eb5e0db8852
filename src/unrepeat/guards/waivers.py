"""Waivers: a person's word, in a change's message, that a guard is to be passed over this once, and why.

`Unrepeat-Waive: GUARD because REASON`. It is kept where it was said, in the history; nobody is named, and `due` lists
it for a second look.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TRAILER = re.compile(r"^Unrepeat-Waive:[ \t]*(\S+)[ \t]*(.*(?:\n[ \t]+\S.*)*)$", re.IGNORECASE | re.MULTILINE)
_BECAUSE = re.compile(r"because[:,]?[ \t]+(\S.*)", re.IGNORECASE | re.DOTALL)


class Waiver(NamedTuple):
    """A guard that is passed over, and the reason, empty where none was given: then it does not count."""

    guard: str
    because: str


def waivers(message: str) -> Iterator[Waiver]:
    """Give the waivers of a message."""
    for name, rest in _TRAILER.findall(message.replace("\r\n", "\n")):
        reason = _BECAUSE.match(rest)
        yield Waiver(name, " ".join(reason[1].split()) if reason else "")
