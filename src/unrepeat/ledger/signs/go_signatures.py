"""Read what a Go file exports: functions, methods, the fields of structs, the methods of interfaces, constants."""

import re
from collections.abc import Iterator
from itertools import islice

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs.brackets import IN_GO, MOST_NAMES, to_closing

_INNER = re.compile(r"(?:^|/)(?:internal|cmd|mocks?|fakes?|testutils?|hack)/")
_FUNCTION = re.compile(r"^func (?:\((?:\w+ )?\*?(\w+)(?:\[[^\]\n]{0,80}\])?\) )?([A-Z]\w*)", re.MULTILINE)
_TYPE = re.compile(r"^(?:type |\t)([A-Z]\w*)(?:\[[^\]\n]{0,80}\])? (?:= )?(struct|interface) ?(?=\{)", re.MULTILINE)
_NAMED = re.compile(r"^type ([A-Z]\w*) (?!struct\b|interface\b)([^\n{]{1,200})", re.MULTILINE)
_CONSTANT = re.compile(r"^const ([A-Z]\w*)\b([^\n]*)", re.MULTILINE)
_CONSTANTS = re.compile(r"^const \(\n", re.MULTILINE)
_LISTED = re.compile(r"^\t([A-Z]\w*)\b([^\n]*)", re.MULTILINE)
_VARIABLE = re.compile(r"^var ([A-Z]\w*)\b", re.MULTILINE)
_OPENING = re.compile(r"(?:\[[^\]\n]{0,200}\])?(?=\()")  # between name and bracket stand type parameters at most
_FIELD = re.compile(r"^\t([A-Z]\w*(?:, [A-Z]\w*)*)[ \t]+([^\n/`]+)(`[^`\n]*`)?", re.MULTILINE)
_METHOD = re.compile(r"^\t([A-Z]\w*)(?=\()", re.MULTILINE)
_RESULT = re.compile(r"(?:(?:interface|struct) ?\{[^}\n]*\}|[^{\n])*+")
_JSON = re.compile(r"\b(?:json|yaml|xml|mapstructure):\"([^\",]*)")
_COMMENT = re.compile(r"\s*//.*|/\*.*?\*/")
_UNNAMED = frozenset({"func", "chan", "struct", "interface", "map"})
_OF_SIGNATURE = re.compile(r"^(?:func|type|const|var|\)|\t\) )|^\t+[A-Z]\w*\b|^\t+\w[\w, ]* [\w.*\[\]]+,$")


def is_front(path: str, text: str) -> bool:
    """Say whether others may import what a file belongs to, whose text before the change is given."""
    return _INNER.search(path) is None and "package main\n" not in text


def may_differ(edit: Edit) -> bool:
    """Say whether a change may touch what a file exports; seen from its lines."""
    return any(_OF_SIGNATURE.search(line.text) for side in (edit.removed, edit.added) for line in side)


def read(text: str) -> dict[str, str]:
    """Give each exported name, fields and methods as `Type.Name`, with what a user of it has to fit."""
    found: dict[str, str] = {}
    for name, said in islice(_all(text), MOST_NAMES):
        found[name] = found.get(name, "") + said
    return found


def differs(before: str, after: str) -> bool:
    """Say whether what a user had to fit is another thing now."""
    return before != after


def _all(text: str) -> Iterator[tuple[str, str]]:
    for each in _FUNCTION.finditer(text):
        if each[1] is None or each[1][0].isupper():
            yield f"{each[1]}.{each[2]}" if each[1] else each[2], _call(text, each.end())
    for each in _TYPE.finditer(text):
        yield each[1], each[2]
        body = text[each.end() : text.find("\n}", each.end()) + 1]  # which is how gofmt ends it
        yield from _fields(each[1], body) if each[2] == "struct" else _methods(each[1], body)
    for each in _NAMED.finditer(text):
        yield each[1], _tight(each[2])
    for each in _CONSTANT.finditer(text):
        yield each[1], _tight(each[2])
    for block in _CONSTANTS.finditer(text):
        for each in _LISTED.finditer(text, block.end(), text.find("\n)", block.end()) + 1 or len(text)):
            yield each[1], _tight(each[2])
    for each in _VARIABLE.finditer(text):
        yield each[1], ""


def _fields(owner: str, body: str) -> Iterator[tuple[str, str]]:
    for each in _FIELD.finditer(body):
        tags = _JSON.findall(each[3] or "")
        for name in each[1].split(", "):
            yield f"{owner}.{name}", " ".join([_tight(each[2]), *tags])


def _methods(owner: str, body: str) -> Iterator[tuple[str, str]]:
    for each in _METHOD.finditer(body):
        yield f"{owner}.{each[1]}", _call(body, each.end())


def _call(text: str, begin: int) -> str:
    """Give the types that a function takes and gives, without the names of its parameters."""
    opening = _OPENING.match(text, begin)
    if opening is None:
        return ""
    taken = to_closing(text, opening.end(), IN_GO)
    end = opening.end() + len(taken)
    while text[end : end + 1] == " ":
        end += 1
    single = _RESULT.match(text, end)
    given = to_closing(text, end, IN_GO) if text[end : end + 1] == "(" else single[0] if single else ""
    return f"{_types(taken)}{_types(given) if given.startswith('(') else _tight(given)}"


def _types(listed: str) -> str:
    types = [part for part in parts(_COMMENT.sub("", listed)[1:-1]) if part]
    if any(map(_is_named, types)):
        told, last = [], ""
        for part in reversed(types):  # in `a, b int` the type follows the last name
            last = part.partition(" ")[2] if _is_named(part) else last
            told.append(last)
        types = told[::-1]
    return f"({','.join(map(_tight, types))})"


def parts(text: str) -> Iterator[str]:
    """Split a text at the commas that stand in no bracket."""
    depth, begin = 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            yield " ".join(text[begin:place].split())
            begin = place + 1
    yield " ".join(text[begin:].split())


def _is_named(part: str) -> bool:
    first, _, rest = part.partition(" ")
    return bool(rest) and first.isidentifier() and first not in _UNNAMED


def _tight(text: str) -> str:
    return "".join(_COMMENT.sub("", text).split()).replace("interface{}", "any")
