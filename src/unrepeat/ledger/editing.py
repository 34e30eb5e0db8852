"""Change fields of a front matter and leave every other byte as it was.

A round trip through a YAML library moves indentation, quotes and the comments inside a replaced list; here only the
characters of the values in question are replaced, and the outcome is read again before it is given.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from unrepeat.ledger.front_matter import split
from unrepeat.ledger.reading import Document, Key, YamlProblem, read
from unrepeat.ledger.writing_yaml import dumped, inline, items


def changed(text: str, changes: Mapping[str, Any]) -> str:
    """Give a file's text with some fields set, or taken out where the value is None.

    Raise YamlProblem where the front matter is of a form that cannot be edited so.
    """
    parts = split(text)
    newline = "\r\n" if "\r\n" in text[:4000] else "\n"
    opening, yaml, rest = parts.opening, parts.yaml, parts.rest
    if not opening.endswith("\n"):
        opening, rest = f"{opening}---{newline}", f"---{newline}{newline}{rest}"
    wanted = dict(read(yaml).data)
    try:
        for name, value in changes.items():
            yaml = _set(yaml, (name,), value, newline)
            wanted.pop(name, None) if value is None else wanted.update({name: value})
        fits = read(yaml).data == wanted
    except (YamlProblem, ValueError):  # rare forms: `? a`, or all fields in one pair of braces
        fits = False
    if not fits:
        raise YamlProblem(parts.first_line, "its front matter is written in a form that cannot be edited by program")
    return opening + yaml + rest


def _set(yaml: str, key: Key, value: object, newline: str) -> str:
    document = read(yaml)
    if key not in document.keys:
        return yaml if value is None else _added(yaml, document, key, value, newline)
    if value is None:
        start, end = document.keys[key].start, _end_of_value(yaml, document, key)
        line_end = yaml.find("\n", end)
        return yaml[:start].rstrip(" \t") + ("" if line_end < 0 else yaml[line_end + 1 :])
    former = _at(document.data, key)
    if json.dumps(former) == json.dumps(value):  # told apart: 1, 1.0 and true, which are equal to Python
        return yaml
    if not document.places[key].flow:
        if isinstance(former, Mapping) and isinstance(value, Mapping) and former and value:
            for name in [*value, *(name for name in former if name not in value)]:  # never empty in between
                yaml = _set(yaml, (*key, name), value.get(name), newline)
            return yaml
        if isinstance(former, list) and isinstance(value, list) and _is_longer(value, former):
            return _longer(yaml, document, key, value[len(former) :], newline)
    return _replaced(yaml, document, key, value, newline)


def _replaced(yaml: str, document: Document, key: Key, value: object, newline: str) -> str:
    start, end = document.keys[key].start, _end_of_value(yaml, document, key)
    place, swallows = document.places[key], _swallows(yaml, end)
    former = yaml[place.start : place.end]
    on_one_line = not isinstance(value, list | Mapping) and (swallows or "\n" not in str(value))
    if former and "\n" not in former and (place.flow or on_one_line):
        return yaml[: place.start] + inline(value) + yaml[place.end :]
    field = dumped({str(key[-1]): value}, newline, flow=place.flow, one_line=swallows)
    indent = newline + " " * _column(yaml, start)
    return yaml[:start] + field.removesuffix(newline).replace(newline, indent) + yaml[end:]


def _added(yaml: str, document: Document, key: Key, value: object, newline: str) -> str:
    if len(key) == 1:
        before = yaml if not yaml or yaml.endswith("\n") else yaml + newline
        return before + dumped({str(key[0]): value}, newline)
    siblings = [other for other in document.keys if len(other) == len(key) and other[:-1] == key[:-1]]
    end = _end_of_value(yaml, document, siblings[-1])
    end += len(yaml[end:].partition("\n")[0].rstrip("\r"))
    indent = newline + " " * _column(yaml, document.keys[siblings[0]].start)
    field = dumped({str(key[-1]): value}, newline, one_line=_swallows(yaml, end)).removesuffix(newline)
    return yaml[:end] + indent + field.replace(newline, indent) + yaml[end:]


def _is_longer(value: Sequence[object], former: Sequence[object]) -> bool:
    return 0 < len(former) < len(value) and value[: len(former)] == former


def _longer(yaml: str, document: Document, key: Key, more: list[Any], newline: str) -> str:
    """Put further items after a block list's last, under the same dash; what stands between the others stays."""
    first = document.places[(*key, 0)].start
    dash = yaml.rindex("-", 0, first)
    end = _end_of_value(yaml, document, key)
    end += len(yaml[end:].partition("\n")[0].rstrip("\r"))
    return yaml[:end] + items(more, newline + " " * _column(yaml, dash)) + yaml[end:]


def _swallows(yaml: str, end: int) -> bool:
    """Say whether a text on lines of its own, ending here, would take in what follows: a comment, an indented line."""
    rest, _, following = yaml[end:].partition("\n")
    return bool(rest.rstrip("\r")) or following.startswith((" ", "\t"))


def _end_of_value(yaml: str, document: Document, key: Key) -> int:
    end = max(document.places[key].end, yaml.index(":", document.keys[key].end) + 1)
    return len(yaml[:end].rstrip())


def _column(yaml: str, position: int) -> int:
    return position - (yaml.rfind("\n", 0, position) + 1)


def _at(data: object, key: Key) -> object:
    for step in key:
        data = data[step]  # type: ignore[index]  # a key of this very document
    return data
