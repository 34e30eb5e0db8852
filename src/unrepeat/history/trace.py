"""Trace fixes to the changes that brought in what they repair."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from unrepeat.change import Change
from unrepeat.history.candidates import Candidate, Gatherer, Suspects
from unrepeat.history.index import Index
from unrepeat.history.rank import LIKELY, Features, features, score, words_of
from unrepeat.history.stated import Statement, Statements

TOLD = 1000  # letters of a message that are read for words: what follows are logs and quotations
FOLLOW_UP = frozenset({"follow-up"})  # about half of these repair nothing: they stand after what is likelier


class Evidence(NamedTuple):
    """One ground for a link: its kind, the file (None where it is the message), line ranges before the fix, words."""

    kind: str
    path: int | None
    lines: tuple[tuple[int, int], ...]
    says: str


class Culprit(NamedTuple):
    """A change that brought in what a fix repairs: how likely, whether a person confirmed it, and why."""

    commit: int
    score: float
    confirmed: bool
    evidence: tuple[Evidence, ...]


class Trace(NamedTuple):
    """A fix with its culprits, best first, and the commits its message states."""

    fix: int
    culprits: tuple[Culprit, ...]
    stated: tuple[int, ...]


# A person's word on links: (fix, culprit) -> "yes", "no" or "unclear".
Verdicts = Mapping[tuple[int, int], str]

_STATED_SCORE = {"fixes": 0.97, "regression": 0.95, "reverts": 0.9, "introduced": 0.8, "follow-up": 0.5}


class Tracer:
    """Traces fixes within one index; what it gathered stays to be looked at."""

    def __init__(self, index: Index, *, unaided: bool = False, verdicts: Verdicts | None = None) -> None:
        self._index = index
        self._unaided = unaided
        self._verdicts = verdicts or {}
        self._statements = Statements(index)
        self._changes: dict[int, Change] = {}
        self._words: dict[int, frozenset[str]] = {}
        self.suspects: dict[int, Suspects] = {}

    def trace(self, fix: int, *, top: int | None = None) -> Trace:
        """Trace one fix."""
        return self.trace_all([fix], top=top)[0]

    def trace_all(self, fixes: Sequence[int], *, top: int | None = None) -> list[Trace]:
        """Trace many fixes, in the order given, each with at most so many culprits."""
        new = [fix for fix in fixes if fix not in self.suspects]
        self.suspects.update(Gatherer(self._index).gather(new))
        self._load({*fixes, *(commit for fix in fixes for commit in self.suspects[fix].candidates)})
        return [self._traced(fix, top) for fix in fixes]

    def features(self, fix: int) -> dict[int, Features]:
        """Give the features of every candidate for a fix that was traced."""
        self._load(set(self.suspects[fix].candidates))
        change = self._changes[fix]
        words = words_of(self._message(change)[:TOLD]) if self._unaided else self._words[fix]
        return features(self.suspects[fix], change, words, self._changes, self._words)

    def _load(self, commits: set[int]) -> None:
        for change in self._index.changes(sorted(commit for commit in commits if commit not in self._changes)):
            self._changes[change.ordinal] = change
            self._words[change.ordinal] = words_of(change.message[:TOLD])

    def _message(self, fix: Change) -> str:
        return self._statements.without_names_of_commits(fix.message) if self._unaided else fix.message

    def _traced(self, fix: int, top: int | None) -> Trace:
        change = self._changes[fix]
        stated = [] if self._unaided else self._statements.in_message(change.message, fix)
        found = {
            commit: Culprit(commit, score(given), confirmed=False, evidence=())
            for commit, given in self.features(fix).items()
            if commit != fix
        }
        for statement in stated:
            found[statement.commit] = Culprit(
                statement.commit, _STATED_SCORE[statement.form], confirmed=False, evidence=()
            )
        self._heed_verdicts(fix, found)
        sure = {statement.commit for statement in stated if statement.form not in FOLLOW_UP}
        ranked = sorted(
            (culprit for culprit in found.values() if culprit.confirmed or culprit.score >= LIKELY),
            key=lambda culprit: (not culprit.confirmed, culprit.commit not in sure, -culprit.score, -culprit.commit),
        )[:top]
        by_commit = {statement.commit: statement for statement in stated}
        culprits = tuple(
            culprit._replace(evidence=tuple(self._evidence(fix, culprit, by_commit.get(culprit.commit))))
            for culprit in ranked
        )
        return Trace(fix, culprits, tuple(statement.commit for statement in stated))

    def _heed_verdicts(self, fix: int, found: dict[int, Culprit]) -> None:
        for (of, commit), verdict in self._verdicts.items():
            if of == fix and verdict == "yes":
                found[commit] = Culprit(commit, 1.0, confirmed=True, evidence=())
            elif of == fix and verdict == "no":
                found.pop(commit, None)

    def _evidence(self, fix: int, culprit: Culprit, statement: Statement | None) -> Iterator[Evidence]:
        if culprit.confirmed:
            yield Evidence("confirmed", None, (), "a person confirmed this link")
        if statement is not None:
            yield Evidence("stated", None, (), f"the fix's message says “{statement.words}”")
        candidate = self.suspects[fix].candidates.get(culprit.commit)
        if candidate is not None:
            yield from self._grounds(fix, candidate)

    def _grounds(self, fix: int, candidate: Candidate) -> Iterator[Evidence]:
        suspects = self.suspects[fix]
        for path, lines in sorted(candidate.deleted.items(), key=lambda item: -len(item[1])):
            share = candidate.deleted_weight / suspects.deleted_weight if suspects.deleted_weight else 0.0
            says = f"it wrote {_counted(lines, 'line')} that the fix removed or changed"
            if share >= 0.5:
                says += f" ({share:.0%} of all it removed)" if share < 0.995 else " (all that it removed)"
            yield Evidence("deleted-lines", path, _ranges(lines), says)
        for path, lines in sorted(candidate.nearby.items(), key=lambda item: -len(item[1])):
            if path not in candidate.deleted:
                says = f"it wrote {_counted(lines, 'line')} right beside what the fix changed"
                yield Evidence("nearby-lines", path, _ranges(lines), says)
        for path, functions in sorted(candidate.functions.items()):
            names = sorted(self._index.function(number) for number in functions)
            shown = ", ".join(f"`{name}`" for name in names[:3]) + (" and others" if len(names) > 3 else "")
            ago = "the last" if candidate.function_rank == 1 else "an earlier"
            yield Evidence("function", path, (), f"it is {ago} change to {shown}, which the fix changed")
        if not candidate.deleted and not candidate.nearby and not candidate.functions:
            for path, rank in sorted(candidate.files.items(), key=lambda item: item[1]):
                ago = "the last change" if rank == 1 else f"{rank} changes before the fix"
                yield Evidence("file", path, (), f"it changed the same file, {ago}")
        shared = self._words[candidate.commit] & words_of(self._message(self._changes[fix]))
        rare = sorted(shared, key=lambda word: (-len(word), word))[:4]
        if rare:
            yield Evidence("words", None, (), "both messages speak of " + ", ".join(f"“{word}”" for word in rare))


def _counted(lines: Sequence[int], noun: str) -> str:
    count = len(set(lines))
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _ranges(lines: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Give line numbers as first and last of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return tuple(runs)
