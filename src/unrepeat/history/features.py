"""What is known of each candidate for one fix, as the numbers that the ranking has learned from."""

import math
from collections.abc import Callable, Mapping, Sequence

from unrepeat.change import Change
from unrepeat.history.candidates import RECENT
from unrepeat.history.meetings import WORD_FEATURES, WordsOfFix
from unrepeat.history.suspects import Candidate, Suspects
from unrepeat.history.words import Words, checksum

# What sort of change a message tells of, by its words.
_SORTS: Mapping[str, str] = {
    "new": "add adds added adding implement introduce support new initial allow enable",
    "repair": "fix fixes fixed fixing bug crash correct avoid prevent leak wrong",
    "back": "revert reverts restore undo back",
    "reshape": "refactor move rename cleanup clean simplify split remove convert replace rework factor drop unused use "
    "make change",
    "prose": "doc docs comment comments typo typos man documentation spelling readme",
    "build": "build compile compilation warning warnings configure makefile automake clang gcc",
}
_SORT_OF = {checksum(word.encode()): place for place, words in enumerate(_SORTS.values()) for word in words.split()}
_SORTED = frozenset(_SORT_OF)

_TIES = (
    "deleted_share", "telling_share", "most_telling", "latest_of_deleted", "deleted_lines", "older_share",
    "picked_share", "nearby_share", "only_nearby", "beside_share", "wide_share",
    "hunk_share", "hunk_part", "latest_hunks",
    "function_closeness", "function_share", "function_touches", "first_of_function",
    "file_closeness", "file_share", "first_of_file", "same_files", "of_its_files",
    "of_its_lines", "near_of_its_lines", "kindred",
    "log_added", "log_removed", "log_files", "log_words", "moved", "log_days", "log_commits",
)  # fmt: skip
# Where a candidate stands among all in these, and how far it is ahead of the best other one in those.
_RANKED = (
    "kindred", "any_any", "said_said", "log_commits", "rare10", "hunk_part", "picked_share", "function_closeness",
)  # fmt: skip
_LED = (
    "kindred", "any_any", "said_said", "log_commits", "rare10", "hunk_part", "hunk_share", "latest_hunks",
    "picked_share", "nearby_share", "beside_share", "wide_share", "telling_share", "subject", "function_closeness",
    "line_written", "first_said", "of_its_lines",
)  # fmt: skip
_FIX = ("fix_removed", "fix_hunks", "fix_files", "fix_words", "fix_said", "count")
NAMES: tuple[str, ...] = (
    *_TIES,
    *WORD_FEATURES,
    *(f"is_{sort}" for sort in _SORTS),
    *(f"rank_{name}" for name in _RANKED),
    *(f"lead_{name}" for name in _LED),
    *_FIX,
    *(f"fix_is_{sort}" for sort in _SORTS),
)
_PLACES_RANKED, _PLACES_LED = ([NAMES.index(name) for name in names] for names in (_RANKED, _LED))
_LAST_RANK = 20  # beyond it, how far behind says no more

Rows = dict[int, list[float]]


def features(
    suspects: Suspects,
    fix: Change,
    words: WordsOfFix,
    change_of: Callable[[int], Change],
    words_of: Callable[[int], Words],
    distance_to: Callable[[int], int],
) -> Rows:
    """Give the features of each candidate, by commit, in the order of NAMES.

    `distance_to`: how many commits came between it and the fix.
    """
    rows: Rows = {}
    ties = _Ties(suspects, fix)
    for commit, candidate in suspects.candidates.items():
        its = words_of(commit)
        rows[commit] = [
            *ties.of(candidate, change_of(commit), its, distance_to(commit)),
            *words.meet(commit, its),
            *_sorts(its.said),
        ]
    if rows:
        _compare(list(rows.values()))
    of_fix = [
        math.log1p(suspects.removed),
        math.log1p(suspects.hunks),
        math.log1p(len(fix.paths)),
        math.log1p(len(words.all)),
        math.log1p(len(words.said)),
        math.log1p(len(rows)),
        *_sorts(frozenset(words.said)),
    ]
    for row in rows.values():
        row.extend(of_fix)
    return rows


