"""Fixtures that all tests share."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import story_a
from hypothesis import HealthCheck, settings

from tests.repository import Repo

# How quick a machine is says nothing about our code: no test of ours is timed.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

# A shell that starts the suite in the background has SIGINT ignored, and so would every program that a test interrupts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Give an empty repository."""
    return Repo(tmp_path / "repo")


@pytest.fixture
def sample(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """Make the sample repository of story A; give it with its changes by their names in the story."""
    folder = tmp_path / "pickup"
    return folder, story_a.build(folder)


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line as a program, in a home of its own."""

    def run(
        *arguments: str, cwd: Path, stdin: str | None = None, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        return subprocess.run(
            [sys.executable, "-m", "unrepeat", *arguments],
            cwd=cwd,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"} | environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def rows(unrepeat: Run) -> Callable[..., list[dict[str, Any]]]:
    """Run a command with `--json`; give its rows."""

    def run(*arguments: str, cwd: Path, stdin: str | None = None) -> list[dict[str, Any]]:
        done = unrepeat(*arguments, "--json", cwd=cwd, stdin=stdin)
        assert done.returncode == 0, done.stderr
        assert done.stdout.isascii()
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
