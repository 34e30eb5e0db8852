"""Gather the changes that may have brought in what a fix repairs, with every feature that speaks for each.

Four grounds: who wrote the lines the fix removed; who wrote the lines around what it added; who changed the same
function before; who changed the same file lately. Deleted lines alone hold half to two thirds of the true culprits, all
four together about four fifths (nearly a fifth of fixes only add lines, so that nothing was deleted to ask).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from unrepeat.history.hunks import WIDTH
from unrepeat.history.index import Index
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test
from unrepeat.history.lines import Annotator
from unrepeat.history.nodes import NOTHING
from unrepeat.history.places import Place, Places

if TYPE_CHECKING:
    from array import array

AROUND = 3  # lines looked at on either side of a change
RECENT = 15  # changes of a file that are looked at
MOST_LINES = 3000  # lines of one fix and file that are followed; beyond it more lines tell nothing new

# How much a line of such a file tells, beside a line of code.
TEST_WEIGHT, PROSE_WEIGHT, BOOKKEEPING_WEIGHT = 0.1, 0.2, 0.05


class Candidate:
    """One change that may be a culprit, and how it is tied to the fix; lines are those of the file before the fix.

    By path: `deleted`, lines the fix removed or changed; `nearby`, lines around what it changed; `functions`, those
    both changed; `files`, how many changes ago, from 1. `function_rank`: how many changes to that function ago, from
    1, or 0. There are hundreds of thousands of these at a time, hence the slots and the shared empty mapping.
    """

    __slots__ = (
        "commit",
        "deleted",
        "deleted_weight",
        "files",
        "function_rank",
        "functions",
        "nearby",
        "nearby_weight",
    )

    def __init__(self, commit: int) -> None:
        self.commit = commit
        self.deleted: dict[int, list[int]] = _EMPTY
        self.nearby: dict[int, list[int]] = _EMPTY
        self.functions: dict[int, set[int]] = _EMPTY
        self.files: dict[int, int] = _EMPTY
        self.function_rank = 0
        self.deleted_weight = 0.0
        self.nearby_weight = 0.0

    def lines(self, path: int, *, near: bool) -> list[int]:
        """Give the list that takes this candidate's lines in a path."""
        kept = self.nearby if near else self.deleted
        if kept is _EMPTY:
            kept = {}
            if near:
                self.nearby = kept
            else:
                self.deleted = kept
        return kept.setdefault(path, [])

    def note_file(self, path: int, rank: int) -> None:
        """Keep that the candidate changed a file so many changes ago."""
        if self.files is _EMPTY:
            self.files = {}
        self.files[path] = min(rank, self.files.get(path, rank))

    def note_functions(self, path: int, functions: Iterable[int], ago: int) -> None:
        """Keep that the candidate changed functions, the nearest of them so many changes ago."""
        if self.functions is _EMPTY:
            self.functions = {}
        self.functions.setdefault(path, set()).update(functions)
        self.function_rank = min(ago, self.function_rank or ago)

    @property
    def is_close(self) -> bool:
        """Whether more than the file ties it to the fix."""
        return bool(self.deleted or self.nearby or self.functions)


_EMPTY: dict[int, Any] = {}  # never written to: each candidate makes its own when it has something to keep


@dataclass
class Suspects:
    """All candidates for one fix, with the totals that shares are taken of."""

    fix: int
    candidates: dict[int, Candidate] = field(default_factory=dict)
    deleted_weight: float = 0.0
    nearby_weight: float = 0.0

    def candidate(self, commit: int) -> Candidate:
        """Give the candidate for a commit, made where there is none yet."""
        found = self.candidates.get(commit)
        if found is None:
            found = self.candidates[commit] = Candidate(commit)
        return found


