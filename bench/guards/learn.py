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
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from stated_pairs import is_small, pairs_of
from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.guards.backtest import Share, interval
from unrepeat.guards.guard import Lesson
from unrepeat.guards.learn.offers import offers
from unrepeat.guards.place import place_of
from unrepeat.guards.proposals import Source
from unrepeat.ledger.catalogue import Catalogue


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


if __name__ == "__main__":
    main()
