"""`unrepeat brief`: a short text for one reader, at most a page."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from unrepeat.retro.briefs.brief import Brief
    from unrepeat.retro.briefs.known import Known

READERS = ("team", "manager", "leadership", "standup", "away", "feedback")
OUTSIDE = frozenset({"manager", "leadership", "feedback"})


@click.command()
@click.argument("target", metavar="STRING|MISTAKE")
@click.option("--for", "reader", type=click.Choice(READERS), required=True, help="Who reads it.")
@click.option(
    "--evidence", "shows_evidence", is_flag=True, help="Print what each evidence id stands for, for the team."
)
@json_option
@ledger_option
@repository_option
def brief(
    target: str,
    reader: str,
    shows_evidence: bool,  # noqa: FBT001 -- click passes options so
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Write a short text about a string or a recorded mistake, for one reader: at most a page, from records alone.

    What leaves the team (manager, leadership, feedback) uses confirmed links only, and holds no hash, no clock time and
    no name; its evidence ids lead nowhere but here, with --evidence.
    """
    from unrepeat.cli.brief_known import discretion, known_of
    from unrepeat.retro.briefs.written import as_markdown, evidence, rows, to_leave

    session = Session.begin(repo, ledger)
    known = known_of(session, target, confirmed=reader in OUTSIDE, learn=reader == "team")
    made = _maker(reader)(known)
    if made.leaves:
        made = to_leave(made, discretion(session, known))
        _tell_unconfirmed(known, target)
    if shows_evidence:
        print_rows({"id": name, "evidence": list(ids)} for name, ids in evidence(made).items())
    elif as_json or form == "json":
        print_rows(rows(made))
    else:
        for line in as_markdown(made).splitlines():
            print_line(line)


def _maker(reader: str) -> "Callable[[Known], Brief]":
    from importlib import import_module

    made: Callable[[Known], Brief] = getattr(import_module(f"unrepeat.retro.briefs.{reader}"), reader)
    return made


def _tell_unconfirmed(known: "Known", target: str) -> None:
    """Tell, on the writer's own screen, that links wait to be confirmed."""
    if not known.evidence.ties and len(known.evidence.steps) > 1:
        say(
            "No link of it is confirmed, so this text does not say what repaired what. "
            f"`unrepeat retro {target[:80]}` shows the links; `unrepeat link FIX CULPRIT yes` confirms one."
        )
