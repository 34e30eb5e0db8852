"""`unrepeat import`: a mistake and its actions, of a post-mortem that exists already."""

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.records import row
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.ledger.imported.bring import bring
from unrepeat.ledger.imported.source import source_of
from unrepeat.ledger.store import Store

if TYPE_CHECKING:
    from unrepeat.ledger.imported.keep import Kept

MOST_NAMED = 3  # records that a command spells out; of more it names their folder


@click.command("import")
@click.argument("file", metavar="FILE|-")
@json_option
@ledger_option
@repository_option
def import_file(
    file: str,
    as_json: bool,  # noqa: FBT001 -- click passes options so
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Make a mistake of a post-mortem, and an action of each thing to be done in it.

    FILE is Markdown, plain text, JSON, JSON Lines or YAML; `-` is standard input. What is recorded already stays as it
    is; run again, it adds what is new. What tells of people is left out, nothing is invented, and no word is changed.
    """
    session = Session.begin(repo, ledger)
    with session.store() as store:
        brought = bring(store, source_of(file, session.repository.worktree), today())
        if as_json or form == "json":
            print_rows(row(one.record) | {"made": one.made} for one in brought.kept)
        else:
            _tell(brought.kept)
        for note in (*brought.notes, *(said for one in brought.kept for said in one.differs)):
            say(note)
        for remark in _remarks(store, [one for one in brought.kept if one.made]):
            say(remark)


def _tell(kept: "Sequence[Kept]") -> None:
    if any(one.made and one.record.kind == "mistake" for one in kept):
        print_line("Thank you for sharing this: it is how nobody has to meet it again.")
    for one in kept:
        said = "Recorded" if one.made else "It is recorded already, and stays as it is"
        print_line(f"{said}: {one.record.path}")


def _remarks(store: Store, made: "Sequence[Kept]") -> Iterator[str]:
    """Say how much the blameless check has to say of what was taken over, and how to see it."""
    from unrepeat.language.lint import lint
    from unrepeat.language.settings import chosen_rules

    rules = chosen_rules(store.top, say) if made else []
    counts = {one.record.path: len(lint(store.text(one.record), "", "record", rules)) for one in made}
    places = [os.path.relpath(store.file(path)) for path, count in counts.items() if count]
    count = sum(counts.values())
    if count:
        folder = [os.path.relpath(store.folder)]
        shown = shlex.join(places if len(places) <= MOST_NAMED else folder)
        yield f"The blameless check has {count} remark{'s' * (count > 1)} on these words: unrepeat lint {shown}"
