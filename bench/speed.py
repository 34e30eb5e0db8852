"""How fast and how small: indexing, tracing and studying, beside git itself on the same machine in the same run.

    python bench/speed.py REPOSITORY... [--rounds 3]

Each step is a whole program, timed from outside, in turn with `git log -p -U0 -M` to nothing; medians of the rounds,
ratios taken within each round. `trace` is the time inside the program for every fix of the repository, index warm.
Peak memory is that of the largest Python process. Nothing is written into the repository: it is borrowed by a bare
clone in a temporary folder.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

CATCH_UP = 100

TRACE_ALL = """
import sys, time
from pathlib import Path
from unrepeat.git import Repository
from unrepeat.history.fixes import find_fixes
from unrepeat.history.index import open_index
from unrepeat.collection import without_collection
from unrepeat.history.trace import Tracer
repository = Repository.discover(Path(sys.argv[1]))
head = repository.head()
with open_index(repository, [head]) as index:
    fixes = [fix.change.ordinal for fix in find_fixes(index, index.ordinal(head))]
    begun = time.perf_counter()
    with without_collection():
        Tracer(index).trace_all(fixes)
    print(len(fixes), time.perf_counter() - begun)
"""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print("| repository | step | median s | of git log -p | least to most | peak MB |")
    print("|---|---|---|---|---|---|")
    for folder in options.repositories:
        measure(folder.resolve(), options.rounds)
    version = [timed([sys.executable, "-m", "unrepeat", "--version"])[0] for _ in range(9)]
    print(
        f"| - | unrepeat --version | {statistics.median(version):.3f} | | {min(version):.3f} to {max(version):.3f} | |"
    )


def timed(command: Sequence[str], folder: Path | None = None) -> tuple[float, float]:
    """Run a program; give its seconds, and the peak memory in MB of the largest process of the last one measured."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - begun, used.ru_maxrss / 1024


def measure(folder: Path, rounds: int) -> None:
    """Measure one repository; print its rows."""
    name = folder.parent.name.replace("+", "/") if folder.name in {"repo", ".git"} else folder.name
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch) / "clone.git"
        borrow(folder, clone)
        unrepeat = [sys.executable, "-m", "unrepeat"]
        study = [*unrepeat, "study", str(clone), "--out", str(Path(scratch) / "report")]
        steps = {
            "index --jobs 1": [*unrepeat, "index", "--rebuild", "--jobs", "1"],
            "index --jobs 2": [*unrepeat, "index", "--rebuild", "--jobs", "2"],
        }
        log: list[float] = []
        found: dict[str, list[tuple[float, float, float]]] = {}
        for _ in range(rounds):
            base, _memory = timed(["git", "log", "-p", "-U0", "-M"], clone)
            log.append(base)
            for step, command in steps.items():
                seconds, memory = timed(command, clone)
                found.setdefault(step, []).append((seconds, seconds / base, memory))
            found.setdefault(f"catch up with {CATCH_UP}", []).append(catch_up(clone, base))
            (clone / "unrepeat" / "index.sqlite").unlink()
            for step in ("study from nothing", "study again"):
                seconds, memory = timed(study, clone)
                found.setdefault(step, []).append((seconds, seconds / base, memory))
        print(
            f"| {name} | git log -p -U0 -M | {statistics.median(log):.1f} | 1.00 | {min(log):.1f} to {max(log):.1f} | |"
        )
        for step, values in found.items():
            seconds_, ratios, memories = zip(*values, strict=True)
            print(
                f"| {name} | {step} | {statistics.median(seconds_):.2f} | {statistics.median(ratios):.2f}"
                f" | {min(ratios):.2f} to {max(ratios):.2f} | {max(memories):.0f} |",
                flush=True,
            )
        trace(name, clone, rounds)


def borrow(folder: Path, clone: Path) -> None:
    """Make a bare repository with the same objects and head, which nothing is copied into."""
    git = ["git", "-c", "safe.directory=*"]
    head = subprocess.run([*git, "-C", str(folder), "rev-parse", "HEAD"], capture_output=True, check=True, text=True)
    objects = subprocess.run(
        [*git, "-C", str(folder), "rev-parse", "--path-format=absolute", "--git-path", "objects"],
        capture_output=True,
        check=True,
        text=True,
    )
    subprocess.run(["git", "init", "--quiet", "--bare", str(clone)], check=True)
    (clone / "objects" / "info" / "alternates").write_text(objects.stdout)
    (clone / "refs" / "heads" / "measured").write_text(head.stdout)
    (clone / "HEAD").write_text("ref: refs/heads/measured\n")


def catch_up(clone: Path, base: float) -> tuple[float, float, float]:
    """Index all but the last commits, then time the rest; give seconds, ratio and memory."""
    branch = clone / "refs" / "heads" / "measured"
    tip = branch.read_text()
    command = ["git", "rev-list", "--topo-order", "--first-parent", f"--skip={CATCH_UP}", "--max-count=1", "HEAD"]
    earlier = subprocess.run(command, cwd=clone, capture_output=True, check=True, text=True).stdout
    branch.write_text(earlier)
    (clone / "unrepeat" / "index.sqlite").unlink()
    timed([sys.executable, "-m", "unrepeat", "index"], clone)
    branch.write_text(tip)
    seconds, memory = timed([sys.executable, "-m", "unrepeat", "index"], clone)
    return seconds, seconds / base, memory


def trace(name: str, clone: Path, rounds: int) -> None:
    """Time the tracing of every fix; print its row."""
    each, count = [], 0
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", TRACE_ALL, str(clone)], capture_output=True, check=True, text=True
        ).stdout.split()
        count = int(done[0])
        each.append(float(done[1]) / count * 1000)
    middle = statistics.median(each)
    print(
        f"| {name} | trace, {count} fixes | {middle:.2f} ms a fix | | {min(each):.2f} to {max(each):.2f} | |",
        flush=True,
    )


if __name__ == "__main__":
    main()
