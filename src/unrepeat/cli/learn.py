"""`unrepeat learn`: guards that would have caught what a fix repairs, for a person to choose from."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unrepeat.cli.errors import say
from unrepeat.cli.guarding import source_of, traced
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.errors import LedgerError
from unrepeat.guards.backtest import rates
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.learn.offers import offers
from unrepeat.guards.proposals import Source
from unrepeat.guards.writing import fields_of
from unrepeat.ledger.files import write_new

if TYPE_CHECKING:
    from unrepeat.ledger.ledger import Ledger

LATEST = 300  # changes of the past on which an offer is tried; `backtest` tries all


@click.command()
@click.argument("fixes", nargs=-1, required=True, metavar="FIX...")
@click.option("--culprit", help="The change that went wrong; by default the likeliest that tracing finds.")
@click.option("--write", is_flag=True, help="Keep an offer as a guard in shadow: the first, or what --pick says.")
@click.option("--pick", type=click.IntRange(1), metavar="N", help="Keep the offer of this number (with --write).")
@json_option
@ledger_option
@repository_option
def learn(
    fixes: Sequence[str],
    culprit: str | None,
    write: bool,  # noqa: FBT001 -- click passes options so
    pick: int | None,
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Offer guards that would have caught what FIX repairs, each proven on it; of several, what catches the most first.

    You choose: nothing enables itself. A guard that is kept is in shadow until its file says otherwise.
    """
    if pick is not None and not write:
        raise click.UsageError("--pick says which offer --write keeps; say both.")
    session = Session.begin(repo, ledger)
    with session.read() as (store, known), source_of(session, store) as source:
        lessons = _lessons(session, fixes, culprit)
        found = offers(source, lessons, _mistakes(known, lessons)) if lessons else []
        rows = _rows(source, found)
    if write and found:
        if (pick or 1) > len(found):
            raise LedgerError(f"There is no offer {pick}: there are {len(found)}.", "Say a smaller number.")
        _keep(session, found[(pick or 1) - 1])
    if as_json or form == "json":
        print_rows(rows)
        return
    for number, row in enumerate(rows, 1):
        print_line(f"{number}. {row['guard']['id']}: {row['says']}")
        print_line(f"    {_told(row, len(lessons))}")
    if not rows:
        print_line("No guard was found that is proven on this. A test or another reader may be the better safeguard.")


def _mistakes(ledger: "Ledger", lessons: Sequence[Lesson]) -> list[str]:
    """Give the mistakes that name a culprit of the lessons: a guard that is kept answers them."""
    culprits = [lesson.culprit for lesson in lessons]
    return [
        f"mistake:{record.id}"
        for record in ledger.of_kind("mistake")
        if any(len(name) >= 7 and one.startswith(name) for name in record.words("commits") for one in culprits)
    ]


def _lessons(session: Session, fixes: Sequence[str], culprit: str | None) -> list[Lesson]:
    resolved = [session.repository.resolve(fix) for fix in fixes]
    if culprit is not None:
        return [Lesson(session.repository.resolve(culprit), fix) for fix in resolved]
    found = []
    for fix in resolved:
        named = session.with_index([fix], partial(traced, session, fix))
        if named is None:
            say(f"No change is likely to have brought in what {fix[:12]} repairs; name one with `--culprit`.")
        else:
            found.append(Lesson(named, fix))
    return found


def _rows(source: Source, guards: Sequence[Guard]) -> list[dict[str, Any]]:
    head = source.repository.head()
    listed = source.view.run("rev-list", "--no-merges", f"--max-count={LATEST}", head).decode().split()
    known = [commit for commit in listed if commit not in source.repository.shallow_commits()]
    told = zip(guards, rates(guards, source, known), strict=True) if guards else ()
    return [
        {
            "guard": fields_of(guard),
            "verdict": "proven",
            "says": guard.title,
            "matches_now": source.count_now(guard, head),
            "firings_per_100": round(rate, 3),
        }
        for guard, rate in told
    ]


def _told(row: dict[str, Any], fixes: int) -> str:
    caught, now = len(row["guard"]["lessons"]), row["matches_now"]
    of = f"{caught} of {fixes} fixes" if fixes > 1 else "this fix"
    places, rate = "1 place" if now == 1 else f"{now} places", row["firings_per_100"]
    return f"{row['guard']['kind']}, proven on {of}; matches {places} now; fires on {rate:g} in 100 late changes"


def _keep(session: Session, guard: Guard) -> None:
    if session.ledger is None:
        raise LedgerError("This repository has no work tree to keep a guard in.", "Name a folder with `--ledger DIR`.")
    from unrepeat.guards.writing import written

    file = session.ledger / "guards" / f"{guard.id}.yml"
    try:
        write_new(session.ledger, file, written(guard).encode())
    except FileExistsError:
        say(f"It is kept already: {file.name}")
        return
    say(f"Kept in shadow: {file.name}. `unrepeat prove {guard.id}`, then choose its `stage` in that file.")
