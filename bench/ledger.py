"""How quickly a ledger of 10,000 records answers.

    python bench/ledger.py [--records N] [--rounds N] [--folder DIR]

Makes a repository with that many records of all kinds (with acknowledgements, signatures and past versions), then times
each command as a user runs it, start of the interpreter included: with everything known, after ten records changed, and
with no index at all. Prints a table of medians in seconds beside what is wanted, and the time of `--version`, which is
the start alone.
"""

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.parsing import parse_record
from unrepeat.ledger.store import new_text
from unrepeat.ledger.writing_yaml import dumped

COMMANDS = (
    ("ls", "--json"),
    ("due", "--json", "--within", "30"),
    ("ready", "feature-7", "--json"),
    ("fsck", "--json"),
)
WANTED = {"warm": 0.3, "ten changed": 0.5, "no index": 8.0}
SHARES = {
    "note": 25,
    "mistake": 18,
    "decision": 15,
    "assumption": 10,
    "need": 10,
    "action": 12,
    "risk": 5,
    "agreement": 2,
    "thanks": 3,
}
FIRST = date(2024, 1, 1)
WORDS = "retry queue login parcel locker mail batch schema cache timeout refund invoice export search label".split()
TEAMS = ["pickup-team", "warehouse-team", "app-team", "payments", "platform", "manager"]


def main() -> None:
    """Make the ledger, time the commands, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="unrepeat-ledger-"))
    try:
        files = make(folder, given.records)
        print(
            f"{given.records} records, {sum(1 for _ in folder.glob('.unrepeat/acknowledgements/*/*'))} acknowledgements"
        )
        print(f"`--version`: {statistics.median(timed(folder, '--version') for _ in range(given.rounds)):.2f} s")
        print("| command | warm | ten changed | no index |")
        print("|---|---|---|---|")
        for command in COMMANDS:
            cells = [
                f"{measured(folder, files, command, way, given.rounds):.2f} (wanted {WANTED[way]})" for way in WANTED
            ]
            print(f"| {command[0]} | {' | '.join(cells)} |")
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def timed(folder: Path, *command: str) -> float:
    """Run a command as a user does; give the seconds it took."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "unrepeat", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begun
    if done.returncode not in {0, 1} or "Traceback" in done.stderr:
        raise SystemExit(f"{command}: {done.stderr}")
    return seconds


def measured(folder: Path, files: list[Path], command: tuple[str, ...], way: str, rounds: int) -> float:
    """Give the median seconds of a command in one of the ways of WANTED."""
    timed(folder, *command)
    seconds = []
    for number in range(rounds if way != "no index" else min(rounds, 3)):
        if way == "ten changed":
            for file in random.Random(number).sample(files, 10):
                file.write_text(file.read_text() + f"\nOne more line, {number}.\n")
            time.sleep(0.05)
        elif way == "no index":
            for file in (folder / ".git" / "unrepeat").glob("ledger.sqlite*"):
                file.unlink()
        seconds.append(timed(folder, *command))
    return statistics.median(seconds)


def make(folder: Path, count: int) -> list[Path]:
    """Make a repository with so many records, committed in four steps with edits between; give the records' files."""
    chance = random.Random(7)
    subprocess.run(["git", "init", "--quiet", "-b", "main", str(folder)], check=True)
    (folder / "src").mkdir(parents=True, exist_ok=True)
    for word in WORDS:
        (folder / "src" / f"{word}.py").write_text(f"def {word}():\n    return {len(word)}\n")
    commit(folder, "Begin")
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    files = []
    for number in range(count):
        files.append(write_record(folder, kinds[number % len(kinds)], number, chance))
        if number % (count // 4) == count // 4 - 1:
            commit(folder, f"Record {number}")
            for file in chance.sample(files, len(files) // 20):
                file.write_text(file.read_text() + "\nSeen again.\n")
    commit(folder, "Record the rest")
    return files


def write_record(folder: Path, kind: str, number: int, chance: random.Random) -> Path:
    """Write one record, with its acknowledgements where it names people."""
    day = FIRST + timedelta(days=number % 1000)
    title = f"{chance.choice(WORDS)} and {chance.choice(WORDS)} number {number}"
    name = f"{day}-{title.replace(' ', '-')}-{number % 10_000:04d}"
    text = new_text(KINDS[kind], name, title, Given(fields(kind, number, day, chance), {"text": prose(chance)}), day)
    path = f".unrepeat/{KINDS[kind].folder}/{name}.md"
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    record = parse_record(KINDS[kind], path, text.encode()).record
    if record is None:
        raise SystemExit(f"not a record: {text}")
    for who in record.words("informed")[:2]:
        said = folder / ".unrepeat/acknowledgements" / name / f"{who}-{record.content[:12]}.yml"
        said.parent.mkdir(parents=True, exist_ok=True)
        said.write_text(dumped({"record": name, "who": who, "content": record.content, "said": f"{day}"}))
    return file


def prose(chance: random.Random) -> str:
    """Give a few sentences."""
    return " ".join(f"{chance.choice(WORDS).capitalize()} met {chance.choice(WORDS)} again." for _ in range(12))


def fields(kind: str, number: int, day: date, chance: random.Random) -> dict[str, object]:
    """Give the fields of a record of a kind."""
    feature = [f"feature-{number % 200}"]
    paths = [f"src/{chance.choice(WORDS)}.py"]
    later = f"{day + timedelta(days=chance.randrange(5, 400))}"
    team = chance.choice(TEAMS)
    of_kind: dict[str, dict[str, object]] = {
        "mistake": {"impact": "two customers", "conditions": ["missing test"], "paths": paths, "happened": f"{day}"},
        "decision": {"feature": feature, "paths": paths, "informed": chance.sample(TEAMS, 3)},
        "assumption": {"source": team, "rests": [*feature, *paths], "validate-by": later},
        "need": {
            "feature": feature,
            "owner": team,
            "done-when": [{"path": paths[0]}, {"pattern": f"def {chance.choice(WORDS)}"}],
            "check-ins": [later],
        },
        "risk": {"feature": feature, "likelihood": "low", "severity": "high", "answer": "watched", "review-by": later},
        "action": {"feature": feature, "owner": team, "due": later, "state": chance.choice(["open", "done", "shown"])},
        "agreement": {"parties": ["pickup-team", "manager"], "check-ins": [later]},
        "thanks": {"whom": team},
    }
    return of_kind.get(kind, {})


def commit(folder: Path, message: str) -> None:
    """Commit everything."""
    git = ["git", "-C", str(folder), "-c", "user.name=Sample", "-c", "user.email=sample@example.org"]
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", message], check=True)


if __name__ == "__main__":
    main()
