"""Tell from the code itself whether a change was taken back, where no message says so.

Rewriting is not taking back. A change counts as undone where a later commit is its very reverse, where every file is as
before, where the files it added were deleted and not renamed or moved, where hardly a line of it is left while what it
removed is back, or where its lines were commented out or made a stub. A change that only added, and of which hardly a
line is anywhere in the tree, cannot be told from one that was taken back, so it counts as undone too.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple

from unrepeat.git import View
from unrepeat.ledger.case import BACK, FADED, HARDLY, MOVED, Case
from unrepeat.ledger.descent import Descent
from unrepeat.ledger.effects import Entry, LineSets, Touched, in_order, line_sets, renamed, touched, tree, union
from unrepeat.ledger.names_now import names_now
from unrepeat.ledger.remains import code, commented_out, is_back_in_place, is_stub

_EMPTY = frozenset([b""])  # the lines of an empty file, of which any tree may hold others

How = Literal[
    "reversed", "restored", "deleted", "dropped", "renamed", "squashed", "commented", "stub", "gone", "hardly"
]


class Undone(NamedTuple):
    """How a change was taken back, at which place (None where no single commit did), and the file that tells it."""

    how: How
    place: int | None = None
    path: bytes = b""


class _Order(NamedTuple):
    """The lines of one file of a change, before it, after it and now."""

    path: bytes
    before: list[bytes]
    after: list[bytes]
    now: list[bytes]


class Judge:
    """Says of cases, for which `look_later` and `look_elsewhere` were done, whether they were taken back."""

    def __init__(self, view: View, past: Descent, now: Mapping[bytes, Entry]) -> None:
        self._view = view
        self._past = past
        self._now = now

    def undone(self, case: Case, since: int = -1) -> Undone | None:
        """Say how a change was taken back without words, None where it stands; `since` is the place of the last words.

        What commits did up to there is what the words are about.
        """
        if not case.is_faded:
            is_remarked = case.left < 1 and code(case.lines.brought) != case.lines.brought
            return self._by_order(case) if is_remarked else None
        if case.exact and not case.exact[-1].brought and case.exact[-1].place > since:
            return Undone("reversed", case.exact[-1].place)
        if case.lines.brought and not case.hardly_left:
            return self._by_order(case)
        if case.is_elsewhere:
            return None
        return self._by_files(case) or self._by_order(case) or self._by_lines(case)

    def _by_files(self, case: Case) -> Undone | None:
        """Judge by whole files: deleted, restored, or under their old names again."""
        renamed_back = None if any(case.lines) else self._renamed_back(case)
        if renamed_back:
            return renamed_back
        sets = line_sets(self._view, [file.after.oid for file in case.gone if file.after]) if case.gone else {}
        if self._is_in_gone_files(case, sets):
            return self._deleted(case, sets)
        if case.restored:
            place = max((place for place, files in case.later if self._restores(case, files)), default=None)
            return None if self._was_moved(case, place) else Undone("restored", place)
        return None

    def _restores(self, case: Case, files: Iterable[Touched]) -> bool:
        before = {file.path: file.before for file in case.files}
        return any(file.after == before[file.path] for file in files)

    def _is_in_gone_files(self, case: Case, sets: LineSets) -> bool:
        """Say whether the files that a change added are all gone, and with them the better part of it."""
        added = sum(file.before is None for file in case.files)
        theirs = case.lines.brought & union(sets, (file.after for file in case.gone))
        is_most = len(theirs) >= MOVED * len(case.lines.brought) > 0
        return bool(case.gone) and len(case.gone) == added and (case.restored or is_most)

    def _deleted(self, case: Case, sets: LineSets) -> Undone | None:
        """Say which commit deleted the files that a change added, None where one of them lives on elsewhere."""
        if self._has_new_name(
            case.commit, [file for file in case.gone if file.after and sets.get(file.after.oid) != _EMPTY]
        ):
            return None
        fates = names_now(self._view, self._past, self._now, case.later, [file.path for file in case.gone])
        places = {fate.place for fate in fates.values() if fate.place is not None}
        if any(fate.name for fate in fates.values()) or any(self._was_moved(case, place) for place in sorted(places)):
            return None
        place, path = max((-1 if fate.place is None else fate.place, path) for path, fate in fates.items())
        return Undone("deleted", place, path) if place >= 0 else Undone("dropped")

    def _has_new_name(self, commit: str, files: Iterable[Touched]) -> bool:
        """Say whether one of the files is in the tree, its content unchanged, where that was not at the commit."""
        contents = {file.after.oid for file in files if file.after} & self._objects.keys()
        then = tree(self._view, commit) if contents else {}
        return any(self._now[path] != then.get(path) for oid in contents for path in self._objects[oid])

    @cached_property
    def _objects(self) -> Mapping[bytes, Sequence[bytes]]:
        paths: dict[bytes, list[bytes]] = {}
        for path, entry in self._now.items():
            paths.setdefault(entry.oid, []).append(path)
        return paths

    def _was_moved(self, case: Case, place: int | None) -> bool:
        """Say whether a commit put the lines of a change into other files."""
        if place is None or not case.lines.brought:
            return False
        paths = {file.path for file in case.files}
        files = touched(self._view, [self._past.commits[place]]).get(self._past.commits[place], [])
        others = [file.after for file in files if file.after and file.path not in paths]
        moved_to = union(line_sets(self._view, [entry.oid for entry in others]), others)
        return len(case.lines.brought & moved_to) >= MOVED * len(case.lines.brought)

    def _renamed_back(self, case: Case) -> Undone | None:
        """Say whether all files that a change renamed have their old names again."""
        old_names = {new: old for old, new in renamed(self._view, case.commit).items()}
        gone = [file.path for file in case.gone]
        if not gone or set(gone) != old_names.keys() or not all(old in self._now for old in old_names.values()):
            return None
        fates = names_now(self._view, self._past, self._now, case.later, gone)
        if any(fate.name not in {b"", old_names[path]} for path, fate in fates.items()):
            return None
        return Undone("renamed", path=old_names[min(gone)])

    def _by_order(self, case: Case) -> Undone | None:
        """Judge by where lines stand in each file: commented out, under a stub, or back in their old place."""
        brought = case.lines.brought
        orders = self._orders(case)
        if brought and case.left <= FADED:
            hidden = frozenset[bytes]().union(*(commented_out(one.now, brought) for one in orders))
            if len(hidden) >= MOVED * len(brought):
                return Undone("commented")
        kept = code(brought)
        if brought and len(kept.intersection(chain(*(one.now for one in orders)))) <= FADED * len(kept):
            for one in orders:
                if is_stub(one.after, one.now, brought):
                    return Undone("stub", path=one.path)
        is_back = case.back >= BACK and (not brought or case.hardly_left)
        return Undone("squashed") if is_back and _tells(case, orders) else None

    def _orders(self, case: Case) -> list[_Order]:
        oids = [entry.oid for file in case.files for entry in (*file[1:], self._now.get(file.path)) if entry]
        lines = in_order(self._view, oids)

        def order(entry: Entry | None) -> list[bytes]:
            return lines.get(entry.oid, []) if entry else []

        return [
            _Order(path, order(before), order(after), order(self._now.get(path))) for path, before, after in case.files
        ]

    def _by_lines(self, case: Case) -> Undone | None:
        """Judge by what is in the tree alone, where a change took hardly anything that could be back."""
        brought, took = case.lines
        if not case.is_seen or not brought or len(took) > HARDLY * len(brought) or self._lives_on(case):
            return None
        return Undone("hardly" if case.left or (case.found and case.found.by_path) else "gone")

    def _lives_on(self, case: Case) -> bool:
        """Say whether more than hardly a line of a change is in its files under the names that these have now."""
        found = case.found
        if found is None or found.share <= HARDLY:
            return False
        paths = [file.path for file in case.files if file.path not in self._now]
        fates = names_now(self._view, self._past, self._now, case.later, paths)
        there = [found.by_path.get(fate.name, frozenset()) for fate in fates.values()]
        return len(frozenset[bytes]().union(*there)) > HARDLY * len(found.lines)


def _tells(case: Case, orders: Iterable[_Order]) -> bool:
    """Say whether the lines that a change took and that are back tell something.

    One line alone comes back by chance: of 13 such findings in 3,000 commits, 8 rested on one. So it has to be in its
    old place.
    """
    took, brought = len(case.lines.took), len(case.lines.brought)
    if took > 2 or (took == 2 and brought <= 4):
        return True
    places = [(one, theirs) for one in orders if (theirs := case.lines.took.intersection(one.before))]
    return bool(places) and all(is_back_in_place(one.before, one.now, theirs) for one, theirs in places)
