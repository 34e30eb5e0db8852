"""Read a post-mortem that is data: fields of YAML or JSON, named as its writers name them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from unrepeat.ledger.imported.days import first_day
from unrepeat.ledger.imported.headings import Role, is_column_of_people, is_line_of_people, role_of
from unrepeat.ledger.imported.inline import says_nothing, seen, short
from unrepeat.ledger.imported.items import apart, items_in
from unrepeat.ledger.imported.report import Item, Part, Report
from unrepeat.ledger.imported.said_of_items import field_of, put

_IDS = ("id", "incident_id", "incident-id", "incidentId", "uuid", "key", "number", "ref", "reference")
_TAGS = frozenset({"tags", "root_cause_tags", "root-cause-tags", "labels", "keywords", "categories", "conditions"})
_TITLES = ("title", "name", "incident", "summary_title")
# A moment named so is when it happened; `date` alone may be when it was written.
_SURER = (
    "happened",
    "incident_date",
    "date_of_incident",
    "occurred_at",
    "occurred",
    "started_at",
    "start_time",
    "start",
    "startDate",
)
_WHAT = ("description", "title", "action", "what", "details", "text", "name", "summary", "task")
DEEPEST = 20  # levels


def report_of(fields: Mapping[str, Any], *, only_fields: bool = False) -> Report:
    """Read the fields of one post-mortem; `only_fields`: of a front matter, beside which the text stands."""
    title = next((text for name in _TITLES if (text := _word(fields.get(name)))), "")
    name = next((text for key in _IDS if (text := _word(fields.get(key)))), "")
    made = Report(seen(title), name if not only_fields else "")
    made.days = list(_days(fields))
    others: list[str] = []
    for key, value in fields.items():
        heading = _heading(key)
        if value is None or value in ("", [], {}) or (key in _TITLES and _word(value) == title):
            continue
        if is_line_of_people(heading) or is_column_of_people(heading):
            made.left_out.append(heading)
            continue
        role = role_of(heading)
        if key in _IDS and _word(value) == name and not only_fields:
            others.append(f"- {heading}: {name}")
        elif key in _TAGS:
            made.tags += [word for one in _several(value) if (word := _word(one))]
        elif role == "actions" and isinstance(value, list | Mapping):
            made.items += apart([item for one in _several(value) if (item := _item(one)).title])
        elif role == "date" and first_day(_word(value)):
            continue
        else:
            _add(made, role, heading, value, others)
    if others:
        made.parts.append(Part("kept", "Other fields", "\n".join(others)))
    return made


def _add(made: Report, role: Role, heading: str, value: object, others: list[str]) -> None:
    text = "\n".join(_written(value, made.left_out, 0))
    if role == "actions":
        found, text = items_in(text, heading)
        made.items += found
    if says_nothing(text):
        return
    if role == "other" and ("\n" not in text and len(text) <= 100):
        others.append(f"- {heading}: {text}")
    else:
        made.parts.append(
            Part(role if role not in {"title", "date", "people", "contributors"} else "kept", heading, text)
        )


def _days(fields: Mapping[str, Any]) -> Iterator[date]:
    named = [key for key in fields if role_of(_heading(key)) == "date"]
    for key in dict.fromkeys([*(key for key in _SURER if key in fields), *named]):
        if day := first_day(_word(fields[key])):
            yield day


def _heading(key: str) -> str:
    """Give the name of a field as a heading."""
    words = " ".join(str(key).replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def _word(value: object) -> str:
    """Give a value that is one word or text, empty for others."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _several(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _item(value: object) -> Item:
    """Give a thing to be done of one entry: a text, or fields of which one says what it is."""
    if not isinstance(value, Mapping):
        found, _ = items_in(f"- {' '.join(_word(value).split())}", "")
        return found[0] if found else Item("")
    name = next((key for key in _WHAT if _word(value.get(key))), "")
    what = seen(_word(value.get(name)))
    title = short(what)
    fields: dict[str, Any] = {}
    told = [] if title == what else [_word(value[name])]
    for key, one in value.items():
        if key in {name, *_IDS} or one in (None, "", [], {}):
            continue
        field = field_of(_heading(key))
        if not (field and field != "what" and _word(one) and put(fields, field, _word(one))):
            told.append("\n".join(_written({key: one}, [], 0)))
    own = next((word for key in _IDS if (word := _word(value.get(key)))), "")
    return Item(title.rstrip("."), "\n".join(told), own or what, fields)


def _written(value: object, left_out: list[str], depth: int) -> Iterator[str]:
    """Write data as Markdown: a text as it is, lists and fields as lists; fields of people are left out."""
    indent = "  " * max(depth - 1, 0)
    if isinstance(value, Mapping) and depth < DEEPEST:
        for key, one in value.items():
            if is_line_of_people(_heading(key)):
                left_out.append(_heading(key))
            elif isinstance(one, Mapping | list):
                yield f"{indent}- {_heading(key)}:"
                yield from _written(one, left_out, depth + 2)
            elif one is not None:
                yield f"{indent}- {_heading(key)}: {_flat(one)}"
    elif isinstance(value, list) and depth < DEEPEST:
        for one in value:
            if isinstance(one, Mapping | list):
                inner = list(_written(one, left_out, depth + 2))
                if inner:
                    yield f"{indent}- {inner[0].strip().removeprefix('- ')}"
                    yield from inner[1:]
            elif one is not None:
                yield f"{indent}- {_flat(one)}"
    else:
        yield str(value).strip() if depth == 0 and isinstance(value, str) else _flat(value)


def _flat(value: object) -> str:
    return " ".join(str(value).split()) if not isinstance(value, bool) else "yes" if value else "no"
