"""Decision records where they stand: MADR (2 to 4) and adr-tools write status and date in the text or in front matter.

Formats: https://adr.github.io/madr/ (front matter since version 3; bullets before), and the template of
https://github.com/npryor/adr-tools (`Date:` and a `## Status` section).
"""

import re
from typing import Any

from unrepeat.ledger.sections import NUMBER, section, title_of, unclosed

_HEADING = re.compile(r"^ {0,3}#[ \t]+(\S.*)$", re.MULTILINE)
_UNDERLINED = re.compile(r"^([^\s#>*`-].*)\r?\n=+[ \t\r]*$", re.MULTILINE)
_BULLET = re.compile(
    r"^[*-] +(status|date|deciders|decision-makers|consulted|informed) *:(.*)$", re.MULTILINE | re.IGNORECASE
)
_DATE_LINE = re.compile(r"^Date: *(\d{4}-\d\d-\d\d)[ \t\r]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STATUS_LINE = re.compile(r"^status[ \t]*:[ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE)
_KNOWN_STATUS = re.compile(r"proposed|rejected|accepted|deprecated|superseded|superceded", re.IGNORECASE)
_PEOPLE = {
    "deciders": "decision-makers",
    "decision-makers": "decision-makers",
    "consulted": "consulted",
    "informed": "informed",
}


def title(markdown: str, *, numbered: bool = True) -> str:
    """Give the first heading of a Markdown text, empty where there is none.

    `numbered`: as decisions elsewhere have it, with a number before it and perhaps marks after it, which are left out.
    """
    found = _HEADING.search(markdown) or _UNDERLINED.search(markdown)
    text = found[1].strip() if found else ""
    return title_of(NUMBER.sub("", unclosed(text)) if numbered else text)


def fields(markdown: str) -> dict[str, Any]:
    """Give the fields that a decision without front matter tells in its text."""
    found: dict[str, Any] = {}
    for written, spaced in _BULLET.findall(markdown):
        name, value = written.lower(), spaced.strip()
        if name == "status":
            found.setdefault("status", _status(value))
        elif name == "date":
            if day := _DAY.search(value):
                found.setdefault("date", day[0])
        elif value and not value.startswith(("[", "{")):
            found.setdefault(_PEOPLE[name], [one.strip() for one in value.split(",") if one.strip()])
    if "date" not in found and (day := _DATE_LINE.search(markdown)):
        found["date"] = day[1]
    if "status" not in found:
        # adr-tools adds a paragraph a change of state; the last one that names a state holds.
        told = _COMMENT.sub("", section(markdown, "Status"))
        states = [line for line in told.splitlines() if _KNOWN_STATUS.search(line)]
        if states:
            found["status"] = _status(states[-1])
    return {name: value for name, value in found.items() if value}


def status_told(front_matter: str) -> str:
    """Give the status that a front matter of any form tells in a line, empty where it tells none.

    A word that MADR does not know, such as `draft`, is not known to be a decision: it stands for `proposed`.
    """
    line = _STATUS_LINE.search(front_matter)
    return "" if line is None else _status(line[1]) or "proposed"


def _status(text: str) -> str:
    found = _KNOWN_STATUS.search(text)
    word = found[0].lower() if found else ""
    return "superseded" if word == "superceded" else word
