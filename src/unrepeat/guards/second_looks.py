"""What of the guards waits for a second look: a guard whose day of review comes, a waiver that somebody said."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from unrepeat.guards.evaluate import Ready
from unrepeat.guards.finding import identities
from unrepeat.guards.guard import Guard
from unrepeat.guards.proposals import Source
from unrepeat.guards.reading import guards_of_tree
from unrepeat.guards.waivers import Waiver, waivers
from unrepeat.ledger.capture import day_of
from unrepeat.ledger.due import Due
from unrepeat.ledger.kinds import GUARD
from unrepeat.ledger.record import Record

LOOK_WITHIN = 7  # days from a waiver to its second look
KEPT_FOR = 365  # days after which nobody remembers what a waiver was about
SHOWN_FOR = 60  # days, where the change it was said of has no firing that could be judged

_MESSAGES = ("log", "-z", "--format=%H", "-i", "-E", "--grep=^Unrepeat-Waive:")


def reviews(guards: Sequence[Guard]) -> Iterator[Due]:
    """Give the guards that are to be looked at again, each on its day."""
    for guard in guards:
        if guard.review_by:
            what = f"look again at the guard: {guard.title}"
            settles = f"backtest {guard.id}"
            yield Due(_record(guard), "review", what, date.fromisoformat(guard.review_by), (), settles)


def waived(source: Source, head: str, judged: Mapping[str, str], today: date) -> Iterator[Due]:
    """Give the waivers of the last KEPT_FOR days whose firings nobody has judged yet, each LOOK_WITHIN days after it.

    Whether the guard was right is asked, so that its precision tells it; who waived it is not looked at.
    """
    told: set[tuple[str, ...]] = set()
    since = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=KEPT_FOR)
    said = source.view.run(*_MESSAGES, f"--since={int(since.timestamp())}", head, "--").decode().split("\0")
    for change, proposal in source.past(filter(None, said)):
        known = guards_of_tree(proposal.before, source.catalogue).by_id()
        given = {one.guard: one for one in waivers(change.message) if one.because and one.guard in known}
        ready = Ready(known[name] for name in sorted(given))
        for outcome in ready.outcomes(proposal):
            found = tuple(identities(outcome.guard.id, outcome.firings))
            open_ones = [one for one in found if one not in judged]
            age = (today - day_of(change.time)).days
            # The same firings again are the same change, brought to another branch.
            if (found in told if found else age > SHOWN_FOR) or (found and not open_ones):
                continue
            told.add(found)
            settles = f"judge {open_ones[0]} right|wrong|unclear" if found else f"check {change.commit[:12]}"
            yield _waiver(outcome.guard, given[outcome.guard.id], change.commit, day_of(change.time), settles)


def _waiver(guard: Guard, waiver: Waiver, commit: str, day: date, settles: str) -> Due:
    what = f"{guard.id} was passed over in {commit[:12]} because {waiver.because}. Was the guard right? ({guard.title})"
    return Due(_record(guard), "waiver", what, day + timedelta(days=LOOK_WITHIN), (), settles)


def _record(guard: Guard) -> Record:
    return Record(guard.id, GUARD, guard.title, guard.stage, guard.path, guard.digest, "{}")
