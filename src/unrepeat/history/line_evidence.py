"""Who wrote the lines that a fix removed or changed, what those had replaced, and who wrote what stands around them."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence

from unrepeat.history.hunks import WIDTH
from unrepeat.history.index import Index
from unrepeat.history.lines import NUMBER, Annotator
from unrepeat.history.nodes import Side
from unrepeat.history.suspects import Candidate, Suspects
from unrepeat.history.words import BLANK, COMMENT, EXTENDED, MOVED, TELLING, unpack_kinds

AROUND = 3  # lines looked at on either side of a change
WIDE = 15  # and further on, where less can be read from it
MOST_LINES = 3000  # lines of one fix and file that are followed; beyond it more lines tell nothing new
DEEPEST = 2  # how often it is asked what a line had replaced

# How much a removed line tells, by what it is.
_TELLS = {BLANK: 0.1, COMMENT: 0.4, MOVED: 0.1, EXTENDED: 0.8, TELLING: 1.0}


class LineEvidence:
    """Notes, for one file of one fix, whom its lines lead to."""

    def __init__(self, index: Index, annotator: Annotator, suspects: Suspects, path: int, weight: float) -> None:
        self._index = index
        self._origins = annotator.origins
        self._replaced = annotator.replaced
        self._suspects = suspects
        self._path = path
        self._weight = weight  # how much a line of this file tells

    def note(self, side: Side, before: "array[int]") -> None:
        """Go through the hunks of the fix; `before` holds the origins of the file's lines before it."""
        hunks, kinds = side.hunks, unpack_kinds(side.kinds)
        suspects = self._suspects
        suspects.hunks += self._weight * (len(hunks) // WIDTH)
        followed = 0
        for at in range(0, len(hunks), WIDTH):
            begin, removed = hunks[at], hunks[at + 1]
            end = begin + removed
            if followed < MOST_LINES:
                of_hunk = kinds[followed : followed + removed]
                if removed:
                    self._note_deleted(before, range(begin, end), of_hunk)
                core = before[begin:end] if removed else before[max(begin - 1, 0) : begin + 1]
                self._note_hunk(core, of_hunk)
            followed += removed
            near = self._weight if not removed else self._weight / 2
            self._note_around(before, begin, end, near)
        suspects.removed += followed

    def _runs(self, lines: "array[int]") -> Iterator[tuple[Candidate, int, int]]:
        """Give the candidates that wrote some lines, and from which place to which: lines of one stand together."""
        begin, owned_from, owned_until, candidate = 0, 0, -1, None
        for place, origin in enumerate(lines):
            if not owned_from <= origin < owned_until:
                if candidate is not None:
                    yield candidate, begin, place
                commit, owned_from, owned_until = self._origins.range_of(origin)
                candidate, begin = self._suspects.candidate(commit), place
        if candidate is not None:
            yield candidate, begin, len(lines)

    def _note_around(self, before: "array[int]", begin: int, end: int, weight: float) -> None:
        suspects = self._suspects
        first = max(begin - AROUND, 0)
        for start, lines in ((first, before[first:begin]), (end, before[end : end + AROUND])):
            for candidate, one, other in self._runs(lines):
                candidate.nearby_in(self._path).extend(range(start + one + 1, start + other + 1))
                candidate.nearby_weight += weight * (other - one)
                suspects.nearby_weight += weight * (other - one)
        for lines in (before[max(begin - WIDE, 0) : first], before[end + AROUND : end + WIDE]):
            for candidate, one, other in self._runs(lines):
                candidate.wide_weight += weight * (other - one)
                suspects.wide_weight += weight * (other - one)
        for lines in (before[max(begin - 1, 0) : begin], before[end : end + 1]):
            for candidate, _, _ in self._runs(lines):
                candidate.beside_weight += self._weight
                suspects.beside_weight += self._weight

    def _note_hunk(self, core: "array[int]", kinds: Sequence[int]) -> None:
        """Count a hunk for all who wrote its lines, in parts too, and for the latest of them."""
        parts: defaultdict[int, float] = defaultdict(float)
        for candidate, one, other in self._runs(core):
            told = sum(_TELLS[kinds[place]] for place in range(one, other)) if kinds else other - one
            parts[candidate.commit] += told
        whole = sum(parts.values())
        for commit, part in parts.items():
            candidate = self._suspects.candidate(commit)
            candidate.hunks += self._weight
            candidate.hunk_part += self._weight * part / whole
        if parts:
            self._suspects.candidate(max(parts)).latest_hunks += self._weight

    def _note_deleted(self, before: "array[int]", lines: range, kinds: Sequence[int]) -> None:
        suspects, weight = self._suspects, self._weight
        gone: dict[int, array[int]] = {0: array(NUMBER)}  # what removed lines had replaced
        amounts: defaultdict[tuple[int, int], float] = defaultdict(
            float
        )  # by who wrote the lines, and what they replaced
        numbers: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        moved: set[int] = set()
        removed = before[lines.start : lines.stop]
        for candidate, one, other in self._runs(removed):
            kept = candidate.deleted_in(self._path)
            for place in range(one, other):
                telling = weight * _TELLS[kinds[place]]
                kept.append(lines.start + place + 1)
                candidate.deleted_weight += weight
                suspects.deleted_weight += weight
                candidate.telling_weight += telling
                suspects.telling_weight += telling
                went = self._replaced.by(removed[place])
                key = 0
                if went is not None:
                    key = id(went)
                    gone[key] = went
                    if self._replaced.only_moved(removed[place]):
                        moved.add(key)
                amounts[candidate.commit, key] += telling
                numbers[candidate.commit, key].append(lines.start + place + 1)
        for (commit, key), amount in amounts.items():
            self._pick(commit, gone[key], amount, numbers[commit, key], only_moved=key in moved)
        older: defaultdict[int, float] = defaultdict(float)
        for (_, key), amount in amounts.items():
            older[key] += amount
        self._note_older(gone, older, 1)

    def _note_older(self, gone: "dict[int, array[int]]", amounts: dict[int, float], depth: int) -> None:
        """Count what lines had replaced for those who wrote that, and what that had replaced again, for less."""
        deeper: defaultdict[int, float] = defaultdict(float)
        before_that: dict[int, array[int]] = {}
        for key, amount in amounts.items():
            went = gone[key]
            share = amount / max(len(went), 1) / depth
            for candidate, one, other in self._runs(went):
                candidate.older_weight += share * (other - one)
                self._suspects.older_weight += share * (other - one)
            if depth < DEEPEST:
                for origin in went:
                    earlier = self._replaced.by(origin)
                    if earlier is not None:
                        before_that[id(earlier)] = earlier
                        deeper[id(earlier)] += share
        if deeper:
            self._note_older(before_that, deeper, depth + 1)

    def _pick(self, commit: int, went: "array[int]", amount: float, lines: Sequence[int], *, only_moved: bool) -> None:
        """Count some lines for the change that brought in what the fix takes out of them, where it can be told."""
        taken = self._index.words(self._suspects.fix).taken
        if went and (only_moved or (taken and taken.isdisjoint(self._index.words(commit).brought))):
            writers = [(candidate, other - one) for candidate, one, other in self._runs(went)]
            if not only_moved:
                words = self._index.words
                writers = [each for each in writers if not taken.isdisjoint(words(each[0].commit).brought)]
            if writers:
                whole = sum(count for _, count in writers)
                for candidate, count in writers:
                    candidate.picked_weight += amount * count / whole
                    candidate.replaced_in(self._path).extend(lines)
                return
        self._suspects.candidate(commit).picked_weight += amount
