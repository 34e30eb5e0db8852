"""One change that may be a culprit of a fix, and how it is tied to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

RECENTLY = 6  # changes of a file within which it may be the file alone that ties a candidate to a fix


class Candidate:
    """One change that may be a culprit, and how it is tied to the fix; lines are those of the file before the fix.

    By path: `deleted`, lines the fix removed or changed; `replaced`, those that stand where the candidate's own stood
    before; `nearby`, lines around what it changed; `functions`, those both changed; `files`, how many changes ago,
    from 1. `function_rank`: how many changes to that function ago, from 1, or 0; `touches`: how often it changed one of
    them. Weights count lines by what they tell: all that were removed, those that tell something (`telling`), those
    that stand in place of its own (`older`), those it brought in what was taken out of (`picked`), within three lines
    (`nearby`), right beside (`beside`), further off (`wide`). `hunks`: the fix's hunks whose lines it wrote, whole, in
    part (`hunk_part`), as the latest (`latest_hunks`). `word_weight`: what the rare words they share weigh.
    There are hundreds of thousands of these at a time, hence the slots and the shared empty mapping.
    """

    __slots__ = (
        "beside_weight", "commit", "deleted", "deleted_weight", "files", "first_of_file", "first_of_function",
        "function_rank", "functions", "hunk_part", "hunks", "latest_hunks", "nearby", "nearby_weight", "older_weight",
        "picked_weight", "replaced", "telling_weight", "touches", "wide_weight", "word_weight",
    )  # fmt: skip

    def __init__(self, commit: int) -> None:
        self.commit = commit
        self.deleted: dict[int, list[int]] = _EMPTY
        self.replaced: dict[int, list[int]] = _EMPTY
        self.nearby: dict[int, list[int]] = _EMPTY
        self.functions: dict[int, set[int]] = _EMPTY
        self.files: dict[int, int] = _EMPTY
        self.function_rank = self.touches = self.first_of_file = self.first_of_function = 0
        self.deleted_weight = self.telling_weight = self.older_weight = self.picked_weight = 0.0
        self.nearby_weight = self.beside_weight = self.wide_weight = self.word_weight = 0.0
        self.hunks = self.hunk_part = self.latest_hunks = 0.0

    def deleted_in(self, path: int) -> list[int]:
        """Give the list that takes the lines of a path that it wrote and the fix removed."""
        if self.deleted is _EMPTY:
            self.deleted = {}
        return self.deleted.setdefault(path, [])

    def replaced_in(self, path: int) -> list[int]:
        """Give the list that takes the removed lines of a path that stand where its own stood."""
        if self.replaced is _EMPTY:
            self.replaced = {}
        return self.replaced.setdefault(path, [])

    def nearby_in(self, path: int) -> list[int]:
        """Give the list that takes its lines of a path around what the fix changed."""
        if self.nearby is _EMPTY:
            self.nearby = {}
        return self.nearby.setdefault(path, [])

    def note_file(self, path: int, rank: int) -> None:
        """Keep that the candidate changed a file so many changes ago."""
        if self.files is _EMPTY:
            self.files = {}
        self.files[path] = min(rank, self.files.get(path, rank))

    def note_functions(self, path: int, functions: Collection[int], ago: int) -> None:
        """Keep that the candidate changed functions, the nearest of them so many changes ago."""
        if self.functions is _EMPTY:
            self.functions = {}
        self.functions.setdefault(path, set()).update(functions)
        self.touches += len(functions)
        self.function_rank = min(ago, self.function_rank or ago)

    @property
    def is_near(self) -> bool:
        """Whether there is more than a file that it changed some time ago."""
        return bool(
            self.hunks
            or self.word_weight
            or self.functions
            or self.nearby
            or self.older_weight
            or self.wide_weight
            or self.first_of_file
            or min(self.files.values(), default=RECENTLY + 1) <= RECENTLY
        )


_EMPTY: dict[int, Any] = {}  # never written to: each candidate makes its own when it has something to keep


@dataclass
class Suspects:
    """All candidates for one fix, with the totals that shares are taken of; `functions` are those it changed."""

    fix: int
    candidates: dict[int, Candidate] = field(default_factory=dict)
    functions: set[int] = field(default_factory=set)
    removed: int = 0
    hunks: float = 0.0
    deleted_weight: float = 0.0
    telling_weight: float = 0.0
    older_weight: float = 0.0
    nearby_weight: float = 0.0
    beside_weight: float = 0.0
    wide_weight: float = 0.0

    def candidate(self, commit: int) -> Candidate:
        """Give the candidate for a commit, made where there is none yet."""
        found = self.candidates.get(commit)
        if found is None:
            found = self.candidates[commit] = Candidate(commit)
        return found

    def add_kindred(self, weights: Mapping[int, float]) -> None:
        """Take in those that share rare words with the fix, and let go of those that a file alone ties, long ago."""
        for commit, weight in weights.items():
            self.candidate(commit).word_weight = weight
        self.candidates.pop(self.fix, None)
        self.candidates = {commit: one for commit, one in self.candidates.items() if one.is_near}
