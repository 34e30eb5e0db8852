"""`unrepeat check`: what the guards say of a change, and at most one question about what it leaves unsaid."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unrepeat.cli.errors import say
from unrepeat.cli.guarding import source_of
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.errors import LedgerError, OutputError
from unrepeat.guards.check import Checked, check, in_order
from unrepeat.guards.finding import Finding
from unrepeat.guards.proposal import Proposal
from unrepeat.guards.proposals import Source
from unrepeat.ledger.store import Store

if TYPE_CHECKING:
    from unrepeat.ledger.record import Record

LARGEST_MESSAGE = 1_000_000  # bytes
FORMATS = ("text", "json", "sarif", "github", "gitlab", "rdjson")


@click.command("check")
@click.argument("changes", metavar="[RANGE|COMMIT]", required=False)
@click.option("--staged", is_flag=True, help="Look at what is staged against HEAD (as without a RANGE or COMMIT).")
@click.option("--coverage", multiple=True, type=click.Path(path_type=Path), help="A coverage report; may be repeated.")
@click.option("--message", type=click.Path(path_type=Path), help="The file that holds the change's message.")
@click.option("--pull-request", type=click.Path(path_type=Path), help="The event of GitHub or GitLab, as a JSON file.")
@click.option("--strict", is_flag=True, help="Exit with 1 for any finding, with 2 where any guard cannot look.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object a finding.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="`json` is the same as --json.")
@ledger_option
@repository_option
def check_command(
    changes: str | None,
    staged: bool,  # noqa: FBT001 -- click passes options so
    coverage: Sequence[Path],
    message: Path | None,
    pull_request: Path | None,
    strict: bool,  # noqa: FBT001 -- as above
    **common: Any,  # noqa: ANN401 -- as above: how to print, and where
) -> int:
    """Look at a change with the guards of the tree before it: what is staged, a COMMIT, a RANGE (A..B) as one change.

    Only what the change adds is looked at. Exit 1 where a guard of stage `block` fires, 2 where one could not look.
    """
    if staged and changes:
        raise click.UsageError("Name a commit or a range, or say --staged; not both.")
    session = Session.begin(common["repo"], common["ledger"])
    text = _message(message)
    with _store(session) as store, source_of(session, store) as source:
        proposal = _with_more(_proposal(source, store, changes, text), coverage, pull_request)
        settings = _settings(proposal.before.text(".unrepeat/settings.yml"))
        found = check(proposal, store.catalogue, settings)
        if settings.get("questions") is not False:
            found.findings.extend(_asked(session, proposal))
        if settings.get("reminders") is not False:
            _remember(found, proposal, store, strict=strict)
    findings = in_order(found.findings)
    _tell(found, findings, "json" if common["as_json"] else common["form"])
    for sentence in [*found.blind, *found.notes]:
        say(sentence)
    if changes is None and common["form"] == "text" and not common["as_json"]:
        _say_spiral(session, proposal)
    if found.blind or (strict and found.unable):
        return 2
    return 1 if findings and (strict or findings[0].stage == "block") else 0


def _proposal(source: Source, store: Store, changes: str | None, message: str | None) -> Proposal:
    if changes is None:
        return source.staged(store.now, message or "")
    if ".." in changes:
        return source.range(changes, message)
    return source.commit(changes)


def _with_more(proposal: Proposal, coverage: Sequence[Path], event: Path | None) -> Proposal:
    from dataclasses import replace

    from unrepeat.guards.pull_request import read_event

    for file in (*coverage, *([event] if event is not None else [])):
        if not file.is_file():
            raise OutputError(f"{file} is no file that can be read.", "Name the report, or the event, that is there.")
    found = replace(proposal, coverage=tuple(coverage))
    return replace(found, pull_request=read_event(event)) if event is not None else found


def _asked(session: Session, proposal: Proposal) -> Iterator[Finding]:
    """Give at most one question about what the change brings and nothing speaks to."""
    from unrepeat.ledger.unrecorded import question, recent

    def recorded() -> Iterator[Any]:  # read only where there is something to ask
        yield from recent(proposal.ledger().records, proposal.day)

    def audience(path: str) -> Sequence[str]:  # it takes a history index, which most changes need not load
        from unrepeat.cli.audience import likely_audience

        return likely_audience(session)(path)

    found = question(proposal.edits, proposal.message, recorded=recorded(), audience=audience)
    if found:
        yield Finding(
            id=found.id,
            guard="unrepeat",
            path=found.path,
            line=found.line,
            end_line=found.end_line,
            stage="ask",
            message=found.message,
            reason=found.reason,
            suggestion=found.suggestion,
        )


def _remember(found: Checked, proposal: Proposal, store: Store, *, strict: bool) -> None:
    """Add what is worth remembering; with --strict as notes, for a change can do nothing about what once happened."""
    from unrepeat.guards.reminders import reminders
    from unrepeat.ledger.front_matter import markdown

    def read(record: "Record") -> str:
        try:
            return markdown(proposal.after.text(record.path) or store.text(record))
        except LedgerError:  # a record that cannot be read reminds of nothing; `fsck` tells of it
            return ""

    for one in reminders(proposal, read):
        if strict:
            found.notes.append(f"{one.message}. {one.reason}; {one.suggestion}")
        else:
            found.findings.append(one)


def _say_spiral(session: Session, proposal: Proposal) -> None:
    """Tell whoever sits at this terminal, and nobody else, when fixes follow fixes unusually fast."""
    from unrepeat.cli.own_settings import own_settings

    alone = sys.stderr.isatty() and not os.environ.get("CI") and own_settings().get("spiral") is not False
    if not alone or not session.repository.names("HEAD"):
        return
    from unrepeat.clock import now
    from unrepeat.guards.spiral import spiral

    with session.repository.view() as view:
        found = spiral(view, session.repository.head(), proposal.edits, int(now().timestamp()))
    if found:
        say(found.says)


def _message(file: Path | None) -> str | None:
    """Read a message as git will keep it: without the lines that begin with `#`, and what stands below the scissors."""
    if file is None:
        return None
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_MESSAGE + 1)
    except OSError as error:
        raise OutputError(
            f"The message in {file} cannot be read ({error.strerror}).", "Name the file that holds it."
        ) from None
    if len(content) > LARGEST_MESSAGE:
        raise OutputError(f"The message in {file} is larger than 1 MB.", "Name the file that holds it.")
    kept, _, _ = content.decode("utf-8", "surrogateescape").partition("# ------------------------ >8 ")
    return "".join(line for line in kept.splitlines(keepends=True) if not line.startswith("#"))


def _settings(text: str | None) -> Mapping[str, Any]:
    """Read the settings that hold for a change: those of the tree before it, so that it cannot loosen them."""
    from unrepeat.ledger.reading import YamlProblem, read

    try:
        return read(text).data if text else {}
    except YamlProblem as problem:
        say(f".unrepeat/settings.yml, line {problem.line}: {problem.what}. The usual settings hold.")
        return {}


@contextmanager
def _store(session: Session) -> Iterator[Store]:
    from unrepeat.ledger.kinds import FOLDER

    with Store.open(session.repository, (session.ledger or Path(FOLDER)).absolute()) as store:
        yield store


def _tell(found: Checked, findings: Sequence[Finding], form: str) -> None:
    if form == "json":
        print_rows(one.row() for one in findings)
    elif form == "text":
        for one in findings:
            _print(one)
        if not findings:
            seen = f"; {found.unseen} of {len(found.guards)} guards could not look" if found.unseen else ""
            print_line(f"Nothing to say about this change{seen}.")
    else:
        from importlib import import_module

        module = import_module(f"unrepeat.guards.outputs.{form}")
        sys.stdout.write(module.render(findings, found.guards))


def _print(one: Finding) -> None:
    # A line that began with a path could be taken for a command of the forge whose log this is (`::error ...`).
    place = f"{one.path}:{one.line}: " if one.line else f"{one.path}: " if one.path else ""
    print_line(f"{one.stage:<6} {place}{one.message}  [{one.guard}]")
    for more in (one.reason, one.suggestion):
        if more:
            print_line(f"       - {more}")
