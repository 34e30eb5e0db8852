"""Signs that a schema, a protocol, what is stored, or configuration is not what those who read it expect."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs.comments import LONGEST, Syntax, split, syntax_of
from unrepeat.ledger.signs.json_facts import facts
from unrepeat.ledger.signs.places import neighbour
from unrepeat.ledger.signs.sign import Sign, of_interface

_SCHEMA = re.compile(
    r"\.(?:proto|graphqls?|gql|avsc|avdl|thrift|xsd|wsdl|fbs|capnp|yang|asn1?|raml|smithy|prisma|ovsschema)$"
    r"|(?:^|/)[^/]*(?:openapi|swagger|asyncapi)[^/]*\.(?:ya?ml|json)$|(?:^|[/._-])schemas?\.(?:json|ya?ml|sql|rb)$"
    r"|(?:^|/)schemas?/(?:[^/]+/){0,3}[^/]+\.(?:json|ya?ml)$|\.sql$",
    re.IGNORECASE,
)
# What a schema says of itself at its top, whatever its file is called.
_SAYS_SCHEMA = re.compile(
    r"[\"']?\$schema[\"']?\s*:\s*[\"']?https?://json-schema\.org/|^\s*[\"']?(?:openapi|swagger|asyncapi)[\"']?\s*:\s*[\"']?\d",
    re.MULTILINE,
)
_MAY_SAY = re.compile(r"\.(?:json|ya?ml)$")
_HEAD = 2_000  # letters at the top of a file in which a schema says what it is
_CONFIGURATION = re.compile(
    r"(?:^|/)(?:values[^/]*\.ya?ml|\.env\.(?:example|sample|template|dist)|(?:docker-)?compose[^/]*\.ya?ml"
    r"|application[^/]*\.(?:ya?ml|properties)|appsettings[^/]*\.json|(?:settings|defaults?|config)\.(?:ya?ml|toml|json|ini)"
    r"|(?:defaults|default_settings)\.py"
    r"|(?:config|conf|settings|defaults)/(?:[^/]+/){0,3}[^/]+\.(?:ya?ml|json|toml|ini|conf|properties|env))$"
    r"|\.(?:tf|tfvars|service|socket|timer|conf)(?:\.(?:in|sample|default|example))?$"
)
_CREATES = re.compile(r"(?i)\bcreate\b")
_DRESSED = re.compile(r"\.(?:in|sample|default|example|template|dist)$")
_LETTER = re.compile(r"\w")
_NO_MEANING = re.compile(r"[\s\"',;]+")
# What only people read in YANG, OpenAPI, JSON Schema and GraphQL, and what counts its versions.
_PROSE = re.compile(
    r"[\"']?\b(?:description|summary|title|reference|contact|organization|error-message"
    r"|version|cksum)[\"']?\s*+:?\s*+"
    r"\"(?:[^\"\\]++|\\.)*+\"|\"\"\"(?:[^\"]++|\"(?!\"\"))*+\"\"\"",
    re.DOTALL,
)
_YAML = re.compile(r"\.ya?ml$")
_YAML_PROSE = re.compile(
    r"^([ \t]*)(?:- )?(?:description|summary|title|example|version):"
    r"(?:[ \t]*[|>][-+\d]*[ \t]*\n(?:\1[ \t]+[^\n]*\n|[ \t]*\n)*+|[ \t]+[^|>\s][^\n]*)",
    re.MULTILINE,
)
_VERSION = re.compile(r"v?\d+(?:\.\d+)+[\w.-]*|sha256:\w+")
# A list in which more is less: one more required name, or one more value that readers of an enumeration may meet.
_LISTS = re.compile(
    r"[\"']?\b(?:required|enum)[\"']?\s*:\s*(?:\[([^\]]{0,4000})\]|((?:\n[ \t]*-[ \t]+[^\n]*)++))", re.IGNORECASE
)
_REMARK = re.compile(r"#[^\n]*")
_IN_LIST = re.compile(r"[\w./-]+")


def format_signs(edit: Edit) -> Iterator[Sign]:
    """Find what a file that says the form of something no longer says; a new one has no readers yet."""
    if edit.status == "added":
        return
    if _is_schema(edit):
        yield from _schema(edit)
    elif _CONFIGURATION.search(edit.path):
        yield from _configuration(edit)


def _is_schema(edit: Edit) -> bool:
    if _SCHEMA.search(edit.path):
        return True
    return _MAY_SAY.search(edit.path) is not None and _SAYS_SCHEMA.search(edit.before, 0, _HEAD) is not None


def _schema(edit: Edit) -> Iterator[Sign]:
    if edit.path.endswith(".sql") and not _CREATES.search(edit.before):
        return  # it asks, and says nothing of what is stored
    if edit.status == "deleted":
        yield of_interface(edit, edit.path, "A schema went.", 64)
    elif edit.status == "renamed":
        yield of_interface(edit, edit.path, "A schema has another name now.", 61)
    elif lost := _lost(edit):
        yield of_interface(edit, _subject(edit, lost), "What a schema promised changed.", 63, _line(edit, lost))
    elif more := _lists(edit.after) - _lists(edit.before):
        names = " ".join(sorted(more))
        yield of_interface(edit, names, "A schema asks for more, or lets more through.", 62, _line_of(edit, more))


def _configuration(edit: Edit) -> Iterator[Sign]:
    if edit.status == "deleted":
        yield of_interface(edit, edit.path, "Configuration went.", 43)
    elif lost := _lost(edit, versions_count=False):
        yield of_interface(edit, _subject(edit, lost), "Configuration changed.", 42, _line(edit, lost))


def _lost(edit: Edit, *, versions_count: bool = True) -> Counter[str]:
    """Give what a file said and says no more, a fact or a line an entry: prose, blanks and the order do not count."""
    before, after = _facts(edit)
    lost, came = before - after, after - before
    if not versions_count:
        lost, came = (Counter(_VERSION.sub("", text) for text in side.elements()) for side in (lost, came))
    return lost - came


def _facts(edit: Edit) -> tuple[Counter[str], Counter[str]]:
    if edit.path.endswith((".json", ".avsc", ".ovsschema")):
        old, new = facts(edit.before), facts(edit.after)
        if old is not None and new is not None:
            return old, new
    syntax = syntax_of(_DRESSED.sub("", edit.path))
    before, after = (Counter(_without_prose(edit.path, text).split("\n")) for text in (edit.before, edit.after))
    # Only lines that differ are looked at closely.
    return Counter(_told(before - after, syntax)), Counter(_told(after - before, syntax))


def _without_prose(path: str, text: str) -> str:
    text = _PROSE.sub("", text)
    return _YAML_PROSE.sub("", text) if _YAML.search(path) else text


def _told(lines: Counter[str], syntax: Syntax | None) -> Iterator[str]:
    """Give what lines say to a program, without blanks, quotes and comments."""
    for line in lines.elements():
        text = _said(line, syntax)
        if _LETTER.search(text):
            yield text


def _said(line: str, syntax: Syntax | None) -> str:
    return _NO_MEANING.sub("", split(line, syntax).told if syntax else line[:LONGEST])


def _subject(edit: Edit, lost: Mapping[str, int]) -> str:
    """Give what was lost as it was written, where it is found again; its words lead to the records that speak of it."""
    written = {" ".join(line.text.split()) for line in edit.removed if _is_of(edit, line, lost)}
    return " ".join(sorted(lost)) if any(" " in fact for fact in lost) or not written else " ".join(sorted(written))


def _line(edit: Edit, lost: Mapping[str, int]) -> int | None:
    """Give the line where the first of what was lost stood."""
    ends = [[part for part in fact.split(" ")[-2:] if part not in {"[]", "{}"}] for fact in lost]  # a key and its value
    for line in edit.removed:
        if _is_of(edit, line, lost) or any(end and all(part in line.text for part in end) for end in ends):
            return neighbour(edit, line.number)
    return None


def _is_of(edit: Edit, line: Line, lost: Mapping[str, int]) -> bool:
    said = _said(_PROSE.sub("", line.text), syntax_of(_DRESSED.sub("", edit.path)))
    return said in lost or _VERSION.sub("", said) in lost


def _lists(text: str) -> Counter[str]:
    listed = (found[1] or _REMARK.sub("", found[2] or "") for found in _LISTS.finditer(text))
    return Counter(name for names in listed for name in _IN_LIST.findall(names))


def _line_of(edit: Edit, names: Iterable[str]) -> int | None:
    wanted = set(names)
    return next((line.number for line in edit.added if wanted.intersection(_IN_LIST.findall(line.text))), None)
