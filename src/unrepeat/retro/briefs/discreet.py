"""Take out of what people wrote whatever leads to a person: names, hashes, tickets, addresses and clock times."""

import re
from collections.abc import Collection, Sequence

from unrepeat.escaping import LONGEST, clean
from unrepeat.history.redact import SOMEONE, Redactor
from unrepeat.retro.evidence import Tie

_DOMAINS = "com|org|net|io|dev|app|cloud|co|ai|de|uk|eu|gov|edu|info|internal|corp|local|lan"
_URL = re.compile(
    rf"<?(?:\b[a-z][a-z+.-]*://|\bwww\.|\bgit@[\w.-]+:|\b(?:[\w-]+\.)+(?:{_DOMAINS})/)\S+?(?=[.,;:)\]>]*(?:\s|$))>?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<!\w)@[\w.-]*\w|\S+@\S*\w|\S+ ?[\[(]at[\])] ?\S*\w", re.IGNORECASE)
_NO_TICKETS = "UTF|SHA|ISO|RFC|CVE|AES|MD|TLS|HTTP|IPV|BASE|PEP|X"
_TICKET = re.compile(
    rf"(?<!\w)(?:[\w.-]+/[\w.-]+)?[#!]\d+\b|\b(?!(?i:{_NO_TICKETS})-)(?:[A-Z][A-Z0-9]+|[a-z]{{2,8}})[-_]\d{{2,}}\b(?!-)"
    r"|\b(?i:bug|issue|ticket|pr|pull request|merge request|mr|incident|case)(?: (?i:no\.?|number))? ?\d{2,}\b"
)
_HEX = re.compile(r"`?(?<![0-9a-zA-Z])g?([0-9a-f]{7,64})(?![0-9a-zA-Z])`?", re.IGNORECASE)
_ZONE = r"(?: ?(?:UTC|GMT|Uhr|Z|[A-Z]{1,3}S?T)\b)?(?: ?[+-]\d{2}:?\d{2}\b)?"
_STAMP = re.compile(rf"(\b\d{{4}}-?\d\d-?\d\d)[T ]\d\d(?::?\d\d)?(?::?\d\d)?(?:\.\d+)?{_ZONE}")
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_CLOCK = re.compile(
    r"(?i:\b(?:at|around|by|from|until|since|before|after) )?"
    rf"(?:\b\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?(?: ?(?i:[ap]\.?m\b\.?))?{_ZONE}"
    rf"|\b\d{{1,2}}(?:\.\d\d)? ?(?:(?i:[ap]\.m\.|[ap]m\b)|Uhr\b){_ZONE}|\b\d{{4}}h\b|\b\d{{4}} (?:UTC|GMT)\b"
    rf"|(?i:\b(?:half past|quarter (?:past|to)) {_HOUR}\b|\b{_HOUR} o'?clock\b|\bnoon\b|\bmidnight\b))"
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019]s)?")
_FOLDER = re.compile(r"[^/]+")


class Discretion:
    """Gives a person's words as they may leave the team, for the people of one repository.

    `names`: words that are names of persons somewhere. One of the people's names is taken out where it is one of these,
    or has a capital within a sentence; so `Mark` at its beginning is a name only where somebody is called so. `commits`
    are full hashes that the words may name, `ties` say what to call them.
    """

    def __init__(
        self, people: Redactor, names: Collection[str], commits: Collection[str] = (), ties: Sequence[Tie] = ()
    ) -> None:
        self._people = people
        self._names = names
        self._commits = commits
        self._ties = ties

    def words(self, text: str) -> str:
        """Give a sentence or a title without what leads to a person."""
        known = self._people.clean(_ADDRESS.sub(SOMEONE, _URL.sub("a page", clean(text, 4 * LONGEST))))
        known = _STAMP.sub(r"\1", _WORD.sub(self._name, known))
        known = without_hashes(_TICKET.sub("a ticket", known), self._commits, self._ties)
        return " ".join(_CLOCK.sub("", known).replace("`", "").split())

    def path(self, text: str) -> str:
        """Give a path in which no folder is called as one of the people is."""
        return _FOLDER.sub(lambda part: "…" if self._is_name(part[0].capitalize()) else part[0], text)

    def _name(self, found: re.Match[str]) -> str:
        word = found[0].removesuffix("'s").removesuffix("\u2019s")
        before = found.string[: found.start()].rstrip(" “\"'(`")
        begins = not before or before.endswith((".", "!", "?", ":"))
        is_cased = word.lower() != word.upper()
        within = not begins and (word[0].isupper() or not is_cased) and self._people.is_part_of_a_name(word)
        return SOMEONE + found[0][len(word) :] if within or self._is_name(word) else found[0]

    def _is_name(self, word: str) -> bool:
        return word[:1].isupper() and word.capitalize() in self._names and self._people.is_part_of_a_name(word)


def without_hashes(text: str, commits: Collection[str], ties: Sequence[Tie]) -> str:
    """Put words in the place of hashes: the two of a link are the change that went wrong and its repair."""

    def is_hash(word: str) -> bool:
        is_mixed = not word.isdigit() and not word.isalpha()
        return is_mixed or len(word) >= 40 or any(commit.startswith(word) for commit in commits)

    named = [word for one in _HEX.finditer(text) if is_hash(word := one[1].lower())]
    words = ["a change"] * len(named)
    if len(named) == 2 and any(tie.culprit.startswith(named[0]) and tie.fix.startswith(named[1]) for tie in ties):
        words = ["the change that went wrong", "the one that repaired it"]
    left = iter(words)
    return _HEX.sub(lambda found: next(left) if is_hash(found[1].lower()) else found[0], text)
