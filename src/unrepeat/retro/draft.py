"""Draft a retro from evidence: statements that each rest on a commit or record, and questions for the rest."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from unrepeat.retro.conditions_measured import conditions
from unrepeat.retro.conditions_measured import questions as of_conditions
from unrepeat.retro.evidence import Evidence, Place, Step, Tie
from unrepeat.retro.gather import has_test
from unrepeat.retro.safeguards_offered import is_code, offers
from unrepeat.retro.said import (
    Commit,
    Offer,
    Part,
    Section,
    Statement,
    Theirs,
    Written,
    ask,
    fact,
    listed,
    parts,
    quoting,
)
from unrepeat.retro.times import at, lasting, on
from unrepeat.retro.wording import DAY, counted

FULL, BEGINNING, END = 30, 16, 8  # so many changes are told one by one; of more, the first and the last ones
MOST_TOLD = 6  # statements of one kind
SOON = 30 * DAY  # seconds within which a fix came soon
MINI_STEPS, MINI_STATEMENTS, MINI_OFFERS = 7, 2, 3


@dataclass(frozen=True)
class Told:
    """One change as the timeline tells it: its place in the order from 1, the time since the one before, its links.

    `says` is what its message tells, where no change before it said the same.
    """

    number: int
    step: Step
    says: str
    after: str
    size: str
    ties: tuple[Statement, ...]


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
    told = _timeline(evidence, short=mini)
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
        sections=[build(evidence) for build in _SECTIONS],
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
        return (Written(evidence.record.title),)
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
    likely = "" if sure == len(ties) else "likely "
    order = [step.commit for step in evidence.steps]
    ids = (ties[0].culprit, ties[-1].fix)
    if len(ties) > 1 and [(tie.culprit, tie.fix) for tie in ties] == list(pairwise(order)):
        return fact(
            f"They are one string: each of the {len(ties)} fixes {likely}repairs the change before it.",
            ids=ids,
        )
    if len(ties) == 1:
        return fact(f"{{}} {likely}repairs {{}}.", Commit(ties[0].fix), Commit(ties[0].culprit))
    again = {tie.culprit for tie in ties} & {tie.fix for tie in ties}
    turn = f", and {len(again):,} of the fixes {likely}needed another one" if again else ""
    so_far = f"; {sure:,} of these links {'is' if sure == 1 else 'are'} confirmed" if sure and likely else ""
    return fact(f"{len(ties):,} times a fix {likely}repairs an earlier change{turn}{so_far}.", ids=ids)


def _timeline(evidence: Evidence, *, short: bool) -> list[Told]:
    told = []
    said: set[str] = set()
    before: Step | None = None
    for number, step in enumerate(evidence.steps, 1):
        after = "" if before is None else f"{lasting(max(step.time - before.time, 0))} later"
        ties = tuple(_tied(evidence, tie, short=short) for tie in evidence.ties if tie.fix == step.commit)
        says = "" if step.says in said else step.says
        said.add(step.says)
        told.append(Told(number, step, says, after, _size(step), ties))
        before = step
    return told


def _size(step: Step) -> str:
    if step.unread == "shallow":
        return "what it changed is not in this shallow clone"
    files = counted(len(step.paths), "file")
    missing = "; not all of it is in this clone" if step.unread else ""
    merge = "a merge: " if step.is_merge else ""
    test = ", with a test" if has_test(step) else ""
    return f"{merge}{step.added:,} added, {step.removed:,} removed in {files}{test}{missing}"


def _tied(evidence: Evidence, tie: Tie, *, short: bool) -> Statement:
    """Tell a link below the change that is its fix."""
    lag = evidence.step(tie.fix).time - evidence.step(tie.culprit).time
    before = f", made {lasting(lag)} before" if lag >= 0 else ""
    how = "It repairs {}" if tie.confirmed else f"It likely ({tie.score:.0%}) repairs {{}}"
    ground = next(iter(tie.grounds), None)
    said: tuple[Part, ...] = ()
    if ground is not None and not short:
        words = re.sub("^it ", "which ", ground.says)
        joint = ", " if words != ground.says else ": "
        where = (", in ", Theirs(ground.path)) if ground.path else ()
        said = (joint, *quoting(words), *where)
    confirmed = "; one of us confirmed it" if tie.confirmed else ""
    return Statement((*parts(f"{how}{before}", Commit(tie.culprit)), *said, f"{confirmed}."), (tie.culprit,))


def _impact(evidence: Evidence) -> Section:
    known = list(_recorded(evidence, "impact"))
    questions = [
        ask("What did people who rely on this notice, and from when to when?"),
        ask("How many were affected, out of how many?"),
        ask("What did it cost in time, data or trust, and what kept working?"),
    ]
    return Section("impact", "Impact", known, questions[1:] if known else questions)


def _noticed(evidence: Evidence) -> Section:
    found = list(_recorded(evidence, "how-noticed"))
    for step in evidence.steps:
        if step.noticed and (step.is_fix or len(evidence.steps) == 1):
            found.append(fact("The message of {} says: “{}”", Commit(step.commit), Written(step.noticed)))
        elif step.report and step.is_fix:
            found.append(fact("The message of {} names a report: {}.", Commit(step.commit), Theirs(step.report)))
    found = [*found[:MOST_TOLD], *_standing(evidence)]
    return Section(
        "noticed",
        "How it was noticed",
        found,
        [
            ask("What showed it first: a person, a test, an alert, a log?"),
            ask("What did we see before that, and what did it look like at the time?"),
        ],
    )


def _standing(evidence: Evidence) -> Iterator[Statement]:
    """Tell how long it took until the fixes came."""
    lags = sorted((evidence.lag(tie), tie.culprit, tie.fix) for tie in evidence.apart())
    if len(lags) > 1:
        ends = [commit for _, *both in (lags[0], lags[-1]) for commit in both]
        likely = "" if all(tie.confirmed for tie in evidence.ties) else "likely "
        within = f"between {lasting(lags[0][0])} and {lasting(lags[-1][0])}"
        yield fact(
            f"{len({fix for *_, fix in lags})} fixes came {within} after the change that each {likely}repairs.",
            ids=ends,
        )


def _conditions(evidence: Evidence) -> Section:
    found = []
    record = evidence.record
    if record is not None and record.fields.get("conditions"):
        found.append(fact("We recorded these conditions: {}.", Theirs(record.fields["conditions"]), ids=[record.id]))
    return Section("conditions", "Conditions that made it possible", [*found, *conditions(evidence)], of_conditions())


def _well(evidence: Evidence) -> Section:
    return Section(
        "well", "What went well", list(_went_well(evidence)), [ask("What else went well that no history shows?")]
    )


def _went_well(evidence: Evidence) -> Iterator[Statement]:
    ties = evidence.apart()
    quick = min(ties, key=evidence.lag, default=None)
    if quick is not None and evidence.lag(quick) <= SOON:
        likely = "" if quick.confirmed else "likely "
        yield fact(
            f"The quickest fix, {{}}, came {lasting(evidence.lag(quick))} after {{}}, which it {likely}repairs.",
            Commit(quick.fix),
            Commit(quick.culprit),
        )
    tested = [step for step in evidence.steps if step.is_fix and has_test(step)]
    if tested:
        holes, commits = listed(Commit(step.commit) for step in tested[:3])
        more = f" and {len(tested) - 3:,} more" if len(tested) > 3 else ""
        yield fact(
            f"A test came with the fix: {holes}{more}." if len(tested) == 1 else f"Tests came with {holes}{more}.",
            *commits,
        )
    told = [step for step in evidence.steps if step.is_fix and step.has_body]
    if told:
        yield fact(
            f"The {'message' if len(told) == 1 else 'messages'} of {counted(len(told), 'fix', 'fixes')} "
            f"{'tells' if len(told) == 1 else 'tell'} in words what went wrong, so that this draft could be written.",
            ids=[step.commit for step in told[:4]],
        )
    back = [step for step in evidence.steps if step.subject.lower().startswith("revert")]
    if back:
        yield fact("An earlier state was brought back while it was looked into: {}.", Commit(back[0].commit))
    later = evidence.since
    if later is not None and later.changes and not later.fixes:
        yield fact(
            f"Since then these files changed {counted(later.changes, 'time')}, and no such change reads like a fix.",
            ids=[later.head],
        )
    record = evidence.record
    if record is not None and record.actions:
        done = sum(state in {"done", "shown"} for _, _, state in record.actions)
        yield fact(
            f"{counted(len(record.actions), 'safeguard')} {'is' if len(record.actions) == 1 else 'are'} recorded as "
            f"actions, {done:,} of them done.",
            ids=[one for one, _, _ in record.actions],
        )


def _surprised(evidence: Evidence) -> Section:
    known = list(_recorded(evidence, "why-surprised"))
    questions = [
        ask("What surprised us, and what had we expected instead?"),
        ask("What do we know now about how this part works?"),
    ]
    return Section("surprised", "What surprised us", known, questions[1:] if known else questions)


def _sooner(evidence: Evidence) -> Section:
    found = []
    ties = evidence.apart()
    if ties:
        longest = max(ties, key=evidence.lag)
        likely = "" if longest.confirmed else "likely "
        found.append(
            fact(
                f"It took longest with {{}}: {lasting(evidence.lag(longest))} until {{}}, which {likely}repairs it.",
                Commit(longest.culprit),
                Commit(longest.fix),
            )
        )
    questions = [
        ask("Which signal moved first, and where can it be seen?"),
        ask("What would tell us of the next one within an hour?"),
    ]
    tested = next((tie for tie in reversed(ties) if has_test(evidence.step(tie.fix))), None)
    if tested is not None:
        questions.insert(
            0, ask("Does the test that came with {} fail on {}?", Commit(tested.fix), Commit(tested.culprit))
        )
    return Section("sooner", "How it could be noticed sooner", found, questions)


_IS_RIGHT = {True: "Is this link right", False: "Which of these links are right, the least sure first"}


def _open(evidence: Evidence) -> Section:
    unsure = [tie for tie in evidence.ties if not tie.confirmed]
    questions = []
    if unsure:
        shown = sorted(unsure, key=lambda tie: tie.score)[:3]
        pairs = "; ".join("{} repairs {}" for _ in shown)
        command = Theirs("unrepeat link FIX CULPRIT yes|no|unclear")
        questions.append(
            ask(
                f"{_IS_RIGHT[len(unsure) == 1]}: {pairs}? {{}} keeps what we find.",
                *(Commit(commit) for tie in shown for commit in (tie.fix, tie.culprit)),
                command,
            )
        )
    later = evidence.since
    statements = []
    if later is not None and later.fixes:
        holes, commits = listed(Commit(one) for one in later.fixes[:3])
        more = f" and {len(later.fixes) - 3:,} more" if len(later.fixes) > 3 else ""
        reads = "reads like a fix" if len(later.fixes) == 1 else "read like fixes"
        statements.append(
            fact(
                f"Since then, of {counted(later.changes, 'change')} to these files, {len(later.fixes):,} {reads}: "
                f"{holes}{more}.",
                *commits,
                ids=[later.head],
            )
        )
        questions.append(ask("What do these have in common with what is told here?"))
    if not evidence.ties and len(evidence.steps) > 1:
        questions.append(ask("How do these changes hang together, and which of them repairs which?"))
    if evidence.record is not None and evidence.record.gone:
        gone = counted(evidence.record.gone, "commit")
        statements.append(fact(f"{gone} of the record cannot be found in this clone.", ids=[evidence.record.id]))
    questions += [
        ask("What would make this part easier to change safely?"),
        ask("Where else do we do the same, and how does it hold there?"),
    ]
    return Section("open", "Open questions", statements, questions)


def _recorded(evidence: Evidence, field: str) -> Iterator[Statement]:
    record = evidence.record
    if record is not None and record.fields.get(field):
        yield fact("{}", Written(record.fields[field]), ids=[record.id])


_SECTIONS: tuple[Callable[[Evidence], Section], ...] = (
    _impact,
    _noticed,
    _conditions,
    _well,
    _surprised,
    _sooner,
    _open,
)

_AGENDA = [
    "5 minutes: we read this in silence. What we say here is about what happened, not about people.",
    "10 minutes: what happened. Is the order right, and what is missing from it?",
    "10 minutes: what surprised us, and what made it possible.",
    "15 minutes: we choose at most three safeguards. Each gets an owner, a day, and a way to see that it works.",
    "5 minutes: what went well, and thanks.",
]
