"""The gate before a release, and the one before a project begins: what is met, what is not, and what to do next."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from unrepeat.ledger.answers import Answer
from unrepeat.ledger.files import TEMPORARY
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS, SIGNATURE, STATEMENTS
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import EXAMINING, Scope, done_when, scope

State = Literal["met", "unmet", "unexamined"]
Ask = Callable[[Record, Mapping[str, Any]], Answer]


@dataclass(frozen=True)
class Item:
    """One thing that readiness depends on; `record` is None where nothing was examined, or where it cannot be read."""

    record: Record | None
    state: State
    reason: str
    next: str = ""
    path: str = ""


@dataclass(frozen=True)
class Readiness:
    """Whether a feature, a release or a project's beginning is ready, item by item."""

    name: str
    items: tuple[Item, ...]

    @property
    def ready(self) -> bool:
        """Whether everything is met."""
        return all(item.state == "met" for item in self.items)


def readiness(name: str, ledger: Ledger, today: date, ask: Ask, found: Scope | None = None) -> Readiness:
    """Say whether a feature or release is ready as of a day; `found` is its scope, where that is known already.

    `ask` tells whether one entry of a need's `done-when` holds in the code. A feature for which nothing was ever
    recorded is unexamined, and that is not ready.
    """
    found = found or scope(name, ledger)
    order = list(KINDS)
    records = sorted(
        (record for record in found.records.values() if record.kind in EXAMINING),
        key=lambda record: (order.index(record.kind), record.id),
    )
    items = [item for record in records for item in _items(record, ledger, today, ask)]
    if not items:
        items = [
            Item(
                None,
                "unexamined",
                f"nothing was ever recorded for {name!r}: nobody asked what it needs",
                f"unrepeat premortem {_quoted(name)}",
            )
        ]
    return Readiness(name, (*items, *_unreadable(ledger, EXAMINING, found.records)))


def _unreadable(ledger: Ledger, kinds: Collection[str], inside: Collection[str]) -> Iterator[Item]:
    """Give what nobody can read (whole) of some kinds, or of the whole ledger: it may hold what this waits for.

    Records that are looked at (`inside`, by path) speak for themselves.
    """
    others = {kind.folder for kind in KINDS.values() if kind.name not in kinds} | {*STATEMENTS, "links", "guards"}
    told: set[str] = set()
    for problem in ledger.problems:
        within = problem.path.removeprefix(f"{ledger.folder}/")
        is_of_others = within != problem.path and within.partition("/")[0] in others
        if not is_of_others and not problem.path.endswith(TEMPORARY) and problem.path not in {*inside, *told}:
            told.add(problem.path)
            reason = f"{problem.path} cannot be read, so nobody knows what it asks: {problem.what}"
            yield Item(None, "unmet", reason, "unrepeat fsck", problem.path)


def readiness_to_start(name: str, ledger: Ledger) -> Readiness:
    """Say whether a project may begin: its agreements are signed by each party, and its pre-mortem was held."""
    agreements = [one for one in ledger.of_kind("agreement") if one.state == "open"]
    own = [one for one in agreements if comparable(name) in map(comparable, one.words("feature"))]
    items = [_signed(one, ledger) for one in own or [one for one in agreements if not one.words("feature")]]
    if not items:
        reason = f"no agreement says who answers for what in {name!r}"
        step = f"unrepeat new agreement TITLE --set feature={_quoted(name)} --set parties=TEAM,MANAGER"
        items = [Item(None, "unexamined", reason, step)]
    return Readiness(
        name, (*items, *_unreadable(ledger, ("agreement",), {one.path for one in agreements}), _premortem(name, ledger))
    )


def _signed(agreement: Record, ledger: Ledger) -> Item:
    parties = agreement.words("parties")
    if not parties:
        return Item(agreement, "unmet", "it names no party", f"unrepeat set {agreement.id} parties=TEAM,MANAGER")
    signed = ledger.said(SIGNATURE, agreement)
    missing = [party for party in parties if comparable(party) not in signed]
    if not missing:
        return Item(agreement, "met", f"signed by {_listed(parties)}")
    former = {comparable(one.who) for one in ledger.said_of(SIGNATURE, agreement)}
    again = [party for party in missing if comparable(party) in former]
    reason = f"not yet signed by {_listed(missing)}" + (
        f" (an earlier version was, by {_listed(again)})" if again else ""
    )
    return Item(agreement, "unmet", reason, f"unrepeat sign {agreement.id} --as {_quoted(missing[0])}")


def premortem_of(name: str, ledger: Ledger) -> Record | None:
    """Give the note that closes a pre-mortem of a feature, None where none was held."""
    notes = (one for one in ledger.of_kind("note") if one.text("premortem"))
    return next((one for one in notes if comparable(one.text("premortem")) == comparable(name)), None)


def _premortem(name: str, ledger: Ledger) -> Item:
    note = premortem_of(name, ledger)
    if note is not None:
        return Item(note, "met", f"a pre-mortem was held on {note.text('date')}")
    reason = "no pre-mortem was held: nobody asked together what could go wrong"
    return Item(None, "unexamined", reason, f"unrepeat premortem {_quoted(name)}")


