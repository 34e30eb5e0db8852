"""A letter of lessons learned, with questions that ask for honest feedback."""

from collections.abc import Iterator

from unrepeat.ledger.conditions import COUNTERED_BY, SAID
from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.in_their_words import recorded, titled
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.what_happened import delivered, happened, part_of
from unrepeat.retro.briefs.what_is_different import difference
from unrepeat.retro.said import Part, Statement, Theirs, ask, fact
from unrepeat.retro.wording import listed

QUESTIONS = (
    "What did you notice of it, and when?",
    "What did you need to hear from us, and by when?",
    "Which of these lessons matters most to you, and what is missing?",
    "What would you like us to do differently next time?",
    "What could you or we change in how we work together?",
)


def feedback(known: Known) -> Brief:
    """Give the letter: what we delivered, what happened, what we learned, what is different, what we ask."""
    begin = fact("We would like to tell you what we learned, and to ask for your honest view.", ids=[known.subject])
    end = fact(
        "Please be frank: what we do not see ourselves helps us most. Thank you for your time; we will come back to "
        "you with what we make of your answers.",
        ids=[known.subject],
    )
    passages = [
        Passage("", [begin]),
        Passage("What we delivered", list(delivered(known))),
        Passage(
            "What happened",
            [*happened(known, part_of(known.evidence)), *recorded(known, "impact", "What it meant for others", "")],
        ),
        Passage("What we learned", list(lessons(known))),
        Passage("What is different now", list(difference(known))),
        Passage("What we ask you", [], list(map(ask, QUESTIONS))),
        Passage("", [end]),
    ]
    return Brief("feedback", _title(known), passages, leaves=True).filled()


def _title(known: Known) -> tuple[Part, ...]:
    record = known.evidence.record
    if record is not None:
        return ("A letter of lessons learned: ", titled(record.title))
    return ("A letter of lessons learned from changes in ", Theirs(part_of(known.evidence)))


def lessons(known: Known) -> Iterator[Statement]:
    """Tell what the record says was learned: the surprise, and the conditions with what counters each."""
    yield from recorded(known, "why-surprised", "What surprised us", "")
    conditions = known.conditions()[:3]
    if conditions:
        made = listed([SAID[one] for one in conditions])
        counters = "; ".join(_countered(one) for one in conditions)
        yield fact(f"What made it possible was {made}.", ids=[known.subject])
        yield fact(f"What counters it: {counters}.", ids=[known.subject])
    if not known.field("why-surprised") and not known.conditions():
        yield fact("We have not written the lesson down yet; your answers will help us do so.", ids=[known.subject])


def _countered(condition: str) -> str:
    """Give what counters a condition in words for everybody: what names a field of a record is for the team."""
    return next(one for one in COUNTERED_BY[condition] if "`" not in one)
