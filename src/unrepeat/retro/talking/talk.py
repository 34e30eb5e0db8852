"""Prepare the talk with the manager: what is known, what is only assumed, and what to say and ask."""

from collections.abc import Iterator
from dataclasses import replace

from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.feedback import lessons
from unrepeat.retro.briefs.in_their_words import quoted, recorded, titled
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.what_happened import base_rate, delivered, file_of, happened, hard
from unrepeat.retro.briefs.what_is_different import difference
from unrepeat.retro.evidence import Evidence
from unrepeat.retro.gather import confirmed_steps
from unrepeat.retro.said import Commit, Part, Question, Statement, Theirs, Title, ask, fact, parts
from unrepeat.retro.wording import counted, day

MOST_LINKS = 3

ASSUMED = (
    "Is there something you fear? For each fear: is it known, or assumed?",
    "For instance, “my rating has dropped”: who said so, when, and in which words?",
)
ASKED = (
    "What did you notice of it, and when?",
    "What did you need to hear from me, and by when?",
    "What of this matters most to you?",
    "What would you like to see from me over the next three months?",
    "What can each of us change in how we work together?",
)
BEGIN = (
    "Thank you for your time. I would like to tell you what happened, what I learned and what has changed since, and "
    "then I would like to hear how you see it."
)
CLOSE = (
    "This helps me. May I write down what we agreed on, for both of us to sign? I suggest that we look at it together "
    "in four weeks."
)


def talk(known: Known) -> Brief:
    """Give the preparation: what is known and what is assumed stand apart."""
    sure = _sure(known)
    passages = [
        Passage("How to begin", aloud=BEGIN),
        Passage("What is known", list(_facts(sure, file_of(sure.evidence))), is_list=True),
        Passage("What is only assumed so far", list(_unsure(known)), list(_own(known)), is_list=True),
        Passage("What was delivered", [*delivered(known), *base_rate(known)], is_list=True),
        Passage("What you learned", *_learned(known), is_list=True),
        Passage("What has changed since", [*difference(sure), *_since(known.evidence)], is_list=True),
        Passage("What to ask", questions=list(map(ask, ASKED))),
        Passage("How to close, looking ahead", list(_ahead(known)), aloud=CLOSE),
    ]
    return Brief("talk", _title(known), passages).filled()


def _sure(known: Known) -> Known:
    """Give what is left when only what people confirmed counts as known."""
    evidence = known.evidence
    ties = tuple(tie for tie in evidence.ties if tie.confirmed)
    named = [step.commit for step in evidence.steps] if evidence.record else []
    return replace(
        known, evidence=replace(evidence, ties=ties, steps=tuple(confirmed_steps(evidence.steps, ties, named)))
    )


def _title(known: Known) -> tuple[Part, ...]:
    record = known.evidence.record
    if record is not None:
        return ("The talk, for you alone: ", titled(record.title))
    return parts("The talk, for you alone: the changes to {}", Theirs(file_of(known.evidence)))


def _ahead(known: Known) -> Iterator[Statement]:
    for one in known.open_actions()[:1]:
        by = f", due on {day(one.text('due'))}" if one.text("due") else ""
        yield fact(f"Next comes {{}}{by}.", quoted(one.title), ids=[one.id])


def _facts(known: Known, path: str) -> Iterator[Statement]:
    yield from happened(known, path)
    yield from recorded(known, "impact", "What it meant for others", "")
    yield from recorded(known, "how-noticed", "How it was noticed", "")
    yield from hard(known)
    record = known.evidence.record
    if record is not None and not known.evidence.steps:
        yield fact(
            "It is recorded as {}, and names no changes.", Title(f"“{record.title.rstrip('.')}”"), ids=[record.id]
        )


def _unsure(known: Known) -> Iterator[Statement]:
    """Tell what the machine only takes for likely, and answers that nobody has validated."""
    unsure = sorted((tie for tie in known.evidence.ties if not tie.confirmed), key=lambda tie: tie.score)
    for tie in unsure[:MOST_LINKS]:
        yield fact(
            f"That {{}} repairs {{}} is likely ({tie.score:.0%}), and nobody has confirmed it.",
            Commit(tie.fix),
            Commit(tie.culprit),
        )
    more = unsure[MOST_LINKS:]
    if more:
        yield fact(
            f"{counted(len(more), 'more link')} {'is' if len(more) == 1 else 'are'} likely, and not confirmed.",
            ids=[tie.fix for tie in more],
        )
    for one in known.assumptions:
        if one.state != "validated":
            yield fact("An answer that work rests on is not validated: {}", Title(one.title), ids=[one.id])


def _own(known: Known) -> Iterator[Question]:
    """Ask what one may take for known and does not know; what is known of it stands above, in the first list."""
    if not known.field("impact"):
        yield ask("How many were affected, and for how long: is that known, and from where?")
    yield from map(ask, ASSUMED)


def _learned(known: Known) -> tuple[list[Statement], list[Question]]:
    if known.field("why-surprised") or known.conditions():
        return list(lessons(known)), []
    return [], [ask("What do you know now that you did not know then? One sentence is enough.")]


def _since(evidence: Evidence) -> Iterator[Statement]:
    later = evidence.since
    if later is not None and later.changes and not later.fixes:
        told = (
            f"Since then, its files were changed {counted(later.changes, 'time')}, and none of it reads like a repair."
        )
        yield fact(told, ids=[later.head])
