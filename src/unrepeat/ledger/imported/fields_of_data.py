"""Read YAML and JSON as the fields of post-mortems: one document, several, a list, or one a line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from unrepeat.errors import LedgerError
from unrepeat.ledger.reading import YamlProblem, read

_LISTS = ("records", "incidents", "postmortems", "post_mortems", "post-mortems", "mistakes")
_DOCUMENTS = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)


def shown(name: str) -> str:
    """Give the name of a source as it is told."""
    return "Standard input" if name == "-" else name


def unread(name: str, problem: YamlProblem, above: int = 0) -> LedgerError:
    """Give the error of a YAML text that cannot be read, which begins below some lines of its file."""
    return LedgerError(
        f"{shown(name)}, line {problem.line + above}: {problem.what}.",
        "Mend it there, then import it again; nothing was written.",
    )


def in_yaml(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    """Give the fields of each post-mortem of a YAML text."""
    line = 0
    for document_text in _DOCUMENTS.split(text):
        is_list = document_text.lstrip("\n").startswith("- ")
        try:
            fields = read(f"records:\n{document_text}" if is_list else document_text).data
        except YamlProblem as problem:
            raise unread(name, problem, line - is_list) from None
        yield from _one_or_several(fields)
        line += document_text.count("\n") + 1


def in_json(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    """Give the fields of each post-mortem of a JSON text."""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        found = list(_json_lines(text, name))
    for number, one in enumerate(found if isinstance(found, list) else [found], 1):
        if not isinstance(one, dict):
            raise LedgerError(
                f"Entry {number} of {shown(name)} is no object with fields.",
                'Write each post-mortem as `{"title": "..."}`.',
            )
        yield from _one_or_several(one)


def _json_lines(text: str, name: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as error:
                what = getattr(error, "msg", "") or "it is nested too deep, or a number in it is too long"
                place = getattr(error, "lineno", 1)
                raise LedgerError(
                    f"{shown(name)}, line {number + place - 1}: it is no JSON ({what}).",
                    "Mend it there; nothing was written.",
                ) from None


def _one_or_several(fields: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the post-mortem that some fields are, or those of the list that they hold."""
    for key in _LISTS:
        inner = fields.get(key)
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner) and "title" not in fields:
            yield from inner
            return
    if fields:
        yield fields
