"""The snippet for GitLab: its form, and its script run in a made repository as a runner runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.integrations.story import EVIL, Story, program, told
from tests.repository import Repo
from unrepeat.guards.pull_request import read_event

FILE = Path(__file__).parents[2] / "integrations/gitlab/unrepeat.gitlab-ci.yml"
REPORT = "gl-code-quality-report.json"

# `python3 -m venv` gives a folder with what the script then uses: pip, which tells what it installs, and unrepeat.
PYTHON = f"""#!/bin/sh
if test "$2" = venv; then
  mkdir -p "$3/bin"
  ln -s "$0" "$3/bin/python"
  ln -s "$(dirname "$0")/unrepeat" "$3/bin/unrepeat"
elif test "$2" = pip; then
  printf 'pip: %s\\n' "$@"
else
  exec {sys.executable} "$@"
fi
"""


@pytest.fixture
def story(repo: Repo) -> Story:
    """Give the repository of the story."""
    return told(repo)


def run(story: Story, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the job's script in one shell, as a runner does, with the variables of a pipeline."""
    programs = program(folder / "programs")
    (programs / "python3").write_text(PYTHON)
    (programs / "python3").chmod(0o755)
    (folder / "temporary").mkdir()
    job = yaml.safe_load(FILE.read_text())["unrepeat-check"]
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],
        cwd=story.repo.folder,
        env={
            "PATH": f"{programs}:/usr/bin:/bin",
            "HOME": str(folder),
            "TMPDIR": str(folder / "temporary"),
            "CI_COMMIT_SHA": story.head,
            **job["variables"],
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_snippet_has_the_form_that_gitlab_reads() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_report_is_kept_when_the_job_fails_and_the_whole_history_is_there() -> None:
    job = yaml.safe_load(FILE.read_text())["unrepeat-check"]
    assert job["artifacts"] == {"when": "always", "reports": {"codequality": REPORT}}
    assert job["variables"]["GIT_DEPTH"] == "0"


def test_a_merge_request_is_told_in_the_log_and_in_the_report(story: Story, tmp_path: Path) -> None:
    done = run(
        story,
        tmp_path,
        CI_MERGE_REQUEST_DIFF_BASE_SHA=story.base,
        CI_MERGE_REQUEST_TITLE=f"{EVIL} $(touch pwned)",
        CI_MERGE_REQUEST_DESCRIPTION="Test plan:\n`touch pwned` '; touch pwned",
        CI_MERGE_REQUEST_LABELS="storage,soak",
        UNREPEAT_PACKAGE="unrepeat==0.5.0",
    )
    assert done.returncode == 0, done.stderr
    assert "pip: unrepeat==0.5.0" in done.stdout
    assert "Scan, do not count" in done.stdout
    report = json.loads((story.repo.folder / REPORT).read_text())
    paths = [issue["location"]["path"] for issue in report if issue["check_name"] == "scan"]
    assert paths == ["src/::error file=b,line=1::pwned.py", "src/a.py"]
    assert not (story.repo.folder / "pwned").exists()
    (file,) = tmp_path.glob("temporary/*/event.json")
    event = read_event(file)
    assert event.title.startswith("##[error]pwned")
    assert event.body == "Test plan:\n`touch pwned` '; touch pwned"
    assert event.labels == ("storage", "soak")
    assert event.reviews is None


def test_a_merged_result_is_looked_at_without_what_it_was_merged_with(story: Story, tmp_path: Path) -> None:
    done = run(
        story,
        tmp_path,
        CI_MERGE_REQUEST_DIFF_BASE_SHA=story.base,
        CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=story.base,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((story.repo.folder / REPORT).read_text()) == []


def test_the_default_branch_has_an_empty_report_to_compare_with(story: Story, tmp_path: Path) -> None:
    done = run(story, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (story.repo.folder / REPORT).read_text() == "[]\n"
    assert "pip" not in done.stdout


def test_what_could_not_be_done_fails_the_job(story: Story, tmp_path: Path) -> None:
    done = run(story, tmp_path, CI_MERGE_REQUEST_DIFF_BASE_SHA="1" * 40)
    assert done.returncode == 2
    assert "names no commit" in done.stderr
