"""`unrepeat thanks`: thank somebody where all can see it."""

from pathlib import Path

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import KINDS


@click.command()
@click.argument("whom")
@click.argument("what")
@ledger_option
@repository_option
def thanks(whom: str, what: str, ledger: Path | None, repo: str | None) -> None:
    """Thank WHOM for WHAT. It is shown by `due` and `progress`, where the team looks."""
    with Session.begin(repo, ledger).store() as store:
        record = store.add(KINDS["thanks"], what, Given({"whom": whom}), today())
        print_line(f"Said: {record.path}")
