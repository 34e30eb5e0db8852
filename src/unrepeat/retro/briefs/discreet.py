"""Take out of what people wrote whatever leads to a person: names, hashes, tickets, addresses and clock times."""

import re
from collections.abc import Callable, Collection, Sequence

from unrepeat.escaping import LONGEST, clean
from unrepeat.history.redact import SOMEONE, Redactor
from unrepeat.retro.evidence import Tie

_URL = re.compile(r"<?\b(?:https?://|www\.)\S+?(?=[.,;:)\]>]*(?:\s|$))>?", re.IGNORECASE)
_TICKET = re.compile(r"(?<!\w)(?:[\w.-]+/[\w.-]+)?[#!]\d+\b|\b[A-Z][A-Z0-9]+-\d+\b")
_HEX = re.compile(r"`?\b[0-9a-f]{7,64}\b`?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:[ T]|\b)(?:(?:at|around|by|from|until|since|before|after) )?\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"(?: ?[ap]\.?m\b\.?)?(?:Z\b| ?(?:UTC|GMT|CES?T)\b)?(?:[+-]\d{2}:?\d{2}\b)?"
    r"|(?: |\b)(?:(?:at|around|by) )?\b\d{1,2} ?[ap]m\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019]s)?")

Discreet = Callable[[str], str]
"""Gives a person's words as they may leave the team."""


def discreet(
    people: Redactor, names: Collection[str], commits: Collection[str] = (), ties: Sequence[Tie] = ()
) -> Discreet:
    """Make the function for the people of a repository; `names`: words that are names of persons somewhere.

    A word is taken for somebody's name where it is one of these and one of the people has it: so `Mark` is a name only
    where somebody is called so. `commits` are full hashes that the words may name, `ties` say what to call them.
    """

    def name(found: re.Match[str]) -> str:
        word = found[0].removesuffix("'s").removesuffix("\u2019s")
        own = word[0].isupper() and word in names and people.is_part_of_a_name(word)
        return SOMEONE + found[0][len(word) :] if own else found[0]

    def take_out(text: str) -> str:
        known = people.clean(clean(text, 4 * LONGEST))
        known = _TICKET.sub("a ticket", _URL.sub("a page", _WORD.sub(name, known)))
        without = _CLOCK.sub("", without_hashes(known, commits, ties))
        return " ".join(without.replace("`", "").split())

    return take_out


def without_hashes(text: str, commits: Collection[str], ties: Sequence[Tie]) -> str:
    """Put words in the place of hashes: the two of a link are the change that went wrong and its repair."""

    def is_hash(word: str) -> bool:
        is_mixed = not word.isdigit() and not word.isalpha()
        return is_mixed or any(commit.startswith(word) for commit in commits)

    named = [word for one in _HEX.finditer(text) if is_hash(word := one[0].strip("`").lower())]
    words = ["a change"] * len(named)
    if len(named) == 2 and any(tie.culprit.startswith(named[0]) and tie.fix.startswith(named[1]) for tie in ties):
        words = ["the change that went wrong", "the one that repaired it"]
    left = iter(words)
    return _HEX.sub(lambda found: next(left) if is_hash(found[0].strip("`").lower()) else found[0], text)
