"""Draft the sections of a retro: what is known from evidence or a record, and what is asked."""

from collections.abc import Callable, Iterator

from unrepeat.retro.conditions_measured import conditions
from unrepeat.retro.conditions_measured import questions as of_conditions
from unrepeat.retro.evidence import Evidence, all_likely
from unrepeat.retro.gather import has_test
from unrepeat.retro.open_questions import still_open
from unrepeat.retro.said import Commit, Section, Statement, Theirs, ask, fact
from unrepeat.retro.times import lasting
from unrepeat.retro.went_well import well

MOST_TOLD = 6  # statements of one kind


def _impact(evidence: Evidence) -> Section:
    known = list(_recorded(evidence, "impact"))
    questions = [
        ask("What did people who rely on this notice, and from when to when?"),
        ask("How many were affected, out of how many?"),
        ask("What did it cost in time, data or trust, and what kept working?"),
    ]
    return Section("impact", "Impact", known, questions[1:] if known else questions)


def _noticed(evidence: Evidence) -> Section:
    known = list(_recorded(evidence, "how-noticed"))
    found = list(known)
    for step in evidence.steps:
        if step.noticed and (step.is_fix or len(evidence.steps) == 1):
            found.append(fact("The message of {} says:", Commit(step.commit), quote=step.noticed))
        elif step.report and step.is_fix:
            found.append(fact("The message of {} names a report, {}.", Commit(step.commit), Theirs(step.report)))
    found = [*found[:MOST_TOLD], *_standing(evidence)]
    return Section(
        "noticed",
        "How it was noticed",
        found,
        [
            *([] if known else [ask("What showed it first: a person, a test, an alert, a log?")]),
            ask("What did we see before that, and what did it look like at the time?"),
        ],
    )


def _standing(evidence: Evidence) -> Iterator[Statement]:
    """Tell how long it took until the fixes came."""
    lags = sorted((evidence.lag(tie), tie.culprit, tie.fix) for tie in evidence.apart())
    if len(lags) > 1:
        ends = [commit for _, *both in (lags[0], lags[-1]) for commit in both]
        likely = all_likely(evidence.apart())
        within = f"between {lasting(lags[0][0])} and {lasting(lags[-1][0])}"
        aside = "" if len(lags) == len(evidence.ties) else "Beside what came within minutes, "
        yield fact(
            f"{aside}{len({fix for *_, fix in lags})} fixes came {within} after the change that each {likely}repairs.",
            ids=ends,
        )


def _conditions(evidence: Evidence) -> Section:
    found = []
    record = evidence.record
    if record is not None and record.fields.get("conditions"):
        found.append(fact("We recorded these conditions: {}.", Theirs(record.fields["conditions"]), ids=[record.id]))
    return Section("conditions", "Conditions that made it possible", [*found, *conditions(evidence)], of_conditions())


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
        took = lasting(evidence.lag(longest))
        found.append(
            fact(
                f"What {{}} brought in stayed longest: {took}, until {{}}, which {longest.likely}repairs it.",
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


def _recorded(evidence: Evidence, field: str) -> Iterator[Statement]:
    record = evidence.record
    if record is not None and record.fields.get(field):
        yield fact("Recorded in {}:", Theirs(record.id), ids=[record.id], quote=record.fields[field])


SECTIONS: tuple[Callable[[Evidence], Section], ...] = (
    _impact,
    _noticed,
    _conditions,
    well,
    _surprised,
    _sooner,
    still_open,
)
