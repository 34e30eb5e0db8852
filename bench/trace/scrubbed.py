"""Show that the tracer is not told the answer: trace a copy of the repository from which all statements are gone.

In the copy every message, not only those of the fixes asked, is without each line that names a commit and without its
neighbours (`Statements.without_names_of_commits`); trees, parents and times are the same. The same fixes are traced
there as a user would, and on the untouched repository with `unaided`, where only messages of fixes asked lose lines.

So the answers are the same but for what those lines did elsewhere. Each fix that is answered otherwise, in any culprit
or score, is put down to the first of these that holds: its message in the copy *still states* a commit, which would be
a leak; its *own message* reads otherwise (the index keeps no line that tells of people, so that another line is the
statement's neighbour there); *a candidate's* message does; *neither*.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ours import Ours, trace
from rewriting import rewritten
from truth import Truth
from unrepeat.git import Repository
from unrepeat.history.index import Index, open_index
from unrepeat.history.stated import Statements
from unrepeat.history.trace import Trace

CAUSES = ("still states", "own message", "a candidate's", "neither")
COLUMNS = f"messages scrubbed | another first answer | another answer | {' | '.join(CAUSES)}"


class Compared(NamedTuple):
    """What the tracer reached in the copy, and against it.

    `scrubbed`: messages that lost lines; `first`: fixes with another first answer; `causes`: fixes with any other, by
    cause.
    """

    copy: Ours
    scrubbed: int
    first: int
    causes: Mapping[str, int]

    def __str__(self) -> str:
        counts = (self.scrubbed, self.first, sum(self.causes.values()), *(self.causes[cause] for cause in CAUSES))
        return " | ".join(map(str, counts))


def compare(index: Index, untouched: Ours, truth: Truth) -> Compared:
    """Make the copy, trace the same fixes there, and compare."""
    scrub = Statements(index).without_names_of_commits
    shortened = 0

    def rewrite(message: str) -> str:
        nonlocal shortened
        rest = scrub(message)
        shortened += rest != message
        return rest

    with tempfile.TemporaryDirectory(prefix="unrepeat-scrubbed-") as name:
        new = rewritten(index.repository, Path(name), rewrite)
        repository = Repository.discover(Path(name))
        with open_index(repository, [repository.head()]) as copy:
            there = {old: copy.ordinal(new[commit]) for old, commit in _hashes(index) if commit in new}
            same = {there[fix]: frozenset(map(there.__getitem__, culprits)) for fix, culprits in truth.items()}
            ours = trace(copy, same, unaided=False)
            texts = _Texts(index, copy, there)
    first, causes = 0, Counter[str]()
    for before, after in zip(untouched.traces, ours.traces, strict=True):
        told = [(there[culprit.commit], culprit.score) for culprit in before.culprits]
        retold = [(culprit.commit, culprit.score) for culprit in after.culprits]
        if told != retold:
            causes[texts.cause(before, after, untouched.suspects[before.fix])] += 1
            first += [commit for commit, _ in told[:1]] != [commit for commit, _ in retold[:1]]
    return Compared(ours, shortened, first, causes)


def _hashes(index: Index) -> Iterator[tuple[int, str]]:
    return ((number, identity.hex()) for number, identity in enumerate(index.hashes))


class _Texts:
    """Finds which message reads otherwise in the copy."""

    def __init__(self, index: Index, copy: Index, there: Mapping[int, int]) -> None:
        self._there = there
        self._before = {change.ordinal: change.message for change in index.changes()}
        self._after = {change.ordinal: change.message for change in copy.changes()}
        self._scrub = Statements(index).without_names_of_commits

    def cause(self, before: Trace, after: Trace, candidates: frozenset[int]) -> str:
        """Say why a fix is answered otherwise."""
        states, own, others, neither = CAUSES
        if after.stated:
            return states
        if self._scrub(self._before[before.fix]).strip() != self._after[after.fix].strip():
            return own
        changed = any(self._before[commit] != self._after[self._there[commit]] for commit in candidates)
        return others if changed else neither
