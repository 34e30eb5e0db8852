"""Read `KEY=VALUE` as a person writes it on the command line into the fields of a kind."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_origin

from unrepeat.errors import LedgerError
from unrepeat.ledger.kinds import Kind
from unrepeat.ledger.reading import YamlProblem, read, scalar
from unrepeat.ledger.schemas import SCHEMAS, Sentences, done_when

_SETTING = re.compile(r"([^=+]+?)(\+=|-=|=)(.*)", re.DOTALL)


@dataclass
class Given:
    """What was asked to be set: fields of the front matter (None: taken out), sections, and notes for the person."""

    fields: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def given(kind: Kind, settings: Iterable[str], former: Mapping[str, Any] | None = None) -> Given:
    """Read settings of the forms KEY=VALUE, KEY+=VALUE (one more), KEY-=VALUE (one less), KEY= (nothing).

    A key given twice in one command is a list. Keys of mappings are dotted: `moves.cost=two weeks`.
    """
    found = Given()
    former = former or {}
    for setting in settings:
        match = _SETTING.fullmatch(setting)
        if match is None:
            raise LedgerError(f"{setting[:60]!r} sets nothing.", "Write it as KEY=VALUE, such as owner=platform-team.")
        key, operator, value = match[1].strip(), match[2], match[3].strip()
        key = kind.state_field if key == "state" else key
        if key in kind.sections:
            found.sections[key] = value
            continue
        name, _, below = key.partition(".")
        current = found.fields.get(name, former.get(name) if operator != "=" or below else None)
        found.fields[name] = _value(kind, name, below, operator, value, current)
        _note_unknown(kind, name, found)
    return found


def _note_unknown(kind: Kind, name: str, found: Given) -> None:
    known = fields_of(kind)
    if name in known:
        return
    near = difflib.get_close_matches(name, [*known, *kind.sections], 1, 0.7)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    found.notes.append(f"`{name}` is no field that a {kind.name} is known to have; it is kept as it is.{hint}")


def fields_of(kind: Kind) -> dict[str, Any]:
    """Give a kind's fields by name, with their types."""
    schema = SCHEMAS[kind.name]
    return {(info.alias or name): info.annotation for name, info in schema.model_fields.items()}


_OF_SENTENCES = Sentences.__origin__  # type: ignore[attr-defined]  # what Annotated stands for; commas belong to them


def _value(kind: Kind, name: str, below: str, operator: str, value: str, current: object) -> object:
    annotation = fields_of(kind).get(name)
    if below:
        return _nested(below.split("."), value, current, lists=name in {"responsibilities", "promises"})
    if get_origin(annotation) is dict:
        return _mapping(name, value)
    if get_origin(annotation) is list:
        items = _items(annotation, value)
        return _listed(_conditions(items) if name == "done-when" else items, operator, current)
    return value or None


def _items(annotation: object, value: str) -> list[Any]:
    if value.startswith("[") and value.endswith("]"):
        found = _flow(value)
        if isinstance(found, list):
            return found
    if annotation == list[dict[str, Any]] and value.partition(":")[2].lstrip().startswith("{"):
        return [_flow(f"{{{value}}}")]
    if annotation not in {_OF_SENTENCES, list[dict[str, Any]]}:
        return [one.strip() for one in value.split(",") if one.strip()]
    return [value] if value else []


def _conditions(items: list[Any]) -> list[dict[str, Any]]:
    try:
        return done_when(items) if items else []
    except ValueError as error:
        raise LedgerError(f"`done-when` cannot be {items[0]!r}.", f"Here {error}.") from None


def _listed(items: list[Any], operator: str, current: object) -> list[Any] | None:
    former = list(current) if isinstance(current, Sequence) and not isinstance(current, str) else []
    if operator == "-=":
        return [one for one in former if one not in items] or None
    if not items:
        return None
    return [*former, *(one for one in items if one not in former)]


def _mapping(name: str, value: str) -> object:
    if not value:
        return None
    found = _flow(value) if value.startswith("{") else None
    if not isinstance(found, dict):
        raise LedgerError(
            f"`{name}` has parts, each of which is set by itself.",
            f"Write `{name}.PART=VALUE`, or `{name}={{part: value}}`.",
        )
    return found


def _nested(keys: list[str], value: str, current: object, *, lists: bool) -> dict[str, Any] | None:
    """Set a value within a mapping; in `options.Node.js.cost` the option is what stands between."""
    found = dict(current) if isinstance(current, Mapping) else {}
    first, last = (".".join(keys[:-1]), keys[-1]) if len(keys) > 1 else (keys[0], "")
    if last:
        inner = _nested([last], value, found.get(first), lists=lists)
        found = {**found, first: inner} if inner else {name: one for name, one in found.items() if name != first}
    elif not value:
        found.pop(first, None)
    elif lists:
        found[first] = [*found.get(first, []), value]
    else:
        found[first] = scalar(value)
    return found or None


def _flow(text: str) -> object:
    try:
        return read(f"value: {text}").data["value"]
    except YamlProblem as problem:
        raise LedgerError(
            f"{text[:60]!r} cannot be read: {problem.what}.", "Mind brackets, braces and quotes."
        ) from None
