"""Changes made in memory, for tests of what is asked about them."""

import difflib
import json

from unrepeat.history.edit import Edit, Line, Status
from unrepeat.ledger.record import Record

Side = str | None


def edit(path: str, before: Side, after: Side, old_path: str | None = None) -> Edit:
    """Make an edit from the whole texts of both sides; None where there is no file."""
    old, new = ((side or "").splitlines() for side in (before, after))
    added, removed = [], []
    for _, old_begin, old_end, new_begin, new_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if old[old_begin:old_end] != new[new_begin:new_end]:
            removed += [Line(number + 1, old[number]) for number in range(old_begin, old_end)]
            added += [Line(number + 1, new[number]) for number in range(new_begin, new_end)]
    status: Status = (
        "added" if before is None else "deleted" if after is None else "renamed" if old_path else "modified"
    )
    return Edit(path, status, tuple(added), tuple(removed), old_path, before or "", after or "")


def record(kind: str = "decision", title: str = "A record", **fields: list[str]) -> Record:
    """Make a record that has some fields."""
    return Record("2026-01-01-a-record-abcd", kind, title, "open", ".unrepeat/x.md", "0" * 64, json.dumps(fields))
