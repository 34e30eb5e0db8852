"""Ledgers for tests of growth, made of files' texts as a person would write them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml

from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.ledger import Ledger, gathered
from unrepeat.ledger.parsing import parse_record, parse_statement
from unrepeat.ledger.record import Parsed, Record

CONTENT = "0" * 64


def text(title: str, fields: dict[str, Any]) -> str:
    """Write a record's file; `answered_on` stands for `answered-on`."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return f"---\n{yaml.safe_dump(named)}---\n\n# {title}\n"


def record(kind: str, name: str, title: str = "Something", **fields: Any) -> Record:  # noqa: ANN401 -- what YAML holds
    """Make a record of a kind."""
    parsed = parse_record(KINDS[kind], f".unrepeat/{KINDS[kind].folder}/{name}.md", text(title, fields).encode())
    assert parsed.record is not None, parsed.problems
    return parsed.record


def said(name: str, who: str, day: str) -> Parsed:
    """Acknowledge a record on a day, in whatever version."""
    content = f"record: {name}\nwho: {who}\ncontent: '{CONTENT}'\nsaid: {day}\n"
    parsed = parse_statement("acknowledgement", f".unrepeat/acknowledgements/{name}/{who}.yml", content.encode())
    assert parsed.statement is not None, parsed.problems
    return parsed


def ledger(*records: Record, words: Iterable[Parsed] = (), **settings: Any) -> Ledger:  # noqa: ANN401 -- as above
    """Gather records, acknowledgements and settings."""
    named = {name.replace("_", "-"): value for name, value in settings.items()}
    return gathered([*(Parsed(record=one) for one in records), *words], named, ())


def day(written: str) -> date:
    """Read a day."""
    return date.fromisoformat(written)
