"""How one person grew, for that person alone: own actions, acknowledgements, private notes by number, thanks received.

Mistakes are of the team, and are never counted by person.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from unrepeat.ledger.figures import Count, Share
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.promises import actions, decisions, kept_by_quarter, latest_first, set_aside, shown_to_work
from unrepeat.ledger.quarters import Quarter, by_quarter, without_gaps
from unrepeat.ledger.record import Record


@dataclass(frozen=True)
class OwnQuarter:
    """One's own figures of one quarter, each with its base."""

    quarter: Quarter
    is_over: bool
    notes: Count  # private ones still kept
    actions: Share  # one's own: done by their due day, of those due
    shown: Share  # shown to work, of those due
    set_aside: Count  # due and not to be done, with the reason
    decisions: Share  # acknowledged in time by oneself, of those one was to know
    acknowledgements: Count  # given, of whatever record and version
    thanks: tuple[Record, ...]  # the latest first


def own_growth(ledger: Ledger, as_of: date, me: Collection[str], notes: Iterable[str]) -> list[OwnQuarter]:
    """Tell one's own growth as of the head commit's day, the oldest quarter first; empty where nothing is known.

    `me`: one's names as `comparable` gives them. `notes`: the days of one's private notes (YYYY-MM-DD), never their
    words.
    """
    kept = by_quarter((_day(note), note) for note in notes)
    done = kept_by_quarter(one for one in actions(ledger, as_of) if _is_mine(one.record, me))
    shown = kept_by_quarter(one for one in shown_to_work(ledger, as_of) if _is_mine(one.record, me))
    aside = by_quarter((day, one) for day, one in set_aside(ledger, as_of) if _is_mine(one, me))
    told = kept_by_quarter(decisions(ledger, as_of, only=me))
    said = by_quarter(
        (date.fromisoformat(one.said), one)
        for one in ledger.statements
        if one.kind == ACKNOWLEDGEMENT and comparable(one.who) in me
    )
    thanks = by_quarter(
        (day, one) for day, one in latest_first(ledger.of_kind("thanks")) if comparable(one.text("whom")) in me
    )
    known = {*kept, *done, *aside, *told, *said, *thanks}
    return [
        OwnQuarter(
            quarter=one,
            is_over=one < Quarter.of(as_of),
            notes=Count(len(kept.get(one, ()))),
            actions=Share.over(done.get(one, ())),
            shown=Share.over(shown.get(one, ())),
            set_aside=Count(len(aside.get(one, ()))),
            decisions=Share.over(told.get(one, ())),
            acknowledgements=Count(len(said.get(one, ()))),
            thanks=tuple(thanks.get(one, ())),
        )
        for one in (without_gaps(known, Quarter.of(as_of)) if known else ())
    ]


def _is_mine(action: Record, me: Collection[str]) -> bool:
    return bool(action.text("owner")) and comparable(action.text("owner")) in me


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:  # a file that was renamed by hand
        return None
