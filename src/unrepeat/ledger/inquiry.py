"""Gather what became of changes in later commits and in the code of today, in few runs of git for all of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from unrepeat.git import View
from unrepeat.ledger.case import Case
from unrepeat.ledger.descent import Descent
from unrepeat.ledger.effects import Entry, Lines, LineSets, Touched, alike, line_sets, lines, touched, union
from unrepeat.ledger.elsewhere import Sought, elsewhere
from unrepeat.ledger.reverts import Event

MOST_FILES = 500  # of one change whose lines are compared
_FILE = b"100"  # what the modes of plain files begin with


class Inquiry:
    """Looks into what became of changes up to a head, whose tree is given."""

    def __init__(
        self,
        view: View,
        past: Descent,
        now: Mapping[bytes, Entry],
        unseen: Collection[str],
        is_apart: Callable[[bytes], bool],
    ) -> None:
        self._view = view
        self._past = past
        self._now = now
        self._unseen = unseen  # commits whose parents a shallow clone left out
        self._is_apart = is_apart  # says of a path that it is of the ledger: a record stays when the code goes

    def cases(self, commits: Mapping[str, int]) -> dict[str, Case]:
        """Read what commits did, given with the places where they came in; merges and roots too."""
        done = {
            commit: [file for file in files if not self._is_apart(file.path)]
            for commit, files in touched(self._view, list(commits)).items()
        }
        few = [files for files in done.values() if len(files) <= MOST_FILES]
        entries = [entry for files in few for entry in self._entries(files)]
        sets = line_sets(self._view, dict.fromkeys(entry.oid for entry in entries))
        return {commit: self._case(commit, place, done.get(commit, []), sets) for commit, place in commits.items()}

    def _entries(self, files: Iterable[Touched]) -> list[Entry]:
        """Give what stood, stands, and stands now under the paths of some files, but for submodules."""
        versions = (entry for file in files for entry in (file.before, file.after, self._now.get(file.path)))
        return [entry for entry in versions if entry and not entry.is_submodule]

    def _case(self, commit: str, place: int, files: Sequence[Touched], sets: LineSets) -> Case:
        is_seen = len(files) <= MOST_FILES and all(entry.oid in sets for entry in self._entries(files))
        changed = lines(files, sets) if is_seen else Lines(frozenset(), frozenset())
        there = union(sets, (self._now.get(file.path) for file in files))
        return Case(
            commit,
            place,
            files,
            changed,
            is_seen,
            left=len(changed.brought & there) / len(changed.brought) if changed.brought else 1,
            back=len(changed.took & there) / len(changed.took) if changed.took else 0,
            restored=bool(files) and all(self._now.get(file.path) == file.before for file in files),
            gone=[file for file in files if file.before is None and file.path not in self._now],
        )

    def look_elsewhere(self, cases: Iterable[Case]) -> None:
        """Find, for those cases of which hardly a line is left, the lines that stand in other files."""
        sought = {case.commit: case for case in cases if case.hardly_left}
        if not sought:
            return
        plain = {
            path: entry
            for path, entry in self._now.items()
            if entry.mode.startswith(_FILE) and not self._is_apart(path)
        }
        asked = {
            commit: Sought(case.lines.brought, [file.path for file in case.files]) for commit, case in sought.items()
        }
        found, is_whole = elsewhere(self._view, plain, asked)
        for commit, case in sought.items():
            case.found = found[commit]
            if not is_whole and not case.is_elsewhere:
                case.is_seen = False

    def look_later(self, cases: Sequence[Case]) -> None:
        """Find, for some cases, the later commits on their paths, and which of them do the same or the reverse."""
        if not cases:
            return
        first = min(case.place for case in cases)
        commits = [one for one in self._past.commits[first + 1 :] if one not in self._unseen]
        found = touched(self._view, commits, sorted({path for case in cases for path in case.paths}))
        marks = self._past.marks([case.place for case in cases])
        for bit, case in enumerate(cases):
            paths = set(case.paths)
            for commit, files in found.items():
                place = self._past.place[commit]
                theirs = [file for file in files if file.path in paths]
                if theirs and place != case.place and marks[place] >> bit & 1:
                    case.later.append((place, theirs))
            case.later.sort(key=lambda each: each[0])
        self._compare(cases)

    def _compare(self, cases: Sequence[Case]) -> None:
        asked = {
            case.commit: [self._past.commits[place] for place, files in case.later if len(files) == len(case.paths)]
            for case in cases
            if any(case.lines)  # patches without telling lines are alike by chance
        }
        signs = alike(self._view, asked)
        for case in cases:
            places = {self._past.place[commit]: same for commit, same in signs.get(case.commit, {}).items()}
            case.exact = [Event(place, brought=same) for place, same in sorted(places.items())]
