"""What users install works alone: the wheel, in an environment of its own, far from the source."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import story_a

ROOT = Path(__file__).parents[1]


def build(target: Path) -> Path:
    """Build the wheel without a network: the build tool is among the development needs."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(command, capture_output=True, check=True)
    (wheel,) = target.glob("*.whl")
    return wheel


def test_a_wheel_installed_alone_studies_a_repository(tmp_path: Path) -> None:
    wheel = build(tmp_path / "dist")
    alone = tmp_path / "alone"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(alone)
        names = archive.namelist()
    assert "unrepeat/retro/templates/report.html.j2" in names
    assert "unrepeat/py.typed" in names
    assert not any(name.startswith(("tests", "samples", "bench")) for name in names)
    repository = tmp_path / "sample"
    story_a.build(repository)
    # The libraries we need lie beside our editable install; without `site`, only they and the wheel are found.
    search = os.pathsep.join([str(alone), sysconfig.get_paths()["purelib"]])

    done = subprocess.run(
        [sys.executable, "-S", "-m", "unrepeat", "study", str(repository), "--out", str(tmp_path / "out")],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": search},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(json.loads((tmp_path / "out" / "report.json").read_text())["strings"]) == 1
