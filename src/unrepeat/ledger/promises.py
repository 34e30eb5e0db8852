"""What was to be done by a day that is now over, and whether it was: the cases that growth and agreements count."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from unrepeat.ledger.due import ACKNOWLEDGE_WITHIN, EARLY
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.quarters import Quarter, by_quarter
from unrepeat.ledger.record import Record

SOON = 7  # days within which a check-in that was put off still counts as held


class Promise(NamedTuple):
    """One case: the record, the day to which it belongs, and whether it was kept."""

    record: Record
    day: date
    kept: bool


def actions(ledger: Ledger, as_of: date) -> list[Promise]:
    """Give the actions due before a day, kept where they were done by their due day; set aside ones are left out."""
    return [
        Promise(action, due, _is_done(action) and _by(done_on(action), due))
        for action, due in _due(ledger, as_of)
        if action.state != "wont-do"
    ]


def shown_to_work(ledger: Ledger, as_of: date) -> list[Promise]:
    """Give the same actions, kept where they were shown to work."""
    return [
        Promise(action, due, action.state == "shown" or (_is_done(action) and bool(action.text("shown-on"))))
        for action, due in _due(ledger, as_of)
        if action.state != "wont-do"
    ]


def set_aside(ledger: Ledger, as_of: date) -> list[tuple[date, Record]]:
    """Give the actions due before a day that will not be done, with their due day; each says why."""
    return [(due, action) for action, due in _due(ledger, as_of) if action.state == "wont-do"]


def decisions(ledger: Ledger, as_of: date, only: Collection[str] | None = None) -> list[Promise]:
    """Give the decisions whose time to acknowledge ended before a day; they belong to the day they were made.

    Kept where each who must know said so in that time, of whatever version: a later edit takes nothing from it.
    `only`: look at these people alone (their names as `comparable` gives them).
    """
    within = timedelta(days=ledger.settings.get("acknowledge-within", ACKNOWLEDGE_WITHIN))
    found = []
    for decision in ledger.of_kind("decision"):
        made = recorded_on(decision)
        whom = {comparable(one) for one in decision.words("informed")}
        if only is not None:
            whom &= set(only)
        if whom and made is not None and made + within < as_of and decision.state not in {"proposed", "rejected"}:
            told = {
                comparable(one.who)
                for one in ledger.said_of(ACKNOWLEDGEMENT, decision)
                if date.fromisoformat(one.said) <= made + within
            }
            found.append(Promise(decision, made, whom <= told))
    return found


def assumptions(ledger: Ledger, as_of: date) -> list[Promise]:
    """Give the assumptions to be validated before a day, kept where they were by theirs, whatever was found."""
    return [
        Promise(one, by, one.state != "open" and _by(day_of(one, "validated-on"), by))
        for one in ledger.of_kind("assumption")
        if (by := day_of(one, "validate-by")) is not None and by < as_of
    ]


def check_ins(records: Iterable[Record], as_of: date) -> list[Promise]:
    """Give the check-ins of some records whose time is over; each day on which one was held counts for one."""
    return [promise for record in records for promise in _check_ins(record, as_of)]


def with_check_ins(ledger: Ledger) -> list[Record]:
    """Give the records that may have check-ins, those without a dropped need's."""
    return [one for one in ledger.of_kind("need", "agreement") if one.state != "dropped"]


def _check_ins(record: Record, as_of: date) -> Iterator[Promise]:
    held = sorted(_days(record, "checked"))
    # Nothing tells on which day an agreement ended: what comes after it was last looked at is not asked of anyone.
    end = max(held, default=date.min) if record.state == "ended" else date.max
    for day in sorted(_days(record, "check-ins")):
        if day > end or day + timedelta(days=SOON) >= as_of:
            continue
        on = next((one for one in held if timedelta(days=-EARLY) <= one - day <= timedelta(days=SOON)), None)
        if on is not None:
            held.remove(on)
        yield Promise(record, day, on is not None)


def kept_by_quarter(promises: Iterable[Promise]) -> dict[Quarter, list[bool]]:
    """Give for each quarter of its promises whether each was kept."""
    return by_quarter((promise.day, promise.kept) for promise in promises)


def latest_first(records: Iterable[Record]) -> list[tuple[date, Record]]:
    """Give records with the day they were made, the latest first; those without a day are left out."""
    dated = [(day, record) for record in records if (day := recorded_on(record)) is not None]
    return sorted(dated, key=lambda one: (one[0], one[1].id), reverse=True)


def recorded_on(record: Record) -> date | None:
    """Give the day a record was made: its `date`, else the one its id begins with, None where neither is there."""
    named = record.id[:10]
    try:
        return day_of(record, "date") or date.fromisoformat(named if len(named) == 10 else "")
    except ValueError:
        return None


def day_of(record: Record, field: str) -> date | None:
    """Give a field that is a day."""
    value = record.text(field)
    return date.fromisoformat(value) if value else None


def done_on(action: Record) -> date | None:
    """Give the day an action is known to have been done: what was shown to work was done by then."""
    return day_of(action, "done-on") or day_of(action, "shown-on")


def _due(ledger: Ledger, as_of: date) -> Iterator[tuple[Record, date]]:
    for action in ledger.of_kind("action"):
        due = day_of(action, "due")
        if due is not None and due < as_of:
            yield action, due


def _is_done(action: Record) -> bool:
    return action.state in {"done", "shown"}


def _by(day: date | None, limit: date) -> bool:
    return day is not None and day <= limit


def _days(record: Record, field: str) -> list[date]:
    return [date.fromisoformat(one) for one in record.words(field)]
