"""`unrepeat fsck`: is the ledger whole, and what to mend."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.ledger.kinds import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from unrepeat.ledger.ledger import Ledger
    from unrepeat.ledger.record import Problem
    from unrepeat.ledger.store import Store


@click.command()
@json_option
@ledger_option
@repository_option
def fsck(
    as_json: bool,  # noqa: FBT001 -- click passes options so
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> int:
    """Say whether the ledger is whole, and of each thing that is not: where it stands, and what to do.

    The exit code is 0 where all is whole, 1 where something is to be mended. Nothing is changed.
    """
    from unrepeat.ledger.store import Store
    from unrepeat.ledger.whole import problems

    session = Session.begin(repo, ledger)
    commit = None if session.ledger else session.repository.head()
    with Store.open(session.repository, (session.ledger or Path(FOLDER)).absolute()) as store:
        known = store.at(commit) if commit else store.now()
        found = sorted(
            [*problems(store, known, commit), *_of_guards(session, store), *(() if commit else _of_verdicts(store))],
            key=_place,
        )
    if as_json or form == "json":
        print_rows(map(asdict, found))
    else:
        _tell(found, known)
    return 1 if found else 0


def _of_guards(session: Session, store: "Store") -> "Sequence[Problem]":
    """Give what is wrong with the files of guards, which the ledger keeps and does not read."""
    from unrepeat.guards.proposals import Source
    from unrepeat.guards.reading import guards_of_folder, guards_of_tree
    from unrepeat.guards.trees import GitTree

    if session.ledger is not None:
        return guards_of_folder(session.ledger / "guards").problems
    with Source.open(session.repository, store.catalogue) as source:
        return guards_of_tree(GitTree(source.view, session.repository.head()), store.catalogue).problems


def _of_verdicts(store: "Store") -> "Iterator[Problem]":
    """Give each verdict on a firing that counts for nothing: it cannot be read, or says nothing that is known."""
    from unrepeat.guards.verdicts import no_verdicts
    from unrepeat.ledger.files import relative
    from unrepeat.ledger.record import Problem

    for file, why in no_verdicts(store.folder):
        remedy = "Say it again with `unrepeat judge FINDING right|wrong|unclear`, or delete the file."
        yield Problem(relative(store.top, file), 0, f"this verdict counts for nothing: {why}", remedy)


def _place(one: "Problem") -> tuple[str, int, str]:
    return one.path, one.line, one.what


def _tell(found: "Sequence[Problem]", known: "Ledger") -> None:
    for one in found:
        print_line(f"{one.path}:{one.line}: {one.what}" if one.line else f"{one.path}: {one.what}")
        print_line(f"    {one.remedy}")
    broken = {one.path for one in found}
    whole = sum(record.path not in broken for record in known.records)
    if not known.records and not found:
        print_line("Nothing is recorded here yet, and nothing is to be mended.")
    elif not found:
        print_line("The one record is whole." if whole == 1 else f"All {whole:,} records are whole.")
    else:
        print_line(
            f"{whole:,} {'record is' if whole == 1 else 'records are'} whole; "
            f"{len(found):,} {'thing' if len(found) == 1 else 'things'} to mend in {len(broken):,} "
            f"{'file' if len(broken) == 1 else 'files'}."
        )
