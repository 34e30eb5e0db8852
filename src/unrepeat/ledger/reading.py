"""Read YAML as plain data with the place of each part, and refuse what could do harm.

PyYAML's C parser gives the events (0.1 ms a record; a pure Python parser takes 2 ms); the values are built here, so
that aliases, duplicate keys and bottomless nesting are refused before anything is made of them. Scalars follow the core
schema of YAML 1.2: `no` and `2026-03-04` stay the words they are.
"""

import re
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str | int, ...]


class YamlProblem(Exception):
    """What is wrong in a YAML text, and in which of its lines (from 1)."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line = line
        self.what = what


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its characters from and to, its line from 1, and whether it is in brackets."""

    start: int
    end: int
    line: int
    flow: bool


@dataclass
class Document:
    """A YAML mapping: its plain data, and where each value and each field's name stands."""

    data: dict[str, Any]
    places: dict[Key, Place] = field(default_factory=dict)
    keys: dict[Key, Place] = field(default_factory=dict)


def read(text: str) -> Document:
    """Read a YAML text of one mapping; raise YamlProblem where it is none, or holds what a record has no use for."""
    from unrepeat.ledger.building import build

    return build(text)


_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,30}|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,2})?")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "true": True, "True": True, "false": False, "False": False}


class _Whole(int):
    """A whole number that is told as it was written: a commit 0123456 is not 123456."""

    written: str

    def __str__(self) -> str:
        return self.written


class _Broken(float):
    """A number that is told as it was written: a release 1.10 is not 1.1."""

    written: str

    def __str__(self) -> str:
        return self.written


def scalar(word: str) -> str | int | float | bool | None:
    """Give the value of an unquoted word."""
    if word in _WORDS:
        return _WORDS[word]
    kind: type[_Whole | _Broken]
    if _INTEGER.fullmatch(word):
        kind = _Whole
    elif _FLOAT.fullmatch(word):
        kind = _Broken
    else:
        return word
    number = kind(word)
    number.written = word
    return number
