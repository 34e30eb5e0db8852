"""Tell the changes of a retro one by one: when, what, how large, and what each likely repairs."""

import re
from dataclasses import dataclass

from unrepeat.retro.evidence import Evidence, Step, Tie
from unrepeat.retro.gather import has_test
from unrepeat.retro.said import (
    Commit,
    Part,
    Statement,
    Theirs,
    parts,
    quoting,
)
from unrepeat.retro.times import lasting
from unrepeat.retro.wording import counted


@dataclass(frozen=True)
class Told:
    """One change as the timeline tells it: its place in the order from 1, the time since the one before, its links.

    `says` is what its message tells, where no change before it said the same.
    """

    number: int
    step: Step
    says: str
    after: str
    size: str
    ties: tuple[Statement, ...]


def timeline(evidence: Evidence, *, short: bool) -> list[Told]:
    """Give every change in its order; `short`: links without their grounds."""
    told = []
    said: set[str] = set()
    before: Step | None = None
    for number, step in enumerate(evidence.steps, 1):
        after = "" if before is None else f"{lasting(max(step.time - before.time, 0))} later"
        ties = tuple(_tied(evidence, tie, short=short) for tie in evidence.ties if tie.fix == step.commit)
        says = "" if step.says in said else step.says
        said.add(step.says)
        told.append(Told(number, step, says, after, _size(step), ties))
        before = step
    return told


def _size(step: Step) -> str:
    if step.unread == "shallow":
        return "what it changed is not in this shallow clone"
    files = counted(len(step.paths), "file")
    missing = "; not all of it is in this clone" if step.unread else ""
    merge = "a merge: " if step.is_merge else ""
    test = ", with a test" if has_test(step) else ""
    return f"{merge}{step.added:,} added, {step.removed:,} removed in {files}{test}{missing}"


def _tied(evidence: Evidence, tie: Tie, *, short: bool) -> Statement:
    """Tell a link below the change that is its fix."""
    lag = evidence.step(tie.fix).time - evidence.step(tie.culprit).time
    before = f", made {lasting(lag)} before" if lag >= 0 else ""
    how = f"It {tie.likely}repairs {{}}"
    ground = next(iter(tie.grounds), None)
    said: tuple[Part, ...] = ()
    if ground is not None and not short:
        words = re.sub("^it ", "which ", ground.says)
        joint = ", " if words != ground.says else ": "
        where = (", in ", Theirs(ground.path)) if ground.path else ()
        said = (joint, *quoting(words), *where)
    confirmed = "; one of us confirmed it" if tie.confirmed else ""
    return Statement((*parts(f"{how}{before}", Commit(tie.culprit)), *said, f"{confirmed}."), (tie.culprit,))