def _sorts(said: frozenset[int]) -> list[float]:
    flags = [0.0] * len(_SORTS)
    for word in said & _SORTED:
        flags[_SORT_OF[word]] = 1.0
    return flags


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


class _Ties:
    """Turns what ties candidates to one fix into numbers: lines, functions, files, size and time."""

    def __init__(self, suspects: Suspects, fix: Change) -> None:
        self._suspects = suspects
        self._fix = fix
        self._paths = frozenset(fix.paths)
        every = suspects.candidates.values()
        self._most_telling = max((one.telling_weight for one in every), default=0.0)
        self._latest = max((one.commit for one in every if one.deleted_weight), default=-1)
        self._most_kindred = max((one.word_weight for one in every), default=0.0)

    def of(self, candidate: Candidate, change: Change, words: Words, distance: int) -> Sequence[float]:
        """Give the numbers of one candidate, in the order of _TIES."""
        suspects, fix = self._suspects, self._fix
        nearby = _share(candidate.nearby_weight, suspects.nearby_weight)
        closest = min(candidate.files.values(), default=RECENT + 1)
        files = max(len(self._paths), 1)
        same = len(self._paths.intersection(change.paths))
        added = max(change.added, 1)
        return (
            _share(candidate.deleted_weight, suspects.deleted_weight),
            _share(candidate.telling_weight, suspects.telling_weight),
            float(bool(self._most_telling) and candidate.telling_weight == self._most_telling),
            float(candidate.commit == self._latest),
            math.log1p(candidate.telling_weight),
            _share(candidate.older_weight, suspects.older_weight),
            _share(candidate.picked_weight, suspects.telling_weight),
            nearby,
            0.0 if suspects.deleted_weight else nearby,
            _share(candidate.beside_weight, suspects.beside_weight),
            _share(candidate.wide_weight, suspects.wide_weight),
            _share(candidate.hunks, suspects.hunks),
            _share(candidate.hunk_part, suspects.hunks),
            _share(candidate.latest_hunks, suspects.hunks),
            1 / candidate.function_rank if candidate.function_rank else 0.0,
            _share(sum(map(len, candidate.functions.values())), len(suspects.functions)),
            float(candidate.touches),
            float(candidate.first_of_function),
            max(0.0, 1 - (closest - 1) / RECENT),
            len(candidate.files) / files,
            float(candidate.first_of_file),
            same / files,
            same / max(len(change.paths), 1),
            min(1.0, sum(map(len, candidate.deleted.values())) / added),
            min(1.0, sum(map(len, candidate.nearby.values())) / added),
            _share(candidate.word_weight, self._most_kindred),
            math.log1p(change.added),
            math.log1p(change.removed),
            math.log1p(len(change.paths)),
            math.log1p(sum(map(len, words[:4]))),
            len(words.kept) / (len(words.kept) + len(words.brought) + 1),
            math.log1p(max(fix.time - change.time, 0) / 86400),
            math.log1p(distance),
        )


def _compare(rows: Sequence[list[float]]) -> None:
    """Add where each candidate stands among the others, and how far it is ahead of the best other one."""
    columns = list(zip(*rows, strict=True))
    added: list[Sequence[float]] = []
    for at in _PLACES_RANKED:
        place: dict[float, int] = {}
        for number, value in enumerate(sorted(columns[at], reverse=True)):
            place.setdefault(value, min(number, _LAST_RANK))
        added.append([float(place[value]) for value in columns[at]])
    for at in _PLACES_LED:
        second, best = sorted((0.0, *columns[at]))[-2:]
        added.append([value - (second if value == best else best) for value in columns[at]])
    for row, more in zip(rows, zip(*added, strict=True), strict=True):
        row.extend(more)
