"""Write fields as YAML the way a person would."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unrepeat.ledger.reading import scalar

_BARE = re.compile(r"[A-Za-z0-9_/][\w./@+-]*(?:(?:, | |[:#](?=[^\s#]))[\w./@+(][\w./@+()'-]*)*", re.ASCII)
# Words that some reader of YAML takes for something else than text.
_NO_TEXT = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|~|[-+]?[\d.][\d._:eE+x-]*|[-+]?0[xob][\da-f_]+|[-+]?\.(?:inf|nan)"
    r"|\d{4}-\d\d?-\d\d?[t ].*)",  # a moment
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def dumped(fields: Mapping[str, Any], newline: str = "\n", *, flow: bool = False, one_line: bool = False) -> str:
    """Write fields in their order: words bare, lists a line an item, long texts as they are read.

    `flow`: lists and mappings in brackets. `one_line`: texts quoted on one line, since a comment follows.
    """
    written = (
        f"{_word(name)}:{_block(value, '  ', flow=flow, literal=not one_line)}\n" for name, value in fields.items()
    )
    return "".join(written).replace("\n", newline)


def inline(value: object) -> str:
    """Write a value on one line."""
    return _flow(value)


def items(values: Sequence[Any], line: str) -> str:
    """Write further items of a list, each after the beginning of a line (its break and indentation)."""
    return "".join(line + f"-{_item(value, '  ', literal=False)}".replace("\n", line) for value in values)


def _block(value: object, indent: str, *, flow: bool, literal: bool = True) -> str:
    if literal and isinstance(value, str) and "\n" in value and _fits_literal(value):
        return " |-\n" + "\n".join(indent + line if line else "" for line in value.split("\n"))
    if flow or not isinstance(value, list | Mapping) or not value:
        return " " + _flow(value)
    if isinstance(value, Mapping):
        blocks = {name: _block(one, indent + "  ", flow=False, literal=literal) for name, one in value.items()}
        return "".join(f"\n{indent}{_word(str(name))}:{block}" for name, block in blocks.items())
    return "".join(f"\n{indent}-{_item(item, indent + '  ', literal=literal)}" for item in value)


def _item(item: object, indent: str, *, literal: bool) -> str:
    if isinstance(item, Mapping) and item:
        return _block(item, indent, flow=False, literal=literal).replace(f"\n{indent}", " ", 1)
    return " " + _flow(item)


def _fits_literal(text: str) -> bool:
    return bool(text[:1].strip()) and text == text.rstrip() and all(c == "\n" or c.isprintable() for c in text)


def _flow(value: object, *, inside: bool = False) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_word(str(k), inside=True)}: {_flow(v, inside=True)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one, inside=True) for one in value) + "]"
    if isinstance(value, float):
        return re.sub(r"^(-?\d+)(?=e)", r"\1.0", json.dumps(value))  # without the point it is read as a word
    return _word(value, inside=inside) if isinstance(value, str) else json.dumps(value)


def _word(text: str, *, inside: bool = False) -> str:
    if _is_day(text):
        return text
    bare = _BARE.fullmatch(text) and not _NO_TEXT.fullmatch(text) and scalar(text) == text
    if bare and not (inside and "," in text):
        return text
    return "".join(c if c.isprintable() else _escaped(c) for c in json.dumps(text, ensure_ascii=False))


def _is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar; another, left bare, would stop other readers."""
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:  # a byte that is no text: whoever encodes this is told
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
