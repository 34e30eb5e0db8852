"""How often a change is asked about what nobody recorded, on histories that have no ledger.

    python bench/questions.py REPOSITORY... [--changes 1000] [--skip 0] [--show 30]

Looks at the newest changes of each repository, merges left out, as `check` would: each by itself, with no record and no
audience. Prints how many questions are asked, of which sort, and what a change costs in milliseconds: to read it (git
included; and of these the processor time of our own process, which starts eight programs for it), and to ask (median,
mean, 99th percentile). `--show` prints a seeded sample of the questions with the line each points at, to be judged by
eye.
"""

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, get_args

from unrepeat.git import Repository
from unrepeat.history.edit import Edit
from unrepeat.history.edits import commit_edits
from unrepeat.history.raw import HEADER, read_log
from unrepeat.ledger.signs.sign import Sort
from unrepeat.ledger.unrecorded import Question, question


class Asked(NamedTuple):
    """A question, with the commit it was asked about, its subject, and the line it points at."""

    commit: str
    subject: str
    question: Question
    line: str


class Times(NamedTuple):
    """Seconds a change, in lists: to read it, of our own process while it was read, to ask."""

    reading: list[float]
    own: list[float]
    asking: list[float]


def main() -> None:
    """Measure each repository and print its row, then the samples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--skip", type=int, default=0, help="leave out so many of the newest changes")
    parser.add_argument("--show", type=int, default=0, help="print so many of the questions of each repository")
    options = parser.parse_args()
    print("| repository | changes | questions | per 100 | dependency | interface | unfinished | ms: read (own) | ask |")
    print("|---|---|---|---|---|---|---|---|---|")
    samples = {}
    for folder in options.repositories:
        name = folder.parent.name if folder.name in {"repo", ".git"} else folder.name
        name = name.replace("+", "/")
        asked, times = measure(Repository.discover(folder), options.skip, options.changes)
        print(row(name, asked, times), flush=True)
        samples[name] = sorted(random.Random(0).sample(asked, min(options.show, len(asked))))
    for name, sample in samples.items():
        for one in sample:
            print(f"\n{name} {one.commit[:12]} {one.subject}\n  {one.question.path}:{one.question.line} {one.line}")
            print(f"  {one.question.message}")


def newest(repository: Repository, skip: int, count: int) -> Iterator[tuple[str, str]]:
    """Give the commits to look at, newest first, with their messages."""
    walk = ("log", "-z", "--no-merges", "--encoding=UTF-8", f"--skip={skip}", f"--max-count={count}", HEADER)
    with repository.view() as view, view.stream(*walk, repository.head()) as output:
        for raw in islice(read_log(output), count):
            yield raw.commit, raw.message.decode("utf-8", "surrogateescape")


def measure(repository: Repository, skip: int, count: int) -> tuple[list[Asked], Times]:
    """Ask about each change."""
    asked = []
    times = Times([], [], [])
    for commit, message in list(newest(repository, skip, count)):
        begun, own = time.perf_counter(), time.process_time()
        edits = commit_edits(repository, commit)
        times.reading.append(time.perf_counter() - begun)
        times.own.append(time.process_time() - own)
        begun = time.process_time()
        found = question(edits, message)
        times.asking.append(time.process_time() - begun)
        if found is not None:
            subject = message.strip().partition("\n")[0]
            asked.append(Asked(commit, subject, found, _line(edits, found)))
    return asked, times


def _line(edits: Sequence[Edit], found: Question) -> str:
    text = next((edit.after for edit in edits if edit.path == found.path), "")
    return "".join(text.split("\n")[found.line - 1 : found.line]).strip()[:120]


def row(name: str, asked: Sequence[Asked], times: Times) -> str:
    """Give a repository's row."""
    count = max(len(times.asking), 1)
    sorts = Counter(one.question.sort for one in asked)
    median = {field: statistics.median(values or [0]) * 1000 for field, values in times._asdict().items()}
    most = sorted(times.asking or [0])[int(0.99 * (count - 1))] * 1000
    mean = sum(times.asking) / count * 1000
    return (
        f"| {name} | {len(times.asking)} | {len(asked)} | {len(asked) / count * 100:.1f} | "
        + " | ".join(str(sorts[sort]) for sort in get_args(Sort))
        + f" | {median['reading']:.0f} ({median['own']:.1f}) | {median['asking']:.2f}, {mean:.2f}, {most:.0f} |"
    )


if __name__ == "__main__":
    main()
