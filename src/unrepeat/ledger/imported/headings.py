"""Say what a heading, a label, a column or a field of a post-mortem stands for; `headings.txt` holds the phrases."""

import re
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Role = Literal[
    "title",
    "date",
    "summary",
    "impact",
    "detection",
    "surprise",
    "timeline",
    "causes",
    "actions",
    "people",
    "contributors",
    "kept",
    "other",
]
LONGEST = 120  # letters; what is longer is a sentence

_ROLES: tuple[Role, ...] = get_args(Role)
_OF_ACTION, _TYPE = "of-action ", "type "
# Words that head a column of people, but begin a line about anything; and those that head a section alone.
_OF_COLUMNS = frozenset({"by", "who", "whom", "person", "people", "name", "names", "actor", "actors", "handle", "user"})
_NOT_OF_LINES = frozenset(
    {"who", "whom", "cc", "name", "names", "present", "people", "team", "teams", "thanks", "involved"}
)
_MARKUP = re.compile(r"[*_`~#]+|!?\[|\]\([^()\n]{0,500}\)|\]|<[^<>\n]{0,200}>")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]\n]{0,200}[)\]]\s*[:.]?\s*$")
_NUMBER = re.compile(r"^\s*(?:(?:step|part|section)\s+)?[\dIVX]{1,4}[.):]+\s+", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w\s]+")
_BEFORE = re.compile(r"^(?:(?:the|our|detailed|brief|short|full|high level|technical|incident|outage|post ?mortem) )+")
_DONE = re.compile(r"\b(?<!not )(?:done|completed?|finished|shipped|taken so far|implemented)\b", re.IGNORECASE)


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    """Give the pattern of each list of phrases, in the order of the file."""
    lists: dict[str, list[str]] = {}
    for line in files("unrepeat.ledger.imported").joinpath("headings.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            lists[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            lists[list(lists)[-1]].append(line)
    return {name: re.compile("|".join(f"(?:{line})" for line in lines)) for name, lines in lists.items()}


def plain(heading: str) -> str:
    """Give a heading in lower case without numbers, marks and what stands in brackets at its end."""
    if len(heading) > LONGEST * 4:
        return ""
    text = _ASIDE.sub("", _NUMBER.sub("", _MARKUP.sub(lambda found: " " if found[0] == "_" else "", heading)))
    text = re.sub(r"['\u2019]", "", text).replace("&", " and ").replace("/", " and ")
    return " ".join(_NO_WORD.sub(" ", text).replace("_", " ").lower().split())


def role_of(heading: str) -> Role:
    """Say what stands under a heading, a label or a field of this name."""
    text = plain(heading)
    for form in dict.fromkeys((text, _BEFORE.sub("", text))):
        for role in _ROLES:
            if form and role != "other" and _phrases()[role].fullmatch(form):
                return role
    return "other"


def is_line_of_people(label: str) -> bool:
    """Say whether a line of this label (`Author: ...`) tells of people and of nothing else."""
    return role_of(label) == "people" and plain(label) not in _NOT_OF_LINES


def is_column_of_people(header: str) -> bool:
    """Say whether the cells of a column tell of people."""
    return plain(header) in _OF_COLUMNS or is_line_of_people(header)


def field_of_action(name: str) -> str:
    """Give the field of an action that a label or a column stands for (`what`: the action itself), empty for none."""
    return _named(_OF_ACTION, name)


def type_of_action(name: str) -> str:
    """Give the type of an action that a word stands for, empty for none."""
    return _named(_TYPE, name)


def _named(sort: str, name: str) -> str:
    text = plain(name)
    found = (one for one, pattern in _phrases().items() if one.startswith(sort) and pattern.fullmatch(text))
    return next(found, "").removeprefix(sort)


def says_done(heading: str) -> bool:
    """Say whether a heading over things to be done says that they are done."""
    return len(heading) <= LONGEST * 4 and _DONE.search(heading) is not None
