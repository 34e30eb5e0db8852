"""Read a post-mortem that is data: fields of YAML or JSON, named as its writers name them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from unrepeat.ledger.imported.days import first_day
from unrepeat.ledger.imported.headings import Role, field_of_action, is_column_of_people, is_line_of_people, role_of
from unrepeat.ledger.imported.inline import says_nothing, seen, short
from unrepeat.ledger.imported.items import apart, items_in
from unrepeat.ledger.imported.report import OTHER_FIELDS, Item, Part, Report
from unrepeat.ledger.imported.said_of_items import put

_IDS = ("id", "incident_id", "incident-id", "incidentId", "uuid", "key", "number", "ref", "reference")
_TAGS = frozenset({"tags", "root_cause_tags", "root-cause-tags", "labels", "keywords", "categories", "conditions"})
_TITLES = ("title", "incident", "incident_title", "headline", "name")
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
SHORT = 200  # letters of a field that needs no heading of its own


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
            made.items += [item for one in _several(value) if (item := _item(one)).title]
        elif role == "date" and first_day(_word(value)):
            continue
        else:
            _add(made, role, heading, value, others)
    made.items = apart(made.items)
    if others:
        made.parts.append(Part("kept", OTHER_FIELDS, "\n".join(others)))
    return made


def tells_of_a_mistake(fields: Mapping[str, Any]) -> bool:
    """Say whether fields are those of a post-mortem: a title, or a part that only such a text has."""
    named = {role_of(_heading(key)) for key in fields}
    return any(_word(fields.get(name)) for name in _TITLES if name != "name") or bool(
        named & {"impact", "detection", "surprise", "timeline", "causes", "actions"}
    )


def _add(made: Report, role: Role, heading: str, value: object, others: list[str]) -> None:
    text = "\n".join(_written(value, made.left_out, 0))
    if role == "actions":
        found, text = items_in(text, heading)
        made.items += found
        if not found and not says_nothing(text):
            made.notes.append(f"'{heading}' holds no list or table of things to be done; it is kept as a text.")
    if says_nothing(text):
        return
    if role in {"other", "kept"} and not isinstance(value, Mapping | list) and "\n" not in text and len(text) <= SHORT:
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
        field = field_of_action(_heading(key))
        if not (field and field != "what" and _word(one) and put(fields, field, _word(one))):
            told.append("\n".join(_written({key: one}, [], 0)))
    own = next((word for key in _IDS if (word := _word(value.get(key)))), "")
    return Item(title.rstrip("."), "\n".join(told), own or what, fields)


def _written(value: object, left_out: list[str], depth: int) -> Iterator[str]:
    """Write data as Markdown: a text as it is, lists and fields as lists; fields of people are left out."""
    indent = "  " * (depth // 2)
    if depth >= DEEPEST or not isinstance(value, Mapping | list):
        yield str(value).strip() if depth == 0 and isinstance(value, str) else _flat(value)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _field(str(key), one, left_out, depth)
    else:
        for one in value:
            inner = list(_written(one, left_out, depth + 2 if isinstance(one, Mapping | list) else 1))
            if inner and one is not None:
                yield f"{indent}- {inner[0].strip().removeprefix('- ')}"
                yield from inner[1:]


def _field(key: str, value: object, left_out: list[str], depth: int) -> Iterator[str]:
    start = f"{'  ' * (depth // 2)}- {_heading(key)}:"
    if is_line_of_people(_heading(key)):
        left_out.append(_heading(key))
    elif isinstance(value, Mapping | list) and not value:
        return
    elif isinstance(value, Mapping | list):
        yield start
        yield from _written(value, left_out, depth + 2)
    elif value is not None:
        yield f"{start} {_flat(value)}"


def _flat(value: object) -> str:
    return " ".join(str(value).split()) if not isinstance(value, bool) else "yes" if value else "no"
