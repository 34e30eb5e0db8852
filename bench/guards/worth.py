"""What learned guards cost and what they catch, over the history that came after each lesson.

    python bench/guards/worth.py REPOSITORY... [--lessons 100] [--changes 8000] [--seed 0] [--show 0]

*Lessons* are pairs of a culprit and its small fix that a message states by hash (`stated_pairs`), a seeded sample of so
many among the latest so many changes that are no merges. In the order of time, the learner is run on each as of its
fix; the offer ranked first is a guard from then on, and looks at every later change with the function that `check` and
`backtest` use. The same rule is not enabled twice; changes of more than 100 files are not looked at.

A *firing* is a change that a guard fires on. A *catch* is one on the culprit of another stated pair (of any size), at
the lines that its fix changed, or beside which it added. A *repeat* is told by the lines that fixes repair, not by our
guards: `repeats` says how. Both are printed as lists. A firing was *later fixed* where a change that counts as a fix
(`history.fixes`) took or changed one of its lines; changes of the last 330 days are left out, since nobody may know yet
what is wrong in them. The *control* is the same of random places that the same changes add, of as many lines.

Four rows a repository: all first offers; those that had fired on at most 5, or 1, in 1,000 of the changes before their
lesson; those that had fired on none (their own culprit aside). `--show` prints so many firings, to be judged by eye.
The whole of a history takes long: some 50 ms a change with 80 guards, and one to two seconds a lesson.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from forward import Enabled, Fired, Lines, run
from later_fixed import Added, later_fixed
from repeats import Repeat, Stated, repeats, small_pairs
from stated_pairs import pairs_of
from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.guards.backtest import UNSETTLED, Share, interval
from unrepeat.guards.guard import Lesson
from unrepeat.guards.learn.offers import offers
from unrepeat.guards.place import place_of
from unrepeat.guards.proposals import Source
from unrepeat.history.index import Index, open_index
from unrepeat.ledger.catalogue import Catalogue

# Which guards are enabled: at most so many firings in 1,000 changes before the lesson; None is any number.
VARIANTS: Mapping[str, float | None] = {"all": None, "5 in 1,000": 5.0, "1 in 1,000": 1.0, "none before": 0.0}


class Catch(NamedTuple):
    """A firing on the culprit of a later pair, where its fix repaired it."""

    fired: Fired
    pair: Lesson
    how: str


@dataclass(frozen=True)
class Measured:
    """All that one repository gave; `right` and `control` are shares of each firing's places that were later fixed."""

    name: str
    changes: int
    lessons: Sequence[Stated]
    enabled: Sequence[Enabled]
    fired: Sequence[Fired]
    catches: Sequence[Catch]
    repeats: Sequence[Repeat]
    right: Mapping[Fired, float]
    control: Mapping[Fired, float]


def main() -> None:
    """Measure each repository, print the table, then the lists."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--lessons", type=int, default=100)
    parser.add_argument("--changes", type=int, default=8_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    print(
        "| repository | guards | lessons | enabled | changes | firings | in 100 | guards that fire | catches"
        " | repeats caught | later fixed | control |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    found = []
    for folder in given.repositories:
        found.append(measured(folder, given.lessons, given.changes, given.seed))
        for variant, most in VARIANTS.items():
            print(row(found[-1], variant, most), flush=True)
    for one in found:
        print("\n".join(told(one, given.show, given.seed)))


def measured(folder: Path, count: int, latest: int, seed: int) -> Measured:
    """Learn, run forward, and look at what became of it."""
    repository = Repository.discover(folder)
    head = repository.head()
    with Source.open(repository, Catalogue(None)) as source:
        listed = source.view.run("rev-list", "--no-merges", "--topo-order", "--reverse", head).decode().split()
        commits = listed[-latest:]
        pairs = small_pairs(source, {commit: at for at, commit in enumerate(commits)})
        lessons = sorted(random.Random(seed).sample(pairs, min(count, len(pairs))), key=lambda one: one.fix)
        learned = [one for lesson in lessons for one in _learned(source, lesson)]
        enabled = list({one.guard.digest: one for one in reversed(learned)}.values())[::-1]
        fired = list(run(source, commits, enabled, seed))
        catches = list(_catches(source, enabled, fired))
    with open_index(repository, [head]) as index:
        right, control = _later_fixed(index, head, fired)
    return Measured(
        folder.resolve().parent.name.replace("+", "/"),
        len(commits),
        lessons,
        enabled,
        fired,
        catches,
        list(repeats(lessons, pairs)),
        right,
        control,
    )


def _learned(source: Source, lesson: Stated) -> Iterator[Enabled]:
    try:
        found = offers(source, [lesson.lesson])
    except UnrepeatError as error:
        print(f"{lesson.lesson.fix[:12]}: {error.what}", file=sys.stderr)
        return
    if found:
        yield Enabled(found[0], lesson.lesson, lesson.fix)


def _after(enabled: Sequence[Enabled], fired: Sequence[Fired]) -> Iterator[Fired]:
    since = {one.lesson: one.since for one in enabled}
    yield from (one for one in fired if one.lesson in since and one.at > since[one.lesson])


def _catches(source: Source, enabled: Sequence[Enabled], fired: Sequence[Fired]) -> Iterator[Catch]:
    by_culprit: dict[str, list[Lesson]] = {}
    for culprit, fix in sorted(set(pairs_of(source))):
        by_culprit.setdefault(culprit, []).append(Lesson(culprit, fix))
    for one in _after(enabled, fired):
        for pair in by_culprit.get(one.commit, []):
            (wrong, _), (repair, _) = source.past(pair)
            place = place_of(source.view, wrong, repair)
            spans = {os.fsencode(path): spans for path, spans in place.culprit.items()}
            if place.shared in {"lines", "around"} and any(
                each.first <= span.last and span.first <= each.last
                for each in one.lines
                for span in spans.get(each.path, ())
            ):
                yield Catch(one, pair, place.shared)


def _later_fixed(index: Index, head: str, fired: Sequence[Fired]) -> tuple[dict[Fired, float], dict[Fired, float]]:
    """Give the share of each firing's places, and of its random ones, that were later fixed, if it is settled."""
    settled = [one for one in fired if one.time <= index.times[index.ordinal(head)] - UNSETTLED]
    numbers = {path: index.path_number(path) for one in settled for path, _, _ in (*one.lines, *one.control)}

    def added(one: Fired, place: Lines) -> Added:
        number = numbers[place.path]
        return index.ordinal(one.commit), -1 if number is None else number

    wanted = {added(one, place) for one in settled for place in (*one.lines, *one.control)}
    fixed = later_fixed(index, index.ordinal(head), wanted)

    def share(one: Fired, places: Sequence[Lines]) -> float:
        hits = (not fixed[added(one, place)].isdisjoint(range(place.first, place.last + 1)) for place in places)
        return sum(hits) / max(len(places), 1)

    return {one: share(one, one.lines) for one in settled}, {one: share(one, one.control) for one in settled}


