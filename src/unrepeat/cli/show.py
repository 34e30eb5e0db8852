"""`unrepeat show`: one record, with what follows from it."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from unrepeat.cli.audience import suggested
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.records import row
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.ledger.conditions import COUNTERED_BY
from unrepeat.ledger.front_matter import split
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS, SIGNATURE
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.repeats import Repeat, repeats
from unrepeat.ledger.sections import section
from unrepeat.ledger.weighing import weigh


@click.command()
@click.argument("record")
@json_option
@ledger_option
@repository_option
def show(record: str, as_json: bool, form: str, ledger: Path | None, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """Show RECORD, and what follows from it: who knows, how its options weigh, what counters its conditions."""
    session = Session.begin(repo, ledger)
    with session.read() as (store, known):
        found = known.find(record)
        text = store.text(found) if session.ledger is not None else _text_at_head(session, found)
        if as_json or form == "json":
            print_rows([_row(found, known, split(text).body)])
            return
        for line in text.splitlines():
            print_line(line)
        print_line("")
        for line in _follows(session, found, known):
            print_line(line)


def _text_at_head(session: Session, record: Record) -> str:
    """Give a record's text where there is no work tree to read it from."""
    with session.repository.view() as view:
        return view.file(session.repository.head(), os.fsencode(record.path)).decode("utf-8", "replace")


def _row(record: Record, ledger: Ledger, body: str) -> dict[str, object]:
    sections = {name: section(body, heading) for name, heading in KINDS[record.kind].sections.items()}
    return {
        **row(record),
        "content": record.content,
        "fields": record.fields,
        "sections": {name: text for name, text in sections.items() if text},
        "acknowledged_by": sorted(one.who for one in ledger.said(ACKNOWLEDGEMENT, record).values()),
        "signed_by": sorted(one.who for one in ledger.said(SIGNATURE, record).values()),
        "repeats": [{"by": one.by, "what": one.what, "earlier": list(one.earlier)} for one in _repeats(record, ledger)],
    }


def _repeats(record: Record, ledger: Ledger) -> list[Repeat]:
    return repeats(record, ledger) if record.kind == "mistake" else []


def _follows(session: Session, record: Record, ledger: Ledger) -> Iterator[str]:
    yield f"path: {record.path}"
    yield f"content: {record.content[:12]}"
    for kind, word in ((ACKNOWLEDGEMENT, "acknowledged by"), (SIGNATURE, "signed by")):
        for one in sorted(ledger.said(kind, record).values(), key=lambda one: (one.said, one.who)):
            yield f"{word} {one.who} on {one.said}"
    if record.kind == "decision" and record.fields.get("options"):
        yield from weigh(record.fields.get("criteria", {}), record.fields["options"]).says
    for repeat in _repeats(record, ledger):
        yield repeat.says
    for condition in record.words("conditions") if record.kind == "mistake" else ():
        yield f"what counters '{condition}': " + "; ".join(COUNTERED_BY[condition])
    if record.kind == "decision" and record.words("paths") and session.ledger is not None:
        named = set(record.words("informed"))
        more = [one for one in suggested(session, record.words("paths")) if one.who not in named]
        for likely in more[:5]:
            yield f"who may need to know: {likely.who}, who {likely.because}"
        if more:
            yield f"  unrepeat set {record.id} informed+={more[0].who}"
