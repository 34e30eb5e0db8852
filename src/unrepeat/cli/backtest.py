"""`unrepeat backtest`: how often a guard would have fired in the past, and how rightly."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unrepeat import __version__
from unrepeat.cli.errors import say
from unrepeat.cli.guarding import guard_named, guards_there, source_of, strings_of
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option, since_option
from unrepeat.guards.backtest import Backtest, backtest, halves, interval, later_repaired, precision, verdict
from unrepeat.guards.certificate import is_of
from unrepeat.guards.guard import Guard
from unrepeat.guards.lessons import lessons_of
from unrepeat.guards.proposals import Source
from unrepeat.guards.verdicts import judged
from unrepeat.ledger.files import Unreadable, read_plain, replace
from unrepeat.ledger.links import Verdict, read_all

if TYPE_CHECKING:
    from unrepeat.history.index import Index
    from unrepeat.ledger.ledger import Ledger

SHOWN = 10  # firings in words; --json gives all


@click.command("backtest")
@click.argument("name", metavar="GUARD")
@since_option
@json_option
@ledger_option
@repository_option
def backtest_command(
    name: str,
    since: int,
    as_json: bool,  # noqa: FBT001 -- click passes options so
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Run GUARD over the history in the order of time, and say whether it deserves to advise or to block.

    What it found is kept under `.unrepeat/backtests/`: a guard blocks only with a proof and a backtest.
    """
    session = Session.begin(repo, ledger)
    head = session.repository.head()
    with session.read() as (store, known), source_of(session, store) as source:
        guard = guard_named(name, guards_there(session, source))
        commits = _commits(source, head, since)
        found = backtest(guard, source, commits, _touching(source, head, guard))
        row = _row(session, found, known, commits, head)
    if session.ledger is not None and since <= 0:
        held = {"digest": guard.digest, "head": head} | {
            key: row[key] for key in ("guard", "changes", "rate", "noise", "before", "after")
        }
        text = json.dumps(held, indent=1, sort_keys=True) + "\n"
        replace(session.ledger, session.ledger / "backtests" / f"{guard.id}.json", text.encode())
    if as_json or form == "json":
        print_rows([row])
    else:
        _print(row, found)


def _commits(source: Source, head: str, since: int) -> list[str]:
    """Give the changes of the history, oldest first, without merges."""
    options = [f"--since={since}"] if since > 0 else []
    listed = source.view.run("rev-list", "--no-merges", "--topo-order", "--reverse", *options, head).decode().split()
    edge = source.repository.shallow_commits()
    return [commit for commit in listed if commit not in edge]


def _touching(source: Source, head: str, guard: Guard) -> Collection[str]:
    """Give the changes that touch a file which the guard watches."""
    listed = source.view.run("log", "-z", "--no-merges", "--name-only", "--no-renames", "--format=%x01%H", head)
    found: set[str] = set()
    commit = ""
    for field in listed.decode("utf-8", "surrogateescape").split("\0"):
        text = field.lstrip("\n")
        if text.startswith("\x01"):
            commit, _, text = text[1:].partition("\n")
            if not guard.paths:
                found.add(commit)
        if text and commit not in found and guard.covers(text):
            found.add(commit)
    return found


def _row(session: Session, found: Backtest, known: "Ledger", commits: Sequence[str], head: str) -> dict[str, Any]:
    guard = found.guard
    verdicts = judged(session.ledger)
    right = precision(found, verdicts)
    ours, others = later_repaired(found, *_culprits(session, head))
    said = [one for one in read_all(session.ledger) if isinstance(one, Verdict)]
    lessons = guard.lessons or lessons_of(guard, known, said, strings_of(session))
    noise = found.noise(lessons, verdicts)
    order = {commit: place for place, commit in enumerate(commits)}
    fixes = [place for lesson in lessons for commit, place in order.items() if commit.startswith(lesson.fix)]
    before, after = halves(found, order, min(fixes, default=None))
    return {
        "guard": guard.id,
        "changes": found.changes,
        "firings": [one.row() | {"commit": each.commit} for each in found.fired for one in each.findings],
        "rate": round(found.rate, 3),
        "noise": round(noise, 3),
        "judged": right.of,
        "precision": None if right.rate is None else round(right.rate, 3),
        "interval": [round(one, 3) for one in interval(right) or ()] or None,
        "control": {
            "later_repaired": ours.hits,
            "of": ours.of,
            "others_later_repaired": others.hits,
            "others": others.of,
        },
        "before": before,
        "after": after,
        "blind": list(found.blind),
        "says": verdict(found, noise, right, proven=_is_proven(session, guard)),
    }


def _is_proven(session: Session, guard: Guard) -> bool:
    try:
        file = (session.ledger or Path()) / "guards" / f"{guard.id}.json"
        return is_of(read_plain(file).decode("utf-8", "replace"), guard)
    except Unreadable:
        return False


def _culprits(session: Session, head: str) -> tuple[frozenset[str], int]:
    """Give the changes that were later repaired, as tracing has it, and the time of the head."""

    def work(index: "Index") -> tuple[frozenset[str], int]:
        from unrepeat.history.past import look_back
        from unrepeat.retro.study import fingerprint

        verdicts = session.verdicts(index)
        ordinal = index.ordinal(head)

        def make() -> str:
            links = look_back(index, ordinal, verdicts=verdicts).links
            return json.dumps(sorted({index.hash(link.culprit) for link in links}))

        culprits = index.derived(f"culprits {__version__} {head} {fingerprint(verdicts)}", make)
        return frozenset(json.loads(culprits)), index.times[ordinal]

    return session.with_index([head], work)


def _print(row: dict[str, Any], found: Backtest) -> None:
    for each in found.fired[-SHOWN:]:
        for one in each.findings:
            print_line(f"{each.commit[:12]}  {one.path}:{one.line}  {one.id}")
    if len(found.fired) > SHOWN:
        print_line(f"and {len(found.fired) - SHOWN} earlier changes")
    control = row["control"]
    print_line(
        f"Of the changes it fires on, {control['later_repaired']} of {control['of']} were repaired later; of the others"
        f" to the same files, {control['others_later_repaired']} of {control['others']}."
    )
    if found.blind:
        say(f"At {len(found.blind)} changes it could not look; they count as neither.")
    print_line(f"{row['guard']}: {row['says']}.")
    if found.fired:
        print_line("Was a firing right? `unrepeat judge FINDING right|wrong|unclear`")
