"""Whatever goes wrong is told in a line or two that a terminal shows and does not obey."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.expectations import Run, complains
from tests.repository import Repo
from tests.within import runner
from unrepeat.cli.output import shown
from unrepeat.errors import RepositoryError
from unrepeat.git import Repository

# Of the formatting characters these few are drawn: signs that stand around numbers and words.
DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
FILLERS = {0x115F, 0x1160, 0x3164, 0xFFA0}  # letters by name only
STEERING = "\x1b[31mred\x07 \u202eleft\x9b\U000e0041"


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def test_every_formatting_character_that_nobody_sees_is_shown_by_its_number() -> None:
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category in {"Cc", "Cf", "Cs", "Zl", "Zp"} and code not in DRAWN and chr(code) != "\t":
            assert shown(chr(code)).isascii(), hex(code)
        elif category[0] in "LNP":
            assert shown(chr(code)) == chr(code) or not chr(code).isprintable() or code in FILLERS, hex(code)
    assert shown("soft\xadhyphen, tag\U000e0041") == "soft\\xadhyphen, tag\\U000e0041"


@pytest.mark.parametrize(
    "command",
    [
        (STEERING,),
        (f"--{STEERING}",),
        ("new", STEERING, "title"),
        ("ls", "need", STEERING),
        ("due", "--within", STEERING),
    ],
    ids=ascii,
)
def test_a_wrong_use_is_told_without_what_would_steer_a_terminal(
    command: tuple[str, ...], repo: Repo, unrepeat: Run
) -> None:
    done = unrepeat(*command, cwd=repo.folder)
    assert done.returncode == 2
    assert "Error: " in done.stderr
    assert "red" in done.stderr
    assert not any(letter in done.stderr for letter in STEERING if not letter.isprintable())


@pytest.mark.parametrize(
    "command",
    [
        ("{}",),
        ("--{}",),
        ("new", "{}", "title"),
        ("ls", "need", "{}"),
        ("due", "--within", "{}"),
        ("ls", "--repo", "{}"),
    ],
    ids=str,
)
def test_a_wrong_value_of_any_length_is_told_in_a_few_lines(
    command: tuple[str, ...], repo: Repo, unrepeat: Run
) -> None:
    done = unrepeat(*(part.format("x" * 120_000) for part in command), cwd=repo.folder)
    assert done.returncode == 2
    assert "unexpected happened" not in done.stderr
    assert len(done.stderr) < 1_200
    assert ("'agreement'" in done.stderr) == (command[0] == "new"), "what there is stands at the end"


@pytest.mark.parametrize(
    "command",
    [
        ("ls",),
        ("note", "hi"),
        ("ready", "x"),
        ("strings",),
        ("init",),
        ("progress",),
        ("--repo", "{}", "ls", "--ledger", "x"),
    ],
    ids=lambda command: str(command[0]),
)
def test_a_current_folder_that_is_gone_is_told(command: tuple[str, ...], repo: Repo, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    words = [sys.executable, "-P", "-m", "unrepeat", *(part.format(repo.folder) for part in command)]
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *words],
        cwd=gone,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert complains(done) == "unrepeat: The current folder is no longer there. unrepeat: Go to another one with `cd`."


def test_of_a_folder_that_is_gone_the_library_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(RepositoryError, match="no longer there"):
        Repository.discover(Path())
