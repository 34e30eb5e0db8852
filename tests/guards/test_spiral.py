"""A spiral is told to whoever is in it, on their own terminal, and nowhere else."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.guards.spiral import Spiral, spiral
from unrepeat.history.edits import staged_edits

LINES = [f"line {number}" for number in range(30)]


def body(at: int, words: str) -> str:
    """Give a file in which one line says something else."""
    return "".join(f"{words if number == at else line}\n" for number, line in enumerate(LINES))


def told(repo: Repo, hours: float = 2) -> Spiral | None:
    """Look at what is staged, some hours after the last commit."""
    found = Repository.discover(repo.folder)
    with found.view() as view:
        return spiral(view, repo.head(), staged_edits(found), repo.clock + int(hours * 3600))


def in_a_spiral(
    repo: Repo, subjects: tuple[str, ...] = ("Fix the sum", "fix: the sum again"), days: float = 0.3
) -> None:
    """Commit a change and fixes of it, one after the other, and stage another."""
    repo.commit("begin", {"a.py": body(-1, "")})
    repo.commit("sum quickly", {"a.py": body(10, "sum")})
    for number, subject in enumerate(subjects):
        repo.commit(subject, {"a.py": body(10, f"sum {number}")}, days=days)
    repo.write({"a.py": body(10, "sum at last")})


def test_the_third_fix_at_one_place_within_a_day_is_noticed(repo: Repo) -> None:
    in_a_spiral(repo)
    found = told(repo)
    assert found == Spiral(3, 33120, "a.py")
    assert found.says.startswith("Third fix here in 9 hours, each within the last one's lines (a.py). Revert first?")


def test_the_place_is_followed_when_lines_move(repo: Repo) -> None:
    in_a_spiral(repo, ("Fix the sum",))
    repo.commit("Fix the sum, again", {"a.py": "new\n" * 9 + body(10, "sum, again")}, days=0.1)
    repo.write({"a.py": "new\n" * 9 + body(10, "sum at last")})
    assert told(repo)


@pytest.mark.parametrize(
    ("subjects", "days", "hours"),
    [
        (("Fix the sum",), 0.3, 2),
        (("Fix the sum", "Add a sum"), 0.3, 2),
        (("Fix the sum", "fix: the sum again"), 4, 2),
        (("Fix the sum", "fix: the sum again"), 0.3, 100),
    ],
)
def test_two_fixes_other_work_and_slow_ones_are_no_spiral(
    subjects: tuple[str, ...], days: float, hours: float, repo: Repo
) -> None:
    in_a_spiral(repo, subjects, days)
    assert told(repo, hours) is None


def test_fixes_elsewhere_in_the_file_are_no_spiral(repo: Repo) -> None:
    in_a_spiral(repo)
    repo.write({"a.py": body(10, "sum 1").replace("line 25", "elsewhere")})
    assert told(repo) is None


def test_where_fixes_always_follow_so_quickly_nothing_is_unusual(repo: Repo) -> None:
    repo.commit("begin", {"b.py": "b\n"})
    for number in range(20):
        repo.commit(f"Fix {number}", {"b.py": f"b {number}\n"}, days=0.01)
    in_a_spiral(repo)
    assert told(repo) is None


def run(repo: Repo, home: Path, *arguments: str, **more: str) -> str:
    """Check on a terminal; give all that it shows."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "unrepeat", "check", *arguments]
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"} | more
    done = subprocess.run(command, cwd=repo.folder, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    return (done.stdout + said).decode()


def test_it_is_shown_on_a_terminal_alone_and_one_setting_ends_it(repo: Repo, tmp_path: Path) -> None:
    repo.clock = int(time.time()) - 3 * 86400
    in_a_spiral(repo)
    assert "Third fix here" in run(repo, tmp_path)
    assert "fix here" not in run(repo, tmp_path, "--json")
    assert "fix here" not in run(repo, tmp_path, CI="true")
    settings = tmp_path / ".config/unrepeat/settings.yml"
    settings.parent.mkdir(parents=True)
    settings.write_text("spiral: false\n")
    assert "fix here" not in run(repo, tmp_path)
