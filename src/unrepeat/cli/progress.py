"""`unrepeat progress`: how the team grew, quarter by quarter."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.records import person
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.ledger.changes_delivered import Delivered, changes_delivered
from unrepeat.ledger.figures import Days, Share
from unrepeat.ledger.growth import TeamQuarter, growth
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.own_growth import OwnQuarter, own_growth
from unrepeat.retro import growth_page
from unrepeat.retro.growth_picture import own_picture, team_picture

if TYPE_CHECKING:
    from unrepeat.git import Repository
    from unrepeat.ledger.ledger import Ledger
    from unrepeat.ledger.record import Record
    from unrepeat.ledger.store import Store

LATEST = 3  # thanks of a quarter that are told


@click.command()
@click.option("--mine", is_flag=True, help="Your own growth, private notes included; on your own machine only.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object a quarter.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "svg"]),
    default="text",
    help="`svg` is a picture that stands by itself; `json` is the same as --json.",
)
@ledger_option
@repository_option
def progress(mine: bool, as_json: bool, form: str, ledger: Path | None, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """Tell how the team grew, by quarter: what was delivered, shared, learned and kept, each figure with its base.

    It is as of the head commit: what lies later is not yet due. It compares no people, and more mistakes shared is
    growth, too.
    """
    session = Session.begin(repo, ledger)
    form = "json" if as_json else form
    if mine:
        _tell_own(session, form)
        return
    with session.read() as (store, known):
        delivered = _delivered(store, known)
        found = growth(known, delivered.as_of, delivered.by_day, delivered.made)
    if form == "json":
        print_rows(map(_row, found.quarters))
    elif form == "svg":
        _print(team_picture(found, delivered.as_of).splitlines())
    else:
        _print(growth_page.team_page(found, delivered.as_of))


def _tell_own(session: Session, form: str) -> None:
    from unrepeat.ledger.private import read_all

    notes = read_all(os.environ, say)  # first: it refuses on a build server
    with session.read() as (store, known):
        as_of = _delivered(store, known).as_of
        me = _own_names(store.repository)
        rows = own_growth(known, as_of, me, [note.said for note in notes])
    if form == "json":
        print_rows(map(_own_row, rows))
    elif form == "svg":
        _print(own_picture(rows, as_of).splitlines())
    else:
        _print(growth_page.own_page(rows, as_of, [(note.said, note.text) for note in notes]))


def _delivered(store: "Store", known: "Ledger") -> Delivered:
    repository = store.repository
    if repository.shallow_commits():
        say(
            "This clone is shallow: changes that it does not hold are not counted. `git fetch --unshallow` brings them."
        )
    names = {name for one in known.of_kind("mistake") for name in one.words("commits")}
    return changes_delivered(repository, repository.head(), names, store.catalogue)


def _own_names(repository: "Repository") -> set[str]:
    name, address = repository.own_name()
    names = [one for one in (name, address, address.partition("@")[0]) if one]
    return {comparable(one) for one in names or [person(repository, None)]}


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print_line(line)


def _row(one: TeamQuarter) -> dict[str, Any]:
    return {
        "quarter": one.quarter.name,
        "is_over": one.is_over,
        "changes": one.changes.number,
        "mistakes_shared": one.mistakes.number,
        **_days("share", one.sharing),
        **_days("lesson", one.lesson),
        **_days("proof", one.proof),
        "repeats": _met(one.repeats),
        **_actions(one),
        "decisions_to_acknowledge": one.decisions.whole,
        "decisions_acknowledged_in_time": _met(one.decisions),
        "check_ins": one.check_ins.whole,
        "check_ins_held": _met(one.check_ins),
        "agreements": [
            {
                "id": kept.agreement.id,
                "measure": kept.agreement.text("measure") or None,
                "cases": kept.measured.whole,
                "kept": _met(kept.measured),
                "check_ins": kept.check_ins.whole,
                "check_ins_held": _met(kept.check_ins),
            }
            for kept in one.agreements
        ],
        "thanks": len(one.thanks),
        "latest_thanks": [_thanks(record) for record in one.thanks[:LATEST]],
    }


def _own_row(one: OwnQuarter) -> dict[str, Any]:
    return {
        "quarter": one.quarter.name,
        "is_over": one.is_over,
        "private_notes": one.notes.number,
        **_actions(one),
        "decisions_to_acknowledge": one.decisions.whole,
        "decisions_acknowledged_in_time": _met(one.decisions),
        "acknowledgements": one.acknowledgements.number,
        "thanks": len(one.thanks),
        "latest_thanks": [_thanks(record) for record in one.thanks[:LATEST]],
    }


def _actions(one: TeamQuarter | OwnQuarter) -> dict[str, int | None]:
    return {
        "actions_due": one.actions.whole,
        "actions_done_in_time": _met(one.actions),
        "actions_shown_to_work": _met(one.shown),
        "actions_wont_do": one.set_aside.number,
    }


def _days(name: str, days: Days) -> dict[str, float | None]:
    return {f"days_to_{name}": days.median, f"days_to_{name}_cases": days.cases}


def _met(share: Share) -> int | None:
    return share.met if share.whole else None


def _thanks(record: "Record") -> dict[str, str | None]:
    return {"id": record.id, "whom": record.text("whom") or None, "what": record.title}
