"""How a team grew, quarter by quarter: what was delivered, what was learned, what was kept; what, never who."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from unrepeat.ledger.agreements_kept import Kept, agreements_kept
from unrepeat.ledger.figures import Count, Days, Share
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.promises import (
    actions,
    check_ins,
    day_of,
    decisions,
    kept_by_quarter,
    latest_first,
    recorded_on,
    set_aside,
    shown_to_work,
    with_check_ins,
)
from unrepeat.ledger.quarters import Quarter, by_quarter, without_gaps
from unrepeat.ledger.record import Record


@dataclass(frozen=True)
class TeamQuarter:
    """The figures of one quarter, each with its base."""

    quarter: Quarter
    is_over: bool
    changes: Count  # delivered; the base of all that is said of mistakes
    mistakes: Count  # shared
    sharing: Days  # from a mistake to its being shared, by the quarter of the latter
    lesson: Days  # from a mistake's being shared to its lesson, by the quarter of the latter
    proof: Days  # from a lesson to a proven safeguard, by the quarter of the latter
    repeats: Share  # mistakes that share a condition or a path with an earlier one, of those shared
    actions: Share  # done by their due day, of those due
    shown: Share  # shown to work, of those due
    set_aside: Count  # actions due that will not be done, with the reason; in no other figure
    decisions: Share  # acknowledged in time by each who must know, of those whose time is over
    check_ins: Share  # held, of those whose day is over
    agreements: tuple[Kept, ...]
    thanks: tuple[Record, ...]  # the latest first


@dataclass(frozen=True)
class Growth:
    """The quarters of which something is recorded, the oldest first; and how many mistakes have no day to count by."""

    quarters: tuple[TeamQuarter, ...]
    without_day: int
    is_empty: bool


def growth(ledger: Ledger, as_of: date, changes: Mapping[date, int], made: Mapping[str, date]) -> Growth:
    """Tell how a team grew, as of the head commit's day: what was to be done later is not counted yet.

    `changes`: how many changes were made on each day. `made`: the day of each change that a mistake names, by the
    hash as it is named there.
    """
    mistakes = [(day, one) for one in ledger.of_kind("mistake") if (day := recorded_on(one)) is not None]
    shared = by_quarter(mistakes)
    sharing = by_quarter((day, _days(_happened(one, day, made), day)) for day, one in mistakes)
    lesson = by_quarter((_answered(one), _days(day, _answered(one))) for day, one in mistakes)
    proof = by_quarter((_proven(one), _days(_answered(one), _proven(one))) for _, one in mistakes)
    like = of_the_like(ledger)
    done = kept_by_quarter(actions(ledger, as_of))
    shown = kept_by_quarter(shown_to_work(ledger, as_of))
    aside = by_quarter(set_aside(ledger, as_of))
    told = kept_by_quarter(decisions(ledger, as_of))
    held = kept_by_quarter(check_ins(with_check_ins(ledger), as_of))
    kept = agreements_kept(ledger, as_of)
    thanks = by_quarter(latest_first(ledger.of_kind("thanks")))
    delivered: Counter[Quarter] = Counter()
    for day, number in changes.items():
        delivered[Quarter.of(min(day, as_of))] += number  # a clock was wrong: no change is later than the head
    known = {*shared, *lesson, *proof, *done, *aside, *told, *held, *kept, *thanks}
    quarters = tuple(
        TeamQuarter(
            quarter=one,
            is_over=one < Quarter.of(as_of),
            changes=Count(delivered[one]),
            mistakes=Count(len(shared.get(one, ()))),
            sharing=_median(sharing.get(one, ())),
            lesson=_median(lesson.get(one, ())),
            proof=_median(proof.get(one, ())),
            repeats=Share.over(mistake.id in like for mistake in shared.get(one, ())),
            actions=Share.over(done.get(one, ())),
            shown=Share.over(shown.get(one, ())),
            set_aside=Count(len(aside.get(one, ()))),
            decisions=Share.over(told.get(one, ())),
            check_ins=Share.over(held.get(one, ())),
            agreements=tuple(kept.get(one, ())),
            thanks=tuple(thanks.get(one, ())),
        )
        for one in without_gaps(known, Quarter.of(as_of))
    )
    return Growth(quarters, len(ledger.of_kind("mistake")) - len(mistakes), not known)


def of_the_like(ledger: Ledger) -> set[str]:
    """Give the ids of mistakes that share a condition or a path with an earlier one.

    The same as asking `repeats` for each of them, in one pass.
    """
    seen: set[tuple[str, str]] = set()
    found = set()
    for mistake in sorted(
        ledger.of_kind("mistake"), key=lambda one: (one.text("happened") or one.text("date"), one.id)
    ):
        marks = {(field, what) for field in ("conditions", "paths") for what in mistake.words(field)}
        if marks & seen:
            found.add(mistake.id)
        seen |= marks
    return found


def _happened(mistake: Record, shared: date, made: Mapping[str, date]) -> date | None:
    """Give the day a mistake happened: as said, else that of its first change.

    A change dated after the record was moved since, by a rebase: it tells nothing.
    """
    first = min((made[name] for name in mistake.words("commits") if name in made), default=None)
    return day_of(mistake, "happened") or (first if first is not None and first <= shared else None)


def _answered(mistake: Record) -> date | None:
    return None if mistake.state == "open" else day_of(mistake, "answered-on")


def _proven(mistake: Record) -> date | None:
    return None if mistake.state == "open" else day_of(mistake, "proven-on")


def _days(begin: date | None, end: date | None) -> int | None:
    """Give the days between; none where the end was there first, as a lesson that was known before it was recorded."""
    return None if begin is None or end is None else max((end - begin).days, 0)


def _median(lengths: Iterable[int | None]) -> Days:
    return Days.over(length for length in lengths if length is not None)
