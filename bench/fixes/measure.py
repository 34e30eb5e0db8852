"""How well `unrepeat fixes` tells fixes, against 200 commits labelled by hand.

    python bench/fixes/measure.py mesonbuild/meson=/path/to/meson FRRouting/frr=/path/to/frr

`labels.tsv` beside this file holds 100 commits of each, drawn at random (seed 2, no merges), labelled by reading
message and diff before the signals were written; `unsure` ones (8) are left out. A fix repairs a mistake that earlier
work brought in: behaviour, crash, leak, build, test, warning, wrong docs. Prints precision, recall and F1; `--misses`
also the rows that miss.
"""

import csv
import sys
from pathlib import Path

from unrepeat.git import Repository
from unrepeat.history.fixes import STANDS, Fix, is_fix
from unrepeat.history.index import open_index


def main() -> None:
    """Measure and print."""
    folders = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)
    rows = list(csv.DictReader((Path(__file__).parent / "labels.tsv").open(), delimiter="\t"))
    counts: dict[str, list[int]] = {}
    misses: list[str] = []
    for name, folder in folders.items():
        repository = Repository.discover(Path(folder))
        with open_index(repository, [repository.head()]) as index:
            paths = index.all_paths()
            for row in rows:
                if row["repository"] != name or row["label"] == "unsure":
                    continue
                change = index.change(index.ordinal(row["commit"]))
                fix = is_fix(change, [paths[number] for number in change.paths])
                count(counts, name, fix, misses, row)
    print("| repository | n | fixes | precision | recall | F1 |")
    print("|---|---|---|---|---|---|")
    for name, (hits, wrong, missed, right) in [
        *counts.items(),
        ("both", [sum(c) for c in zip(*counts.values(), strict=True)]),
    ]:
        precision, recall = hits / max(hits + wrong, 1), hits / max(hits + missed, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        total = hits + wrong + missed + right
        print(f"| {name} | {total} | {hits + missed} | {precision:.2f} | {recall:.2f} | {f1:.2f} |")
    if "--misses" in sys.argv:
        print("\n".join(misses))


def count(counts: dict[str, list[int]], name: str, fix: Fix, misses: list[str], row: dict[str, str]) -> None:
    """Count one commit as hit, wrong, missed or right."""
    truth = row["label"] == "fix"
    said = fix.score >= STANDS
    kind = (0 if truth else 1) if said else (2 if truth else 3)
    counts.setdefault(name, [0, 0, 0, 0])[kind] += 1
    if said != truth:
        what = "missed" if truth else "wrong"
        misses.append(f"{what} {row['commit'][:12]} {fix.score:.2f} {row['kind']}: {fix.change.subject}")


if __name__ == "__main__":
    main()
