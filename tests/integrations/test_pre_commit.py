"""The hooks for pre-commit: run by pre-commit itself, from a repository that holds the manifest."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.story import GUARD, program
from tests.repository import Repo

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text())}
WRONG = "total = count(rows)\n"


class Home:
    """A repository that uses the hooks. `language: system` takes the package under test, not one from the network."""

    def __init__(self, repo: Repo, folder: Path) -> None:
        self.repo = repo
        own = Repo(folder / "hooks")
        own.commit("hooks", {".pre-commit-hooks.yaml": MANIFEST.read_bytes()})
        self._source = {"repo": str(own.folder), "rev": own.head()}
        self._environment = repo.environment | {
            "PATH": f"{program(folder / 'programs')}:{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        }
        guard = GUARD.format(id="scan", title="Scan, do not count", regex=r'"count\\("')
        repo.commit("begin", {".unrepeat/guards/scan.yml": guard, "a.py": "total = 1\n", "b.py": "b = 1\n"})

    def use(self, *hooks: dict[str, Any]) -> None:
        """Choose hooks, as a team does, and install them."""
        chosen = [{"language": "system", **hook} for hook in hooks]
        config = {"repos": [{**self._source, "hooks": chosen}]}
        self.repo.commit("use hooks", {".pre-commit-config.yaml": yaml.safe_dump(config)})
        stages = ("--hook-type=pre-commit", "--hook-type=commit-msg", "--hook-type=pre-push")
        done = self.run(sys.executable, "-m", "pre_commit", "install", *stages)
        assert done.returncode == 0, done.stdout

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a program in the repository; what it says stands in `stdout`."""
        return subprocess.run(
            command,
            cwd=self.repo.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )

    def commit(self, message: str, **files: str | None) -> "subprocess.CompletedProcess[str]":
        """Commit as a person does, with the hooks."""
        self.repo.write({f"{name}.py": text for name, text in files.items()})
        return self.run("git", "commit", "--quiet", "-m", message)


@pytest.fixture
def home(repo: Repo, tmp_path: Path) -> Home:
    """Give a repository that can use the hooks."""
    return Home(repo, tmp_path)


def test_the_manifest_has_the_form_that_pre_commit_reads() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert set(HOOKS) == {"unrepeat", "unrepeat-message", "unrepeat-lint"}
    assert all(hook["language"] == "python" and hook["require_serial"] for hook in HOOKS.values())


def test_what_advises_is_shown_and_does_not_stop_a_commit(home: Home) -> None:
    home.use({"id": "unrepeat"})
    done = home.commit("count", a=WRONG)
    assert done.returncode == 0, done.stdout
    assert "Scan, do not count" in done.stdout


def test_an_option_of_the_team_reaches_the_check(home: Home) -> None:
    home.use({"id": "unrepeat", "args": ["--strict"]})
    done = home.commit("count", a=WRONG)
    assert done.returncode == 1
    assert "Scan, do not count" in done.stdout
    assert home.commit("say one", a="total = 2\n").returncode == 0


def test_a_commit_that_only_takes_files_away_is_looked_at(home: Home) -> None:
    home.use({"id": "unrepeat"})
    assert "Skipped" not in home.commit("less", b=None).stdout


def test_the_message_is_read_where_a_guard_may_be_passed_over(home: Home) -> None:
    home.use({"id": "unrepeat-message", "entry": "unrepeat check --staged --strict --message"})
    assert home.commit("count", a=WRONG).returncode == 1
    done = home.commit("count\n\nUnrepeat-Waive: scan because the rows are few", a=WRONG)
    assert done.returncode == 0, done.stdout
    assert "the rows are few" in done.stdout


def test_a_push_is_looked_at_as_one_change(home: Home, tmp_path: Path) -> None:
    home.use({"id": "unrepeat", "args": ["--strict"]})
    Repo(tmp_path / "remote", "--bare")
    home.repo.git("remote", "add", "origin", str(tmp_path / "remote"))
    home.repo.git("push", "--quiet", "--no-verify", "origin", "main")
    for message, files in (("count", {"a.py": WRONG}), ("more", {"b.py": "b = 2\n"})):
        home.repo.write(dict(files))
        home.repo.git("commit", "--quiet", "--no-verify", "-m", message)
    done = home.run("git", "push", "origin", "main")
    assert done.returncode == 1
    assert "Scan, do not count" in done.stdout
    home.repo.git("reset", "--quiet", "--hard", "HEAD~2")
    home.repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "nothing")
    assert home.run("git", "push", "origin", "main").returncode == 0


def test_texts_are_checked_for_blame(home: Home) -> None:
    home.use({"id": "unrepeat-lint"})
    home.repo.write({"retro.md": "We forgot to test it.\n"})
    done = home.run("git", "commit", "--quiet", "-m", "write the retro")
    assert done.returncode == 1
    assert "It was not tested" in done.stdout
