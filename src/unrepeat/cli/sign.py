"""`unrepeat sign`: sign a record off, this very version."""

from pathlib import Path

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line
from unrepeat.cli.records import person
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger.files import relative
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import SIGNATURE
from unrepeat.ledger.scope import done_when


@click.command()
@click.argument("record")
@click.option("--as", "role", metavar="ROLE", help="The role or party that signs; by default you, as git knows you.")
@ledger_option
@repository_option
def sign(record: str, role: str | None, ledger: Path | None, repo: str | None) -> None:
    """Sign RECORD off as it is now: an agreement as one of its parties, a need in the role that it names."""
    session = Session.begin(repo, ledger)
    with session.store() as store:
        found = store.now().find(record)
        roles = [str(one["sign-off"]) for one in done_when(found) if "sign-off" in one]
        expected = [*found.words("parties"), *roles]
        speaker = person(session.repository, role, expected)
        if expected and comparable(speaker) not in map(comparable, expected):
            say(f"{speaker} is none of those who are to sign: {', '.join(expected)}. `--as` says for whom you sign.")
        file = store.say(SIGNATURE, found, speaker, today())
        print_line(f"Thank you. {found.id} is signed by {speaker}: {relative(store.top, file)}")
        if not expected:
            say(f"Nothing waits for this signature: {found.id} names no parties, and no sign-off in `done-when`.")
