"""Follow files that a change touched through later renames, to where they are now or were deleted."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from unrepeat.git import View
from unrepeat.ledger.descent import Descent
from unrepeat.ledger.effects import Entry, Touched, renamed, touched

MOST_RENAMES = 5  # of one file, one after the other

Later = Sequence[tuple[int, Sequence[Touched]]]


class Fate(NamedTuple):
    """Where a file was deleted (None where no commit shows it), and the last name it got, empty where it got none."""

    place: int | None
    name: bytes


def names_now(
    view: View, past: Descent, now: Mapping[bytes, Entry], later: Later, paths: Collection[bytes]
) -> dict[bytes, Fate]:
    """Say of files that are not in a tree what became of them; `later` are the commits on them, in order."""
    fates = dict.fromkeys(paths, Fate(None, b""))
    names = {path: path for path in paths}
    for _ in range(MOST_RENAMES):
        deleted = _deleted(past, later, names.values())
        new = {place: renamed(view, past.commits[place]) for place in sorted(set(deleted.values()))}
        for path, name in names.items():
            place = deleted.get(name, fates[path].place)
            fates[path] = Fate(place, new[place].get(name, b"") if name in deleted and place is not None else b"")
        names = {path: fates[path].name for path in names if fates[path].name and fates[path].name not in now}
        if not names:
            break
        first = min(fates[path].place or 0 for path in names)
        found = touched(view, past.commits[first:], sorted(set(names.values())))
        later = sorted(((past.place[commit], files) for commit, files in found.items()), key=lambda each: each[0])
    return fates


def _deleted(past: Descent, later: Later, names: Collection[bytes]) -> dict[bytes, int]:
    """Give for each file the last commit that deleted it, a plain one before a merge."""
    wanted = frozenset(names)
    deleted: dict[bytes, int] = {}
    for place, files in later:
        for file in files:
            if file.path in wanted and file.after is None:
                is_plain = len(past.parents[place]) < 2
                if is_plain or file.path not in deleted or len(past.parents[deleted[file.path]]) > 1:
                    deleted[file.path] = place
    return deleted
