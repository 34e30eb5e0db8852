"""Gather the evidence of a retro or a brief: with the index for strings and mistakes, without it for commits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from unrepeat.cli.errors import say
from unrepeat.cli.retro_meant import Meant, meant_by
from unrepeat.cli.session import Session
from unrepeat.errors import UnrepeatError
from unrepeat.git import View
from unrepeat.guards.guard import Lesson
from unrepeat.ledger.links import Verdict, read_all
from unrepeat.ledger.promises import day_of, recorded_on
from unrepeat.ledger.record import Record
from unrepeat.retro.evidence import Evidence, Learned, Step, Tie
from unrepeat.retro.gather import confirmed_steps, steps_of
from unrepeat.retro.measures import since, surroundings, year_before
from unrepeat.retro.retro_records import recorded_of, told_of
from unrepeat.retro.ties_without_index import named_besides, ties_among
from unrepeat.retro.wording import DAY

MOST_LESSONS = 2  # links from which guards are learned; one takes about a second


def evidence_of(
    session: Session,
    targets: Sequence[str],
    *,
    learn: bool,
    confirmed: bool = False,
    without_changes: bool = False,
) -> Evidence:
    """Gather the evidence of what the targets name.

    `confirmed`: of what the machine has tied, keep what people confirmed. `without_changes`: a mistake will do that
    names no commits.
    """
    repository = session.repository
    head = repository.head()
    with session.read() as (_, ledger):
        records = ledger.records
        meant = meant_by(session, targets, head, ledger, without_changes=without_changes)
    with repository.view() as view:
        if meant.ties is None:
            _add_named(session, view, meant)
        steps, changes = steps_of(repository, view, meant.commits, head, meant.messages) if meant.commits else ([], [])
        ties = meant.ties if meant.ties is not None else ties_among(steps, changes, _said(session))
        record = meant.record or recorded_of(meant.commits, records)
        if confirmed:
            ties = [tie for tie in ties if tie.confirmed]
            steps = confirmed_steps(steps, ties, record.words("commits") if record else ())
        others = [one for one in records if record is None or one.id != record.id]
        made = Evidence(
            name=meant.name,
            head=head,
            head_time=_time(view, head),
            steps=tuple(steps),
            ties=tuple(_in_order(ties, steps)),
            around=surroundings(view, steps, others)
            if steps
            else year_before(view, head, _happened(record, view, head)),
            since=since(view, head, steps[-1].commit, _paths(steps)) if steps and _paths(steps) else None,
            record=told_of(record, records, meant.gone) if record else None,
            left_out=meant.left_out,
            is_open=None if confirmed else meant.is_open,
            notes=(*meant.notes, *_limits(steps)),
        )
    return replace(made, learned=learned(session, made)) if learn else made


def _add_named(session: Session, view: View, meant: Meant) -> None:
    """Tell, too, what the messages of a few commits name as what they repair."""
    if len(meant.commits) <= MOST_LESSONS * 5:
        more = named_besides(session.repository, view, meant.commits)
        if more:
            short = ", ".join(commit[:12] for commit in more)
            meant.notes.append(f"Told, too, because messages name it as what they repair: {short}.")
            meant.commits = [*meant.commits, *more]


def _said(session: Session) -> Iterator[Verdict]:
    """Give people's verdicts on links; a file that cannot be read is told, and passed over."""
    for one in read_all(session.ledger):
        if isinstance(one, UnrepeatError):
            say(f"{one.what} It is passed over. {one.remedy}")
        else:
            yield one


def _happened(record: Record | None, view: View, head: str) -> int:
    """Give the moment after the day on which a mistake happened or was recorded, the head's where it tells none."""
    day = record and (day_of(record, "happened") or recorded_on(record))
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + DAY if day else _time(view, head)


def _in_order(ties: Sequence[Tie], steps: Sequence[Step]) -> list[Tie]:
    place = {step.commit: number for number, step in enumerate(steps)}
    known = [tie for tie in ties if tie.fix in place and tie.culprit in place]
    return sorted(known, key=lambda tie: (place[tie.fix], place[tie.culprit]))


def _paths(steps: Sequence[Step]) -> list[str]:
    """Give the files of the fixes, of all changes where none is one; few enough to be asked of git."""
    fixes = [step for step in steps if step.is_fix] or steps
    return sorted({path for step in fixes for path in step.paths})[:50]


def _time(view: View, commit: str) -> int:
    return int(view.run("log", "-1", "--format=%ct", commit).strip() or 0)


def _limits(steps: Sequence[Step]) -> Iterator[str]:
    edges = sum(step.unread == "shallow" for step in steps)
    if edges:
        yield (
            f"What {edges:,} of the changes did is not in this shallow clone; they are told by their messages. "
            "`git fetch --deepen=1` brings it."
        )
    if any(step.unread == "missing" for step in steps):
        yield "Not all that the changes hold is in this partial clone; what is missing is not counted."


def learned(session: Session, made: Evidence) -> tuple[Learned, ...]:
    """Learn guards from the last small links; what cannot be learned from is passed over."""
    from unrepeat.cli.session import default_jobs
    from unrepeat.retro.safeguards import worth_trying
    from unrepeat.retro.study import moment

    row = {
        "links": [
            {
                "fix": tie.fix,
                "culprit": tie.culprit,
                "score": tie.score,
                "confirmed": tie.confirmed,
                "evidence": [{"path": ground.path or None} for ground in tie.grounds],
            }
            for tie in made.ties
        ],
        "changes": [
            {
                "commit": step.commit,
                "time": moment(step.time),
                "added": step.added,
                "removed": step.removed,
                "files": len(step.paths),
            }
            for step in made.steps
            if not step.unread
        ],
    }
    known = {change["commit"] for change in row["changes"]}
    row["links"] = [link for link in row["links"] if {link["fix"], link["culprit"]} <= known]
    lessons = worth_trying([row], ())[:MOST_LESSONS]
    return tuple(_offered(session, made.head, lessons, default_jobs())) if lessons else ()


def _offered(session: Session, head: str, lessons: Sequence[Lesson], jobs: int) -> Iterator[Learned]:
    from unrepeat.retro.learning import learn

    for lesson, answer, _ in learn(session.repository, head, lessons, jobs=jobs, done=lambda _: None):
        if answer.get("guard"):
            yield Learned(lesson.fix, lesson.culprit, str(answer["guard"]["title"]), answer.get("matches_now"))
