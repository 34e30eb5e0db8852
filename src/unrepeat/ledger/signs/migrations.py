"""Signs that a migration alters or drops what is stored, where others may read it."""

import re
from collections.abc import Iterator

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs.sign import Sign, of_interface

_MIGRATION = re.compile(
    r"(?:^|/)(?:migrations?|migrate|alembic/versions|changesets?)/(?:[^/]+/){0,3}[^/]*\.(?:py|rb|sql|js|ts|php|java|go)$"
    r"|(?:^|/)V\d[\w.]*__[^/]*\.sql$"
)
_ALTERS = re.compile(
    r"(?i)\bdrop (?:table|column|view|type)\b|\brename (?:table|column|to)\b|\b(?:alter|modify|change) column\b"
    r"|\balter table\b[^;]{0,200}?\b(?:drop|rename|alter|modify|change)\b"
    r"|\b(?:RemoveField|AlterField|RenameField|DeleteModel|RenameModel|AlterUniqueTogether)\("
    r"|\b(?:op\.(?:drop_(?:table|column|constraint)|alter_\w+|rename_\w+)"
    r"|(?:remove|rename|change)_(?:column|table)\w*|drop_(?:table|column)|dropColumn|dropTable|renameColumn)\b"
)
_TABLE = r"(?:if (?:not )?exists )?[`\"\[:']?([\w.]+)"
_CREATED = re.compile(rf"(?i)\bcreate(?: \w+)? table {_TABLE}|\bcreate_table[ (]+[:\"']?(\w+)")
_DROPPED = re.compile(rf"(?i)\bdrop table {_TABLE}|\bdrop_table[ (]+[:\"']?(\w+)")
# From here on a migration says how it is taken back.
_BACK = re.compile(
    r"(?i)^\s*(?:--\s*\+?(?:goose|migrate:?)\s*:?down|def (?:down|downgrade|reverse\w*)\b|(?:public )?function down\b"
    r"|exports\.down\b|async down\b|--\s*(?:rollback|down)\b|func down)"
)
_TAKES_BACK = re.compile(r"(?:\.down\.\w+|(?:^|/)down\.sql|_down\.sql)$|(?:^|/)U\d[\w.]*__[^/]*\.sql$")


def migration_signs(edit: Edit) -> Iterator[Sign]:
    """Find the first line of a migration that takes something away from those who read what is stored."""
    if is_migration(edit.path) and edit.status in {"added", "modified"} and not _TAKES_BACK.search(edit.path):
        at = _altering(edit)
        if at is not None:
            subject = " ".join(at.text.split())
            yield of_interface(edit, subject, "What is stored changes its shape.", 60, at.number)


def is_migration(path: str) -> bool:
    """Say whether a file is a step from one form of what is stored to the next."""
    return _MIGRATION.search(path) is not None


def _altering(edit: Edit) -> Line | None:
    created = {name.lower() for found in _CREATED.findall(edit.after) for name in found if name}
    earlier = ""
    for line in edit.added:
        if _BACK.search(line.text):
            return None
        statement = f"{earlier} {line.text}"[-400:]  # a statement may go on over lines
        dropped = next((found[1] or found[2] for found in [_DROPPED.search(line.text)] if found), "")
        if dropped.lower() in created:
            continue
        if _ALTERS.search(line.text) or (earlier and _ALTERS.search(statement)):
            return line
        earlier = "" if ";" in line.text else statement
    return None
