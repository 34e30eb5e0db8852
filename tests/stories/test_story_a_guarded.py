"""Story A, its end: a guard is learned from the string, proven at the link it stops, enabled, and catches the third."""

import json
import subprocess
from pathlib import Path
from typing import Any

import story_a

from tests.conftest import Run
from tests.expectations import succeeds


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    person = ("-c", "user.name=Sam Sample", "-c", "user.email=sam@example.org")
    subprocess.run(["git", *person, *arguments], cwd=folder, capture_output=True, check=True)


def rows(unrepeat: Run, folder: Path, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """Give the rows that a command prints."""
    done = unrepeat(*arguments, "--json", cwd=folder)
    assert done.returncode == code, (done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def studied(unrepeat: Run, folder: Path) -> dict[str, Any]:
    """Study the repository; give what report.json holds."""
    succeeds(unrepeat("study", "--out", str(folder.parent / "report"), cwd=folder))
    found: dict[str, Any] = json.loads((folder.parent / "report/report.json").read_text())
    return found


def test_the_same_mistake_is_not_made_a_third_time(unrepeat: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pickup"
    named = story_a.build(folder)

    (told,) = studied(unrepeat, folder)["safeguards"]
    (told_offer,) = (offer for offer in told["offers"] if offer["stops"][0]["link"] == 3)
    assert told_offer["stops"] == [{"string": f"string-{named['batches']}", "link": 3, "of": 3}]

    offered = rows(unrepeat, folder, "learn", named["each"], "--culprit", named["twice"], "--write")
    assert offered
    assert all(one["verdict"] == "proven" and one["guard"]["stage"] == "shadow" for one in offered)
    chosen = offered[0]["guard"]["id"]
    assert told_offer["guard"] == offered[0]["guard"], "the report and the command offer the same"
    file = folder / ".unrepeat/guards" / f"{chosen}.yml"
    assert "stage: shadow" in file.read_text(), "nothing enables itself"

    (proof,) = rows(unrepeat, folder, "prove", chosen)
    assert proof["verdict"] == "proven"
    assert {one["commit"] for one in proof["fired_on"]} == {named["twice"]}
    assert proof["stops"] == [{"string": f"string-{named['batches']}", "link": 3, "of": 3}]

    succeeds(unrepeat("backtest", chosen, cwd=folder))
    file.write_text(file.read_text().replace("stage: shadow", "stage: block"))
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "Enable what we learned")
    assert rows(unrepeat, folder, "prove", "--all", "--verify")[0]["verdict"] == "proven"

    (told,) = studied(unrepeat, folder)["safeguards"]
    assert [(one["guard"], one["stage"], one["verdict"], one["stops"]) for one in told["guarded"]] == [
        (chosen, "block", "proven", told_offer["stops"])
    ]

    again = folder / "pickup/points.py"
    wrong = subprocess.run(
        ["git", "show", f"{named['twice']}:pickup/reminders.py"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    again.write_text(wrong.replace("parcel", "box").replace("due", "late").replace("remind_all", "tell_all"))
    git(folder, "add", "--all")
    found = [one for one in rows(unrepeat, folder, "check", "--staged", code=1) if one["guard"] == chosen]
    assert [(one["path"], one["stage"]) for one in found] == [("pickup/points.py", "block")]
