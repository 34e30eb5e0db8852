"""Say what went well, from evidence alone."""

from collections.abc import Iterator

from unrepeat.retro.evidence import Evidence
from unrepeat.retro.gather import has_test
from unrepeat.retro.said import Commit, Section, Statement, ask, fact, listed
from unrepeat.retro.times import lasting
from unrepeat.retro.wording import DAY, counted

SOON = 30 * DAY  # seconds within which a fix came soon


def well(evidence: Evidence) -> Section:
    """Give the section of what went well."""
    return Section(
        "well", "What went well", list(_went_well(evidence)), [ask("What else went well that no history shows?")]
    )


def _went_well(evidence: Evidence) -> Iterator[Statement]:
    ties = evidence.apart()
    quick = min(ties, key=evidence.lag, default=None)
    if quick is not None and evidence.lag(quick) <= SOON:
        own = "" if len(ties) == len(evidence.ties) else " that came on its own"
        took = lasting(evidence.lag(quick))
        yield fact(
            f"The quickest fix{own}, {{}}, came {took} after {{}}, which it {quick.likely}repairs.",
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
    fixes = [step for step in evidence.steps if step.is_fix]
    told = [step for step in fixes if step.has_body]
    if len(told) == 1:
        yield fact("The message of {} tells more than its subject.", Commit(told[0].commit))
    elif told:
        yield fact(
            f"The messages of {len(told):,} of the {len(fixes):,} fixes tell more than their subjects.",
            ids=[step.commit for step in told],
        )
    back = [step for step in evidence.steps if step.subject.lower().startswith("revert")]
    if back:
        yield fact("An earlier state was brought back: {}.", Commit(back[0].commit))
    later = evidence.since
    if later is not None and later.changes and not later.fixes:
        yield fact(
            f"Since then these files changed {counted(later.changes, 'time')}, and no such change reads like a fix.",
            ids=[later.head],
        )
    record = evidence.record
    if record is not None and record.actions:
        done = sum(state in {"done", "shown"} for _, _, state in record.actions)
        if done:
            yield fact(
                f"Of {counted(len(record.actions), 'safeguard')} recorded as actions, {done:,} "
                f"{'is' if done == 1 else 'are'} done.",
                ids=[one for one, _, _ in record.actions],
            )
