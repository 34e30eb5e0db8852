"""`unrepeat trust`: let the command of a record run on this machine."""

import sys
from pathlib import Path

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.errors import LedgerError
from unrepeat.guards.reading import guards_of_folder
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import done_when
from unrepeat.ledger.store import Store
from unrepeat.ledger.trust import place_of_trust
from unrepeat.ledger.trust import trust as keep


@click.command()
@click.argument("record")
@ledger_option
@repository_option
def trust(record: str, ledger: Path | None, repo: str | None) -> None:
    """Let the commands of RECORD (or of a guard) run on this machine, in this very wording.

    They run in a scratch copy of the code, with an empty environment and limits. Your word is kept in your own
    configuration folder, never in the repository; when the wording changes, it is asked for again.
    """
    with Session.begin(repo, ledger).read() as (store, known):
        name, commands = _named(store, known, record)
        if not commands:
            raise LedgerError(
                f"{name} names no command.", "Assumptions, needs and guards of kind command may name one."
            )
        for command in commands:
            print_line(f"It runs: {command}")
        if sys.stdin.isatty() and not click.confirm("Let it run on this machine?", default=False):
            print_line("It is not trusted.")
            return
        for command in commands:
            keep(command, name, store.repository.common)
        print_line("Trusted on this machine, in this repository and these words; what it calls may change under it.")
        print_line(f"To take it back, delete its line in {place_of_trust()}")


def _named(store: Store, known: Ledger, name: str) -> tuple[str, list[str]]:
    """Give the id of the record or guard that is meant, and the commands it names."""
    guard = next((one for one in guards_of_folder(store.folder / "guards").guards if one.id == name), None)
    if guard is not None:
        return guard.id, [str(guard.rule["run"])] if guard.kind == "command" and "run" in guard.rule else []
    record = known.find(name)
    return record.id, _commands(record)


def _commands(record: Record) -> list[str]:
    named = [str(one["command"]) for one in done_when(record) if "command" in one]
    return [*named, record.text("command")] if record.kind == "assumption" and record.text("command") else named
