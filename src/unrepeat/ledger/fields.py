"""Read `KEY=VALUE` as a person writes it on the command line into the fields of a kind."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any, get_origin

from unrepeat.errors import LedgerError
from unrepeat.ledger.conditions import meant
from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import Kind
from unrepeat.ledger.reading import YamlProblem, read, scalar
from unrepeat.ledger.schemas import SCHEMAS, Record, Sentences, read_done_when

_SETTING = re.compile(r"([^=+]+?)(\+=|-=|=)(.*)", re.DOTALL)
_NAME = re.compile(r"[^\W\d_][\w-]*")


def given(kind: Kind, settings: Iterable[str], former: Mapping[str, Any] | None = None) -> Given:
    """Read settings of the forms KEY=VALUE, KEY+=VALUE (one more), KEY-=VALUE (one less), KEY= (nothing).

    A key given twice in one command is a list. Keys of mappings are dotted: `moves.cost=two weeks`.
    """
    found = Given()
    former = former or {}
    met = set()
    for setting in settings:
        key, operator, value = _parts(setting)
        key = kind.state_field if key == "state" else key
        name, _, below = key.partition(".")
        if operator == "=" and key in met:
            operator = "+=" if _is_list(kind, name, below) else "="
        met.add(key)
        if key in kind.sections or key == "title":
            if operator != "=":
                raise _one_value(key)
            found.sections[key] = value
            continue
        current = found.fields.get(name, former.get(name))
        found.fields[name] = _value(kind, name, below, operator, value, current)
        _note_unknown(kind, name, found)
    return found


def _parts(setting: str) -> tuple[str, str, str]:
    """Take a setting apart: key, operator, value."""
    match = _SETTING.fullmatch(setting)
    if match is None:
        raise LedgerError(f"{setting[:60]!r} sets nothing.", "Write it as KEY=VALUE, such as owner=platform-team.")
    key, operator, value = match[1].strip(), match[2], match[3].strip()
    if not _NAME.fullmatch(key.partition(".")[0]):
        raise LedgerError(f"{key[:60]!r} is no name for a field.", "Use letters, digits and `-`, such as `owner`.")
    return key, operator, value


def _is_list(kind: Kind, name: str, below: str) -> bool:
    return name in _LISTS_BELOW if below else get_origin(fields_of(kind).get(name)) is list


def _one_value(key: str) -> LedgerError:
    return LedgerError(f"`{key}` holds one value, no list.", f"Write `{key}=VALUE`, or `{key}=` for none.")


def _note_unknown(kind: Kind, name: str, found: Given) -> None:
    known = fields_of(kind)
    if name in known or found.fields.get(name) is None:
        return
    near = difflib.get_close_matches(name, [*known, *kind.sections], 1, 0.7)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    found.notes.append(
        f"`{name}` is no field that records of kind {kind.name} are known to have; it is kept as it is.{hint}"
    )


def fields_of(kind: Kind) -> dict[str, Any]:
    """Give a kind's fields by name, with their types."""
    schema = SCHEMAS[kind.name]
    return {(info.alias or name): info.annotation for name, info in schema.model_fields.items()}


_LISTS_BELOW = frozenset({"responsibilities", "promises"})  # mappings whose parts are lists


def described(kind: Kind | None) -> list[tuple[str, str]]:
    """Give the fields of a kind (None: those of every kind) with what each is for and which values it takes."""
    common = Record.model_json_schema()["properties"]
    if kind is None:
        return [(name, one.get("description", "")) for name, one in common.items() if name not in {"id", "date"}]
    told = [
        (name, (heading and f"The section '{heading}'.") or "What stands under the title.")
        for name, heading in kind.sections.items()
    ]
    for name, one in SCHEMAS[kind.name].model_json_schema()["properties"].items():
        if name in common and name != kind.state_field:
            continue
        values = one.get("enum") or one.get("items", {}).get("enum") or _enum_within(one)
        text = one.get("description", "Where it stands.")
        told.append((name, f"{text} ({', '.join(values)})" if values else text))
    return told


def _enum_within(schema: Mapping[str, Any]) -> list[str]:
    return next((list(one["enum"]) for one in schema.get("anyOf", []) if "enum" in one), [])


_OF_SENTENCES = Sentences.__origin__  # type: ignore[attr-defined]  # what Annotated stands for; commas belong to them


def _value(kind: Kind, name: str, below: str, operator: str, value: str, current: object) -> object:
    annotation = fields_of(kind).get(name)
    if below:
        if operator != "=" and name not in _LISTS_BELOW:
            raise _one_value(f"{name}.{below}")
        return _nested(below.split("."), value, current, operator if name in _LISTS_BELOW else "")
    if get_origin(annotation) is dict:
        return _mapping(name, value)
    if get_origin(annotation) is list:
        return _listed(_as_meant(name, _items(annotation, value)), operator, current)
    if operator == "=":
        return value or None
    if annotation is not None:
        raise _one_value(name)
    return _listed([value] if value else [], operator, current)


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


def _as_meant(name: str, items: list[Any]) -> list[Any]:
    if name == "conditions":
        return [meant(one) if isinstance(one, str) else one for one in items]
    return _done_when(items) if name == "done-when" else items


def _done_when(items: list[Any]) -> list[dict[str, Any]]:
    try:
        return read_done_when(items) if items else []
    except ValueError as error:
        raise LedgerError(f"`done-when` cannot be {items[0]!r}.", f"Here {error}.") from None


def _listed(items: list[Any], operator: str, current: object) -> list[Any] | None:
    """Give a list, one more, or one less; None where nothing is left."""
    former = current if isinstance(current, list) else [] if current is None else [current]
    if operator == "-=":
        return [one for one in former if one not in items] or None
    if operator == "=":
        former = []
    return [*former, *(one for one in items if one not in former)] or None


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


def _nested(keys: list[str], value: str, current: object, operator: str) -> dict[str, Any] | None:
    """Set a value within a mapping, where there is an operator a list; in `options.Node.js.cost` `Node.js` is one key.

    None where nothing is left.
    """
    found = dict(current) if isinstance(current, Mapping) else {}
    first, last = (".".join(keys[:-1]), keys[-1]) if len(keys) > 1 else (keys[0], "")
    if last:
        found[first] = _nested([last], value, found.get(first), operator)
    elif operator:
        found[first] = _listed([value] if value else [], operator, found.get(first))
    else:
        found[first] = scalar(value)
    return {name: one for name, one in found.items() if one is not None} or None


def _flow(text: str) -> object:
    try:
        return read(f"value: {text}").data["value"]
    except YamlProblem as problem:
        raise LedgerError(
            f"{text[:60]!r} cannot be read: {problem.what}.", "Mind brackets, braces and quotes."
        ) from None
