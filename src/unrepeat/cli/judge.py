"""`unrepeat judge`: a person's verdict on a past firing."""

from pathlib import Path
from typing import get_args

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.guards.verdicts import Judgement
from unrepeat.guards.verdicts import judge as keep


@click.command()
@click.argument("finding")
@click.argument("verdict", type=click.Choice(get_args(Judgement)))
@ledger_option
@repository_option
def judge(finding: str, verdict: Judgement, ledger: Path | None, repo: str | None) -> None:
    """Say whether a firing of a guard was right; `unrepeat backtest GUARD` lists them. It is about the guard alone."""
    with Session.begin(repo, ledger).store() as store:
        file = keep(store.folder, finding, verdict, today())
        print_line(f"Thank you. {finding} was {verdict}: {file.name}")
