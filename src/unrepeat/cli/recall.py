"""`unrepeat recall`: what is like this, and what helped then."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import ProgressBar, Session, json_option, ledger_option, repository_option
from unrepeat.errors import LedgerError
from unrepeat.history.index import Index
from unrepeat.recall.answer import Known, Recalled, recall
from unrepeat.recall.asked import Asked, about_commit, about_edits, about_text
from unrepeat.recall.index import searched
from unrepeat.recall.verdicts import Said, Verdict, read_all

if TYPE_CHECKING:
    from unrepeat.ledger.record import Record
    from unrepeat.ledger.store import Store

LONGEST = 20_000  # letters of a text that are read: what follows are logs

Ask = Callable[[Index], Asked]


@click.command("recall")
@click.argument("text", required=False)
@click.option("--diff", is_flag=True, help="The like of what is staged; where nothing is, of the head commit.")
@click.option("--commit", "revision", metavar="REV", help="The like of a commit, among what came before it.")
@json_option
@ledger_option
@repository_option
def recall_command(
    text: str | None,
    diff: bool,  # noqa: FBT001 -- click passes options so
    revision: str | None,
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Tell what in ledger and history is like TEXT (`-` reads it from standard input), and what helped then.

    TEXT may be a message, an error, or what went wrong, in a few words. At most five, each with its reasons; nothing
    where nothing is near.
    """
    if sum((text is not None, diff, revision is not None)) != 1:
        raise click.UsageError("Say what it should be like: some words, or --diff, or --commit REV.")
    session = Session.begin(repo, ledger)
    found = _recalled(session, *_question(session, text, revision))
    if as_json or form == "json":
        print_rows(one.row() for one in found)
        return
    for one in found:
        _print(one)
    if not found:
        print_line("Nothing that is near enough is known here.")


def _question(session: Session, text: str | None, revision: str | None) -> tuple[str, Ask]:
    """Give the commit from which is looked back, and how to ask."""
    from unrepeat.history.edits import commit_edits, staged_edits

    head = session.repository.head()
    if text is not None:
        words = sys.stdin.read(LONGEST) if text == "-" else text[:LONGEST]
        return head, lambda index: about_text(words, len(index.hashes) + 1)
    if revision is None and session.repository.worktree is not None:
        staged = staged_edits(session.repository)
        if staged:
            return head, lambda index: about_edits(staged, len(index.hashes) + 1)
    commit = session.repository.resolve(revision) if revision is not None else head
    edits = () if commit in session.repository.shallow_commits() else commit_edits(session.repository, commit)
    return commit, lambda index: about_commit(index, index.change(index.ordinal(commit)), edits)


def _recalled(session: Session, head: str, ask: Ask) -> list[Recalled]:
    with session.read() as (store, ledger):
        read = _reader(session, store)

        def work(index: Index) -> list[Recalled]:
            known = Known(
                index, index.ordinal(head), ledger.records, read, Said(_verdicts(session)), session.verdicts(index)
            )
            progress = ProgressBar("Reading what each change did")
            try:
                return searched(
                    index, ledger.records, read, lambda search: recall(search, known, ask(index)), progress=progress
                )
            finally:
                progress.end()

        return session.with_index([head], work)


def _reader(session: Session, store: "Store") -> Callable[["Record"], str]:
    """Give how the Markdown of a record is read; one that cannot be read says nothing."""
    from unrepeat.errors import UnknownPath
    from unrepeat.ledger.front_matter import markdown

    def text(record: "Record") -> str:
        if session.ledger is not None:
            return store.text(record)
        with session.repository.view() as view:
            return view.file(session.repository.head(), os.fsencode(record.path)).decode("utf-8", "replace")

    def read(record: "Record") -> str:
        try:
            return markdown(text(record))
        except (LedgerError, UnknownPath):
            return ""

    return read


def _verdicts(session: Session) -> Sequence[Verdict]:
    said = []
    for verdict in read_all(session.ledger):
        if isinstance(verdict, LedgerError):
            say(f"{verdict.what} It is passed over. {verdict.remedy}")
        else:
            said.append(verdict)
    return said


def _print(one: Recalled) -> None:
    shown = one.id[:12] if one.kind in {"fix", "change"} else one.id
    print_line(f"{one.kind:<10} {shown}  {one.title}  ({one.score:.0%})")
    for reason in one.because:
        print_line(f"    {reason}")
    if one.what_helped and one.what_helped != one.title:
        print_line(f"    what helped: {one.what_helped}")
