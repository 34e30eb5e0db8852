"""Turn a post-mortem that was read into the records that are to be there: a mistake and its actions."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from unrepeat.escaping import clean
from unrepeat.ledger.given import Given
from unrepeat.ledger.identity import slug, tail_of
from unrepeat.ledger.imported.conditions_named import conditions_named
from unrepeat.ledger.imported.report import Item, Part, Report

FROM, CONTENT = "imported-from", "imported-content"
LONGEST_TITLE = 200  # letters
_FIELDS = {"impact": "impact", "detection": "how-noticed", "surprise": "why-surprised"}
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE)


class Wanted(NamedTuple):
    """A record to be there: its id, its title, and what it holds."""

    id: str
    title: str
    given: Given


class Origin(NamedTuple):
    """Where a post-mortem comes from: as the record names it, and the words by which it is known again."""

    told: str
    key: str


def origin_of(report: Report, name: str, within: str) -> Origin:
    """Give the origin of a post-mortem: its path in the repository knows it again, elsewhere its name and its title."""
    told = f"{within or name}#{clean(report.name, LONGEST_TITLE)}" if report.name else within or name
    return Origin(told, told if within or report.name else f"{told}\0{report.title}")


def mistake(report: Report, origin: Origin, today: date, *, commits: Sequence[str], paths: Sequence[str]) -> Wanted:
    """Give the mistake; what has no source stays out."""
    title = clean(report.title, LONGEST_TITLE)
    wanted = Given()
    happened = next((day for day in report.days if day <= today), None)
    if happened:
        wanted.fields["happened"] = f"{happened}"
    for role, field in _FIELDS.items():
        texts = [_as_field(part.text) for part in report.parts if part.role == role]
        if texts:
            wanted.fields[field] = "\n\n".join(texts)
    lists = {"conditions": conditions_named(report), "commits": list(commits), "paths": list(paths)}
    wanted.fields |= {name: values for name, values in lists.items() if values}
    tags = list(dict.fromkeys(clean(tag) for tag in report.tags if clean(tag)))
    if tags:
        wanted.fields["tags"] = tags
    wanted.fields |= {FROM: origin.told, CONTENT: report.content}
    wanted.sections |= _sections(report)
    return Wanted(f"{happened or today}-{slug(title)}-{tail_of('imported', origin.key)}", title, wanted)


def _as_field(text: str) -> str:
    """Give a text as it may stand in a field: one paragraph on one line, headings as bold lines."""
    bold = _HEADING.sub(lambda found: f"**{found[1]}**" if found[1] else "", text).strip()
    lines = bold.split("\n")
    is_paragraph = all(line.strip() and not re.match(r"\s*(?:[-*+>|#]|\d+[.)]|```|~~~|\s{4})", line) for line in lines)
    return " ".join(" ".join(lines).split()) if is_paragraph else bold.replace("\t", "    ")


def _sections(report: Report) -> dict[str, str]:
    """Give the sections: the summary under the title, the timeline as what happened, then the others as they came."""
    told = {"text": _joined(report.of_role("summary")), "what-happened": _joined(report.of_role("timeline"))}
    others = [part for part in report.parts if part.role not in {"summary", "timeline", *_FIELDS}]
    more = "\n\n".join(_under_heading(part, "##") for part in others)
    last = "what-happened" if told["what-happened"] else "text"
    told[last] = f"{told[last]}\n\n{more}".strip("\n")
    return {name: text for name, text in told.items() if text}


def _joined(parts: Sequence[Part]) -> str:
    """Give the parts of one role as one text, the first without its heading."""
    first, rest = parts[:1], parts[1:]
    told = [*(part.text for part in first), *(_under_heading(part, "###") for part in rest)]
    return "\n\n".join(told)


def _under_heading(part: Part, marks: str) -> str:
    return f"{marks} {part.heading}\n\n{part.text}" if part.heading else part.text


def actions(report: Report, main: Wanted, of: str, today: date) -> list[Wanted]:
    """Give the actions of a mistake; `of` is the id of its record, which may be an earlier one."""
    made: dict[str, Wanted] = {}
    for item in report.items:
        wanted = _action(item, main, of, today)
        while wanted.id in made:  # of as many as that, two have the same tail by chance
            item.key += " "
            wanted = _action(item, main, of, today)
        made[wanted.id] = wanted
    return list(made.values())


def _action(item: Item, main: Wanted, of: str, today: date) -> Wanted:
    title = clean(item.title, LONGEST_TITLE)
    wanted = Given({"state": "open"} | item.fields)
    if date.fromisoformat(wanted.fields.get("done-on", f"{today}")) > today or wanted.fields["state"] != "done":
        wanted.fields.pop("done-on", None)
    # A record's day is never after the day when it is due: what was promised long ago is dated then.
    if wanted.fields.get("due", f"{today}") < f"{today}":
        wanted.fields["date"] = min(main.given.fields.get("happened", f"{today}"), wanted.fields["due"])
    for name in ("owner", "ticket"):
        if name in wanted.fields:
            wanted.fields[name] = clean(str(wanted.fields[name]), 500)
    wanted.fields = {name: value for name, value in wanted.fields.items() if value}
    wanted.fields |= {"links": [of], FROM: main.given.fields[FROM]}
    if item.text:
        wanted.sections["text"] = item.text
    day = main.id[: len("YYYY-MM-DD")]
    return Wanted(f"{day}-{slug(title)}-{tail_of('imported', of, item.key)}", title, wanted)
