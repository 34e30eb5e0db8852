"""`unrepeat set`: change fields of a record."""

from collections.abc import Sequence
from pathlib import Path

import click

from unrepeat.cli.change_order import tell_at_once
from unrepeat.cli.conditions import tell_conditions
from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line
from unrepeat.cli.records import notify_option
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger.advice import made_void, refuse_placeholders, remarks, spell_out
from unrepeat.ledger.fields import given
from unrepeat.ledger.kinds import KINDS


@click.command("set")
@click.argument("record")
@click.argument("settings", nargs=-1, required=True, metavar="KEY=VALUE...")
@notify_option
@ledger_option
@repository_option
def set_fields(record: str, settings: Sequence[str], notify: str | None, ledger: Path | None, repo: str | None) -> None:
    """Change fields of RECORD: KEY=VALUE, KEY+=VALUE for one more, KEY-=VALUE for one less, KEY= for none.

    Comments, order and fields that unrepeat does not know stay as they are.
    """
    with Session.begin(repo, ledger).store() as store:
        with store.lock():  # from here on: what another has just added to a list must not be lost
            known = store.now()
            found = known.find(record)
            wanted = given(KINDS[found.kind], settings, found.fields)
            refuse_placeholders("", wanted)
            spell_out(found.kind, wanted, known)
            after = store.edit(found, wanted, today())
        for note in wanted.notes:
            say(note)
        print_line(f"Changed: {after.path}")
        void = made_void(found, after, known)
        for remark in [*([void] if void else []), *remarks(after, known)]:
            say(remark)
        if "done-when" in wanted.fields:
            tell_conditions(store, after)
        if notify is not None or {"moves", "change-order", "told"} & wanted.fields.keys():
            tell_at_once(store, after, notify)
