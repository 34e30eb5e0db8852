"""What waits for somebody, and when: actions, validations, acknowledgements, sign-offs, reviews, check-ins."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from shlex import quote

from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, SIGNATURE
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import done_when

ACKNOWLEDGE_WITHIN = 7  # days, unless the settings say otherwise
SHOW_WITHIN = 14  # days from an action's being done to its being shown to work
EARLY = 3  # days by which a check-in may come before its day and still be that one


@dataclass(frozen=True)
class Due:
    """One thing that waits: kind is action, validation, acknowledgement, sign-off, review, check-in or waiver."""

    record: Record
    kind: str
    what: str
    due: date
    who: tuple[str, ...]
    settles: str

    def late_days(self, today: date) -> int:
        """Give how many days ago it was due; 0 where that day is still to come."""
        return max((today - self.due).days, 0)


def due(ledger: Ledger, until: date, *, person: str | None = None) -> list[Due]:
    """Give what is due by a day, for all or for one person or team; the earliest first."""
    found = [one for record in ledger.records for one in _of(record, ledger) if one.due <= until]
    if person is not None:
        found = [one for one in found if comparable(person) in map(comparable, one.who)]
    return in_order(found)


def in_order(found: Iterable[Due]) -> list[Due]:
    """Put what waits in the order of its days."""
    return sorted(found, key=lambda one: (one.due, one.kind, one.record.id, one.what))


def waits_for(record: Record, ledger: Ledger) -> frozenset[str]:
    """Give those, as `comparable` gives names, whose word on a record as it is now waits, on whatever day."""
    words = [one for one in _of(record, ledger) if one.kind in {"acknowledgement", "sign-off"}]
    return frozenset(comparable(who) for one in words for who in one.who)


def _of(record: Record, ledger: Ledger) -> Iterator[Due]:
    match record.kind:
        case "action":
            yield from _action(record)
        case "assumption":
            yield from _validation(record)
        case "decision" if record.state == "accepted":
            yield from _acknowledgement(record, record.words("informed"), ledger, "read and acknowledge")
            yield from _review(record)
        case "need" if record.state == "open":
            yield from _told(record, ledger)
            yield from _check_ins(record, _owner(record))
            yield from _sign_off(record, ledger)
        case "risk" if record.state in {"open", "answered"}:
            yield from _told(record, ledger)
            yield from _review(record)
        case "agreement" if record.state == "open":
            yield from _signatures(record, ledger)
            yield from _check_ins(record, tuple(record.words("parties")))


def _action(action: Record) -> Iterator[Due]:
    if action.state == "open" and (day := _day(action, "due")):
        yield Due(action, "action", f"do: {action.title}", day, _owner(action), f"set {action.id} state=done")
    done = _day(action, "done-on")
    if action.state == "done" and action.text("shown-by") and done:
        what = f"show that it works ({action.text('shown-by')}): {action.title}"
        day = done + timedelta(days=SHOW_WITHIN)
        yield Due(action, "action", what, day, _owner(action), f"set {action.id} state=shown")


def _validation(assumption: Record) -> Iterator[Due]:
    repeated = assumption.state in {"validated", "expired"}
    day = _day(assumption, "valid-until" if repeated else "validate-by")
    if day is None or assumption.state == "refuted":
        return
    what = f"{'validate again' if repeated else 'validate'}: {assumption.title}"
    how = "" if assumption.text("command") else " --evidence TEXT"
    yield Due(assumption, "validation", what, day, _owner(assumption), f"validate {assumption.id}{how}")


def _acknowledgement(
    record: Record, whom: Sequence[str], ledger: Ledger, asks: str, within: int | None = None
) -> Iterator[Due]:
    known = ledger.said(ACKNOWLEDGEMENT, record)
    missing = tuple(one for one in whom if comparable(one) not in known)
    day = _day(record, "date")
    if missing and day:
        last = day + (_within(ledger) if within is None else timedelta(days=within))
        what = f"{asks}: {record.title}"
        yield Due(record, "acknowledgement", what, last, missing, _by("ack", record, missing))


def _told(record: Record, ledger: Ledger) -> Iterator[Due]:
    """Give who is to be told at once of what moves scope, date or cost."""
    if not record.fields.get("moves"):
        return
    whom = record.words("told")
    if record.text("change-order") in {"agreed", "declined"}:  # who heard of it knows what was decided about
        heard = {comparable(one.who) for one in ledger.said_of(ACKNOWLEDGEMENT, record)}
        whom = [one for one in whom if comparable(one) not in heard]
    moves = ", ".join(record.fields["moves"])
    yield from _acknowledgement(record, whom, ledger, f"know that it moves {moves}", 0)


def _signatures(agreement: Record, ledger: Ledger) -> Iterator[Due]:
    signed = ledger.said(SIGNATURE, agreement)
    missing = tuple(party for party in agreement.words("parties") if comparable(party) not in signed)
    day = _day(agreement, "date")
    if missing and day:
        yield Due(
            agreement,
            "sign-off",
            f"sign: {agreement.title}",
            day + _within(ledger),
            missing,
            _by("sign", agreement, missing),
        )


def _sign_off(need: Record, ledger: Ledger) -> Iterator[Due]:
    signed = ledger.said(SIGNATURE, need)
    roles = [str(one["sign-off"]) for one in done_when(need) if "sign-off" in one]
    missing = tuple(role for role in roles if comparable(role) not in signed)
    recorded = _day(need, "date")
    days = _days(need, "check-ins") or ([recorded + _within(ledger)] if recorded else [])
    if missing and days:
        yield Due(need, "sign-off", f"sign off: {need.title}", max(days), missing, _by("sign", need, missing))


def _review(record: Record) -> Iterator[Due]:
    if day := _day(record, "review-by"):
        what = f"look again at: {record.title}"
        yield Due(record, "review", what, day, _owner(record), f"set {record.id} review-by=DATE")


def _check_ins(record: Record, whom: tuple[str, ...]) -> Iterator[Due]:
    """Give the check-ins not held; of those before the last held one nothing is asked any more."""
    held = max(_days(record, "checked"), default=date.min)
    for day in sorted(_days(record, "check-ins")):
        if held < day - timedelta(days=EARLY):
            what = f"ask how it stands: {record.title}"
            yield Due(record, "check-in", what, day, whom, f"set {record.id} checked+=DATE")


def _within(ledger: Ledger) -> timedelta:
    return timedelta(days=ledger.settings.get("acknowledge-within", ACKNOWLEDGE_WITHIN))


def _by(command: str, record: Record, whom: Sequence[str]) -> str:
    return f"{command} {record.id} --as {quote(whom[0])}"


def _owner(record: Record) -> tuple[str, ...]:
    makers = record.words("decision-makers") if record.kind == "decision" else []
    return (record.text("owner"),) if record.text("owner") else tuple(makers)


def _day(record: Record, field: str) -> date | None:
    value = record.text(field)
    return date.fromisoformat(value) if value else None


def _days(record: Record, field: str) -> list[date]:
    return [date.fromisoformat(one) for one in record.words(field)]
