"""`unrepeat same`: a person's verdict on a likeness."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.errors import LedgerError

if TYPE_CHECKING:
    from unrepeat.ledger.ledger import Ledger


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.argument("verdict", type=click.Choice(["yes", "no"]))
@ledger_option
@repository_option
def same(one: str, other: str, verdict: str, ledger: Path | None, repo: str | None) -> None:
    """Say whether A and B, commits or records, are the same over again: yes or no.

    The verdict is a small file under `.unrepeat/same/`, to be committed like code. `recall` heeds it from then on.
    """
    from unrepeat.recall.verdicts import Verdict, write

    session = Session.begin(repo, ledger)
    if session.ledger is None:
        raise LedgerError(
            "This repository has no work tree to keep a verdict in.", "Name a folder for it with `--ledger DIR`."
        )
    with session.read() as (_, known):
        first, second = _named(session, known, one), _named(session, known, other)
    if first == second:
        raise LedgerError(f"{one!r} and {other!r} are one and the same.", "Name two commits or records.")
    file = write(session.ledger, Verdict(first, second, verdict == "yes"))
    print_line(f"Thank you. The verdict is kept in {file}")


def _named(session: Session, ledger: "Ledger", name: str) -> str:
    """Give the id of a record, or the full hash of a commit; a whole id comes before a commit, a part of one after."""
    if name.rpartition(":")[2] in ledger.by_id:
        return ledger.find(name).id
    if session.repository.names(name):
        return session.repository.resolve(name)
    return ledger.find(name).id
