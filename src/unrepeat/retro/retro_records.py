"""Turn a retro into records: a mistake with its timeline, and an open action for each safeguard that is offered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from unrepeat.ledger.given import Given
from unrepeat.ledger.record import Record
from unrepeat.retro.draft import Draft
from unrepeat.retro.evidence import Recorded
from unrepeat.retro.retro_markdown import stated, timeline, written
from unrepeat.retro.said import Offer

MOST_COMMITS, MOST_PATHS = 100, 10
FIELDS = ("impact", "how-noticed", "why-surprised")


class Wanted(NamedTuple):
    """An action to be there: the end of its id, its title, and what it holds."""

    ending: str
    title: str
    given: Given


def recorded_of(commits: Sequence[str], records: Iterable[Record]) -> Record | None:
    """Give the mistake about most of these commits, and about half of them at least; None where there is none."""
    best: tuple[int, Record] | None = None
    for record in records:
        if record.kind == "mistake":
            named = record.words("commits")
            shared = sum(any(len(name) >= 7 and commit.startswith(name) for name in named) for commit in commits)
            if 2 * shared >= max(len(commits), 1) and (best is None or shared > best[0]):
                best = shared, record
    return None if best is None else best[1]


def told_of(record: Record, records: Iterable[Record], gone: int = 0) -> Recorded:
    """Give what a mistake and the actions that answer it say."""
    fields = {name: record.text(name) for name in FIELDS if record.text(name)}
    if record.words("conditions"):
        fields["conditions"] = ", ".join(record.words("conditions"))
    named = {one.rpartition(":")[2] for one in record.words("safeguards")}
    actions = [
        (one.id, one.title, one.state)
        for one in records
        if one.kind == "action"
        and (one.id in named or record.id in {link.rpartition(":")[2] for link in one.words("links")})
    ]
    return Recorded(record.id, record.title, fields, tuple(actions), gone)


def mistake(draft: Draft, day: date) -> tuple[str, Given]:
    """Give the title and the content of the mistake's record; the day it is made is the latest that it may name."""
    steps = draft.evidence.steps
    told = [one.step.commit for one in draft.timeline] if len(steps) > MOST_COMMITS else [one.commit for one in steps]
    paths = Counter(path for step in steps if step.is_fix for path in step.paths) or Counter(
        path for step in steps for path in step.paths
    )
    wanted = Given()
    wanted.fields["happened"] = f"{min(datetime.fromtimestamp(steps[0].time, UTC).date(), day)}"
    wanted.fields["commits"] = told[:MOST_COMMITS]
    printable = [path for path in sorted(paths, key=lambda path: (-paths[path], path)) if path.isprintable()]
    if printable:
        wanted.fields["paths"] = printable[:MOST_PATHS]
    wanted.sections["what-happened"] = "\n".join(timeline(draft))
    title = written(draft.title)
    return title[:1].upper() + title[1:], wanted


def actions(draft: Draft, of: str) -> Iterator[Wanted]:
    """Give an open action for each safeguard offered; `of` is the id of the mistake that they answer."""
    kinds: Counter[str] = Counter()
    for offer in draft.offers:
        kinds[offer.kind] += 1
        ending = offer.kind if kinds[offer.kind] == 1 else f"{offer.kind}-{kinds[offer.kind]}"
        yield Wanted(ending, written(offer.does).removesuffix("."), _given(offer, of))


def _given(offer: Offer, of: str) -> Given:
    wanted = Given()
    wanted.fields |= {"type": offer.type, "shown-by": written(offer.shown_by), "links": [of]}
    wanted.sections["text"] = f"{offer.heading}. Suggested by: {stated(offer.because)}"
    return wanted
