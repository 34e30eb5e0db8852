"""Tell files in the ledger's folder that nobody reads, though they may hold what a gate waits for."""

from unrepeat.ledger.files import TEMPORARY
from unrepeat.ledger.kinds import KINDS, OF_FOLDER, STATEMENTS
from unrepeat.ledger.record import Problem

_KNOWN = frozenset({"README.md"})  # Markdown that stands in the ledger's folder itself
_UNREAD = "nothing in this folder is read"


def stray(folder: str, inside: str) -> Problem | None:
    """Say what is wrong with the place of a file inside the ledger's folder; None where it is read or of no concern.

    Paths have `/`. A folder whose files nobody reads is told, and not each of its files.
    """
    first, _, rest = inside.partition("/")
    if not rest:
        if first in _KNOWN or not first.endswith(".md"):
            return None
        what, remedy = "a record in no folder of a kind is not read", "Move it to the folder of its kind, as `needs/`."
        return Problem(f"{folder}/{inside}", 0, what, remedy)
    if first in OF_FOLDER:
        return _of_kind(f"{folder}/{first}", rest)
    if first in STATEMENTS:
        return _left_behind(f"{folder}/{inside}")
    meant = next((kind.folder for kind in KINDS.values() if first.lower() in {kind.name, kind.folder}), None)
    return Problem(f"{folder}/{first}", 0, _UNREAD, f"Move its files to `{meant}/`.") if meant else None


def misplaced(folder: str, name: str, *, is_link: bool) -> Problem:
    """Say that something else stands where a folder of the ledger should be."""
    what = f"this is {'a link' if is_link else 'no folder'}, where a folder should be"
    return Problem(f"{folder}/{name}", 0, what, "Put a folder in its place.")


def _of_kind(folder: str, rest: str) -> Problem | None:
    name, _, below = rest.partition("/")
    if below:
        return Problem(f"{folder}/{name}", 0, _UNREAD, "Move its files up a level.")
    if name.endswith(".md"):
        return None
    if name.startswith("."):
        return _left_behind(f"{folder}/{name}")
    return Problem(f"{folder}/{name}", 0, "a file of this ending is not read", "Give a record the ending `.md`.")


def _left_behind(path: str) -> Problem | None:
    if not path.rpartition("/")[2].startswith(".") or not path.endswith(TEMPORARY):
        return None
    what = "a write that was stopped left this behind; what it was to replace is whole"
    return Problem(path, 0, what, "Delete it once no other `unrepeat` is running.")
