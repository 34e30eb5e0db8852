"""The page for the team: the lesson, where it applies, and the guard."""

from collections.abc import Iterator

from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.feedback import lessons
from unrepeat.retro.briefs.in_their_words import quoted, titled
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.what_happened import basis, file_of, happened
from unrepeat.retro.briefs.what_is_different import actions_told
from unrepeat.retro.conditions_measured import outstanding
from unrepeat.retro.evidence import Place
from unrepeat.retro.safeguards_offered import offers
from unrepeat.retro.said import Offer, Part, Question, Statement, Theirs, ask, fact, parts
from unrepeat.retro.wording import counted

MOST_PLACES, MOST_GUARDS, MOST_OFFERS = 3, 3, 2


def team(known: Known) -> Brief:
    """Give what happened in a sentence, what it teaches, where that applies, and what guards it."""
    is_known = bool(known.field("why-surprised") or known.conditions())
    asks = [] if is_known else [_asked(known)]
    passages = [
        Passage("What happened", list(happened(known, file_of(known.evidence)))),
        Passage("The lesson", list(lessons(known)) if is_known else [], asks),
        Passage("Where it applies", list(_where(known)), is_list=True),
        Passage("What guards it", list(_guards(known)), is_list=True),
    ]
    return Brief("team", _title(known), passages).filled()


def _asked(known: Known) -> Question:
    """Ask for the lesson, and say where it is written down."""
    record = known.evidence.record
    command = f"unrepeat set {record.id} why-surprised=" if record else f"unrepeat retro {known.subject[:19]} --write"
    return ask("What is the lesson, in one sentence? {} keeps it.", Theirs(command))


def _title(known: Known) -> tuple[Part, ...]:
    record = known.evidence.record
    if record is not None:
        return (titled(record.title),)
    return parts("What we learn from the changes to {}", Theirs(file_of(known.evidence)))


def _where(known: Known) -> Iterator[Statement]:
    around = known.evidence.around
    for place in around.places[:MOST_PLACES] if around else ():
        yield from _place(place, around.at if around else "")
    if around is None or not around.places:
        path = file_of(known.evidence)
        if path:
            yield fact("{}.", Theirs(path), ids=basis(known))


def _place(place: Place, at: str) -> Iterator[Statement]:
    found = {one.name: one for one in outstanding(place)}
    told = []
    if "fixes" in found:
        told.append(f"{counted(found['fixes'].here, 'repair')} in the year before (median: {found['fixes'].usual:,g})")
    if "partners" in found:
        told.append(f"{counted(found['partners'].here, 'other file')} usually change with it")
    if place.recorded:
        told.append(f"{counted(len(place.recorded), 'earlier mistake')} recorded here")
    yield fact(f"{{}}{': ' if told else ''}{'; '.join(told)}.", Theirs(place.path), ids=[at, *place.recorded])


def _guards(known: Known) -> Iterator[Statement]:
    ties = known.evidence.ties
    for one in known.guards[:MOST_GUARDS]:
        stopped = one.stopped(ties)
        on = f" on {stopped} of the {len(ties)} links" if stopped and len(ties) > 1 else ""
        proven = f"is proven{on}" if one.is_proven else "is not proven yet"
        where = "it speaks wherever {} runs" if one.speaks else "it is in shadow, and only counted"
        yield fact(
            f"The guard {{}} {proven}; {where}.",
            *[quoted(one.guard.title), *([Theirs("unrepeat check")] if one.speaks else [])],
            ids=[f"guard:{one.guard.id}"],
        )
    yield from actions_told(known)
    if not known.guards and not known.actions:
        for offer in _first(list(offers(known.evidence))):
            yield Statement(("Offered: ", *offer.does), offer.because.ids)


def _first(found: list[Offer]) -> list[Offer]:
    """Give a learned guard first, where there is one."""
    return sorted(found, key=lambda one: one.kind != "guard")[:MOST_OFFERS]
