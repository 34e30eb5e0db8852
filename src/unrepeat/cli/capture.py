"""`unrepeat capture`: records from the trailers of changes, and at most one question about what they leave unsaid."""

from pathlib import Path

import click

from unrepeat.cli.audience import likely_audience
from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.records import row
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.errors import LedgerError
from unrepeat.history.edits import commit_edits, range_edits
from unrepeat.ledger.advice import remarks
from unrepeat.ledger.capture import Trailer, day_said, not_yet_recorded, trailers
from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store
from unrepeat.ledger.unrecorded import Question, question, recent


@click.command()
@click.argument("changes", metavar="[RANGE]", default="HEAD")
@json_option
@ledger_option
@repository_option
def capture(changes: str, as_json: bool, form: str, ledger: Path | None, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """Make records of the trailers in RANGE (A..B, or a commit; else the last): Decision, Assumes, Needs, Learned.

    Each is recorded once, whether its change is rebased or the command run again. What the change brings that nothing
    speaks to is asked about, in one question at most; `questions: false` in the settings ends that.
    """
    session = Session.begin(repo, ledger)
    with session.store() as store:
        commits = _commits(store, changes)
        with store.repository.view() as view:
            known = store.now()
            found = not_yet_recorded(list(trailers(view, commits)), known)
        records = [record for one in found if (record := _add(store, one)) is not None]
        asked = _question(session, store, changes, commits)
        if as_json or form == "json":
            print_rows([*map(row, records), *([_asked(asked)] if asked else [])])
            return
        for record in records:
            print_line(f"Recorded: {record.path}")
            for remark in remarks(record, known):
                print_line(f"  {remark}")
        if asked:
            print_line(f"{asked.path}:{asked.line}: {asked.message}")
            print_line(f"  {asked.reason}")
            print_line(f"  To answer: {asked.suggestion}")
            print_line(f"  Nothing to say? unrepeat note TEXT --answers {asked.id}")


def _commits(store: Store, changes: str) -> list[str]:
    """Give the commits of a range, oldest first, or the one commit that is named."""
    if ".." not in changes:
        return [store.repository.resolve(changes)]
    first, _, last = changes.partition("..")
    begin, end = store.repository.resolve(first or "HEAD"), store.repository.resolve(last.lstrip(".") or "HEAD")
    with store.repository.view() as view:
        return view.run("rev-list", "--reverse", "--topo-order", end, f"^{begin}").decode().split()


def _add(store: Store, found: Trailer) -> Record | None:
    about = {"feature": list(found.features), "paths": list(found.paths)}
    wanted = Given({field: names for field, names in about.items() if names})
    try:
        return store.add(KINDS[found.kind], found.text, wanted, found.day, identity=found.id)
    except FileExistsError:  # another run has just captured the same
        return None
    except LedgerError as error:  # one that cannot be kept is no reason to lose the others
        say(f"A trailer of {found.day} is passed over. {error.what} {error.remedy}")
        return None


def _question(session: Session, store: Store, changes: str, commits: list[str]) -> Question | None:
    ledger = store.now()
    if ledger.settings.get("questions") is False or not commits:
        return None
    repository = store.repository
    edits = range_edits(repository, changes) if ".." in changes else commit_edits(repository, commits[0])
    with repository.view() as view:
        messages = view.run("show", "--no-patch", "--format=%B", *commits).decode("utf-8", "replace")
        written = day_said(view.run("show", "--no-patch", "--format=%at", commits[0]))
    speaking = recent(ledger.records, written)
    return question(edits, messages, recorded=speaking, audience=likely_audience(session))


def _asked(asked: Question) -> dict[str, object]:
    """Give a question in the form of the other rows."""
    return {
        "id": asked.id,
        "kind": "question",
        "title": asked.message,
        "state": "open",
        "path": asked.path,
        "line": asked.line,
        "end_line": asked.end_line,
        "reason": asked.reason,
        "suggestion": asked.suggestion,
    }
