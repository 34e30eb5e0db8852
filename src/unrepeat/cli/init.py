"""`unrepeat init`: set a ledger up, or undo that."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.errors import LedgerError
from unrepeat.ledger.setup import OFFERS, Step, set_up, take_back


@click.command()
@click.option(
    "--with",
    "offers",
    multiple=True,
    type=click.Choice(tuple(OFFERS)),
    help="Also write this; may be repeated. A file that is there is left alone, and what to add to it is shown.",
)
@click.option("--undo", is_flag=True, help="Take away what was written and nobody changed; records are never deleted.")
@ledger_option
@repository_option
def init(offers: Sequence[str], undo: bool, ledger: Path | None, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """Set a ledger up: a folder `.unrepeat` that explains itself. Nothing else is written unless it is asked for."""
    session = Session.begin(repo, ledger)
    if session.ledger is None:
        raise LedgerError(
            "This repository has no work tree to keep a ledger in.", "Name a folder for it with `--ledger DIR`."
        )
    folder = session.ledger.absolute()
    if undo:
        if not _tell(take_back(session.repository, folder, offers)):
            print_line("There is nothing to undo.")
        return
    _tell(set_up(session.repository, folder, offers))
    rest = {name: says for name, says in OFFERS.items() if name not in offers}
    print_line("The ledger is ready; its README tells all. `unrepeat init --undo` takes this back.")
    if rest and ledger is None:
        print_line("On request, and not done now:")
        for name, says in rest.items():
            print_line(f"  unrepeat init --with {name:<10}  {says}")


def _tell(steps: Iterable[Step]) -> int:
    count = 0
    for count, step in enumerate(steps, 1):  # noqa: B007 -- it is given back
        print_line(f"{step.path}: {step.says}")
        for line in step.lines.splitlines():
            print_line(f"    {line}")
    return count
