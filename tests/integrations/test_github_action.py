"""The action for GitHub: its form, and its steps run in a made repository as the runner runs them."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.composite import Composite
from tests.integrations.runner import Command, obeyed
from tests.integrations.story import EVIL, Story, program, told
from tests.repository import Repo

FILE = Path(__file__).parents[2] / "integrations/github/action.yml"
INSTALL, CHECK = "Install unrepeat", "Check the change"


@pytest.fixture
def story(repo: Repo) -> Story:
    """Give the repository of the story."""
    return told(repo)


@pytest.fixture
def action(tmp_path: Path) -> Composite:
    """Give the action, with the package under test in the place of what it would install."""
    return Composite(FILE, tmp_path / "runner", [str(program(tmp_path / "programs")), "/usr/bin", "/bin"])


def event(story: Story, **more: object) -> dict[str, Any]:
    """Make the event of a pull request."""
    request = {"title": EVIL, "body": "$(touch pwned)", "base": {"sha": story.base}, "head": {"sha": story.head}}
    return {"pull_request": {**request, **more}}


def checked(
    action: Composite, story: Story, told_by: Mapping[str, Any], name: str = "pull_request", **inputs: str
) -> "subprocess.CompletedProcess[str]":
    """Run the step that checks."""
    action.temporary.mkdir(exist_ok=True)
    (action.temporary / "event.json").write_text(json.dumps(told_by))
    (done,) = action.run(story.repo.folder, inputs, told_by, name=name, skip=(INSTALL,))
    return done


def test_the_action_has_the_form_that_github_reads() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_expression_reaches_a_shell_and_each_input_is_used() -> None:
    action = yaml.safe_load(FILE.read_text())
    steps = action["runs"]["steps"]
    assert not any("${{" in step["run"] for step in steps)
    used = " ".join(value for step in steps for value in step["env"].values())
    assert all(f"inputs.{name} " in used for name in action["inputs"])
    assert all(step["shell"] == "bash" for step in steps)


def test_findings_of_a_pull_request_are_annotations_and_nothing_else_is_obeyed(action: Composite, story: Story) -> None:
    done = checked(action, story, event(story))
    assert done.returncode == 0, done.stdout + done.stderr
    commands = obeyed(done.stdout + done.stderr)
    assert {command.name for command in commands} <= {"warning", "notice"}
    warnings = [command.properties["file"] for command in commands if command.name == "warning"]
    assert warnings == ["src/::error file=b,line=1::pwned.py", "src/a.py"]
    assert obeyed(f"{done.stdout}::notice::of a later step\n")[-1].words == "of a later step"
    assert "waived" in done.stdout
    assert EVIL[:15].replace("##[", "## [") in done.stdout
    assert "\x1b" not in done.stdout
    assert not (story.repo.folder / "pwned").exists()


def test_the_stand_in_for_the_runner_would_obey_what_is_quoted(action: Composite, story: Story) -> None:
    done = checked(action, story, event(story))
    quoted = "\n".join(line for line in done.stdout.splitlines() if "stop-commands" not in line)
    assert Command("error", {}, "pwned ::error file=a::pwned\\x1b[31m") in obeyed(quoted.replace("## [", "##["))
    assert {one.name for one in obeyed(quoted)} == {"warning"}, "what is quoted is broken up beside"


def test_with_strict_any_finding_fails_the_step(action: Composite, story: Story) -> None:
    assert checked(action, story, event(story), strict="true").returncode == 1


def test_sarif_goes_to_a_file(action: Composite, story: Story, tmp_path: Path) -> None:
    output = tmp_path / "out.sarif"
    done = checked(action, story, event(story), format="sarif", output=str(output), strict="true")
    assert done.returncode == 1
    assert obeyed(done.stdout) == []
    (run,) = json.loads(output.read_text())["runs"]
    assert {result["ruleId"] for result in run["results"]} >= {"scan"}


def test_another_format_wants_a_file(action: Composite, story: Story) -> None:
    done = checked(action, story, event(story), format="sarif")
    assert done.returncode == 2
    assert "output" in done.stdout


@pytest.mark.parametrize("before", ["story", "zeros", "nothing"])
def test_a_push_is_looked_at_from_where_the_branch_was(before: str, action: Composite, story: Story) -> None:
    pushed = {"story": {"before": story.base}, "zeros": {"before": "0" * 40}, "nothing": {}}[before]
    done = checked(action, story, {**pushed, "after": story.head}, name="push")
    assert done.returncode == 0, done.stdout
    assert [command.properties["title"] for command in obeyed(done.stdout)].count("unrepeat: scan") == 2


def test_a_range_that_is_named_is_the_one(action: Composite, story: Story) -> None:
    done = checked(action, story, event(story), range=f"{story.head}..{story.head}")
    assert done.returncode == 0, done.stdout
    assert obeyed(done.stdout) == []


def test_an_input_is_never_an_option(action: Composite, story: Story) -> None:
    done = checked(action, story, event(story), range="--staged")
    assert done.returncode == 2
    assert "--staged" in done.stdout


def test_what_could_not_be_done_is_told(action: Composite, story: Story) -> None:
    done = checked(action, story, event(story, base={"sha": "1" * 40}))
    assert done.returncode == 2
    assert "names no commit" in done.stdout
    assert obeyed(done.stdout) == []


def test_the_event_and_reports_of_coverage_are_handed_on(action: Composite, story: Story, tmp_path: Path) -> None:
    handed = tmp_path / "programs/unrepeat"
    handed.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    words = checked(action, story, event(story), coverage="one.xml\n\ntwo words.info\n", repository="a folder")
    assert words.stdout.splitlines()[:12] == [
        *("check", "--repo", "a folder", "--format", "github"),
        *("--coverage", "one.xml", "--coverage", "two words.info"),
        *("--pull-request", str(action.temporary / "event.json"), "--"),
    ]
    assert f"{tmp_path}/own.json" in checked(action, story, event(story), event=f"{tmp_path}/own.json").stdout
    assert "--pull-request" not in checked(action, story, {"after": story.head}, name="push").stdout


BACKEND = """
import zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    about, name = "unrepeat-0.0.dist-info", "unrepeat-0.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("made.py", "def main():\\n    print('::notice::made')\\n")
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\\nName: unrepeat\\nVersion: 0.0\\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{about}/entry_points.txt", "[console_scripts]\\nunrepeat = made:main\\n")
        wheel.writestr(f"{about}/RECORD", "")
    return name
