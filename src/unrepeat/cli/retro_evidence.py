"""Find what a retro is about and gather its evidence: with the index for strings and mistakes, else without."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from unrepeat.cli.errors import say
from unrepeat.cli.session import Session
from unrepeat.errors import LedgerError, RepositoryError, UnknownRevision, UnrepeatError
from unrepeat.git import View
from unrepeat.guards.guard import Lesson
from unrepeat.history.edits import range_sides
from unrepeat.ledger.links import Verdict, read_all
from unrepeat.ledger.record import Record
from unrepeat.retro.evidence import Evidence, Ground, Learned, Step, Tie
from unrepeat.retro.gather import named_besides, steps_of, ties_among
from unrepeat.retro.measures import since, surroundings
from unrepeat.retro.retro_records import recorded_of, told_of

if TYPE_CHECKING:
    from unrepeat.history.index import Index

MOST_STEPS = 1_000  # changes of a range that are read
MOST_LESSONS = 2  # links from which guards are learned; one takes about a second
SHORTEST_STRING = 4  # digits after `string-`

Row = dict[str, Any]


@dataclass
class Meant:
    """What was named: its commits (full hashes), and what is known of them beside git."""

    name: str
    commits: list[str]
    left_out: int = 0
    record: Record | None = None
    gone: int = 0
    ties: list[Tie] | None = None
    messages: Mapping[str, str] | None = None
    is_open: bool | None = None
    notes: list[str] = field(default_factory=list)


def evidence_of(session: Session, targets: Sequence[str], *, learn: bool) -> Evidence:
    """Gather the evidence of what the targets name."""
    repository = session.repository
    head = repository.head()
    with session.read() as (_, ledger):
        records = ledger.records
        meant = _meant(session, targets, head, ledger)
    with repository.view() as view:
        if meant.ties is None:
            _add_named(session, view, meant)
        steps, changes = steps_of(repository, view, meant.commits, head, meant.messages) if meant.commits else ([], [])
        ties = meant.ties if meant.ties is not None else ties_among(steps, changes, _said(session))
        record = meant.record or recorded_of(meant.commits, records)
        others = [one for one in records if record is None or one.id != record.id]
        made = Evidence(
            name=meant.name,
            head=head,
            head_time=_time(view, head),
            steps=tuple(steps),
            ties=tuple(_in_order(ties, steps)),
            around=surroundings(view, steps, others) if steps else None,
            since=since(view, head, steps[-1].commit, _paths(steps)) if steps and _paths(steps) else None,
            record=told_of(record, records, meant.gone) if record else None,
            left_out=meant.left_out,
            is_open=meant.is_open,
            notes=(*meant.notes, *_limits(steps)),
        )
    return replace(made, learned=_learned(session, made)) if learn else made


def _meant(session: Session, targets: Sequence[str], head: str, ledger: Any) -> Meant:  # noqa: ANN401 -- a Ledger
    if len(targets) == 1:
        (target,) = targets
        if target.startswith("string-"):
            return _string(session, target, head)
        if target.startswith("mistake:"):
            return _mistake(session, ledger.find(target), head)
        if ".." not in target and not session.repository.names(target):
            try:
                record = ledger.find(target)
            except LedgerError:
                raise UnknownRevision(
                    f"{target[:80]!r} names no commit, string or recorded mistake of this repository.",
                    "`unrepeat strings` lists strings, `unrepeat ls mistake` mistakes; a commit may be gone, "
                    "or missing from a shallow clone.",
                ) from None
            return _mistake(session, record, head)
    return _commits(session, targets)


def _commits(session: Session, targets: Sequence[str]) -> Meant:
    found: dict[str, None] = {}
    left_out = 0
    for target in targets:
        if ".." in target:
            commits, merges = _range(session, target)
            left_out += merges
            found.update(dict.fromkeys(commits))
        else:
            found[session.repository.resolve(target)] = None
    return Meant(" ".join(targets)[:80], list(found), left_out)


def _range(session: Session, spelled: str) -> tuple[list[str], int]:
    """Give the changes of a range, merges aside, and how many merges there are."""
    repository = session.repository
    with repository.view() as view:
        base, last = range_sides(repository, view, spelled)
        plain = view.run("rev-list", "--no-merges", f"--max-count={MOST_STEPS + 1}", last, f"^{base}").decode().split()
        merges = len(view.run("rev-list", "--merges", last, f"^{base}").split())
    if not plain:
        raise RepositoryError(f"There is no change in {spelled[:80]!r}.", "Name the older side first: `OLDER..NEWER`.")
    if len(plain) > MOST_STEPS:
        raise RepositoryError(
            f"There are more than {MOST_STEPS:,} changes in {spelled[:80]!r}.",
            "A retro is about one thing: name a shorter range, or the commits themselves.",
        )
    return plain, merges


def _string(session: Session, name: str, head: str) -> Meant:
    rows = session.with_index([head], lambda index: _with_evidence(session, index, head, name, ()))
    if not rows:
        raise RepositoryError(
            f"No string of this history is called {name[:80]!r}.",
            "`unrepeat strings` lists them; commits that were rewritten, or that this clone lacks, are in none.",
        )
    if len(rows) > 1:
        raise RepositoryError(f"{len(rows)} strings begin with {name[:80]!r}.", "Give more digits of it.")
    return _of_row(rows[0])


def _of_row(row: Row) -> Meant:
    return Meant(row["id"], list(row["commits"]), ties=row["ties"], messages=row["messages"], is_open=row["open"])


def _mistake(session: Session, record: Record, head: str) -> Meant:
    """Give the changes that a mistake names, and those of the strings that they belong to."""
    if record.kind != "mistake":
        raise LedgerError(f"{record.id} is a {record.kind}.", "A retro is about a mistake, a string or commits.")
    there, gone = [], 0
    for name in record.words("commits"):
        try:
            there.append(session.repository.resolve(name))
        except UnknownRevision:
            gone += 1
    if gone and not there:
        raise RepositoryError(
            f"None of the commits that {record.id} names is in this clone.",
            f"Bring them with `git fetch`, or name others: `unrepeat set {record.id} commits=COMMIT`.",
        )
    if not there:
        raise LedgerError(
            f"{record.id} names no commits, so there is nothing to draft from.",
            f"Name them: `unrepeat set {record.id} commits=COMMIT`.",
        )
    rows = session.with_index([head, *there], lambda index: _with_evidence(session, index, head, "", there))
    if not rows:
        return Meant(record.id, there, record=record, gone=gone)
    commits = dict.fromkeys([*(commit for row in rows for commit in row["commits"]), *there])
    messages = {commit: text for row in rows for commit, text in row["messages"].items()}
    return Meant(
        record.id,
        list(commits),
        record=record,
        gone=gone,
        ties=[tie for row in rows for tie in row["ties"]],
        messages=messages if set(commits) <= set(messages) else None,
        is_open=any(row["open"] for row in rows),
    )


def _with_evidence(session: Session, index: "Index", head: str, name: str, commits: Sequence[str]) -> list[Row]:
    """Give the strings of a name, or those that hold some commits, with the grounds of their links and messages."""
    from unrepeat.cli.strings import string_rows
    from unrepeat.history.trace import Tracer
    from unrepeat.retro.study import text

    rows = string_rows(session, index, head)
    if name:
        long_enough = len(name) >= len("string-") + SHORTEST_STRING
        rows = [row for row in rows if row["id"] == name or (long_enough and row["id"].startswith(name))]
    else:
        rows = [row for row in rows if set(row["commits"]) & set(commits)]
    tracer = Tracer(index, verdicts=session.verdicts(index))
    for row in rows if len(rows) == 1 or not name else ():
        traces = tracer.trace_all([index.ordinal(link["fix"]) for link in row["links"]])
        row["ties"] = []
        for link, trace in zip(row["links"], traces, strict=True):
            culprit = next((one for one in trace.culprits if index.hash(one.commit) == link["culprit"]), None)
            grounds = tuple(
                Ground(one.says, "" if one.path is None else text(index.path(one.path)))
                for one in (culprit.evidence if culprit else ())
                if one.kind != "confirmed"
            )
            row["ties"].append(Tie(link["fix"], link["culprit"], link["score"], link["confirmed"], grounds))
        row["messages"] = {
            one.commit: one.message for one in index.changes([index.ordinal(commit) for commit in row["commits"]])
        }
    return rows


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


def _learned(session: Session, made: Evidence) -> tuple[Learned, ...]:
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
