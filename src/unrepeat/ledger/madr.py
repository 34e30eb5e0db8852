"""Decision records where they stand: MADR (2 to 4) and adr-tools write status and date in the text or in front matter.

Formats: https://adr.github.io/madr/ (front matter since version 3; bullets before), and the template of
https://github.com/npryor/adr-tools (`Date:` and a `## Status` section).
"""

import re
from typing import Any

# Where teams keep them: the defaults of MADR, adr-tools, log4brains and pyadr.
USUAL_FOLDERS = (
    "docs/decisions",
    "docs/adr",
    "docs/adrs",
    "doc/adr",
    "doc/decisions",
    "docs/architecture/decisions",
    "doc/architecture/decisions",
    "adr",
)
NO_RECORDS = frozenset({"readme.md", "index.md", "template.md", "adr-template.md"})

_HEADING = re.compile(r"^ {0,3}# +(.+?)(?: +#+)?[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^([^\s#>*`-].*)\r?\n=+[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"^(?:ADR[- ]?)?\d+[.:)]\s+", re.IGNORECASE)
_BULLET = re.compile(
    r"^[*-] +(status|date|deciders|decision-makers|consulted|informed) *: *(.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_DATE_LINE = re.compile(r"^Date: *(\d{4}-\d\d-\d\d)[ \t]*$", re.MULTILINE)
_STATUS = re.compile(r"^## +Status[ \t]*\r?\n+((?:.*\S.*(?:\r?\n|\Z))+)", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_KNOWN_STATUS = re.compile(r"proposed|rejected|accepted|deprecated|superseded|superceded", re.IGNORECASE)
_PEOPLE = {
    "deciders": "decision-makers",
    "decision-makers": "decision-makers",
    "consulted": "consulted",
    "informed": "informed",
}


def title(markdown: str) -> str:
    """Give the first heading of a Markdown text, without a number before it; empty where there is none."""
    found = _HEADING.search(markdown) or _UNDERLINED.search(markdown)
    return _NUMBER.sub("", found[1].strip().rstrip("\r")).strip() if found else ""


def fields(markdown: str) -> dict[str, Any]:
    """Give the fields that a decision without front matter tells in its text."""
    found: dict[str, Any] = {}
    for written, value in _BULLET.findall(markdown):
        name = written.lower()
        if name == "status":
            found.setdefault("status", _status(value))
        elif name == "date":
            if day := _DAY.search(value):
                found.setdefault("date", day[0])
        elif value.strip() and not value.startswith(("[", "{")):
            found.setdefault(_PEOPLE[name], [one.strip() for one in value.split(",") if one.strip()])
    if "date" not in found and (day := _DATE_LINE.search(markdown)):
        found["date"] = day[1]
    if "status" not in found and (section := _STATUS.search(markdown)):
        # adr-tools adds a line a change of state; the last one that names a state holds.
        states = [line for line in section[1].splitlines() if _KNOWN_STATUS.search(line)]
        if states:
            found["status"] = _status(states[-1])
    return {name: value for name, value in found.items() if value}


def _status(text: str) -> str:
    found = _KNOWN_STATUS.search(text)
    word = found[0].lower() if found else ""
    return "superseded" if word == "superceded" else word
