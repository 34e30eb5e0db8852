"""Signs that what others build on changed: schemas, protocols, routes, public functions, configuration."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from unrepeat.history.edit import Edit
from unrepeat.history.kinds_of_files import is_bookkeeping
from unrepeat.ledger.signs.comments import LONGEST, Syntax, split, syntax_of
from unrepeat.ledger.signs.sign import Sign, first_line, is_aside, is_written_by_hand
from unrepeat.ledger.signs.signatures import broken

_SCHEMA = re.compile(
    r"\.(?:proto|graphqls?|gql|avsc|avdl|thrift|xsd|wsdl|fbs|capnp|yang|asn1?|raml|smithy|prisma|ovsschema)$"
    r"|(?:^|/)[^/]*(?:openapi|swagger)[^/]*\.(?:ya?ml|json)$|(?:^|[/._-])schemas?\.(?:json|ya?ml|sql|rb)$"
    r"|(?:^|/)schemas?/[^/]+\.json$|\.sql$",
    re.IGNORECASE,
)
_MIGRATION = re.compile(
    r"(?:^|/)(?:migrations?|db/migrate|alembic/versions|changesets)/[^/]*\.(?:py|rb|sql|js|ts|php|java)$"
)
_ALTERS = re.compile(
    r"(?i)\b(?:alter table|drop (?:table|column|index)|rename (?:table|column))\b"
    r"|\b(?:RemoveField|AlterField|RenameField|DeleteModel|RenameModel|AlterUniqueTogether)\("
    r"|\b(?:op\.(?:drop|alter|rename)_\w+|(?:remove|rename|change)_(?:column|table)\w*|drop_(?:table|column))\b"
)
_CREATES = re.compile(r"(?i)\bcreate\b")
_CONFIGURATION = re.compile(
    r"(?:^|/)(?:values[^/]*\.ya?ml|\.env\.(?:example|sample|template|dist)|(?:docker-)?compose[^/]*\.ya?ml"
    r"|application[^/]*\.(?:ya?ml|properties)|appsettings[^/]*\.json|(?:settings|defaults?|config)\.(?:ya?ml|toml|json|ini)"
    r"|(?:defaults|default_settings)\.py"
    r"|(?:config|conf|settings|defaults)/(?:[^/]+/){0,3}[^/]+\.(?:ya?ml|json|toml|ini|conf|properties|env))$"
    r"|\.(?:tf|tfvars|service|socket|timer|conf)(?:\.(?:in|sample|default|example))?$"
)
_ADDRESS = r"\(\s*(?:(?:path|value)\s*=\s*)?r?[\"'`](/?[\w{}<>:./$^*()?\\-]{1,120})[\"'`]"
_ROUTE = re.compile(
    r"(?:@\w[\w.]{0,60}\.(?:route|get|post|put|patch|delete|websocket)|@(?:Get|Post|Put|Patch|Delete|Request)Mapping"
    rf"|\b(?:app|router|server|api)\.(?:get|post|put|patch|delete|all|use)|\bHandleFunc){_ADDRESS}"
    rf"|(?<![\w.])(?:re_)?path{_ADDRESS},"  # as Django has it
)
_OPTION = re.compile(
    r"(?:add_argument|add_option|click\.option|\boption|make_option)\((?:\s*[\"']-\w[\"'],)?\s*[\"'](--[\w-]{2,60})[\"']"
    r"|\.(?:long|opt|flag|opt_flag)\(\"([\w-]{2,60})\""
)
# Without one of these, the expressions above, which are slower, find nothing.
_ROUTE_HINTS = ("route(", "Mapping(", "path(", "HandleFunc(", "app.", "router.", "server.", "api.", "@")
_OPTION_HINTS = ('"--', "'--", ".long(", ".opt(", ".flag(", ".opt_flag(")
_EVERYWHERE = frozenset({"--version", "--help", "--verbose"})
_DEFINED = re.compile(r"\b(?:def|class|fn|func|function|struct|type|interface) (\w+)|^(\w+) ?(?::[^=]{0,80})?=")
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
_VERSION = re.compile(r"v?\d+(?:\.\d+)+[\w.-]*|sha256:\w+")


def interface_signs(edits: Sequence[Edit]) -> Iterator[Sign]:
    """Find what others may build on and what is no longer as it was; what is new has nobody yet who does."""
    looked_at = [edit for edit in edits if not (edit.unread or is_aside(edit.path) or _is_bookkeeping(edit.path))]
    for edit in looked_at:
        if _MIGRATION.search(edit.path):
            yield from _migration(edit)
        elif edit.status != "added":
            if _SCHEMA.search(edit.path):
                yield from _schema(edit)
            elif _CONFIGURATION.search(edit.path):
                yield from _configuration(edit)
            if is_written_by_hand(edit.path):
                yield from _called_by_name(edit)
    yield from _signatures([edit for edit in looked_at if is_written_by_hand(edit.path)], edits)


def _is_bookkeeping(path: str) -> bool:
    return is_bookkeeping(path.encode("utf-8", "surrogateescape"))


def _sign(edit: Edit, subject: str, says: str, weight: int, line: int | None = None) -> Sign:
    at = line or first_line(edit)
    return Sign("interface", edit.path, at, at, subject, says, f"{edit.path}: why it changes and who follows", weight)


def _migration(edit: Edit) -> Iterator[Sign]:
    at = next((line for line in edit.added if _ALTERS.search(line.text)), None)
    if at is not None and edit.status != "renamed":
        yield _sign(edit, edit.path, "What is stored changes its shape.", 60, at.number)


def _schema(edit: Edit) -> Iterator[Sign]:
    if edit.path.endswith(".sql") and not _CREATES.search(edit.before):
        return  # it asks, and says nothing of what is stored
    if edit.status == "deleted":
        yield _sign(edit, edit.path, "A schema went.", 64)
    elif edit.status == "renamed":
        yield _sign(edit, edit.path, "A schema has another name now.", 61)
    elif _lost(edit):
        yield _sign(edit, edit.path, "What a schema promised changed.", 63)


def _configuration(edit: Edit) -> Iterator[Sign]:
    if edit.status == "deleted":
        yield _sign(edit, edit.path, "Configuration went.", 43)
    elif _lost(edit, versions_count=False):
        yield _sign(edit, edit.path, "Configuration changed.", 42)


def _lost(edit: Edit, *, versions_count: bool = True) -> bool:
    """Say whether something that stood in a file stands there no more: prose, blanks and the order do not count."""
    syntax = syntax_of(_DRESSED.sub("", edit.path))
    before, after = (Counter(_PROSE.sub("", text).split("\n")) for text in (edit.before, edit.after))
    # Only lines that differ are looked at closely.
    lost, came = (Counter(_told(lines, syntax)) for lines in (before - after, after - before))
    if not versions_count:
        lost, came = (Counter(_VERSION.sub("", text) for text in side.elements()) for side in (lost, came))
    return bool(lost - came)


def _told(lines: Counter[str], syntax: Syntax | None) -> Iterator[str]:
    """Give what lines say to a program, without blanks, quotes and comments."""
    for line in lines.elements():
        text = _NO_MEANING.sub("", split(line, syntax).told if syntax else line[:LONGEST])
        if _LETTER.search(text):
            yield text


def _called_by_name(edit: Edit) -> Iterator[Sign]:
    """Find routes and options of the command line that went."""
    removed = "\n".join(line.text[:LONGEST] for line in edit.removed)
    for pattern, hints, what in ((_ROUTE, _ROUTE_HINTS, "The route"), (_OPTION, _OPTION_HINTS, "The option")):
        if any(hint in removed for hint in hints):
            for found in pattern.finditer(removed):
                name = next(filter(None, found.groups()))
                if name not in edit.after and name not in _EVERYWHERE:
                    yield _sign(edit, name, f"{what} `{name}` went or has another name.", 55)


def _signatures(looked_at: Iterable[Edit], edits: Iterable[Edit]) -> Iterator[Sign]:
    """Find functions and classes that went or are not what they were; what moved within the change did not go."""
    found = [(edit, names) for edit in looked_at if (names := broken(edit.path, edit.before, edit.after))]
    defined = _defined(edits) if found else {}
    for edit, names in found:
        if edit.status == "deleted":
            yield _sign(edit, edit.path, "What this file offered to others went.", 51)
            continue
        for name, is_gone in names:
            last = name.rpartition(".")[2]
            if not (is_gone and defined.get(last, set()) - {edit.path}):
                line = None if is_gone else _line_of(last, edit.after)
                yield _sign(edit, name, f"`{name}` {'went' if is_gone else 'is not what it was'}.", 50, line)


def _defined(edits: Iterable[Edit]) -> dict[str, set[str]]:
    """Give the names that a change defines anywhere, each with the files."""
    defined: dict[str, set[str]] = {}
    for edit in edits:
        for line in edit.added:
            found = _DEFINED.search(line.text[:LONGEST])
            if found is not None:
                defined.setdefault(found[1] or found[2], set()).add(edit.path)
    return defined


def _line_of(name: str, text: str) -> int | None:
    found = re.search(rf"\b(?:def |class )?{re.escape(name)}\b\s*[(:{{]", text)
    return text.count("\n", 0, found.start()) + 1 if found else None
