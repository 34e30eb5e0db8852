"""Trace fixes to the changes that brought in what they repair."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from unrepeat.history import rank
from unrepeat.history.ancestry import Ancestry
from unrepeat.history.candidates import Gatherer
from unrepeat.history.features import Rows, features
from unrepeat.history.grounds import Evidence, Grounds
from unrepeat.history.index import Index
from unrepeat.history.kindred import kindred
from unrepeat.history.meetings import WordsOfFix
from unrepeat.history.stated import Statement, Statements
from unrepeat.history.words import said_in

if TYPE_CHECKING:
    from unrepeat.history.suspects import Suspects

# Fixes whose candidates are in memory together; each file's history is gone through once for all of them.
AT_ONCE = 1000
FOLLOW_UP = frozenset({"follow-up"})  # about half of these repair nothing: they stand after what is likelier


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
    """Traces fixes within one index."""

    def __init__(self, index: Index, *, unaided: bool = False, verdicts: Verdicts | None = None) -> None:
        self._index = index
        self._unaided = unaided
        self._verdicts = verdicts or {}
        self._statements = Statements(index)
        self._change = lru_cache(maxsize=1 << 14)(index.change)
        self._words = lru_cache(maxsize=16)(self._words_of)  # they are large, and asked for fix by fix
        self._complete: set[int] = set()
        self._shift: float | None = None
        self._ancestry = Ancestry(index.graph)
        self._suspects: dict[int, Suspects] = {}

    def trace(self, fix: int, *, top: int | None = None) -> Trace:
        """Trace one fix."""
        return self.trace_all([fix], top=top)[0]

    def trace_all(self, fixes: Sequence[int], *, top: int | None = None) -> list[Trace]:
        """Trace many fixes, in the order given, each with at most so many culprits."""
        if self._shift is None:
            self._shift = self._shift_of_verdicts()
        found: dict[int, Trace] = {}
        every = sorted(set(fixes))
        for begin in range(0, len(every), AT_ONCE):
            some = every[begin : begin + AT_ONCE]
            self.gather(some)
            found.update((fix, self._traced(fix, top)) for fix in some)
            self._forget()
        return [found[fix] for fix in fixes]

    def _forget(self) -> None:
        """Let go of what was gathered: of thousands of fixes it would fill the memory."""
        self._suspects.clear()
        self._complete.clear()

    def gather(self, fixes: Sequence[int]) -> None:
        """Gather the candidates for some fixes."""
        new = {fix: self._ancestry.of(fix) for fix in sorted(set(fixes)) if fix not in self._suspects}
        self._suspects.update(Gatherer(self._index).gather(new))

    def features(self, fix: int) -> Rows:
        """Give the features of every candidate for a fix whose candidates were gathered."""
        words = self._words(fix)
        if fix not in self._complete:
            self._complete.add(fix)
            self._suspects[fix].add_kindred(kindred(self._index, words))
        distance_to = partial(self._ancestry.distance, words.ancestors)
        return features(self._suspects[fix], self._change(fix), words, self._change, self._index.words, distance_to)

    def _words_of(self, fix: int) -> WordsOfFix:
        message = self._change(fix).message
        if self._unaided:
            message = self._statements.without_names_of_commits(message)
        said = said_in(message)
        subject = said_in(message.partition("\n")[0]).keys() & said.keys()
        listed = self._index.postings.of(said.keys() | self._index.words(fix).of_code)
        return WordsOfFix(fix, self._index.words(fix), said, frozenset(subject), listed, self._ancestry.of(fix))

    def _shift_of_verdicts(self) -> float:
        """Learn from what people said of links here how much likelier, or less, they are than elsewhere."""
        judged = {link: verdict == "yes" for link, verdict in self._verdicts.items() if verdict in {"yes", "no"}}
        self.gather([fix for fix, _ in judged])
        odds = {fix: rank.shipped().odds(self.features(fix)) for fix, _ in judged}
        self._forget()
        return rank.shift(
            (odds[fix][culprit], right) for (fix, culprit), right in sorted(judged.items()) if culprit in odds[fix]
        )

    def _traced(self, fix: int, top: int | None) -> Trace:
        stated = [] if self._unaided else self._statements.in_message(self._change(fix).message, fix)
        found = {culprit.commit: culprit for culprit in self._likely(fix)}
        for statement in stated:
            self._add(found, fix, statement.commit, _STATED_SCORE[statement.form], _of_message(statement))
        for (of, commit), verdict in self._verdicts.items():
            if of == fix and verdict == "yes":
                self._add(found, fix, commit, 1.0, Evidence("confirmed", None, (), "a person confirmed this link"))
            elif of == fix and verdict == "no":
                found.pop(commit, None)
        sure = {statement.commit for statement in stated if statement.form not in FOLLOW_UP}
        ranked = sorted(
            found.values(),
            key=lambda culprit: (not culprit.confirmed, culprit.commit not in sure, -culprit.score, -culprit.commit),
        )[:top]
        return Trace(fix, tuple(ranked), tuple(statement.commit for statement in stated))

    def _add(self, found: dict[int, Culprit], fix: int, commit: int, score: float, ground: Evidence) -> None:
        """Name a culprit that a message states or a person confirmed, with the grounds that it has besides."""
        grounds = found[commit].evidence if commit in found else ()
        candidate = self._suspects[fix].candidates.get(commit)
        if commit not in found and candidate is not None:
            of_candidate = Grounds(self._index, self._suspects[fix], self._words(fix))
            grounds = tuple(of_candidate.of(candidate, self._index.words(commit)))
        found[commit] = Culprit(commit, score, ground.kind == "confirmed", (ground, *grounds))

    def _likely(self, fix: int) -> Iterator[Culprit]:
        """Give the candidates that are worth naming, none of them where not even the best is likely."""
        odds = rank.shipped().odds(self.features(fix))
        best_first = sorted(
            odds, key=lambda one: (odds[one], self._index.times[one], self._index.hashes[one]), reverse=True
        )
        grounds = Grounds(self._index, self._suspects[fix], self._words(fix))
        least = rank.LIKELY
        for commit in best_first:
            score = rank.chance(odds[commit] + (self._shift or 0.0))
            if score < least:
                return
            said = tuple(grounds.of(self._suspects[fix].candidates[commit], self._index.words(commit)))
            if said:  # without a reason that a person could accept, none is named
                yield Culprit(commit, score, confirmed=False, evidence=said)
                least = rank.POSSIBLE

    def _heed_verdicts(self, fix: int, found: dict[int, Culprit]) -> None:
        for (of, commit), verdict in self._verdicts.items():
            if of == fix and verdict == "yes":
                found[commit] = Culprit(commit, 1.0, confirmed=True, evidence=())
            elif of == fix and verdict == "no":
                found.pop(commit, None)


def _of_message(statement: Statement) -> Evidence:
    return Evidence("stated", None, (), f"the fix's message says “{statement.words}”")
