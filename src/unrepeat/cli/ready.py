"""`unrepeat ready`: is a feature or a release ready, and what is missing."""

import difflib
import re
from datetime import date
from pathlib import Path

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.errors import LedgerError, RepositoryError, UnknownRevision
from unrepeat.git import Repository
from unrepeat.ledger.capture import day_said
from unrepeat.ledger.checking import Checking
from unrepeat.ledger.gate import Item, Readiness, readiness, readiness_to_start
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.scope import scope
from unrepeat.ledger.store import Store

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
CLOSED = 1  # the exit code of a gate that is not open


@click.command()
@click.argument("name")
@click.option("--start", is_flag=True, help="May the project begin: agreements signed, pre-mortem held.")
@click.option("--at", metavar="REV", help="With ledger and code as of this commit (or the last of a day, YYYY-MM-DD).")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option(
    "--format", "form", type=click.Choice(["text", "md", "json"]), default="text", help="`md` for a pull request."
)
@ledger_option
@repository_option
def ready(
    name: str,
    start: bool,  # noqa: FBT001 -- click passes options so
    at: str | None,
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> int:
    """Say whether the feature or release NAME is ready; exit 1 where it is not.

    Every need must be met in the code as it is now, each assumption underneath validated, decisions that touch it
    acknowledged, risks answered, actions that are due done. What nobody examined is not ready.
    """
    session = Session.begin(repo, ledger)
    if at is not None and ledger is not None:
        raise LedgerError("A ledger elsewhere has no past that `--at` could read.", "Leave out `--ledger`, or `--at`.")
    at, asked_day = _revision(session.repository, at)
    with session.read(at) as (store, known):
        commit = _commit(store, at)
        day = asked_day or (_day_of(store, commit) if at is not None and commit is not None else today())
        if start:
            found = readiness_to_start(name, known)
        else:
            read_from = commit if at is not None or session.ledger is None else None
            apart = store.folders_of_records(known, read_from)
            checking = Checking(store.repository, commit, known, store.catalogue, apart)
            inside = scope(name, known)
            checking.prepare(inside.records.values())
            found = readiness(name, known, day, checking.ask, inside)
    if as_json or form == "json":
        print_rows([_row(found) | ({"at": commit, "day": f"{day}"} if at is not None else {})])
    else:
        as_of = f" as of {day} ({(commit or '')[:12]})" if at is not None else ""
        if not start and not any(item.record for item in found.items):
            _print_near(name, known)
        (_print_markdown if form == "md" else _print)(found, as_of, what="may begin" if start else "is ready")
    return 0 if found.ready else CLOSED


def _revision(repository: Repository, at: str | None) -> tuple[str | None, date | None]:
    """Give the revision that was named; of a day, the last commit of the head's first parents by its end (UTC)."""
    if at is None or not _DAY.fullmatch(at) or repository.names(at):
        return at, None
    try:
        day = date.fromisoformat(at)
    except ValueError:
        raise UnknownRevision(
            f"There is no day {at} in the calendar.", "Name a day as YYYY-MM-DD, or a commit."
        ) from None
    with repository.view() as view:
        found = (
            view.run("rev-list", "-1", "--first-parent", f"--before={at}T23:59:59Z", repository.head()).decode().strip()
        )
    if not found:
        raise UnknownRevision(f"There was no commit yet on {at}.", "Name a later day, or a commit.")
    return found, day


def _commit(store: Store, at: str | None) -> str | None:
    if at is not None:
        return store.repository.resolve(at)
    try:
        return store.repository.head()
    except RepositoryError:
        return None


def _day_of(store: Store, commit: str) -> date:
    with store.repository.view() as view:
        return day_said(view.run("show", "--no-patch", "--format=%ct", commit))


def _row(found: Readiness) -> dict[str, object]:
    items = [
        {
            "record": item.record.id if item.record else _stem(item.path),
            "state": item.state,
            "reason": item.reason,
            "next": item.next,
            "kind": item.record.kind if item.record else None,
            "title": item.record.title if item.record else None,
        }
        for item in found.items
    ]
    return {"name": found.name, "ready": found.ready, "items": items}


def _stem(path: str) -> str | None:
    return path.rpartition("/")[2].removesuffix(".md") or None


def _summary(found: Readiness, as_of: str, what: str) -> str:
    closed = what.replace("is ", "is not yet ").replace("may ", "may not yet ")
    if not any(item.record for item in found.items):
        return f"{found.name} {closed}{as_of}: nobody examined it."
    met = sum(item.state == "met" for item in found.items)
    how = what if found.ready else closed
    return f"{found.name} {how}{as_of}: {met} of {len(found.items)} met."


def _subject(item: Item) -> str:
    return f"{item.record.kind}: {item.record.title}" if item.record else item.path or "nothing recorded"


def _print_near(name: str, ledger: Ledger) -> None:
    """Tell which features there are with a name much like one that nobody recorded anything for."""
    names = {
        comparable(one): one for record in ledger.records for one in (*record.words("feature"), record.text("release"))
    }
    others = [one for one in names if names[one] and one != comparable(name)]  # itself may be known, of an agreement
    near = [names[one] for one in difflib.get_close_matches(comparable(name), others, 3)]
    if near:
        say(f"Is another name meant? There is {', '.join(near)}.")


def _print(found: Readiness, as_of: str, what: str) -> None:
    print_line(_summary(found, as_of, what))
    for item in sorted(found.items, key=lambda item: item.state == "met"):
        print_line(f"  {'met' if item.state == 'met' else item.state:<10}  {_subject(item)}")
        print_line(f"  {'':10}  {item.reason}")
        if item.next:
            print_line(f"  {'':10}  next: {item.next}")


def _print_markdown(found: Readiness, as_of: str, what: str) -> None:
    from unrepeat.escaping import code, sentence

    print_line(f"**{sentence(_summary(found, as_of, what))}**")
    print_line("")
    print_line("| | what | how it stands | next step |")
    print_line("|---|---|---|---|")
    for item in sorted(found.items, key=lambda item: item.state == "met"):
        mark = "met" if item.state == "met" else f"**{item.state}**"
        subject = (
            f"{item.record.kind} {code(item.record.title, in_table=True)}"
            if item.record
            else code(item.path, in_table=True)
            if item.path
            else "nothing recorded"
        )
        step = code(item.next, in_table=True) if item.next else ""
        print_line(f"| {mark} | {subject} | {sentence(item.reason)} | {step} |")
