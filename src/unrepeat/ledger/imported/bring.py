"""Bring post-mortems into a repository's ledger: read, without its people, tied to what it has, and kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from unrepeat.errors import RepositoryError
from unrepeat.git import View
from unrepeat.history.build import people_of
from unrepeat.history.redact import Redactor
from unrepeat.ledger.imported.forms import reports_in
from unrepeat.ledger.imported.keep import Kept, Offer, keep
from unrepeat.ledger.imported.named import Files, commits_named, files_at, paths_named
from unrepeat.ledger.imported.records import actions, mistake, origin_of
from unrepeat.ledger.imported.redacted import redact
from unrepeat.ledger.imported.report import Report
from unrepeat.ledger.imported.source import Source
from unrepeat.ledger.store import Store


@dataclass(frozen=True)
class Brought:
    """What became of an import: the records, and what is to be said of what was left out, in sentences."""

    kept: tuple[Kept, ...]
    notes: tuple[str, ...]


def bring(store: Store, source: Source, today: date) -> Brought:
    """Make records of the post-mortems in a source; raise LedgerError before anything is written."""
    reports = reports_in(source.text, source.name)
    try:
        head = store.repository.head()
    except RepositoryError:  # before the first commit there is nobody to take out, and nothing to be named
        head = ""
    notes: list[str] = []
    with store.repository.view() as view:
        people = people_of(view, [head]) if head else Redactor()
        files = files_at(view, head) if head else Files(frozenset())
        name = source.name if source.within else people.clean(source.name) or "post-mortem"
        offers = [_offer(one, source, name, view, files, people, today) for one in reports]
    notes += _told(reports, today)
    return Brought(tuple(keep(store, offers, today)), tuple(notes))


def _offer(report: Report, source: Source, name: str, view: View, files: Files, people: Redactor, today: date) -> Offer:
    text = "\n".join(
        [report.title, *(part.text for part in report.parts), *(f"{one.title}\n{one.text}" for one in report.items)]
    )
    commits = commits_named(view, text) if files.paths else []
    paths = paths_named(files, text, [source.within])
    origin = origin_of(report, name, source.within)
    taken = redact(report, people)
    if taken:
        report.notes.append(f"Names of people were taken out of its words, {taken} in all: `someone` stands there.")
    main = mistake(report, origin, today, commits=commits, paths=paths)
    return Offer(main, tuple(actions(report, main, today)), bool(source.within))


def _told(reports: Sequence[Report], today: date) -> Iterator[str]:
    """Tell what was left out of all of them, each thing once."""
    people = dict.fromkeys(label for one in reports for label in one.left_out if label)
    if people:
        yield f"Left out, since it tells of people: {', '.join(people)}."
    yield from dict.fromkeys(note for one in reports for note in one.notes)
    later = sorted({day for one in reports for day in one.days if day > today})
    if later:
        yield f"Not taken for the day it happened, since it is still to come: {', '.join(map(str, later[:3]))}."
    without = sum(not any(day <= today for day in one.days) for one in reports)
    if without:
        which = "It names" if len(reports) == 1 else f"{without} of {len(reports)} name"
        yield f"{which} no day on which it happened, so `happened` stays empty: unrepeat set ID happened=YYYY-MM-DD"
