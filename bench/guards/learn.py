"""How many mistakes a guard can be learned from, on what developers say of their own history.

    python bench/guards/learn.py REPOSITORY... [--pairs 150] [--seed 0]

Takes pairs of a culprit and its fix that a message states with a hash (`Fixes:`, `regression`, `introduced`; not
reverts), where the fix changes one file of a known language beside tests and prose, in at most 20 lines and 3 hunks. A
pair is *reachable* where the fix changes lines that the culprit added. Prints, for each repository: pairs, reachable,
how many of these got a proven and non-trivial pattern guard (with Wilson's 95 % interval), how many of all pairs did,
milliseconds a pair (median and 90th percentile; then those that the processor worked, which other programs lengthen
less), and whether learning again gave the same guards. `--show` prints some.
"""

import argparse
import os
import random
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.guards.backtest import Share, interval
from unrepeat.guards.guard import Lesson
from unrepeat.guards.learn.offers import offers
from unrepeat.guards.place import place_of
from unrepeat.guards.proposals import Source
from unrepeat.guards.syntax import language_of
from unrepeat.history.edits import PastChange
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test
from unrepeat.ledger.catalogue import Catalogue

STATED = re.compile(
    r"^\s*Fixes:\s*(?:commit\s+)?([0-9a-f]{7,40})\b"
    r"|\bregress\w*\b[\w ,-]{0,40}?\s(?:since|from|in|by|with)\s+(?:commit\s+)?([0-9a-f]{7,40})\b"
    r"|\b(?:introduced|broken|broke|caused)\b[\w ,-]{0,30}?\s(?:in|by|with|since)\s+(?:commit\s+)?([0-9a-f]{7,40})\b",
    re.IGNORECASE | re.MULTILINE,
)
MOST_LINES, MOST_HUNKS = 20, 3


def main() -> None:
    """Measure each repository, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--pairs", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    heads = (
        "repository",
        "pairs",
        "reachable",
        "proven of reachable",
        "of all",
        "ms median, p90",
        "worked",
        "same again",
    )
    print(f"| {' | '.join(heads)} |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in given.repositories:
        print(measured(folder, given.pairs, given.seed, given.show), flush=True)


def measured(folder: Path, count: int, seed: int, show: int) -> str:
    """Learn from the pairs of one repository; give its row."""
    repository = Repository.discover(folder)
    shown: list[str] = []
    reachable = proven = of_reachable = pairs = 0
    seconds: list[float] = []
    work: list[float] = []
    same = True
    with Source.open(repository, Catalogue(None)) as source:
        for lesson in chosen(source, count, seed):
            pairs += 1
            begun, worked = time.perf_counter(), processor()
            try:
                found = offers(source, [lesson])
                seconds.append(time.perf_counter() - begun)
                work.append(processor() - worked)
                (culprit, _), (fix, _) = source.past(lesson)
                is_reachable = place_of(source.view, culprit, fix).shared == "lines"
            except UnrepeatError:
                continue
            if pairs <= 10:
                same = same and offers(source, [lesson]) == found
            reachable += is_reachable
            proven += bool(found)
            of_reachable += is_reachable and any(guard.kind == "pattern" for guard in found)
            if found and len(shown) < show:
                shown.append(f"{lesson.fix[:12]} {found[0].title}")
    for line in shown:
        print(f"    {line}")
    low, high = interval(Share(of_reachable, reachable)) or (0.0, 0.0)
    return (
        f"| {folder.parent.name.replace('+', '/')} | {pairs} | {reachable}"
        f" | {of_reachable / max(reachable, 1):.0%} ({low:.0%} to {high:.0%}) | {proven / max(pairs, 1):.0%}"
        f" | {spread(seconds)} | {spread(work)} | {'yes' if same else 'no'} |"
    )


def spread(seconds: list[float]) -> str:
    """Give the median and the 90th percentile in milliseconds."""
    times = [1000 * one for one in sorted(seconds) or [0.0]]
    return f"{statistics.median(times):.0f}, {times[int(0.9 * (len(times) - 1))]:.0f}"


def processor() -> float:
    """Give the seconds that this process and the runs of git it began have worked."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def chosen(source: Source, count: int, seed: int) -> Iterator[Lesson]:
    """Give so many small one-file pairs, in a seeded order."""
    stated = sorted(pairs_of(source))
    random.Random(seed).shuffle(stated)
    given = 0
    for culprit, fix in stated:
        lesson = Lesson(culprit, fix)
        (_, _), (change, _) = source.past(lesson)
        if is_small(change):
            yield lesson
            given += 1
        if given == count:
            return


def pairs_of(source: Source) -> Iterator[tuple[str, str]]:
    """Give culprit and fix of each pair that a message states, where the culprit is in the history."""
    listed = source.view.run("log", "-z", "--no-merges", "--format=%H%n%B", source.repository.head())
    entries = [entry.partition(b"\n") for entry in listed.split(b"\0")]
    by_prefix: dict[str, list[str]] = {}
    for commit, _, _ in entries:
        by_prefix.setdefault(commit.decode()[:7], []).append(commit.decode())
    for commit, _, message in entries:
        for found in STATED.finditer(message.decode("utf-8", "replace")):
            name = next(group for group in found.groups() if group).lower()
            full = [one for one in by_prefix.get(name[:7], []) if one.startswith(name)]
            if len(full) == 1 and full[0] != commit.decode():
                yield full[0], commit.decode()


def is_small(fix: PastChange) -> bool:
    """Say whether a fix is small and of one region in one source file, tests and prose beside it."""
    paths = [edit for edit in fix.edits if not _is_beside(edit.path.encode("utf-8", "surrogateescape"))]
    if len(paths) != 1 or language_of(paths[0].path) is None or paths[0].status != "modified":
        return False
    spans = (*paths[0].adds, *paths[0].takes)
    lines = sum(span.last - span.first + 1 for span in spans)
    return 0 < lines <= MOST_LINES and max(len(paths[0].adds), len(paths[0].takes)) <= MOST_HUNKS


def _is_beside(path: bytes) -> bool:
    return is_test(path) or is_prose(path) or is_bookkeeping(path)


if __name__ == "__main__":
    main()
