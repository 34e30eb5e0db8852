"""The schemas as JSON Schema, for editors: `python -m unrepeat.ledger.published FOLDER` writes a file a kind.

They check what stands in a front matter as our own reading does, but for the order of days and what needs other files.

- YAML files, by VS Code's YAML extension and whatever else uses yaml-language-server. A first line such as
  `# yaml-language-server: $schema=../docs/schemas/settings.schema.json` in `.unrepeat/settings.yml`, or the editor's
  setting `yaml.schemas`, says which schema is meant.
- Front matter in Markdown, which that server does not read
  (https://github.com/redhat-developer/vscode-yaml/issues/207): remark does, with its plug-ins remark-frontmatter and
  remark-lint-frontmatter-schema, on the command line and in VS Code through the extension `unifiedjs.vscode-remark`.
  Its setting `schemas` takes `{"docs/schemas/need.schema.json": [".unrepeat/needs/*.md"]}`. It knows draft-07 and
  refuses a later `$schema`; with that line taken out it reads our files, whose keywords mean the same in both.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from unrepeat.ledger.schemas import DONE_WHEN, SCHEMAS, SOUGHT, Reasoned, Settings, Statement

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = ["string", "number"]  # numbers stand for the words they were meant as
_DROPPED = ["dropped", "wont-do"]

Schema = dict[str, Any]


def published() -> dict[str, Schema]:
    """Give the JSON Schema of each kind of record, of a person's word (`statement`) and of the settings, by name."""
    models: dict[str, type[BaseModel]] = {**SCHEMAS, "statement": Statement, "settings": Settings}
    return {name: document(name, model) for name, model in models.items()}


def write(folder: Path, schemas: Mapping[str, Schema]) -> None:
    """Write schemas to a folder, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        (folder / f"{name}.schema.json").write_text(json.dumps(schema, indent=2) + "\n", "utf-8")


def document(name: str, model: type[BaseModel]) -> Schema:
    """Give the JSON Schema of what a model reads, with what our reading takes beyond it."""
    found = model.model_json_schema(by_alias=True)
    found = _inlined(found, found.get("$defs", {}))
    required = found.get("required", [])
    fields = {field: _value(schema) for field, schema in found["properties"].items()}
    if "done-when" in fields:
        fields["done-when"] |= _one_or_several(_condition())
    document: Schema = {
        "$schema": _DIALECT,
        "$id": f"urn:unrepeat:schema:{name}",
        "title": f"unrepeat: {name}",
        "description": found["description"],
        "type": "object",
        "properties": {field: one if field in required else _or_empty(one) for field, one in fields.items()},
    }
    if required:
        document["required"] = required
    if issubclass(model, Reasoned):
        document["if"] = {"properties": {"state": {"enum": _DROPPED}}, "required": ["state"]}
        document["then"] = {"properties": {"because": {"type": _TEXT, "pattern": r"\S"}}, "required": ["because"]}
    return document


def _inlined(found: Any, named: Schema) -> Any:  # noqa: ANN401 -- any part of a schema
    """Put what stands under a name in the places that name it."""
    if isinstance(found, list):
        return [_inlined(one, named) for one in found]
    if not isinstance(found, dict):
        return found
    if "$ref" in found:
        return _inlined(named[found["$ref"].rpartition("/")[2]], named)
    return {key: _inlined(value, named) for key, value in found.items()}


def _value(found: Schema) -> Schema:
    """Say what our reading takes where pydantic's own words tell only what comes of it."""
    told = {key: found[key] for key in ("description", "default") if found.get(key) not in (None, [], {})}
    if "anyOf" in found:  # a field that may be left out
        found = next(one for one in found["anyOf"] if one.get("type") != "null")
    match found.get("type"):
        case "array":
            return told | _one_or_several(_value(found["items"]))
        case "object":
            return told | _mapping(found)
        case "string" if "enum" in found or "const" in found:
            return told | {"type": "string", "enum": found.get("enum") or [found["const"]]}
        case "string" if found.get("pattern", "").startswith("(?i)"):
            return told | _in_any_case(found["pattern"].removeprefix("(?i)"))
        case "string" if not {"pattern", "format"} & found.keys():
            return told | {"type": _TEXT} | {key: found[key] for key in ("minLength",) if key in found}
    return told | {key: value for key, value in found.items() if key not in {"title", "default", "description"}}


def _mapping(found: Schema) -> Schema:
    if "properties" in found:  # a model of its own, within another
        fields = {field: _value(schema) for field, schema in found["properties"].items()}
        known = ("type", "required", "additionalProperties")
        return {key: found[key] for key in known if key in found} | {"properties": fields}
    inner = found.get("additionalProperties")
    shape: Schema = {key: found[key] for key in ("type", "propertyNames") if key in found}
    return shape | ({"additionalProperties": _value(inner)} if isinstance(inner, dict) else {})


def _one_or_several(one: Schema) -> Schema:
    return {"anyOf": [*one.get("anyOf", [one]), {"type": "array", "items": one}]}


def _in_any_case(pattern: str) -> Schema:
    """Spell a pattern out for editors, whose regular expressions know no `(?i)`; offer its plain words."""
    spelled = re.sub(
        r"\\.|[a-z]", lambda found: found[0] if found[0][0] == "\\" else f"[{found[0].upper()}{found[0]}]", pattern
    )
    words = re.findall(r"(?<!\\)[a-z]{2,}", pattern)
    return {"anyOf": [{"type": "string", "enum": words}, {"type": "string", "pattern": spelled}]}


def _condition() -> Schema:
    """Give the schema of one entry of `done-when`: `path: src/retry.py` as a mapping, or as one text."""
    fields: Schema = {name: {"type": ["string", "integer"], "pattern": r"\S"} for name in DONE_WHEN}
    regex = {"type": "object", "properties": {"regex": {"type": "string"}}, "required": ["regex"]}
    fields |= {name: {"anyOf": [fields[name], regex]} for name in SOUGHT}
    return {
        "anyOf": [
            {"type": "object", "properties": fields, "additionalProperties": False, "minProperties": 1}
            | {"maxProperties": 1},
            {"type": "string", "pattern": rf"^\s*({'|'.join(DONE_WHEN)})\s*:.*\S"},
        ]
    }


def _or_empty(schema: Schema) -> Schema:
    """Take nothing at all, too: what is empty in the file (`owner:`) is as if it were not there."""
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    nothing = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | nothing | {"type": [*kinds, "null"]}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where to write the schemas: python -m unrepeat.ledger.published FOLDER")
    write(Path(sys.argv[1]), published())
