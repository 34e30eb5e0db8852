"""How often `unrepeat trace` names the culprit that a fix's own message states, message read without that statement.

    python bench/trace.py REPOSITORY... [--fixes 1200] [--dump FILE]

Truth: `Fixes:`, regression and introduced forms. Every line that names a commit is dropped first (`--unaided`), with
its neighbours. Prints precision, recall and F1 of the first answer, the share of fixes with the truth among the first
three, how many truths are candidates at all, milliseconds a fix; and on the same fixes R-SZZ (the latest change among
those that wrote deleted lines) and the one that wrote most of them.
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import NamedTuple

from unrepeat.git import Repository
from unrepeat.history.index import Index, open_index
from unrepeat.history.rank import Features
from unrepeat.history.stated import Statements
from unrepeat.history.trace import Tracer

FORMS = {"fixes", "regression", "introduced"}


class Tally(NamedTuple):
    """Hits of first answers, answers given, true pairs."""

    hits: int
    given: int
    true: int

    def __str__(self) -> str:
        precision, recall = self.hits / max(self.given, 1), self.hits / max(self.true, 1)
        return f"{precision:.2f}/{recall:.2f}/{2 * precision * recall / max(precision + recall, 1e-9):.2f}"


def main() -> None:
    """Measure each repository and print its row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--fixes", type=int, default=1200)
    parser.add_argument("--dump", type=Path, help="write the features of every candidate as JSON Lines")
    options = parser.parse_args()
    print(
        "| repository | fixes | P/R/F1 | top 3 | among candidates | candidates a fix | R-SZZ | most lines | ms a fix |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for folder in options.repositories:
        repository = Repository.discover(folder)
        with open_index(repository, [repository.head()]) as index:
            print(row(folder, index, options), flush=True)


def truths(index: Index, most: int) -> dict[int, set[int]]:
    """Give fixes and the culprits their messages state."""
    statements = Statements(index)
    found: dict[int, set[int]] = {}
    for change in index.changes():
        if not change.is_merge:
            stated = {s.commit for s in statements.in_message(change.message, change.ordinal) if s.form in FORMS}
            if stated:
                found[change.ordinal] = stated
    chosen = random.Random(0).sample(sorted(found), min(most, len(found)))
    return {fix: found[fix] for fix in sorted(chosen)}


def row(folder: Path, index: Index, options: argparse.Namespace) -> str:
    """Measure one repository."""
    truth = truths(index, options.fixes)
    begun = time.perf_counter()
    tracer = Tracer(index, unaided=True)
    traces = tracer.trace_all(list(truth))
    spent = (time.perf_counter() - begun) / max(len(truth), 1) * 1000
    first = latest = most = top = held = candidates = given = blamed = 0
    true = sum(map(len, truth.values()))
    dump = options.dump.open("a") if options.dump else None
    for trace in traces:
        answer = truth[trace.fix]
        ranked = [culprit.commit for culprit in trace.culprits]
        suspects = tracer.suspects[trace.fix].candidates
        candidates += len(suspects)
        held += len(answer & suspects.keys())
        given += bool(ranked)
        first += bool(ranked) and ranked[0] in answer
        top += bool(answer.intersection(ranked[:3]))
        deleted = {commit: c.deleted_weight for commit, c in suspects.items() if c.deleted_weight}
        if deleted:
            blamed += 1
            latest += max(deleted) in answer
            most += max(deleted, key=lambda commit: (deleted[commit], commit)) in answer
        if dump:
            for commit, values in tracer.features(trace.fix).items():
                record = {"repository": folder.parent.name, "fix": trace.fix, "true": commit in answer}
                dump.write(json.dumps(record | dict(zip(Features._fields, values, strict=True))) + "\n")
    if dump:
        dump.close()
    count = max(len(truth), 1)
    name = folder.parent.name if folder.name in {"repo", ".git"} else folder.name
    return (
        f"| {name.replace('+', '/')} | {len(truth)} | {Tally(first, given, true)} | {top / count:.2f}"
        f" | {held / max(true, 1):.2f}"
        f" | {candidates / count:.0f} | {Tally(latest, blamed, true)} | {Tally(most, blamed, true)} | {spent:.2f} |"
    )


if __name__ == "__main__":
    main()
