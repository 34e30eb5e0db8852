"""The page for the time one is away: what is open, who covers it, and the dates."""

from collections.abc import Iterator

from unrepeat.ledger.record import Record
from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.in_their_words import quoted, titled
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.what_happened import basis, file_of
from unrepeat.retro.evidence import all_likely
from unrepeat.retro.said import Commit, Part, Question, Statement, Theirs, Title, ask, fact, parts
from unrepeat.retro.wording import counted, day

MOST_LISTED = 6


def away(known: Known) -> Brief:
    """Give what is open with those who see to it, what waits by which day, and what nobody covers yet."""
    passages = [
        Passage("What is open", list(_open(known)), is_list=True),
        Passage("Dates", list(_dates(known)), is_list=True),
        Passage("Who covers", questions=list(_asked(known))),
    ]
    return Brief("away", _title(known), passages).filled()


def _title(known: Known) -> tuple[Part, ...]:
    record = known.evidence.record
    if record is not None:
        return ("While I am away: ", titled(record.title))
    return parts("While I am away: the changes to {}", Theirs(file_of(known.evidence)))


def _open(known: Known) -> Iterator[Statement]:
    evidence = known.evidence
    if evidence.is_open:
        yield fact(
            "The last fix of {} is young, and here it usually takes longer until a fix fails: watch it.",
            Theirs(file_of(evidence)),
            ids=[evidence.steps[-1].commit],
        )
    unsure = [tie for tie in evidence.ties if not tie.confirmed]
    if unsure:
        links = counted(len(unsure), "link")
        holes = "{} repairs {}" if len(unsure) == 1 else "the least sure is that {} repairs {}"
        least = min(unsure, key=lambda tie: tie.score)
        yield fact(
            f"{links} {'is' if len(unsure) == 1 else 'are'} {all_likely(unsure)}right, and nobody has confirmed "
            f"{'it' if len(unsure) == 1 else 'them'} yet: {holes}.",
            Commit(least.fix),
            Commit(least.culprit),
        )
    yield from _some([_action(one) for one in known.open_actions()], "open action", known)
    for one in known.guards:
        if not one.speaks:
            yield fact(
                "A guard is in shadow, to be switched on or dropped: {}.",
                quoted(one.guard.title),
                ids=[f"guard:{one.guard.id}"],
            )
    if not evidence.is_open and not unsure and not known.open_actions() and all(one.speaks for one in known.guards):
        yield fact("Nothing of it is open.", ids=basis(known)[-1:])


def _action(one: Record) -> Statement:
    who = one.text("owner")
    by = f", due on {day(one.text('due'))}" if one.text("due") else ""
    seen = "{} sees to it" if who else "nobody sees to it yet"
    return fact(f"To do: {{}} ({seen}{by}).", titled(one.title), *([Title(who)] if who else []), ids=[one.id])


def _dates(known: Known) -> Iterator[Statement]:
    told = [
        fact(f"{day(f'{one.due}')}: {{}}.", titled(one.what), ids=[one.record.id])
        for one in known.waits
        if not (one.kind == "action" and one.record.state == "open")  # told above, with its day
    ]
    guards = [
        fact(
            f"{day(one.guard.review_by)}: look again at the guard {{}}.",
            quoted(one.guard.title),
            ids=[f"guard:{one.guard.id}"],
        )
        for one in known.guards
        if one.guard.review_by
    ]
    yield from _some([*told, *guards], "date", known)


def _asked(known: Known) -> Iterator[Question]:
    without = [one for one in known.open_actions() if not one.text("owner")]
    if without:
        what = "the action" if len(without) == 1 else f"the {len(without)} actions"
        yield ask(f"Who covers {what} that nobody sees to yet?")
    if known.evidence.is_open:
        yield ask("Who watches {} meanwhile, and whom do they tell?", Theirs(file_of(known.evidence)))
    if not without and not known.evidence.is_open:
        yield ask("Who answers questions about this?")


def _some(told: list[Statement], what: str, known: Known) -> Iterator[Statement]:
    """Give the first of many, and how many more there are."""
    yield from told[:MOST_LISTED]
    more = len(told) - MOST_LISTED
    if more > 0:
        rest = [one for statement in told[MOST_LISTED:] for one in statement.ids]
        yield fact(f"And {counted(more, f'more {what}')}.", ids=rest or [known.subject])
