"""`unrepeat link`: a person's verdict on a traced link."""

from pathlib import Path

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import now
from unrepeat.errors import LedgerError
from unrepeat.ledger.links import VERDICTS, Verdict, write


@click.command()
@click.argument("fix")
@click.argument("culprit")
@click.argument("verdict", type=click.Choice(VERDICTS))
@ledger_option
@repository_option
def link(fix: str, culprit: str, verdict: str, ledger: Path | None, repo: str | None) -> None:
    """Say whether CULPRIT brought in what FIX repairs: yes, no, or unclear.

    The verdict is a small file under `.unrepeat/links/`, to be committed like code. It outranks every guess.
    """
    session = Session.begin(repo, ledger)
    if session.ledger is None:
        raise LedgerError(
            "This repository has no work tree to keep a verdict in.", "Name a folder for it with `--ledger DIR`."
        )
    first, second = session.repository.resolve(fix), session.repository.resolve(culprit)
    came_before = session.with_index(
        [first, second], lambda index: bool(index.graph.reachable([index.ordinal(first)])[index.ordinal(second)])
    )
    if first == second or not came_before:
        raise LedgerError(
            f"{culprit!r} does not come before {fix!r} in this history, so it cannot have brought in its mistake.",
            "Check the order: the fix first, then its culprit.",
        )
    file = write(session.ledger, Verdict(first, second, verdict), now())
    print_line(f"Thank you. The verdict is kept in {file}")
