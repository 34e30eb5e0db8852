"""Bring post-mortems into a repository's ledger: read, without its people, tied to what it has, and kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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
    if len(reports) > 1:
        _name_each(reports)
    try:
        head = store.repository.head()
    except RepositoryError:  # before the first commit there is nobody to take out, and nothing to be named
        head = ""
    with store.repository.view() as view:
        people = people_of(view, [head]) if head else Redactor()
        files = files_at(view, head) if head else Files(frozenset())
        offers = [_offer(one, source, _Known(view, files, people), today) for one in reports]
    kept = tuple(keep(store, offers, today))
    mistakes = (one for one in kept if one.record.kind == "mistake")
    made = [(report, one.record.id) for report, one in zip(reports, mistakes, strict=True) if one.made]
    return Brought(kept, tuple(_told(made, today)))


def _name_each(reports: Sequence[Report]) -> None:
    """Give each of several post-mortems of one file a name of its own: its id, else its title."""
    met: Counter[str] = Counter()
    for one in reports:
        one.name = one.name or one.title
        met[one.name] += 1
        if met[one.name] > 1:
            one.name = f"{one.name} ({met[one.name]})"


class _Known(NamedTuple):
    """What is known of the repository: its objects, the files of its head, its people."""

    view: View
    files: Files
    people: Redactor


def _offer(report: Report, source: Source, known: _Known, today: date) -> Offer:
    items = (f"{one.title}\n{one.text}" for one in report.items)
    text = "\n".join([report.title, *(part.text for part in report.parts), *items])
    commits = commits_named(known.view, text) if known.files.paths else []
    paths = paths_named(known.files, text, [source.within])
    report.name = known.people.clean(report.name)
    taken = redact(report, known.people)
    if taken:
        report.notes.append(f"Names of people were taken out of its words, {taken} in all: `someone` stands there.")
    name = source.name if source.within else known.people.clean(source.name) or "post-mortem"
    main = mistake(report, origin_of(report, name, source.within), today, commits=commits, paths=paths)
    return Offer(main, lambda of: actions(report, main, of, today))


def _told(made: Sequence[tuple[Report, str]], today: date) -> Iterator[str]:
    """Tell what was left out of those that are new, each thing once."""
    reports = [report for report, _ in made]
    people = dict.fromkeys(label for one in reports for label in one.left_out if label)
    if people:
        yield f"Left out, since it tells of people: {', '.join(people)}."
    yield from dict.fromkeys(note for one in reports for note in one.notes)
    later = sorted({day for one in reports for day in one.days if day > today})
    if later:
        yield f"Not taken for the day it happened, since it is still to come: {', '.join(map(str, later[:3]))}."
    without = [name for report, name in made if not any(day <= today for day in report.days)]
    if without:
        which = "It names" if len(made) == 1 else f"{len(without)} of {len(made)} name"
        yield f"{which} no day on which it happened; to say it: unrepeat set {without[0]} happened=YYYY-MM-DD"
