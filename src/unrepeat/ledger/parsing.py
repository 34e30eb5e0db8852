"""Make a record, or what is wrong with it, of a file's bytes."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from unrepeat.ledger import madr
from unrepeat.ledger.content import content_hash
from unrepeat.ledger.front_matter import BOM, Split, conflict_line, split
from unrepeat.ledger.identity import ID
from unrepeat.ledger.kinds import FOUND, KINDS, Kind
from unrepeat.ledger.reading import Document, YamlProblem, read
from unrepeat.ledger.record import Parsed, Problem, Record, Statement

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

MEND = "Mend it in an editor; `unrepeat fsck` says when it is whole."
# What was meant as a front matter: a fence that is indented, doubled, of another form or not on the first line.
_LOST_FENCE = re.compile(r"[\s\ufeff]*(?:-{3,}|\+{3})[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*[A-Za-z][\w-]*[ \t]*[:=]")
_CONFLICT = "a merge-conflict marker was left in"


def parse(what: str, path: str, content: bytes) -> Parsed:
    """Read a file's bytes as what it should be: a kind of record, `acknowledgement`, `signature` or `settings`."""
    if what in KINDS:
        return parse_record(KINDS[what], path, content)
    if what == FOUND:
        return parse_found(path, content)
    return parse_settings(path, content) if what == "settings" else parse_statement(what, path, content)


def parse_record(kind: Kind, path: str, content: bytes) -> Parsed:
    """Read a record of a kind from its file's bytes; `path` is told in problems and gives the id."""
    try:
        text, parts, document = _opened(path, content)
    except _Unfit as unfit:
        return Parsed(problems=(unfit.problem,))
    problems = [Problem(path, line, _CONFLICT, MEND)] if (line := conflict_line(text)) else []
    if problems:
        return Parsed(problems=tuple(problems))
    if not parts.opening.endswith("\n") and _LOST_FENCE.match(text):
        what = "its front matter is not read: `---`, alone, must be the very first line"
        return Parsed(problems=(Problem(path, 1, what, MEND),))
    told = madr.fields(parts.body) if kind.name == "decision" and "status" not in document.data else {}
    fields, wrong = _validated(kind.name, {**told, **document.data}, document, path, parts.first_line)
    if fields is None:
        return Parsed(problems=tuple(wrong))
    return _record(kind, path, fields, parts, {**told, **document.data})


def parse_found(path: str, content: bytes) -> Parsed:
    """Read a decision in a folder that nobody named as one of decisions: what is not ours to judge is no problem.

    Where its front matter has a form of its own, its title, status and date are read from the text. What has no title,
    or a name that can be no id, is no decision.
    """
    kind = KINDS["decision"]
    strict = parse_record(kind, path, content)
    if strict.record is not None and not strict.problems:
        return strict
    text = content.decode("utf-8", "replace").replace("\0", "")
    try:
        parts = split(text)
    except YamlProblem:
        parts = Split("", "", text)
    status = madr.status_told(parts.yaml)
    told = madr.fields(parts.body) | ({"status": status} if status else {})
    fields, _ = _validated(kind.name, told, Document({}), path, 1)
    found = _record(kind, path, fields or {}, Split("", "", parts.body), fields or {}).record
    return Parsed(record=found if found and madr.title(parts.body, numbered=True) else None)


def _record(kind: Kind, path: str, fields: dict[str, Any], parts: Split, written: Mapping[str, Any]) -> Parsed:
    name = path.rpartition("/")[2].removesuffix(".md")
    problems = list(_misspelled(kind, path, fields, parts))
    title = madr.title(parts.body, numbered=kind.name == "decision")
    if not title:
        problems.append(
            Problem(path, parts.body_line, "it has no title", "Write one as a Markdown heading: `# What it is`.")
        )
    if fields.get("id", name) != name:
        problems.append(
            Problem(
                path,
                parts.first_line,
                f"its `id` is {fields['id']!r}, its file is called {name!r}",
                f"Rename the file to {fields['id']}.md, or set `id: {name}`; two records must not share one.",
            )
        )
    if not ID.fullmatch(name):
        problems.append(Problem(path, 0, "its file's name is no id", "Use letters, digits, `.`, `_` and `-` only."))
        return Parsed(problems=tuple(problems))
    state = str(fields.get(kind.state_field, kind.first_state)).split()[0].lower()
    record = Record(
        id=name,
        kind=kind.name,
        title=title or name,
        state=state,
        path=path,
        content=content_hash(written, parts.body),
        stored=json.dumps(fields),
    )
    return Parsed(record=record, problems=tuple(problems))


