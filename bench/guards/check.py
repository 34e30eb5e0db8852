"""How quickly `unrepeat check` answers before a commit.

    python bench/guards/check.py [--guards 100] [--files 10] [--lines 500] [--rounds 7]

Makes a repository with that many pattern guards (a fifth of them about calls that occur) and so many staged files, then
times `unrepeat check --staged` as a whole process, the interpreter's start included, with everything known from a first
run; beside it `--version`, which is the start alone, and `git diff --cached`. Prints medians in seconds.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CALLS = [f"call_{number}" for number in range(20)]


def main() -> None:
    """Make the repository, time the commands, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guards", type=int, default=100)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--lines", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unrepeat-check-") as name:
        folder = Path(name)
        make(folder, given.guards, given.files, given.lines)
        ours = [sys.executable, "-m", "unrepeat"]
        found = subprocess.run(
            [*ours, "check", "--staged", "--json"], cwd=folder, capture_output=True, text=True, check=False
        )
        print(
            f"{given.guards} guards, {given.files} files of {given.lines} lines, {found.stdout.count(chr(10))} findings"
        )
        print("| command | median s |")
        print("|---|---|")
        for command in ([*ours, "check", "--staged"], [*ours, "--version"], ["git", "diff", "--cached"]):
            seconds = statistics.median(timed(command, folder) for _ in range(given.rounds))
            print(f"| {' '.join(command[-2:])} | {seconds:.3f} |")


def timed(command: list[str], folder: Path) -> float:
    """Run a command as a user does; give the seconds it took."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - begun


def make(folder: Path, guards: int, files: int, lines: int) -> None:
    """Make a repository: files of calls, committed; guards, committed; a tenth of the files' lines changed."""
    chance = random.Random(7)
    subprocess.run(["git", "init", "--quiet", "-b", "main", str(folder)], check=True)
    for number in range(files):
        (folder / f"module_{number}.py").write_text(text(chance, lines))
    commit(folder, "begin")
    there = folder / ".unrepeat/guards"
    there.mkdir(parents=True)
    for number in range(guards):
        call = chance.choice(CALLS) if number % 5 == 0 else f"absent_{number}"
        guard = {
            "id": f"guard-{number:03}",
            "title": f"Do not call {call}",
            "kind": "pattern",
            "paths": ["**/*.py"],
            "stage": "advise",
            "rule": {"language": "python", "rule": {"pattern": f"{call}($$$ARGS)"}},
        }
        (there / f"guard-{number:03}.yml").write_text(json.dumps(guard))
    commit(folder, "guards")
    for file in sorted(folder.glob("*.py")):
        changed = [
            line if chance.random() > 0.1 else line.replace("value", "other") for line in file.read_text().split("\n")
        ]
        file.write_text("\n".join(changed))
    subprocess.run(["git", "-C", str(folder), "add", "--all"], check=True)


def text(chance: random.Random, lines: int) -> str:
    """Write a module of functions with calls."""
    found = ["import os", ""]
    while len(found) < lines:
        found.append(f"def function_{len(found)}(value, more):")
        found.extend(
            f"    result = {chance.choice(CALLS)}(value, more[{chance.randint(0, 9)}], key='word')"
            for _ in range(chance.randint(3, 12))
        )
        found.extend(["    return result", "", ""])
    return "\n".join(found[:lines]) + "\n"


def commit(folder: Path, message: str) -> None:
    """Commit everything."""
    subprocess.run(["git", "-C", str(folder), "add", "--all"], check=True)
    name = ("-c", "user.name=Sample", "-c", "user.email=sample@example.org")
    subprocess.run(["git", "-C", str(folder), *name, "commit", "--quiet", "-m", message], check=True)


if __name__ == "__main__":
    main()
