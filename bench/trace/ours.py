"""What the tracer answers, held against the truth."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calibration import Answer
from metric import Tally, tally
from truth import Truth
from unrepeat.collection import without_collection
from unrepeat.history.index import Index
from unrepeat.history.trace import Trace, Tracer

TOP = 3


@dataclass(frozen=True)
class Ours:
    """What the tracer reached on some fixes.

    `first`: of the first answers; `top`: the share of fixes with a true culprit among the first three; `held`: the
    share of true culprits that are candidates; `candidates`: candidates a fix; `suspects`: these, by fix.
    """

    fixes: int
    first: Tally
    top: float
    held: float
    candidates: float
    answers: Sequence[Answer]
    traces: Sequence[Trace]
    suspects: Mapping[int, frozenset[int]]

    def __str__(self) -> str:
        return f"{self.fixes} | {self.first} | {self.top:.2f} | {self.held:.2f} | {self.candidates:.0f}"


COLUMNS = "fixes | P/R/F1 | top 3 | among candidates | candidates a fix"


def trace(index: Index, truth: Truth, *, unaided: bool) -> Ours:
    """Trace the fixes of a truth; `unaided`: lines of their messages that name a commit are not read."""
    tracer = Tracer(index, unaided=unaided)
    traces = tracer.trace_all(list(truth))
    ranked = {trace.fix: [culprit.commit for culprit in trace.culprits] for trace in traces}
    tracer.gather(list(truth))
    suspects = {fix: frozenset(tracer.features(fix)) for fix in truth}
    count = max(len(truth), 1)
    return Ours(
        fixes=len(truth),
        first=tally({fix: commits[:1] for fix, commits in ranked.items()}, truth),
        top=sum(not truth[fix].isdisjoint(commits[:TOP]) for fix, commits in ranked.items()) / count,
        held=tally(suspects, truth).recall,
        candidates=sum(map(len, suspects.values())) / count,
        answers=[Answer(t.culprits[0].score, t.culprits[0].commit in truth[t.fix]) for t in traces if t.culprits],
        traces=traces,
        suspects=suspects,
    )


def milliseconds(index: Index, fixes: Sequence[int]) -> float:
    """Give the time that a fix takes, traced with the others, in an index that was asked before."""
    tracer = Tracer(index, unaided=True)
    with without_collection():
        begun = time.perf_counter()
        tracer.trace_all(fixes)
        return (time.perf_counter() - begun) * 1000 / max(len(fixes), 1)
