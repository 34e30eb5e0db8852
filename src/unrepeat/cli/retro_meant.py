"""Say which changes the targets of `retro`, `brief` and `talk` name: a string, a recorded mistake, commits, a range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from unrepeat.cli.session import Session
from unrepeat.errors import LedgerError, RepositoryError, UnknownRevision
from unrepeat.history.edits import range_sides
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.retro.evidence import Ground, Tie

if TYPE_CHECKING:
    from unrepeat.history.index import Index

MOST_STEPS = 1_000  # changes of a range that are read
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


def meant_by(
    session: Session, targets: Sequence[str], head: str, ledger: Ledger, *, without_changes: bool = False
) -> Meant:
    """Give what the targets name; raise UnrepeatError where one names nothing.

    `without_changes`: a mistake will do that names no commits, or none that is in this clone.
    """
    if len(targets) == 1:
        (target,) = targets
        if target.startswith("string-"):
            return _string(session, target, head)
        if target.startswith("mistake:"):
            return _mistake(session, ledger.find(target), head, without_changes=without_changes)
        if ".." not in target and not session.repository.names(target):
            try:
                record = ledger.find(target)
            except LedgerError:
                raise UnknownRevision(
                    f"{target[:80]!r} names no commit, string or recorded mistake of this repository.",
                    "`unrepeat strings` lists strings, `unrepeat ls mistake` mistakes; a commit may be gone, "
                    "or missing from a shallow clone.",
                ) from None
            return _mistake(session, record, head, without_changes=without_changes)
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


def _mistake(session: Session, record: Record, head: str, *, without_changes: bool) -> Meant:
    """Give the changes that a mistake names, and those of the strings that they belong to."""
    if record.kind != "mistake":
        raise LedgerError(f"{record.id} is no mistake; it is of kind {record.kind}.", "Name a mistake or a string.")
    there, gone = [], 0
    for name in record.words("commits"):
        try:
            there.append(session.repository.resolve(name))
        except UnknownRevision:
            gone += 1
    if not there and without_changes:
        return Meant(record.id, [], record=record, gone=gone)
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


def _called(name: str, rows: list[Row]) -> list[Row]:
    """Give the strings whose id begins so; else the one that a change of that hash is in now.

    A string is called by its oldest change, and a verdict on a link may take that one out of it.
    """
    by_id = [row for row in rows if row["id"].startswith(name)]
    change = name.removeprefix("string-")
    return by_id or [row for row in rows if any(commit.startswith(change) for commit in row["commits"])]


def _with_evidence(session: Session, index: "Index", head: str, name: str, commits: Sequence[str]) -> list[Row]:
    """Give the strings of a name, or those that hold some commits, with the grounds of their links and messages."""
    from unrepeat.cli.strings import string_rows
    from unrepeat.history.trace import Tracer
    from unrepeat.retro.study import text

    rows = string_rows(session, index, head)
    if name:
        long_enough = len(name) >= len("string-") + SHORTEST_STRING
        rows = _called(name, rows) if long_enough else []
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
