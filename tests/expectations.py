"""What tests of hard cases share: a small story, every command, and what a clear sentence is."""

import re
from collections.abc import Callable
from subprocess import CompletedProcess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repository import Repo

Run = Callable[..., CompletedProcess[str]]
Rows = Callable[..., list[dict[str, Any]]]

QUICK = (("lines", "a.py"), ("trace", "HEAD"))
QUESTIONS = (("lines", "a.py"), ("fixes",), ("trace", "HEAD"), ("strings",), ("coupling",))
COMMANDS = (*QUESTIONS, ("index", "--rebuild"), ("retro", "HEAD"), ("link", "HEAD", "HEAD~1", "unclear"), ("study",))


def tell_story(repo: "Repo") -> list[str]:
    """Commit a mistake, its fix, and the fix of that fix; give the hashes."""
    return [
        repo.commit("count all rows", {"a.py": "def count(rows):\n    n = len(rows)\n    return n\n", "b.py": "b\n"}),
        repo.commit(
            "Fix wrong count of filtered rows", {"a.py": "def count(rows):\n    n = len(kept(rows))\n    return n\n"}
        ),
        repo.commit(
            "Fix crash when nothing is kept",
            {"a.py": "def count(rows):\n    n = len(kept(rows) or [])\n    return n\n"},
        ),
    ]


def complains(done: CompletedProcess[str]) -> str:
    """Check that a command could not do it, and said so in one sentence and what to do in another; give its words."""
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "unexpected" not in done.stderr, done.stderr
    said = [line for line in done.stderr.splitlines() if "kept in the user's cache folder" not in line]
    assert len(said) == 2, done.stderr
    assert all(line.startswith("unrepeat: ") and line.endswith((".", ")")) for line in said), done.stderr
    return " ".join(said)


def succeeds(done: CompletedProcess[str]) -> str:
    """Check that a command did what it should, without a traceback; give its output."""
    assert done.returncode == 0, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout


def answers(unrepeat: Run, cwd: "Path", questions: tuple[tuple[str, ...], ...] = QUESTIONS) -> list[str]:
    """Ask what can be asked of a history; give the answers, to be compared."""
    return [succeeds(unrepeat(*question, "--json", cwd=cwd)) for question in questions]


def blamed(repo: "Repo", path: str, revision: str = "HEAD") -> list[tuple[str, int]]:
    """Give what `git blame` says of each line: commit, and line number there."""
    said = repo.git("blame", "--porcelain", revision, "--", path)
    heads = re.finditer(r"^([0-9a-f]{40,64}) (\d+) \d+", said, re.MULTILINE)
    return [(head[1], int(head[2])) for head in heads]


def followed(rows: Rows, cwd: "Path", path: str, *more: str) -> list[tuple[str, int]]:
    """Give the same from `unrepeat lines`."""
    return [(row["commit"], row["original_line"]) for row in rows("lines", path, *more, cwd=cwd)]
