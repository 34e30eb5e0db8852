"""How often `unrepeat trace` names the culprit that a fix's own message states, message read without that statement.

    python bench/trace/measure.py REPOSITORY... [--fixes 1200] [--scrubbed] [--strings]

Truth: forms `Fixes`, regression and introduced (`truth`). Every line that names a commit is dropped first, with its
neighbours (`--unaided`). P/R/F1 over pairs of a fix and a culprit, all fixes together. Three tables:

- ours: P/R/F1 of the first answer, the share of fixes with a true culprit among the first three, the share of true
  culprits that are candidates at all, candidates and milliseconds a fix;
- the variants of SZZ on the same fixes (`baselines`): B-SZZ and AG-SZZ with all their answers, the others have one;
- how far a score is a probability (`calibration`): in each bin the mean score of first answers, the share of right
  ones, and how many answers it holds.

`--scrubbed` traces a copy of each repository that states nothing any more, too (`scrubbed`); `--strings` holds strings
of traced links against strings of stated ones (`strings`).
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import calibration
import ours
import scrubbed
import strings
from baselines import NAMES, baselines
from metric import Tally, tally
from truth import sample, stated
from unrepeat.git import Repository
from unrepeat.history.index import open_index


class Measured(NamedTuple):
    """All that one repository gave."""

    ours: ours.Ours
    milliseconds: float
    baselines: Mapping[str, Tally]
    scrubbed: scrubbed.Compared | None
    strings: strings.Compared | None


def main() -> None:
    """Measure each repository and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--fixes", type=int, default=1200)
    parser.add_argument("--scrubbed", action="store_true")
    parser.add_argument("--strings", action="store_true")
    given = parser.parse_args()
    found = {
        name_of(folder): measured(folder, given.fixes, scrub=given.scrubbed, join=given.strings)
        for folder in given.repositories
    }
    print("\n\n".join("\n".join(table) for table in tables(found)))


def name_of(folder: Path) -> str:
    """Give a repository's name, with its owner where the folder says it."""
    whole = folder.resolve()
    return (whole.parent.name if whole.name in {"repo", ".git"} else whole.name).replace("+", "/")


def measured(folder: Path, most: int, *, scrub: bool, join: bool) -> Measured:
    """Measure one repository."""
    repository = Repository.discover(folder)
    head = repository.head()
    with open_index(repository, [head]) as index:
        every = stated(index, index.ordinal(head))
        truth = sample(every, most)
        traced = ours.trace(index, truth, unaided=True)
        return Measured(
            traced,
            ours.milliseconds(index, list(truth)),
            {name: tally(answers, truth) for name, answers in baselines(index, list(truth)).items()},
            scrubbed.compare(index, traced, truth) if scrub else None,
            strings.compare(index, index.ordinal(head), every) if join else None,
        )


def tables(found: Mapping[str, Measured]) -> Iterator[Sequence[str]]:
    """Give the tables, each as its rows."""
    yield _table(
        f"repository | {ours.COLUMNS} | ms a fix",
        (f"{name} | {one.ours} | {one.milliseconds:.2f}" for name, one in found.items()),
    )
    yield _table(
        f"repository | {' | '.join(NAMES)} | ours",
        (
            f"{name} | {' | '.join(str(one.baselines[each]) for each in NAMES)} | {one.ours.first}"
            for name, one in found.items()
        ),
    )
    yield list(calibration.table({name: one.ours.answers for name, one in found.items()}))
    copies = {name: (one.ours, one.scrubbed) for name, one in found.items() if one.scrubbed}
    if copies:
        yield _table(f"repository | messages | {ours.COLUMNS}", _side_by_side(copies))
        yield _table(
            f"repository | {scrubbed.COLUMNS}",
            (f"{name} | {one}" for name, (_, one) in copies.items()),
        )
    joined = {name: one.strings for name, one in found.items() if one.strings}
    if joined:
        yield _table(f"repository | {strings.COLUMNS}", (f"{name} | {one}" for name, one in joined.items()))


def _side_by_side(copies: Mapping[str, tuple[ours.Ours, scrubbed.Compared]]) -> Iterator[str]:
    for name, (untouched, one) in copies.items():
        yield f"{name} | unaided | {untouched}"
        yield f"{name} | scrubbed | {one.copy}"


def _table(columns: str, rows: Iterator[str]) -> list[str]:
    return [f"| {columns} |", "|---" * len(columns.split(" | ")) + "|", *(f"| {row} |" for row in rows)]


if __name__ == "__main__":
    main()
