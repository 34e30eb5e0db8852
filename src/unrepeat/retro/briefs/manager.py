"""The page for a manager, who is far from the code and may read too much into one signal."""

from collections.abc import Iterator

from unrepeat.retro.briefs.brief import Brief, Passage
from unrepeat.retro.briefs.in_their_words import recorded, titled
from unrepeat.retro.briefs.known import Known
from unrepeat.retro.briefs.what_happened import base_rate, basis, delivered, happened, hard, part_of
from unrepeat.retro.briefs.what_is_different import difference, request
from unrepeat.retro.said import Part, Statement, Theirs, fact

NOT_FOR_APPRAISAL = "This page is about changes and safeguards, never about people, and is not for appraisal."


def manager(known: Known) -> Brief:
    """Give the work delivered, how usual repairs are, what is different now and what is proven, and one request."""
    passages = [
        Passage("What we delivered", list(delivered(known))),
        Passage("What happened", list(_what_happened(known))),
        Passage("How usual that is", list(base_rate(known))),
        Passage("What is different now", list(difference(known))),
        Passage("One request", [request(known)]),
        Passage("", [fact(NOT_FOR_APPRAISAL, ids=[known.subject])]),
    ]
    return Brief("manager", _title(known), passages, leaves=True).filled()


def _title(known: Known) -> tuple[Part, ...]:
    """Give the title: the record's, or the part that the changes are about."""
    record = known.evidence.record
    if record is not None:
        return (titled(record.title),)
    return ("Changes in ", Theirs(part_of(known.evidence)), ": what happened, and what is different now")


def _what_happened(known: Known) -> Iterator[Statement]:
    yield from happened(known, part_of(known.evidence))
    if not known.evidence.ties and len(known.evidence.steps) > 1:
        yield fact("How they hang together is not confirmed yet.", ids=basis(known))
    yield from recorded(
        known, "impact", "What it meant for others", "What it meant for those who rely on it is not recorded yet."
    )
    yield from hard(known)
