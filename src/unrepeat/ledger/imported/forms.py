"""Read a file's text as the post-mortems that it holds, by the form that its name or its beginning tells."""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from unrepeat.errors import LedgerError
from unrepeat.ledger import files
from unrepeat.ledger.front_matter import split
from unrepeat.ledger.imported import data, document
from unrepeat.ledger.imported.fields_of_data import in_json, in_yaml, shown, unread
from unrepeat.ledger.imported.headings import role_of
from unrepeat.ledger.imported.report import OTHER_FIELDS, Report
from unrepeat.ledger.imported.source import without_controls
from unrepeat.ledger.reading import YamlProblem, read

MOST, MOST_ITEMS = 1_000, 500  # post-mortems of one file, things to be done of one post-mortem
_FIELD = re.compile(r"^[A-Za-z][\w-]*:(?:\s|$)", re.MULTILINE)
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
_PROSE = re.compile(r"[^\W\d_]{2,}")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_TEMPLATE = re.compile(
    r"^\{\{.*\}\}$|\b(?:DD[/-]MM[/-]YYYY|YYYY|MM/DD/YYYY)\b|^\[?(?:incident )?title\]?$|^<[^<>]*title[^<>]*>$",
    re.IGNORECASE,
)


def reports_in(text: str, name: str) -> list[Report]:
    """Give the post-mortems in a text; raise LedgerError where there are none. `name` is its file's, `-` for none."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if ending in {"json", "jsonl", "ndjson"} or (not ending and text.lstrip().startswith(("{", "["))):
        found = _of_all(in_json(text, name))
    elif ending in {"yaml", "yml"} or (not ending and _is_yaml(text)):
        found = _of_all(in_yaml(text, name))
    else:
        found = [_of_text(text, name)]
    kept = [one for one in found if _tells(one)]
    if not kept:
        raise LedgerError(
            f"{shown(name)} holds no post-mortem: there is no prose in it.", "Name the file that tells what happened."
        )
    if len(kept) > MOST:
        raise LedgerError(
            f"{shown(name)} holds {len(kept):,} post-mortems, of {MOST:,} that are read.", "Import it in parts."
        )
    if (count := max(len(one.items) for one in kept)) > MOST_ITEMS:
        what = f"{shown(name)} holds {count:,} things to be done, of {MOST_ITEMS} that are read."
        raise LedgerError(what, "Import the part of it that tells what happened.")
    if len(kept) < len(found):
        kept[0].notes.append(f"{len(found) - len(kept)} of {len(found)} entries hold no prose, and are passed over.")
    for one in kept:
        if _TEMPLATE.search(one.title):
            raise LedgerError(
                f"The title {one.title[:60]!r} is still to be filled in.", "Import a post-mortem, not its template."
            )
    return kept


def _tells(report: Report) -> bool:
    """Say whether something is told: words under a heading, or something to be done."""
    return bool(report.items) or any(
        _PROSE.search(_FENCED.sub("", f"{part.text}\n")) for part in report.parts if part.heading != OTHER_FIELDS
    )


def _of_all(several: Iterator[Mapping[str, Any]]) -> list[Report]:
    try:
        plain: Iterator[Any] = map(_without_controls, several)
        return [_of_data(one) if data.tells_of_a_mistake(one) else Report("") for one in plain]
    except RecursionError:
        raise LedgerError("Its fields are nested too deep.", "Write them flat, a post-mortem an object.") from None


def _without_controls(value: object) -> object:
    """Give data whose texts hold nothing that nobody sees and a terminal obeys: JSON and YAML may spell it out."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, Mapping):
        return {without_controls(str(key)): _without_controls(one) for key, one in value.items()}
    return [_without_controls(one) for one in value] if isinstance(value, list) else value


def _of_data(fields: Mapping[str, Any]) -> Report:
    made = data.report_of(fields)
    made.title = made.title or made.name
    first = next((part.text for part in made.parts if part.heading != OTHER_FIELDS), "")
    made.title = made.title or document.first_words(first)
    made.content = _hash(json.dumps(fields, sort_keys=True, default=str))
    return made


def _of_text(text: str, name: str) -> Report:
    if _PAGE.match(text):
        raise LedgerError(
            f"{shown(name)} is a page of HTML or XML.", "Save it as Markdown or plain text, then import that."
        )
    if len(text) > files.LARGEST:
        what = f"{shown(name)} holds {len(text):,} letters, of {files.LARGEST:,} that one record may have."
        raise LedgerError(what, "Import the part of it that is prose.")
    front, body = _front_matter(text, name)
    front = {str(key): _without_controls(one) for key, one in front.items()}
    made = document.report_of(body, front, "" if name == "-" else name)
    made.content = _hash(text)
    known = [part for part in made.parts if role_of(part.heading) not in {"other", "title"}]
    if not known and not made.items:
        made.notes.append("No heading of a post-mortem was recognised; its text is kept as it stands.")
    return made


def _hash(text: str) -> str:
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:12]


def _front_matter(text: str, name: str) -> tuple[Mapping[str, Any], str]:
    """Give the fields of a front matter, none where the text begins with a mere ruler, and the text below."""
    try:
        parts = split(text)
    except YamlProblem:  # never closed: a ruler
        return {}, text
    if not _FIELD.search(parts.yaml):
        return {}, text
    try:
        return read(parts.yaml).data, parts.body
    except YamlProblem as problem:
        raise unread(name, problem, parts.first_line - 1) from None


def _is_yaml(text: str) -> bool:
    """Say whether a text without a name is fields of YAML, a title among them."""
    if not _FIELD.match(text):
        return False
    try:
        return "title" in read(text).data
    except YamlProblem:
        return False
