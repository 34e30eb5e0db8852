"""`unrepeat ready`: is a feature or a release ready, and what is missing."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.clock import now
from unrepeat.errors import RepositoryError
from unrepeat.ledger.checking import Checking
from unrepeat.ledger.gate import Item, Readiness, readiness, readiness_to_start
from unrepeat.ledger.scope import scope
from unrepeat.ledger.store import Store

CLOSED = 1  # the exit code of a gate that is not open


@click.command()
@click.argument("name")
@click.option("--start", is_flag=True, help="May the project begin: agreements signed, pre-mortem held.")
@click.option("--at", metavar="REV", help="With ledger and code as of this commit, and on its day.")
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
    with session.read(at) as (store, known):
        commit = _commit(store, at)
        today = _day_of(store, commit) if at is not None and commit is not None else now().date()
        if start:
            found = readiness_to_start(name, known)
        else:
            checking = Checking(store.repository, commit, known, store.catalogue)
            checking.prepare(scope(name, known).records.values())
            found = readiness(name, known, today, checking.ask)
    if as_json or form == "json":
        print_rows([_row(found)])
    else:
        as_of = f" as of {today} ({(commit or '')[:12]})" if at is not None else ""
        (_print_markdown if form == "md" else _print)(found, as_of, what="may begin" if start else "is ready")
    return 0 if found.ready else CLOSED


def _commit(store: Store, at: str | None) -> str | None:
    if at is not None:
        return store.repository.resolve(at)
    try:
        return store.repository.head()
    except RepositoryError:
        return None


def _day_of(store: Store, commit: str) -> date:
    with store.repository.view() as view:
        seconds = int(view.run("show", "--no-patch", "--format=%ct", commit))
    return datetime.fromtimestamp(seconds, UTC).date()


def _row(found: Readiness) -> dict[str, object]:
    items = [
        {
            "record": item.record.id if item.record else None,
            "state": item.state,
            "reason": item.reason,
            "next": item.next,
            "kind": item.record.kind if item.record else None,
            "title": item.record.title if item.record else None,
        }
        for item in found.items
    ]
    return {"name": found.name, "ready": found.ready, "items": items}


def _summary(found: Readiness, as_of: str, what: str) -> str:
    met = sum(item.state == "met" for item in found.items)
    how = what if found.ready else what.replace("is ", "is not yet ").replace("may ", "may not yet ")
    return f"{found.name} {how}{as_of}: {met} of {len(found.items)} met."


def _subject(item: Item) -> str:
    return f"{item.record.kind}: {item.record.title}" if item.record else "nothing recorded"


def _print(found: Readiness, as_of: str, what: str) -> None:
    print_line(_summary(found, as_of, what))
    for item in sorted(found.items, key=lambda item: item.state == "met"):
        print_line(f"  {'met' if item.state == 'met' else item.state:<10}  {_subject(item)}")
        print_line(f"  {'':10}  {item.reason}")
        if item.next:
            print_line(f"  {'':10}  next: {item.next}")


def _print_markdown(found: Readiness, as_of: str, what: str) -> None:
    from unrepeat.retro.escaping import code, prose

    def cell(text: str) -> str:
        return prose(text).replace("|", r"\|")

    print_line(f"**{prose(_summary(found, as_of, what))}**")
    print_line("")
    print_line("| | what | how it stands | next step |")
    print_line("|---|---|---|---|")
    for item in sorted(found.items, key=lambda item: item.state == "met"):
        mark = "met" if item.state == "met" else f"**{item.state}**"
        subject = f"{item.record.kind} {code(item.record.title, in_table=True)}" if item.record else "nothing recorded"
        step = code(item.next, in_table=True) if item.next else ""
        print_line(f"| {mark} | {subject} | {cell(item.reason)} | {step} |")
