"""How each agreement is kept, by what the records say: its measure, and the check-ins it set for itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from unrepeat.ledger.figures import Share
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.promises import (
    Promise,
    actions,
    assumptions,
    check_ins,
    decisions,
    kept_by_quarter,
    recorded_on,
    with_check_ins,
)
from unrepeat.ledger.quarters import Quarter
from unrepeat.ledger.record import Record


class Kept(NamedTuple):
    """What the records of a quarter say of an agreement: cases of its measure that were kept, check-ins held."""

    agreement: Record
    measured: Share
    check_ins: Share


def agreements_kept(ledger: Ledger, as_of: date) -> dict[Quarter, list[Kept]]:
    """Give for each quarter the agreements of which its records say something, in the order of their files."""
    measured = {
        "actions-done-in-time": actions(ledger, as_of),
        "decisions-acknowledged-in-time": decisions(ledger, as_of),
        "assumptions-validated-in-time": assumptions(ledger, as_of),
        "check-ins-held": check_ins(with_check_ins(ledger), as_of),
    }
    found: dict[Quarter, list[Kept]] = {}
    for agreement in ledger.of_kind("agreement"):
        cases = kept_by_quarter(_concerned(agreement, measured))
        held = kept_by_quarter(check_ins([agreement], as_of))
        for quarter in cases.keys() | held.keys():
            of_quarter = Share.over(cases.get(quarter, ())), Share.over(held.get(quarter, ()))
            found.setdefault(quarter, []).append(Kept(agreement, *of_quarter))
    return found


def _concerned(agreement: Record, measured: Mapping[str, Sequence[Promise]]) -> list[Promise]:
    """Give the cases of an agreement's measure: while it holds and, where it names features, of these alone."""
    begun = recorded_on(agreement) or date.min
    ended = _end(agreement)
    features = {comparable(one) for one in agreement.words("feature")}
    return [
        promise
        for promise in measured.get(agreement.text("measure"), ())
        if begun <= promise.day <= ended
        and (not features or features & {comparable(one) for one in promise.record.words("feature")})
    ]


def _end(agreement: Record) -> date:
    """Give the last day on which an agreement is known to hold: of an ended one, when it was last looked at."""
    if agreement.state != "ended":
        return date.max
    return max((date.fromisoformat(one) for one in agreement.words("checked")), default=date.min)