"""


def test_the_repository_of_the_action_is_installed_and_used(story: Story, tmp_path: Path) -> None:
    """A made repository takes our place, since ours would need the network for what it depends on."""
    own = tmp_path / "action's repository"
    (own / "integrations/github").mkdir(parents=True)
    (own / "integrations/github/action.yml").write_bytes(FILE.read_bytes())
    (own / "backend.py").write_text(BACKEND)
    (own / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "unrepeat"\nversion = "0.0"\n'
    )
    programs = [str(Path(sys.executable).parent), "/usr/bin", "/bin"]
    made = Composite(own / "integrations/github/action.yml", tmp_path / "runner's folder", programs)
    installed, done = made.run(story.repo.folder, {}, {}, name="push")
    assert installed.returncode == 0, installed.stderr
    assert obeyed(done.stdout) == [Command("notice", {}, "made")]


def test_a_python_that_is_too_old_is_told_in_an_annotation(story: Story, tmp_path: Path) -> None:
    old = tmp_path / "old/python3"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    made = Composite(FILE, tmp_path / "runner", [str(old.parent), "/usr/bin", "/bin"])
    (done,) = made.run(story.repo.folder, {}, {}, name="push")
    assert done.returncode == 2
    assert [command.name for command in obeyed(done.stdout)] == ["error"]