def row(found: Measured, variant: str, most: float | None) -> str:
    """Give one row of the table."""
    enabled = [one for one in found.enabled if most is None or _before(found, one) <= most]
    fired = list(_after(enabled, found.fired))
    changes = found.changes - min((one.since + 1 for one in enabled), default=found.changes)
    catches = [one for one in found.catches if one.fired in set(fired)]
    caught = {one.pair for one in catches}
    repeated = Share(sum(one.later.lesson in caught for one in found.repeats), len(found.repeats))
    settled = [one for one in fired if one in found.right]
    right, control = (sum(shares[one] for one in settled) for shares in (found.right, found.control))
    return (
        f"| {found.name} | {variant} | {len(found.lessons)} | {len(enabled)} | {changes} | {len(fired)}"
        f" | {100 * len(fired) / max(changes, 1):.2f} | {len({one.lesson for one in fired})} | {len(catches)}"
        f" | {repeated.hits} of {repeated.of} | {_percent(right, len(settled))}"
        f" | {control / max(len(settled), 1):.0%} |"
    )


def _before(found: Measured, one: Enabled) -> float:
    """Give how many of 1,000 changes before its lesson a guard fired on, its culprit aside."""
    count = sum(
        each.lesson == one.lesson and each.at < one.since and each.commit != one.lesson.culprit for each in found.fired
    )
    return 1000 * count / max(one.since, 1)


def _percent(hits: float, of: int) -> str:
    low, high = interval(Share(round(hits), of)) or (0.0, 0.0)
    return f"{hits / of:.0%} of {of} ({low:.0%} to {high:.0%})" if of else "of none"


def told(found: Measured, show: int, seed: int) -> Iterator[str]:
    """Tell the repeats, the catches, and some firings."""
    caught = {one.pair for one in found.catches}
    yield f"\n{found.name}: {len(found.repeats)} repeats (earlier fix, later culprit and fix, the form of the line)"
    for one in found.repeats:
        mark = "caught" if one.later.lesson in caught else "      "
        yield f"    {mark} {one.earlier.lesson.fix[:12]} {_pair(one.later.lesson)} {one.how}: {one.form}"
    yield f"{found.name}: {len(found.catches)} catches (the guard's lesson, later culprit and fix, where, the guard)"
    for catch in found.catches:
        yield f"    {_pair(catch.fired.lesson)} {_pair(catch.pair)} {catch.how}: {catch.fired.guard.title}"
    after = list(_after(found.enabled, found.fired))
    for shown in sorted(random.Random(seed).sample(after, min(show, len(after))), key=lambda each: each.at):
        share = found.right.get(shown)
        fate = "unsettled" if share is None else f"later fixed {share:.0%}"
        path, line, _ = shown.lines[0]
        yield f"    {shown.commit[:12]} {path.decode('utf-8', 'replace')}:{line} {fate}: {shown.guard.title}"


def _pair(lesson: Lesson) -> str:
    return f"{lesson.culprit[:12]} {lesson.fix[:12]}"


if __name__ == "__main__":
    main()
