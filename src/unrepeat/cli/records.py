"""What the commands of the ledger share: how records are told, and who is speaking."""

import getpass
from typing import TYPE_CHECKING, Any

import click

from unrepeat.cli.output import print_line
from unrepeat.errors import LedgerError
from unrepeat.ledger.identity import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unrepeat.git import Repository
    from unrepeat.ledger.record import Record


def row(record: "Record") -> dict[str, Any]:
    """Give a record as `ls` prints it."""
    return {"id": record.id, "kind": record.kind, "title": record.title, "state": record.state, "path": record.path}


def person(repository: "Repository", given: str | None, expected: "Iterable[str]" = ()) -> str:
    """Give who is speaking: the name given, else the one of git's settings, as the record spells it where it does."""
    if given is not None:
        if not given.strip():
            raise LedgerError("The name is empty.", "Say who speaks, such as `--as payments-team`.")
        return given
    name, address = repository.own_name()
    spellings = {comparable(one): one for one in expected}
    for one in (name, address, address.partition("@")[0]):
        if one and comparable(one) in spellings:
            return spellings[comparable(one)]
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise LedgerError("It is not known who is speaking.", "Say it with `--as`, or set git's `user.name`.") from None


def print_record(record: "Record") -> None:
    """Print one record in a line."""
    print_line(f"{record.kind:<10} {record.state:<10} {record.id}  {record.title}")


def set_option(command: Any) -> Any:  # noqa: ANN401 -- click's commands
    """Add `--set`."""
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="KEY=VALUE",
        help="A field, such as owner=platform; may be repeated.",
    )(command)


def notify_option(command: Any) -> Any:  # noqa: ANN401 -- click's commands
    """Add `--notify`."""
    return click.option("--notify", metavar="URL", help="Tell those concerned through this Apprise address.")(command)
