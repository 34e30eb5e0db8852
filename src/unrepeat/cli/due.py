"""`unrepeat due`: what waits, the kindest way."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.records import notify_option
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger.due import Due, due, in_order
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.store import Store

THANKS_SHOWN = 30  # days


@click.command("due")
@click.option(
    "--within", type=click.IntRange(0, 36500), default=7, metavar="DAYS", help="Days ahead to look; by default 7."
)
@click.option("--for", "person", metavar="PERSON", help="Only what waits for this person, team or role.")
@notify_option
@json_option
@ledger_option
@repository_option
def due_command(
    within: int,
    person: str | None,
    notify: str | None,
    as_json: bool,  # noqa: FBT001 -- click passes options so
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Tell what waits for somebody: actions, validations, acknowledgements, sign-offs, reviews, check-ins, waivers.

    With --notify each is told once through that address; run from cron it stays quiet until there is something new.
    """
    session = Session.begin(repo, ledger)
    with session.read() as (store, known):
        until = today() + timedelta(days=within)
        found = due(known, until, person=person)
        if person is None:  # what waits for a second look waits for everybody
            found = in_order([*found, *_second_looks(session, store, until)])
        if notify is not None:
            from unrepeat.ledger.notify import Notice, place_of_sent, send

            notices = [Notice(_key(one), f"{one.due}  {_told(one)}") for one in found]
            sent = send(notify, notices, sent=place_of_sent(store.repository))
            print_line(f"Told: {sent}." if sent else "Nothing new to tell.")
            return
        if as_json or form == "json":
            print_rows(_row(one, today()) for one in found)
            return
        _print(found, today(), within)
        _print_thanks(known, today())


def _second_looks(session: Session, store: Store, until: date) -> Iterator[Due]:
    if session.ledger is not None and not (session.ledger / "guards").is_dir():
        return
    from unrepeat.cli.guarding import guards_there, source_of
    from unrepeat.guards.second_looks import reviews, waived
    from unrepeat.guards.verdicts import judged

    with source_of(session, store) as source:
        guards = guards_there(session, source).guards
        found = list(reviews(guards))
        if guards and session.repository.names("HEAD"):
            found += waived(source, session.repository.head(), judged(session.ledger), today())
    yield from (one for one in found if one.due <= until)


def _row(one: Due, day: date) -> dict[str, object]:
    return {
        "record": one.record.id,
        "kind": one.kind,
        "what": one.what,
        "due": f"{one.due}",
        "late_days": one.late_days(day),
        "who": list(one.who),
        "next": f"unrepeat {one.settles}",
    }


def _key(one: Due) -> str:
    version = one.record.content if one.kind in {"acknowledgement", "sign-off"} else ""
    version = one.settles if one.kind == "waiver" else version  # one guard may be passed over twice in a day
    return f"due {one.record.id} {one.kind} {one.due} {' '.join(one.who)} {version}"


def _told(one: Due) -> str:
    return f"{one.what}" + (f"  ({', '.join(one.who)})" if one.who else "")


def _print(found: Sequence[Due], day: date, within: int) -> None:
    if not found:
        print_line(f"Nothing waits within {within} days.")
        return
    for one in found:
        print_line(f"{one.due}  {_when(one.due, day):<14}  {_told(one)}")
        print_line(f"{'':28}unrepeat {one.settles}")
    late = sum(one.due < day for one in found)
    if late:
        print_line(
            f"{late} of {len(found)} had an earlier day. If a day no longer fits, a new one is fine: `unrepeat set`."
        )


def _when(due_on: date, day: date) -> str:
    days = (due_on - day).days
    if days == 0:
        return "today"
    return f"in {days} day{'s' * (days != 1)}" if days > 0 else f"{-days} day{'s' * (days != -1)} ago"


def _print_thanks(ledger: Ledger, day: date) -> None:
    since = f"{day - timedelta(days=THANKS_SHOWN)}"
    for record in [one for one in ledger.of_kind("thanks") if one.text("date") >= since][-3:]:
        whom = f" to {record.text('whom')}" if record.text("whom") else ""
        print_line(f"Thanks{whom}: {record.title}")