def _items(record: Record, ledger: Ledger, today: date, ask: Ask) -> Iterator[Item]:
    match record.kind:
        case "need":
            yield _need(record, ask)
        case "assumption":
            yield _assumption(record, today)
        case "decision" if record.state in {"accepted", "proposed"}:
            yield _decision(record, ledger)
        case "risk":
            yield _risk(record)
        case "action":
            yield _action(record, today)


def _need(need: Record, ask: Ask) -> Item:
    if need.state == "dropped":
        return Item(need, "met", f"dropped: {need.text('because')}")
    conditions = done_when(need)
    if not conditions:
        forms = "or pattern, absent, commit, flag, guard, command, sign-off"
        step = f"unrepeat set {need.id} done-when='path: PATH' ({forms})"
        return Item(need, "unmet", "nothing says how the code will show that it is done", step)
    answers = [ask(need, condition) for condition in conditions]
    for answer in answers:
        if not answer.met:
            return Item(need, "unmet", answer.reason, answer.next)
    return _change_order(need) or Item(need, "met", "; ".join(answer.reason for answer in answers))


def _change_order(record: Record) -> Item | None:
    """Say what a record that moves scope, date or cost waits for, None where it is decided or moves nothing."""
    if not record.fields.get("moves"):
        return None
    step = f"unrepeat set {record.id} change-order=agreed decided-by=ROLE"
    if (record.text("change-order") or "proposed") == "proposed":
        moves = ", ".join(f"{what} {by}" for what, by in record.fields["moves"].items())
        return Item(record, "unmet", f"its change order waits for an answer: {moves}", step)
    if not record.text("decided-by"):
        return Item(record, "unmet", "its change order was decided, and nobody wrote down by whom", step)
    return None


def _assumption(assumption: Record, today: date) -> Item:
    step = f"unrepeat validate {assumption.id}" + ("" if assumption.text("command") else " --evidence TEXT")
    source = f" of {assumption.text('source')}" if assumption.text("source") else ""
    by = assumption.text("validate-by")
    match assumption.state:
        case "refuted":
            step = f"change what rests on it, then take that out: unrepeat set {assumption.id} rests-=NAME"
            return Item(assumption, "unmet", f"the answer{source} was refuted", step)
        case "validated":
            wrong = _shaken(assumption, today)
            if wrong:
                return Item(assumption, "unmet", wrong, step)
            return Item(assumption, "met", f"validated: {assumption.words('evidence')[-1]}")
        case "expired":
            return Item(assumption, "unmet", f"the answer{source} has expired", step)
    late = f"; that was due by {by}" if by and by < f"{today}" else f"; due by {by}" if by else ""
    return Item(assumption, "unmet", f"the answer{source} was never validated{late}", step)


def _shaken(assumption: Record, today: date) -> str:
    """Say why a validation does not hold as of a day, nothing where it does."""
    until = assumption.text("valid-until")
    if until and until < f"{today}":
        return f"its validation held until {until}"
    if not assumption.content.startswith(assumption.text("validated-for")):
        return "its words changed since it was validated"
    return "" if assumption.words("evidence") else "it is marked as validated, and no evidence was kept"


def _decision(decision: Record, ledger: Ledger) -> Item:
    if decision.state == "proposed":
        return Item(decision, "unmet", "it is still a proposal", f"unrepeat set {decision.id} status=accepted")
    informed = decision.words("informed")
    if not informed:
        reason = "it names nobody who must know"
        return Item(decision, "unmet", reason, f"unrepeat set {decision.id} informed=TEAM,TEAM")
    known = ledger.said(ACKNOWLEDGEMENT, decision)
    missing = [one for one in informed if comparable(one) not in known]
    if not missing:
        return Item(decision, "met", f"acknowledged by {_listed(informed)}")
    former = {comparable(one.who) for one in ledger.said_of(ACKNOWLEDGEMENT, decision)}
    again = [one for one in missing if comparable(one) in former]
    reason = f"not acknowledged by {_listed(missing)}" + (
        f" (an earlier version was, by {_listed(again)}: it has changed since)" if again else ""
    )
    return Item(decision, "unmet", reason, f"unrepeat ack {decision.id} --as {_quoted(missing[0])}")


def _risk(risk: Record) -> Item:
    if risk.state == "gone":
        return Item(risk, "met", "it is gone")
    if risk.text("answer").strip() and risk.state != "happened":
        return _change_order(risk) or Item(risk, "met", f"answered: {risk.text('answer')}")
    reason = "it happened" if risk.state == "happened" else "it has no answer yet"
    return Item(risk, "unmet", reason, f"unrepeat set {risk.id} state=answered answer=TEXT")


def _action(action: Record, today: date) -> Item:
    due = action.text("due")
    match action.state:
        case "done" | "shown":
            return Item(action, "met", "done and shown to work" if action.state == "shown" else "done")
        case "wont-do":
            return Item(action, "met", f"will not be done: {action.text('because')}")
    if not due:
        return Item(action, "unmet", "it has no date", f"unrepeat set {action.id} due=DATE")
    if due > f"{today}":
        return Item(action, "met", f"not due before {due}")
    return Item(action, "unmet", f"it was due on {due}", f"unrepeat set {action.id} state=done")


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _quoted(word: str) -> str:
    from shlex import quote

    return quote(word)
