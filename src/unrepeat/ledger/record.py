"""A record and a person's word as the rest of the house sees them, and what is wrong with a file that is neither."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file of the ledger, in which line (from 1, 0 where none is meant), and what to do."""

    path: str
    line: int
    what: str
    remedy: str


@dataclass(frozen=True)
class Record:
    """One record: `path` is relative to the repository's top, `content` is the hash of its words.

    `stored` holds its fields as JSON, read when they are first asked for.
    """

    id: str
    kind: str
    title: str
    state: str
    path: str
    content: str
    stored: str

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Its front matter by field name: text, numbers, lists and mappings; days as YYYY-MM-DD; defaults left out."""
        fields: dict[str, Any] = json.loads(self.stored)
        return fields

    def text(self, name: str) -> str:
        """Give a field that is one text, empty where it is not there."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def words(self, name: str) -> list[str]:
        """Give a field that is a list of texts, empty where it is not there."""
        value = self.fields.get(name)
        return [str(one) for one in value] if isinstance(value, list) else []


@dataclass(frozen=True)
class Statement:
    """A person's or party's word on one version of a record: kind `acknowledgement` or `signature`."""

    kind: str
    record: str
    who: str
    content: str
    said: str
    path: str


class Parsed(NamedTuple):
    """What a file holds: a record or a statement where it could be read, and what is wrong with it."""

    record: Record | None = None
    statement: Statement | None = None
    settings: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
