"""How often `unrepeat lines` agrees with `git blame`: 60 random source files of each repository, every line.

    python bench/lines.py REPOSITORY... [--files 60] [--seed 0]

Prints a row a repository: files and lines compared, lines that agree in commit, path and original line, the seconds
that each side took.
"""

import argparse
import random
import re
import subprocess
import sys
import time
from pathlib import Path

from unrepeat.git import Repository
from unrepeat.history.index import open_index
from unrepeat.history.lines import Annotator

SOURCE = re.compile(rb"\.(c|h|cc|cpp|hpp|py|rs|rb|java|js|ts|go|sh|pl|php|lua|ac|am|cmake|proto|at)$")
HEADER = re.compile(rb"^([0-9a-f]{40,64}) (\d+) (\d+)")


def blamed(repository: Path, commit: str, path: bytes) -> list[tuple[str, bytes, int]]:
    """Ask git for the origin of each line."""
    out = subprocess.run(
        ["git", "-C", str(repository), "blame", "--line-porcelain", commit, "--", path], capture_output=True, check=True
    ).stdout
    found, name, commit_here, line = [], b"", "", 0
    for row in out.split(b"\n"):
        header = HEADER.match(row)
        if header and not row.startswith(b"\t"):
            commit_here, line = header[1].decode(), int(header[2])
        elif row.startswith(b"filename "):
            name = row[9:]
        elif row.startswith(b"\t"):
            found.append((commit_here, name, line))
    return found


def main() -> None:
    """Compare, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    print("| repository | files | lines | agree | commit agrees | unrepeat s | git blame s |")
    print("|---|---|---|---|---|---|---|")
    for folder in options.repositories:
        print(compare(folder, options), flush=True)


def compare(folder: Path, options: argparse.Namespace) -> str:
    """Compare one repository; give its row."""
    repository = Repository.discover(folder)
    head = repository.head()
    listed = subprocess.run(
        ["git", "-C", str(folder), "ls-tree", "-r", "-z", head], capture_output=True, check=True
    ).stdout.split(b"\0")
    files = [row.split(b"\t", 1)[1] for row in listed if row.startswith(b"100")]
    files = sorted(path for path in files if SOURCE.search(path))
    chosen = random.Random(options.seed).sample(files, min(options.files, len(files)))
    total = same = same_commit = 0
    ours = theirs = 0.0
    with open_index(repository, [head]) as index:
        annotator = Annotator(index)
        for path in chosen:
            begun = time.perf_counter()
            truth = blamed(folder, head, path)
            theirs += time.perf_counter() - begun
            begun = time.perf_counter()
            number = index.path_number(path)
            lines = None if number is None else annotator.lines_at(number, index.ordinal(head))
            origins = [annotator.origins.of(line) for line in lines or ()]
            ours += time.perf_counter() - begun
            got = [(index.hash(origin.commit), index.path(origin.path), origin.line) for origin in origins]
            agree = sum(a == b for a, b in zip(truth, got, strict=False))
            total += len(truth)
            same += agree
            same_commit += sum(a[0] == b[0] for a, b in zip(truth, got, strict=False))
            if options.verbose and (agree != len(truth) or len(truth) != len(got)):
                print(f"{path!r}: {agree} of {len(truth)} agree, {len(got)} given", file=sys.stderr)
    share, share_commit = same / max(total, 1), same_commit / max(total, 1)
    name = folder.parent.name if folder.name in {"repo", ".git"} else folder.name
    return (
        f"| {name.replace('+', '/')} | {len(chosen)} | {total} | {share:.3%} | {share_commit:.3%} |"
        f" {ours:.2f} | {theirs:.2f} |"
    )


if __name__ == "__main__":
    main()
