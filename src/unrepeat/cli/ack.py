"""`unrepeat ack`: acknowledge a record, this very version."""

from pathlib import Path

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line
from unrepeat.cli.records import person
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger.files import relative
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT


@click.command()
@click.argument("record")
@click.option("--as", "who", metavar="PERSON", help="Who acknowledges; by default you, as git knows you.")
@ledger_option
@repository_option
def ack(record: str, who: str | None, ledger: Path | None, repo: str | None) -> None:
    """Say that you have read RECORD as it is now.

    The acknowledgement is a small file of its own, bound to the record's words: when they change, it is asked again.
    """
    session = Session.begin(repo, ledger)
    with session.store() as store:
        found = store.now().find(record)
        expected = [*found.words("informed"), *found.words("told")]
        speaker = person(session.repository, who, expected)
        if expected and comparable(speaker) not in map(comparable, expected):
            say(f"{speaker} is none of those who are to know: {', '.join(expected)}. `--as` says for whom you speak.")
        file = store.say(ACKNOWLEDGEMENT, found, speaker, today())
        print_line(f"Thank you. {found.id} is acknowledged by {speaker}: {relative(store.top, file)}")
