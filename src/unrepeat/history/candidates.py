"""Gather the changes that may have brought in what a fix repairs, with all that ties each of them to it.

The grounds: who wrote the lines the fix removed, and what those lines had replaced; who wrote the lines around what it
changed; who changed the same function before; who changed the same file, lately or first; and who brought in the names
and words that the fix changes or speaks of, wherever in the tree. Deleted lines alone hold half to two thirds of the
true culprits (nearly a fifth of fixes only add lines, so that nothing was deleted to ask), all together over nine
tenths.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from unrepeat.history.ancestry import Ancestors
from unrepeat.history.hunks import WIDTH
from unrepeat.history.index import Index
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test
from unrepeat.history.line_evidence import LineEvidence
from unrepeat.history.lines import Annotator
from unrepeat.history.nodes import NOTHING
from unrepeat.history.places import Place, Places
from unrepeat.history.suspects import Suspects

if TYPE_CHECKING:
    from array import array

RECENT = 15  # changes of a file that are looked at

# How much a line of such a file tells, beside a line of code.
TEST_WEIGHT, PROSE_WEIGHT, BOOKKEEPING_WEIGHT = 0.1, 0.2, 0.05


class Gatherer:
    """Gathers suspects for many fixes at once, file by file, so that each file's history is gone through once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._places = Places(index)
        self._weights: dict[int, float] = {}
        self._found: dict[int, Suspects] = {}
        self._ancestors: Mapping[int, Ancestors] = {}
        self._functions_at: dict[Place, frozenset[int]] = {}
        self._annotator = Annotator(index, self._places)

    def gather(self, ancestors: Mapping[int, Ancestors]) -> dict[int, Suspects]:
        """Give the suspects that lines, functions and files lead to, for each fix, whose ancestors are given."""
        self._ancestors = ancestors
        by_path: dict[int, list[int]] = {}
        for change in self._index.changes(sorted(ancestors)):
            self._found[change.ordinal] = Suspects(change.ordinal)
            for path in change.paths:
                by_path.setdefault(path, []).append(change.ordinal)
        for path, commits in sorted(by_path.items()):
            self._gather_in(path, commits)
            self._places.forget()
            self._functions_at.clear()
            self._annotator.replaced.forget()
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
        weight = self._weight(place[0])
        evidence = LineEvidence(self._index, self._annotator, self._found[node.commit], place[0], weight)
        evidence.note(node.sides[0], before)

    def _note_history(self, place: Place) -> None:
        node = self._places.node(place)
        suspects = self._found[node.commit]
        functions = self._functions(place)
        suspects.functions |= functions
        in_function: Counter[int] = Counter()
        first_of: dict[int, int] = {}  # of each function, the earliest change
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
                first_of.update(dict.fromkeys(shared, commit))
        for commit in first_of.values():
            suspects.candidate(commit).first_of_function += 1
        ancestors = self._ancestors[node.commit]
        first = next((one.commit for one in self._index.file_history(place[0]).nodes if one.commit in ancestors), None)
        if looked_at and first is not None:
            suspects.candidate(first).first_of_file += 1

    def _functions(self, place: Place) -> frozenset[int]:
        known = self._functions_at.get(place)
        if known is None:
            sides = self._places.node(place).sides
            known = frozenset(sides[0].hunks[WIDTH - 1 :: WIDTH]) - {0} if sides else frozenset()
            self._functions_at[place] = known
        return known