def _misspelled(kind: Kind, path: str, fields: Mapping[str, Any], parts: Split) -> Iterable[Problem]:
    """Give each field that nobody heeds because of a capital, or of one `s` too many or too few."""
    from unrepeat.ledger.schemas import SCHEMAS

    schema = SCHEMAS[kind.name]
    known = {info.alias or name for name, info in schema.model_fields.items()}
    meant = {name.rstrip("s"): name for name in known}
    for name in fields.keys() - known:
        near = meant.get(name.lower().rstrip("s"))
        if near is not None and near not in fields:
            place = read(parts.yaml).keys.get((name,))
            line = place.line + parts.first_line - 1 if place else parts.first_line
            yield Problem(path, line, f"`{name}` is no field that is read; is `{near}` meant?", MEND)


def parse_statement(kind: str, path: str, content: bytes) -> Parsed:
    """Read an acknowledgement or a signature from its file's bytes."""
    from unrepeat.ledger.schemas import Statement as Schema

    try:
        found, problems = _plain(Schema, path, content)
    except _Unfit as unfit:
        return Parsed(problems=(unfit.problem,))
    if found is None:
        return Parsed(problems=tuple(problems))
    folder = path.split("/")[-2]
    if found["record"] != folder:
        what = f"it is about {found['record']!r} and stands in the folder of {folder!r}"
        return Parsed(problems=(Problem(path, 1, what, "Move it to the folder of its record, or delete it."),))
    return Parsed(statement=Statement(kind, found["record"], found["who"], found["content"], found["said"], path))


def parse_settings(path: str, content: bytes) -> Parsed:
    """Read the repository's settings from their file's bytes."""
    from unrepeat.ledger.schemas import Settings

    try:
        found, problems = _plain(Settings, path, content)
    except _Unfit as unfit:
        return Parsed(problems=(unfit.problem,))
    return Parsed(settings=found, problems=tuple(problems))


class _Unfit(Exception):
    """A file that cannot be read as what it should be."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _text(path: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unfit(Problem(path, line, "it is not UTF-8 text", "Save it as UTF-8.")) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _Unfit(Problem(path, line, "it holds a zero byte, as no text does", "Restore it: `git log -- FILE`."))
    return text


def _opened(path: str, content: bytes) -> tuple[str, Split, Document]:
    text = _text(path, content)
    offset = 0
    try:
        parts = split(text)
        offset = parts.first_line - 1
        return text, parts, read(parts.yaml)
    except YamlProblem as problem:
        conflict = conflict_line(text)
        what = _CONFLICT if conflict else problem.what
        raise _Unfit(Problem(path, conflict or problem.line + offset, what, MEND)) from None


def fields_of_yaml(schema: "type[BaseModel]", path: str, content: bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Read a YAML file as a schema asks; give its fields, None where it is none, and what is wrong with it."""
    try:
        return _plain(schema, path, content)
    except _Unfit as unfit:
        return None, [unfit.problem]


def _plain(schema: "type[BaseModel]", path: str, content: bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    text = _text(path, content).removeprefix(BOM)
    if conflict := conflict_line(text):
        raise _Unfit(Problem(path, conflict, _CONFLICT, MEND))
    try:
        document = read(text)
    except YamlProblem as problem:
        raise _Unfit(Problem(path, problem.line, problem.what, MEND)) from None
    return _checked(schema, document.data, document, path, 1)


def _validated(
    kind: str, data: Mapping[str, Any], document: Document, path: str, first_line: int
) -> tuple[dict[str, Any] | None, list[Problem]]:
    from unrepeat.ledger.schemas import SCHEMAS

    return _checked(SCHEMAS[kind], data, document, path, first_line)


def _checked(
    schema: "type[BaseModel]", data: Mapping[str, Any], document: Document, path: str, first_line: int
) -> tuple[dict[str, Any] | None, list[Problem]]:
    from pydantic import ValidationError

    try:
        # What is empty in the file (`owner:`) is as if it were not there.
        model = schema.model_validate({name: value for name, value in data.items() if value is not None})
    except ValidationError as error:
        return None, list(_told(error, document, path, first_line))
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True), []


def _told(error: "ValidationError", document: Document, path: str, first_line: int) -> Iterable[Problem]:
    told = set()
    for one in error.errors(include_url=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        place = document.keys.get((name,))
        line = place.line + first_line - 1 if place else first_line
        if (line, name) not in told:
            told.add((line, name))
            yield Problem(path, line, _what(name, one)[:300], MEND)


def _what(name: str, error: Mapping[str, Any]) -> str:
    field, message = f"`{name}`: " if name else "", str(error["msg"])
    if error["type"] in {"too_short", "string_too_short"}:
        return f"{field}it is empty"
    if error["type"] == "string_pattern_mismatch":
        return f"{field}{str(error['input'])[:40]!r} cannot stand there"
    if error["type"] == "missing":
        return f"{field}it is missing"
    if message.startswith("Input should be "):
        return f"`{name}` should be {message.removeprefix('Input should be ')}"
    return field + message.removeprefix("Value error, ")
