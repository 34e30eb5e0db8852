"""A stand-in for GitHub's runner: run the steps of a composite action with the environment that they would have."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


@dataclass
class Composite:
    """An action below a folder that stands for its repository; `temporary` is the runner's own folder of a job."""

    file: Path
    temporary: Path
    programs: list[str] = field(default_factory=lambda: ["/usr/bin", "/bin"])

    def steps(self, *, skip: tuple[str, ...] = ()) -> list[Mapping[str, Any]]:
        """Give the action's steps but for those named."""
        found = yaml.safe_load(self.file.read_text())["runs"]["steps"]
        return [step for step in found if step["name"] not in skip]

    def run(
        self,
        workspace: Path,
        inputs: Mapping[str, str],
        event: Mapping[str, Any],
        *,
        name: str,
        skip: tuple[str, ...] = (),
    ) -> Iterator["subprocess.CompletedProcess[str]"]:
        """Run each step until one fails, as on an event of a name."""
        declared = yaml.safe_load(self.file.read_text())["inputs"]
        assert set(inputs) <= set(declared)
        given = {name: one["default"] for name, one in declared.items()} | dict(inputs)
        for step in self.steps(skip=skip):
            values = {"inputs": given, "github": {"event": event}}
            own = {name: _filled(value, values) for name, value in step["env"].items()}
            done = self._step(step["run"], workspace, own | {"GITHUB_EVENT_NAME": name})
            yield done
            if done.returncode:
                return

    def _step(self, script: str, workspace: Path, own: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        """Run a step's script as the runner runs `shell: bash`."""
        self.temporary.mkdir(exist_ok=True)
        file, paths = self.temporary / "step.sh", self.temporary / "paths"
        file.write_text(script)
        paths.touch()
        added = paths.read_text().splitlines()
        environment = {
            "PATH": ":".join([*reversed(added), *self.programs]),
            "HOME": str(self.temporary),
            "GITHUB_ACTION_PATH": str(self.file.parent),
            "GITHUB_EVENT_PATH": str(self.temporary / "event.json"),
            "GITHUB_PATH": str(paths),
            "GITHUB_SHA": "HEAD",
            "RUNNER_TEMP": str(self.temporary),
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)],
            cwd=workspace,
            env=environment | dict(own),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def _filled(value: str, values: Mapping[str, Any]) -> str:
    """Fill expressions as the runner does: the first of `||` that is there, else nothing."""
    return _EXPRESSION.sub(lambda found: next(filter(None, _each(found[1], values)), ""), value)


def _each(expression: str, values: Mapping[str, Any]) -> Iterator[str]:
    for spelled in expression.split("||"):
        value: Any = values
        for part in spelled.strip().split("."):
            value = value.get(part, {})
        yield value or ""