class Gatherer:
    """Gathers suspects for many fixes at once, file by file, so that each file's history is gone through once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._places = Places(index)
        self._weights: dict[int, float] = {}
        self._found: dict[int, Suspects] = {}
        self._functions_at: dict[Place, frozenset[int]] = {}
        self._annotator = Annotator(index, self._places)

    def gather(self, fixes: Iterable[int]) -> dict[int, Suspects]:
        """Give the suspects for each fix."""
        by_path: dict[int, list[int]] = {}
        for change in self._index.changes(sorted(set(fixes))):
            self._found[change.ordinal] = Suspects(change.ordinal)
            for path in change.paths:
                by_path.setdefault(path, []).append(change.ordinal)
        for path, commits in sorted(by_path.items()):
            self._gather_in(path, commits)
            self._places.forget()
            self._functions_at.clear()
        return self._found

    def _gather_in(self, path: int, commits: Sequence[int]) -> None:
        history = self._index.file_history(path)
        places: list[Place] = []
        for commit in commits:
            number = history.at_commit(commit)
            if number is None:
                continue
            sides = history.nodes[number].sides
            if sides and sides[0].parent == NOTHING:
                continue  # a new file: nothing in it is older
            places.append((path, number))
        # the history first: the sweep below remembers a place for every change, this one for few
        for place in places:
            self._note_history(place)
        self._annotator.visit_before([place for place in places if history.nodes[place[1]].sides], self._note_lines)

    def _weight(self, path: int) -> float:
        weight = self._weights.get(path)
        if weight is None:
            name = self._index.path(path)
            weight = 1.0
            if is_bookkeeping(name):
                weight = BOOKKEEPING_WEIGHT
            elif is_test(name):
                weight = TEST_WEIGHT
            elif is_prose(name):
                weight = PROSE_WEIGHT
            self._weights[path] = weight
        return weight

    def _note_lines(self, place: Place, number: int, before: "array[int]") -> None:
        if number:
            return  # of a merge, only the first parent's side: what it changed against that
        node = self._places.node(place)
        suspects = self._found[node.commit]
        weight = self._weight(place[0])
        hunks = node.sides[0].hunks
        followed = 0
        for at in range(0, len(hunks), WIDTH):
            begin, removed = hunks[at], hunks[at + 1]
            if followed < MOST_LINES:
                self._note_range(suspects, place[0], before, range(begin, begin + removed), weight, near=False)
                followed += removed
            near = weight if not removed else weight / 2
            self._note_range(suspects, place[0], before, range(max(begin - AROUND, 0), begin), near, near=True)
            end = begin + removed
            self._note_range(suspects, place[0], before, range(end, end + AROUND), near, near=True)

    def _note_range(
        self, suspects: Suspects, path: int, before: "array[int]", lines: range, weight: float, *, near: bool
    ) -> None:
        origins = self._annotator.origins
        owned_from, owned_until = 0, -1  # lines of one change mostly stand together, with numbers of one range
        for line, origin in enumerate(before[lines.start : lines.stop], lines.start + 1):
            if not owned_from <= origin < owned_until:
                commit, owned_from, owned_until = origins.range_of(origin)
                candidate = suspects.candidate(commit)
                kept = candidate.lines(path, near=near)
            kept.append(line)
            if near:
                candidate.nearby_weight += weight
                suspects.nearby_weight += weight
            else:
                candidate.deleted_weight += weight
                suspects.deleted_weight += weight

    def _note_history(self, place: Place) -> None:
        node = self._places.node(place)
        suspects = self._found[node.commit]
        functions = self._functions(place)
        in_function: Counter[int] = Counter()
        looked_at = self._places.before(place)
        for rank, earlier in enumerate(looked_at if functions else looked_at[:RECENT], 1):
            commit = self._places.node(earlier).commit
            if rank <= RECENT:
                suspects.candidate(commit).note_file(place[0], rank)
            shared = functions & self._functions(earlier) if functions else None
            if shared:
                in_function.update(shared)
                ago = min(in_function[function] for function in shared)
                suspects.candidate(commit).note_functions(place[0], shared, ago)

    def _functions(self, place: Place) -> frozenset[int]:
        known = self._functions_at.get(place)
        if known is None:
            sides = self._places.node(place).sides
            known = frozenset(sides[0].hunks[WIDTH - 1 :: WIDTH]) - {0} if sides else frozenset()
            self._functions_at[place] = known
        return known
