"""Read a post-mortem that is a text: Markdown, with or without front matter, or plain."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from unrepeat.ledger.imported import data
from unrepeat.ledger.imported.days import days_in, first_day
from unrepeat.ledger.imported.headings import plain, role_of
from unrepeat.ledger.imported.inline import says_nothing, seen, short
from unrepeat.ledger.imported.items import apart, items_in
from unrepeat.ledger.imported.outline import outline
from unrepeat.ledger.imported.people import without_people
from unrepeat.ledger.imported.report import Part, Report

_QUESTION = re.compile(r"^[ \t]*[-*] \*[^*\n]{1,300}\?\*[ \t]*$\n?", re.MULTILINE)  # as our own retro asks
_LABEL_LINE = re.compile(
    r"^[ \t>]*(?:[-*+|][ \t]*)?[*_]{0,2}(?P<label>[A-Za-z][A-Za-z ]{2,30}?)[*_]{0,2}[ \t]*[:|][*_]{0,2}"
    r"(?P<rest>.{4,200})$",
    re.MULTILINE,
)
_PREFIX = re.compile(
    r"^(?:(?:incident )?(?:post[- ]?mortem|retro(?:spective)?)|incident (?:report|review))(?: report| review)?"
    r"\s*[:|\u2013\u2014-]\s+",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    {
        "postmortem",
        "post mortem",
        "incident report",
        "incident review",
        "incident",
        "retro",
        "retrospective",
        "incident postmortem",
    }
)
_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![^\W_])[0-9a-f]{16,}", re.IGNORECASE)
_NAME_OF_FILE = re.compile(r"^(?:\d{4}[-_.]?\d\d[-_.]?\d\d[-_. ]*)?(?P<words>.*?)(?:\.[A-Za-z]{1,8})?$")


def report_of(text: str, front: Mapping[str, Any], name: str) -> Report:
    """Read a text and the fields of its front matter; `name` is that of its file, empty where it has none."""
    bare = without_comments(text)
    made = data.report_of(front, only_fields=True) if front else Report("")
    told = outline(bare)
    parts = [part for part in told.parts if not _is_of_people(part, made)]
    title = seen(told.title) or _labelled(parts)
    made.title = _title(made.title, title, parts, name)
    made.days = [*made.days, *_days(parts, title, name)]
    of_front, made.parts = made.parts, []
    for part in parts:
        _add(part, made)
    made.parts += of_front
    made.items = apart(made.items)
    if bare != text:
        made.notes.append("Left out, since nobody sees it: what stands in `<!-- -->`.")
    return made


def without_comments(text: str) -> str:
    """Give a text without its comments; one that is never closed is none, and may not hide what follows."""
    kept, place = [], 0
    while (begin := text.find("<!--", place)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[place:begin])
        place = end + len("-->")
    return "".join([*kept, text[place:]]).replace("<!--", "")


def _is_of_people(part: Part, made: Report) -> bool:
    if part.role == "people":
        made.left_out.append(part.heading)
    return part.role == "people"


def _title(given: str, heading: str, parts: list[Part], name: str) -> str:
    """Give the title: of the front matter, of the first heading, of the file's name, else the first sentence."""
    for one in (given, heading):
        bare = _PREFIX.sub("", one)
        if bare and plain(bare) not in _GENERIC:
            return bare
    words = " ".join(re.split(r"[-_\s]+", _NAME_OF_FILE.sub(r"\g<words>", name))).strip()
    if len(words) > 3 and not _NUMBER.search(name) and plain(words) not in _GENERIC | {"readme", "index"}:
        return words[:1].upper() + words[1:]
    return given or heading or first_words("\n".join(part.text for part in parts))


def _labelled(parts: list[Part]) -> str:
    """Give what stands after the label `Title:`, empty where it stands nowhere."""
    lines = (line for part in parts for line in _LABEL_LINE.finditer(part.text[:100_000]))
    return next((seen(line["rest"]) for line in lines if role_of(line["label"]) == "title"), "")


def _days(parts: list[Part], title: str, name: str) -> list[date]:
    """Give the days on which it may have happened, as its writers put them, the likeliest first."""
    found = [first_day(part.text) for part in parts if part.role == "date"]
    for part in parts:
        if part.role not in {"timeline", "actions"}:
            lines = _LABEL_LINE.finditer(part.text[:100_000])
            found += [first_day(line["rest"]) for line in lines if role_of(line["label"]) == "date"]
    timeline = "\n".join(part.text for part in parts if part.role == "timeline")
    found += [first_day(title), first_day(name), next(days_in(timeline), None)]
    return list(dict.fromkeys(day for day in found if day is not None))


def _add(part: Part, made: Report) -> None:
    text, asked = _QUESTION.subn("", part.text)
    if asked:
        made.notes.append(f"Left out of '{part.heading}': {asked} question{'s' * (asked > 1)} without an answer.")
    if part.role == "actions":
        found, text = items_in(text, part.heading)
        made.items += found
        if not found and not says_nothing(text):
            made.notes.append(f"'{part.heading}' holds no list or table of things to be done; it is kept as a text.")
    text, labels = without_people(text)
    made.left_out += labels
    is_a_day = part.role == "date" and first_day(text) is not None and len(text.split()) <= 6 and "\n" not in text
    if not text.strip() and part.role == "other" and part.heading:
        made.notes.append(f"Left out, since nothing stands under it: {part.heading}.")
    if not says_nothing(text) and not is_a_day:
        made.parts.append(part._replace(text=text))


def first_words(text: str) -> str:
    """Give the first line of a text as a title."""
    first = next((line for line in text.split("\n") if line.strip(" #>*-|")), "")
    return short(seen(first.strip(" #>*-|")))
