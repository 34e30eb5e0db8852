"""What the page about the integrations says is so."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from unrepeat.guards.pull_request import read_event

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "integrations/README.md").read_text()
EXAMPLES = [yaml.safe_load(example) for example in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


def steps() -> list[dict[str, Any]]:
    """Give the steps in the examples for GitHub."""
    inside = [example["jobs"]["unrepeat"]["steps"] for example in EXAMPLES if "jobs" in example]
    return [step for part in [*inside, *(one for one in EXAMPLES if isinstance(one, list))] for step in part]


def test_each_file_that_is_named_is_there() -> None:
    assert all((ROOT / "integrations" / link).is_file() for link in re.findall(r"\]\((?!https:)([^)]*)\)", PAGE))


def test_the_hooks_that_are_chosen_are_in_the_manifest() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    (chosen,) = (example["repos"][0]["hooks"] for example in EXAMPLES if "repos" in example)
    assert {hook["id"] for hook in chosen} | {"unrepeat-lint"} == set(hooks)
    assert all(set(hook.get("stages", ())) <= set(hooks[hook["id"]]["stages"]) for hook in chosen)


def test_the_inputs_that_are_given_are_the_action_s() -> None:
    inputs = yaml.safe_load((ROOT / "integrations/github/action.yml").read_text())["inputs"]
    uses = [step for step in steps() if "integrations/github@" in step.get("uses", "")]
    assert len(uses) == 3
    assert all(set(step.get("with", {})) <= set(inputs) for step in uses)


def test_reviews_are_added_to_an_event_as_told(tmp_path: Path) -> None:
    (script,) = (step["run"] for step in steps() if "run" in step)
    pages = [[{"user": {"login": "one"}, "state": "APPROVED"}], [{"user": {"login": "two"}, "state": "COMMENTED"}]]
    (tmp_path / "gh").write_text(f"#!/bin/sh\necho '{json.dumps(pages)}'\n")
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "given.json").write_text(json.dumps({"pull_request": {"title": "Count", "body": None}}))
    subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        env={
            "PATH": f"{tmp_path}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_EVENT_PATH": str(tmp_path / "given.json"),
            "GITHUB_REPOSITORY": "owner/name",
            "NUMBER": "7",
        },
        check=True,
    )
    event = read_event(tmp_path / "event.json")
    assert event.title == "Count"
    assert [(one.who, one.approved) for one in event.reviews or ()] == [("one", True), ("two", False)]
