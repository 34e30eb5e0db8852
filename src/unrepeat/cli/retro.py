"""`unrepeat retro`: a blameless retro, drafted from evidence."""

import os
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line
from unrepeat.cli.session import Session, ledger_option, repository_option
from unrepeat.errors import OutputError

if TYPE_CHECKING:
    from unrepeat.retro.draft import Draft

_MARK = re.compile(rb"\n<!-- drafted by unrepeat retro, ([0-9a-f]{16}) -->\n\Z")


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="STRING|MISTAKE|COMMIT...|RANGE")
@click.option("--mini", is_flag=True, help="One page: for a bug report, or a first word to the team.")
@click.option("--write", is_flag=True, help="Keep a mistake and an open action for each offer; what is there stays.")
@click.option("--template", type=click.Choice(["sre"]), help="Google's SRE headings (Markdown).")
@click.option("--format", "form", type=click.Choice(["md", "html", "pdf"]), default="md", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@ledger_option
@repository_option
def retro(
    targets: Sequence[str],
    mini: bool,  # noqa: FBT001 -- click passes options so
    write: bool,  # noqa: FBT001 -- as above
    template: str | None,
    form: str,
    out: Path | None,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Draft a retro of a string, a recorded mistake, some commits or a range: what happened, never who.

    Each statement carries the commit or record that it rests on; what is not known is a question. Commits and ranges
    need no index.
    """
    if template and form != "md":
        raise click.UsageError("The SRE headings are for Markdown: leave `--format` out.")
    if template and mini:
        raise click.UsageError("The SRE headings hold the whole retro: leave `--mini` out.")
    if form == "pdf" and out is None:
        raise click.UsageError("A PDF is written to a file: name it with `--out FILE`.")
    from unrepeat.cli.retro_evidence import evidence_of
    from unrepeat.retro.draft import draft

    session = Session.begin(repo, ledger)
    if write:
        with session.store():  # said before anything is drafted, where there is no folder for a ledger
            pass
    evidence = evidence_of(session, targets, learn=not mini)
    for note in evidence.notes:
        say(note)
    made = draft(evidence, mini=mini)
    content = _content(made, form, template)
    if out is None:
        for line in content.decode().splitlines():
            print_line(line)
    else:
        _write(out, content, form)
    if write:
        _keep(session, made)


def _content(made: "Draft", form: str, template: str | None) -> bytes:
    if form == "md":
        from unrepeat.retro.retro_markdown import as_markdown
        from unrepeat.retro.retro_sre import as_sre_markdown

        return (as_sre_markdown(made) if template else as_markdown(made)).encode("utf-8", "replace")
    from unrepeat.retro.retro_page import as_html

    if form == "html":
        return as_html(made).encode("utf-8", "replace")
    from unrepeat.retro.retro_pdf import as_pdf

    return as_pdf(as_html(made, printed=True))


def _write(out: Path, content: bytes, form: str) -> None:
    """Write the file; refuse one that is there, unless it is a draft of ours that nobody has changed."""
    if form == "pdf":
        _refuse_other(out)
    else:
        content += f"\n<!-- drafted by unrepeat retro, {_hash(content)} -->\n".encode()
        _refuse_written(out)
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(out)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(
            f"{out} could not be written ({error.strerror}).", "Check the folder, or name another with `--out`."
        ) from None
    say(f"The retro is in {out}.")


def _refuse_other(out: Path) -> None:
    """Refuse to print over what is no PDF."""
    if out.exists() and not out.read_bytes().startswith(b"%PDF-"):
        raise OutputError(f"{out} is there, and is no PDF.", "It stays as it is; name another file with `--out`.")


def _refuse_written(out: Path) -> None:
    try:
        there = out.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{out} cannot be looked at ({error.strerror}).", "Name another file with `--out`.") from None
    mark = _MARK.search(there)
    if mark is None or mark[1].decode() != _hash(there[: mark.start()]):
        raise OutputError(
            f"{out} is there, and holds what somebody wrote.", "It stays as it is; name another file with `--out`."
        )


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _keep(session: Session, made: "Draft") -> None:
    """Add what is missing to the ledger: the mistake, its actions, and their ids among its safeguards."""
    from unrepeat.clock import today
    from unrepeat.ledger.given import Given
    from unrepeat.ledger.kinds import KINDS
    from unrepeat.retro.retro_records import actions, mistake, recorded_of

    day = today()
    with session.store() as store, store.lock():
        known = store.now()
        record: Any = known.by_id.get(made.evidence.record.id) if made.evidence.record else None
        record = record or recorded_of([step.commit for step in made.evidence.steps], known.records)
        if record is None:
            record = store.add(KINDS["mistake"], *mistake(made, day), day)
            say("Thank you for sharing this: it is how nobody has to meet it again.")
            say(f"Recorded: {record.path}")
        else:
            say(f"It is recorded already, and stays as it is: {record.path}")
        named = record.words("safeguards")
        fresh = []
        for wanted in actions(made, record.id):
            identity = f"{record.id}-{wanted.ending}"
            if identity not in known.by_id:
                say(f"Recorded: {store.add(KINDS['action'], wanted.title, wanted.given, day, identity=identity).path}")
            if identity not in {one.rpartition(":")[2] for one in named}:
                fresh.append(identity)
        if fresh:
            store.edit(record, Given({"safeguards": [*named, *fresh]}), day)
