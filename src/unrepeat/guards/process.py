"""Prove a process safeguard: was the gate closed where things went wrong, and open once they were repaired.

A record that the release gate looks at (a need, an assumption, a decision, a risk, an action) is the safeguard; `ready
--at` is how it is asked. A need is asked as it is now, of the code as it was: had it been written down, would the gate
have been closed? What people say is asked as it was said then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from unrepeat.guards.guard import Lesson, Verdict
from unrepeat.ledger.capture import day_said
from unrepeat.ledger.checking import Checking
from unrepeat.ledger.gate import Item, readiness
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import EXAMINING, Scope
from unrepeat.ledger.store import Store

Gate = Callable[[Record, str], Item | None]  # how a record stands at a commit, None where it was not recorded then

# The order in which verdicts of several lessons count: one that is proven is what the record is for.
_ORDER: tuple[Verdict, ...] = ("proven", "too-broad", "inert", "cannot-run", "not-replayable")


@dataclass(frozen=True)
class ProcessProof:
    """What came of a record on its lessons: where the gate was closed, where it was open, and why, in words."""

    record: Record
    verdict: Verdict
    says: str
    proven: tuple[Lesson, ...] = ()
    closed_on: tuple[str, ...] = ()
    open_on: tuple[str, ...] = ()


def prove_process(record: Record, lessons: Sequence[Lesson], now: str, gate: Gate) -> ProcessProof:
    """Prove a record on its lessons (full hashes); `now` is the head, for what was said only after the fix."""
    if not lessons:
        says = "nothing says on which change it is to be proven: its mistake names no culprit and fix in `commits`"
        return ProcessProof(record, "cannot-run", says)
    found = [(lesson, *_on(record, lesson, now, gate)) for lesson in lessons]
    verdict = next(one for one in _ORDER if any(two == one for _, two, _, _ in found))
    return ProcessProof(
        record,
        verdict,
        next(says for _, two, says, _ in found if two == verdict),
        proven=tuple(lesson for lesson, two, _, _ in found if two == "proven"),
        closed_on=tuple(lesson.culprit for lesson, two, _, _ in found if two in {"proven", "too-broad"}),
        open_on=tuple(opened for _, _, _, opened in found if opened),
    )


def _on(record: Record, lesson: Lesson, now: str, gate: Gate) -> tuple[Verdict, str, str]:
    """Give the verdict on one lesson, why, and the commit on which the gate was open again, if it was."""
    before = gate(record, lesson.culprit)
    if before is None:
        return "not-replayable", "it was not yet recorded when things went wrong", ""
    if before.state == "met":
        return "inert", f"the gate was open where things went wrong ({before.reason})", ""
    for commit in (lesson.fix, now):
        after = gate(record, commit)
        if after is not None and after.state == "met":
            says = f"the gate is closed at {lesson.culprit[:12]} ({before.reason}) and open at {commit[:12]}"
            return "proven", says, commit
    return "too-broad", f"the gate is closed at {lesson.culprit[:12]}, and still closed now ({before.reason})", ""


def gate_of(store: Store, ledger: Ledger) -> Gate:
    """Give how records stood at commits, by the rules of `ready`."""

    def stands(record: Record, commit: str) -> Item | None:
        then = ledger
        asked = record
        if record.kind != "need":
            then = store.at(commit)
            known = then.by_id.get(record.id)
            if known is None or known.kind != record.kind:
                return None
            asked = known
        with store.repository.view() as view:
            day = day_said(view.run("show", "--no-patch", "--format=%ct", commit))
        checking = Checking(store.repository, commit, then, store.catalogue, store.folders_of_records(ledger, commit))
        checking.prepare([asked])
        items = readiness("", then, day, checking.ask, Scope(set(), {asked.path: asked})).items
        return next((item for item in items if item.record is asked), None)

    return stands


def safeguards(ledger: Ledger) -> Iterator[tuple[Record, list[str]]]:
    """Give the records that mistakes name as their safeguards and the gate looks at, with the ids of these mistakes."""
    named: dict[str, list[str]] = {}
    for mistake in ledger.of_kind("mistake"):
        for name in dict.fromkeys(one.rpartition(":")[2] for one in mistake.words("safeguards")):
            named.setdefault(name, []).append(mistake.id)
    for record in ledger.of_kind(*EXAMINING):
        if record.id in named:
            yield record, named[record.id]
