"""`unrepeat share`: make a private note a record, after showing what will be seen."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from unrepeat.cli.errors import say
from unrepeat.cli.note import split_title
from unrepeat.cli.output import print_line
from unrepeat.cli.records import set_option
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger import private
from unrepeat.ledger.fields import given
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.store import new_text


@click.command()
@click.argument("note")
@click.option("--kind", type=click.Choice(tuple(KINDS)), default="note", help="What it becomes; by default a note.")
@set_option
@ledger_option
@repository_option
def share(note: str, kind: str, settings: Sequence[str], ledger: Path | None, repo: str | None) -> None:
    """Show what the team will see of your private NOTE, then make it a record. On a terminal you are asked first."""
    found = private.find(note, os.environ, say)
    title, rest = split_title(found.text)
    wanted = given(KINDS[kind], settings)
    if rest:
        wanted.sections.setdefault("text" if "text" in KINDS[kind].sections else "context", rest)
    with Session.begin(repo, ledger).store() as store:
        print_line("This is what will be seen:")
        for line in new_text(KINDS[kind], "...", title, wanted, today()).splitlines():
            print_line(f"  {line}")
        if sys.stdin.isatty() and not click.confirm("Share it?", default=False):
            print_line("It stays private.")
            return
        with private.given_away(found):
            record = store.add(KINDS[kind], title, wanted, today())
        print_line(f"Thank you for sharing. Recorded: {record.path}")
