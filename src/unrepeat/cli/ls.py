"""`unrepeat ls`: the records there are."""

import os
from pathlib import Path

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.records import print_record, row
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.ledger.kinds import KINDS


@click.command()
@click.argument("kind", required=False, type=click.Choice(tuple(KINDS)))
@click.option("--state", help="Only those in this state, such as open.")
@click.option("--private", is_flag=True, help="One's own private notes on this machine, and nothing else.")
@json_option
@ledger_option
@repository_option
def ls(
    kind: str | None,
    state: str | None,
    private: bool,  # noqa: FBT001 -- click passes options so
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """List the records, by kind and by day."""
    if private:
        from unrepeat.ledger.private import read_all

        notes = read_all(os.environ, say)
        if as_json or form == "json":
            print_rows(note._asdict() for note in notes)
            return
        for note in notes:
            print_line(f"{note.id}  {note.text}")
        if not notes:
            print_line("You have no private notes on this machine.")
        return
    with Session.begin(repo, ledger).read() as (_, known):
        order = list(KINDS)
        records = [record for record in known.records if kind in {None, record.kind} and state in {None, record.state}]
        records.sort(key=lambda record: (order.index(record.kind), record.path))
        if as_json or form == "json":
            print_rows(map(row, records))
            return
        for record in records:
            print_record(record)
        if not known.records:
            print_line("Nothing is recorded here yet. `unrepeat note TEXT` is a good beginning.")
        elif not records:
            states = sorted({record.state for record in known.records if kind in {None, record.kind}})
            print_line(f"None is like that. There are: {', '.join(states) or 'no records of this kind'}.")
