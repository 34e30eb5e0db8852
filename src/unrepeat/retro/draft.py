"""Draft a retro from evidence: statements that each rest on a commit or record, and questions for the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from unrepeat.retro.evidence import Evidence, Place, Step, all_likely
from unrepeat.retro.retro_sections import SECTIONS
from unrepeat.retro.safeguards_offered import is_code, offers
from unrepeat.retro.said import Commit, Offer, Part, Section, Statement, Theirs, Title, fact, parts
from unrepeat.retro.steps_told import Told, timeline
from unrepeat.retro.times import at, lasting, on
from unrepeat.retro.wording import counted

FULL, BEGINNING, END = 30, 16, 8  # so many changes are told one by one; of more, the first and the last ones
MINI_STEPS, MINI_STATEMENTS, MINI_OFFERS = 7, 2, 3


@dataclass(frozen=True)
class Draft:
    """A retro in its parts; `unlisted` changes are left out of the timeline after the first `gap`."""

    evidence: Evidence
    title: tuple[Part, ...]
    origin: Statement
    summary: list[Statement]
    timeline: list[Told]
    gap: int
    unlisted: int
    sections: list[Section]
    places: tuple[Place, ...]
    offers: list[Offer]
    agenda: list[str]
    is_mini: bool = False

    def section(self, name: str) -> Section:
        """Give a section by its name."""
        return next(one for one in self.sections if one.name == name)


def draft(evidence: Evidence, *, mini: bool = False) -> Draft:
    """Draft a retro of changes; there is at least one change, or a record."""
    told = timeline(evidence, short=mini)
    gap, unlisted = 0, 0
    most = MINI_STEPS if mini else FULL
    if len(told) > most:
        gap = 4 if mini else BEGINNING
        end = 2 if mini else END
        unlisted = len(told) - gap - end
        told = [*told[:gap], *told[-end:]]
    made = Draft(
        evidence=evidence,
        title=_title(evidence),
        origin=_origin(evidence),
        summary=list(_summary(evidence)),
        timeline=told,
        gap=gap,
        unlisted=unlisted,
        sections=[build(evidence) for build in SECTIONS],
        places=evidence.around.places if evidence.around else (),
        offers=list(offers(evidence)),
        agenda=_AGENDA,
    )
    return _mini(made) if mini else made


def _mini(made: Draft) -> Draft:
    """Keep what fits one page: a bug report, or a first word to the team. What is asked stands in one place."""
    kept = [replace(one, statements=one.statements[:MINI_STATEMENTS], questions=[]) for one in made.sections]
    kept = [one for one in kept if one.statements and one.name in {"impact", "noticed", "conditions", "well"}]
    asked = [made.section(name).questions[0] for name in ("impact", "noticed", "conditions", "surprised")]
    return replace(
        made,
        timeline=[replace(one, says="", ties=one.ties[:1]) for one in made.timeline],
        sections=[*kept, Section("open", "What we ask ourselves", [], asked)],
        offers=made.offers[:MINI_OFFERS],
        agenda=[],
        is_mini=True,
    )


def _title(evidence: Evidence) -> tuple[Part, ...]:
    if evidence.record is not None:
        return (Title(evidence.record.title),)
    files = _files(evidence.steps)
    if not files:
        return (counted(len(evidence.steps), "change"),)
    more = f" and {counted(len(files) - 1, 'other file')}" if len(files) > 1 else ""
    string = "a string of " if len(evidence.ties) > 1 else ""
    return parts(f"{string}{counted(len(evidence.steps), 'change')} to {{}}{more}", Theirs(files[0]))


def _files(steps: Sequence[Step]) -> list[str]:
    """Give the files of the fixes (of all changes where none is one): code first, those touched most before others."""
    fixes = [step for step in steps if step.is_fix] or list(steps)
    times: dict[str, int] = {}
    for step in fixes:
        for path in step.paths:
            times[path] = times.get(path, 0) + 1
    return sorted(times, key=lambda path: (not is_code(path), -times[path], path))


def _origin(evidence: Evidence) -> Statement:
    return fact(
        f"Drafted from the history as of {on(evidence.head_time)}, {{}}. It tells what happened, never who. It is ours "
        "to correct and to fill in: what a machine has tied is likely, until one of us confirms it.",
        Commit(evidence.head),
    )


def _summary(evidence: Evidence) -> Iterator[Statement]:
    steps = evidence.steps
    if not steps:
        return
    first, last = steps[0], steps[-1]
    fixes = sum(step.is_fix for step in steps)
    ends = [Commit(first.commit), Commit(last.commit)]
    if len(steps) == 1:
        kind = "a fix" if first.is_fix else "a change"
        yield fact(f"On {at(first.time)} we made {kind}, {{}}.", ends[0])
    else:
        read = f"; {fixes:,} of them {'reads like a fix' if fixes == 1 else 'read like fixes'}"
        yield fact(
            f"Over {lasting(max(last.time - first.time, 0))}, from {at(first.time)} to {at(last.time)}, we made "
            f"{len(steps):,} changes{' that hang together' if evidence.ties else ''}{read if fixes else ''}.",
            ids=ends,
        )
    if evidence.ties:
        yield _of_ties(evidence)
    if evidence.around is not None and evidence.around.others and len(steps) > 1:
        yield fact(
            f"Beside them we delivered {counted(evidence.around.others, 'other change')} in the same time.", ids=ends
        )
    if evidence.left_out:
        yield fact(
            f"{counted(evidence.left_out, 'merge')} of this range {'is' if evidence.left_out == 1 else 'are'} not "
            "listed; what came in through them is.",
            ids=ends,
        )
    if evidence.is_open is not None:
        still = "The string is still open: its last fix is young, and here it usually takes longer until a fix fails."
        yield fact(still if evidence.is_open else "No later fix is tied to the last of them.", ids=[last.commit])


def _of_ties(evidence: Evidence) -> Statement:
    """Say how the changes hang together: where each fix repairs the change before it, that is the whole story."""
    ties = evidence.ties
    sure = sum(tie.confirmed for tie in ties)
    likely = all_likely(ties)
    order = [step.commit for step in evidence.steps]
    ids = (ties[0].culprit, ties[-1].fix)
    if len(ties) > 1 and [(tie.culprit, tie.fix) for tie in ties] == list(pairwise(order)):
        mixed = f": {sure:,} of these links {'is' if sure == 1 else 'are'} confirmed, the others {likely.strip()}"
        each = f"{'' if sure else likely}repairs the change before it{mixed if sure and likely else ''}"
        return fact(f"They are one string: each of the {len(ties)} fixes {each}.", ids=ids)
    if len(ties) == 1:
        return fact(f"{{}} {likely}repairs {{}}.", Commit(ties[0].fix), Commit(ties[0].culprit))
    again = {tie.culprit for tie in ties} & {tie.fix for tie in ties}
    turn = f"; {len(again):,} of them {'was' if len(again) == 1 else 'were'} repaired in turn" if again else ""
    so_far = f"; {sure:,} of these links {'is' if sure == 1 else 'are'} confirmed" if sure and likely else ""
    fixes = len({tie.fix for tie in ties})
    return fact(f"{fixes:,} fixes {likely}repair earlier changes{turn}{so_far}.", ids=ids)


_AGENDA = [
    "5 minutes: we read this in silence. What we say here is about what happened, not about people.",
    "10 minutes: what happened. Is the order right, and what is missing from it?",
    "10 minutes: what surprised us, and what made it possible.",
    "15 minutes: we choose at most three safeguards. Each gets an owner, a day, and a way to see that it works.",
    "5 minutes: what went well, and thanks.",
]
