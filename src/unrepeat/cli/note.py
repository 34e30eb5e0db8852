"""`unrepeat note`: keep a note in a second."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.errors import LedgerError
from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import KINDS

LONGEST_TITLE = 100  # letters; what is longer stands below its first line


@click.command()
@click.argument("text")
@click.option("--private", is_flag=True, help="For yourself alone, on this machine, until you share it.")
@click.option(
    "--answers", multiple=True, metavar="QUESTION", help="The question that this answers; it is not asked again."
)
@ledger_option
@repository_option
def note(text: str, private: bool, answers: Sequence[str], ledger: Path | None, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """Keep TEXT as a note: in the ledger, for the team, or with --private for yourself alone."""
    if not text.strip():
        raise LedgerError("The note is empty.", "Say in a few words what it is about.")
    if private:
        from unrepeat.ledger.private import keep

        if answers:
            raise LedgerError("A private note answers no question.", "Leave out `--private`, or `--answers`.")
        kept = keep(text, today(), os.environ)
        print_line(f"Kept for you alone: {kept.id}. `unrepeat share {kept.id}` shares it, when you are ready.")
        return
    title, rest = split_title(text)
    with Session.begin(repo, ledger).store() as store:
        wanted = Given({"answers": list(answers)} if answers else {}, {"text": rest})
        print_line(f"Noted: {store.add(KINDS['note'], title, wanted, today()).path}")


def split_title(text: str) -> tuple[str, str]:
    """Give a text's first line as a title, cut at a word, and what does not fit in it."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    if len(first) <= LONGEST_TITLE:
        return first, rest.strip()
    return f"{first[:LONGEST_TITLE].rpartition(' ')[0] or first[:LONGEST_TITLE]} ...", text.strip()
