"""`unrepeat trace`: which changes brought in what a fix repairs."""

import re
from collections.abc import Sequence
from typing import Any, TextIO

import click

from unrepeat.change import Change
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.collection import without_collection
from unrepeat.history.index import Index
from unrepeat.history.rank import STANDS
from unrepeat.history.trace import Trace, Tracer
from unrepeat.retro.study import evidence

_WHOLE = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@click.command()
@click.argument("fixes", nargs=-1, metavar="FIX...")
@click.option(
    "--from",
    "source",
    type=click.File("r", "utf-8", "surrogateescape"),
    help="Read fixes from a file, one a line; `-` is standard input.",
)
@click.option("--top", type=click.IntRange(1), help="Give at most so many culprits for each fix.")
@click.option("--unaided", is_flag=True, help="Do not read what the message says of other commits.")
@json_option
@ledger_option
@repository_option
def trace(fixes: Sequence[str], source: TextIO | None, top: int | None, unaided: bool, **common: Any) -> None:  # noqa: FBT001, ANN401 -- click passes options so
    """Name the changes that brought in what each FIX repairs, the likeliest first, with the evidence in words.

    No culprit is named where none is likely.
    """
    session = Session.begin(common["repo"], common["ledger"])
    names = [*fixes, *(line.strip() for line in source or () if line.strip())]
    if not names:
        raise click.UsageError("Name at least one fix, or give a list with `--from FILE`.")
    rows, changes = _traced(session, names, top, unaided=unaided)
    if common["as_json"] or common["form"] == "json":
        print_rows(rows)
        return
    for row in rows:
        _print(row, changes)


def _traced(
    session: Session, names: Sequence[str], top: int | None, *, unaided: bool
) -> tuple[list[dict[str, Any]], dict[str, Change]]:
    # Whole hashes need not be asked of git one by one, unless the index lacks them.
    resolved = {name: name if _WHOLE.fullmatch(name) else session.repository.resolve(name) for name in set(names)}
    tips = [commit for name, commit in sorted(resolved.items()) if name != commit]
    if any(name == commit for name, commit in resolved.items()):
        tips.append(session.repository.head())
    lacking = session.with_index(tips, lambda index: [name for name in resolved.values() if not index.known(name)])
    # What looked whole and is not there may be the name of a tag, or the beginning of a longer hash.
    resolved |= {name: session.repository.resolve(commit) for name, commit in resolved.items() if commit in lacking}
    tips += sorted(commit for name, commit in resolved.items() if name in lacking)

    def work(index: Index) -> tuple[list[dict[str, Any]], dict[str, Change]]:
        tracer = Tracer(index, unaided=unaided, verdicts=session.verdicts(index))
        with without_collection():
            traces = tracer.trace_all([index.ordinal(resolved[name]) for name in names], top=top)
        named = {one.fix for one in traces} | {culprit.commit for one in traces for culprit in one.culprits}
        changes = {change.commit: change for change in index.changes(sorted(named))}
        return [_row(index, one) for one in traces], changes

    return session.with_index(tips, work)


def _row(index: Index, one: Trace) -> dict[str, Any]:
    used = {ground.path for culprit in one.culprits for ground in culprit.evidence if ground.path is not None}
    paths = {number: index.path(number) for number in used}
    return {
        "fix": index.hash(one.fix),
        "culprits": [
            {
                "commit": index.hash(culprit.commit),
                "score": culprit.score,
                "confirmed": culprit.confirmed,
                "evidence": [evidence(ground, paths) for ground in culprit.evidence],
            }
            for culprit in one.culprits
        ],
        "stated": [index.hash(commit) for commit in one.stated],
    }


def _print(row: dict[str, Any], changes: dict[str, Change]) -> None:
    fix = changes[row["fix"]]
    print_line(f"{fix.commit[:12]} {fix.day}  {fix.subject}")
    for culprit in row["culprits"]:
        change = changes[culprit["commit"]]
        surety = f"{'likely' if culprit['score'] >= STANDS else 'possible'}, {culprit['score']:.0%}"
        surety = "confirmed" if culprit["confirmed"] else surety
        print_line(f"  <- {change.commit[:12]} {change.day}  {change.subject}  ({surety})")
        for ground in culprit["evidence"][:4]:
            where = f"{ground['path']}: " if ground["path"] else ""
            print_line(f"       {where}{ground['says']}")
    if not row["culprits"]:
        print_line("  No change is likely enough to be named.")
