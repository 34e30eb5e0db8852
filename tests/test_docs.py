"""The docs say what is true: every command in them runs, every command and option is in them, no link leads nowhere."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
import story_a
import story_b

from tests.conftest import Run
from unrepeat.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text()


SAMPLES = {"ledger.md": story_b.build}  # the other pages are about the sample of story A
STATUS = {"# open": 0, "# closed": 1}  # how a page says what a gate answers


def commands_in(page: Path) -> list[str]:
    """Give the commands of a page's code blocks, from which a person would copy."""
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    lines = (line.removeprefix("$ ") for block in blocks for line in block.splitlines())
    return [line for line in lines if line.startswith(("unrepeat ", "git "))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page: Path, unrepeat: Run, tmp_path: Path) -> None:
    commands = commands_in(page)
    if not commands:
        return
    folder = tmp_path / "build" / "sample"
    SAMPLES.get(page.name, story_a.build)(folder)
    for line in commands:
        command, _, says = line.partition("    #")
        program, *arguments = shlex.split(command)
        if program == "git":
            git_of_a_reader(folder, arguments)
            continue
        done = unrepeat(*arguments, cwd=folder)
        assert done.returncode == STATUS.get(f"#{says}", 0), f"{page.name}: {command}: {done.stdout}{done.stderr}"


def git_of_a_reader(folder: Path, arguments: list[str]) -> None:
    """Run git as somebody whose name git knows, as a reader's does."""
    person = ("-c", "user.name=Sam Sample", "-c", "user.email=sam@example.org")
    subprocess.run(["git", *person, *arguments], cwd=folder, capture_output=True, check=True)


def test_the_readme_shows_what_the_command_prints(unrepeat: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    story_a.build(folder)

    assert unrepeat("strings", cwd=folder).stdout in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_its_place_in_the_docs(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", COMMANDS_PAGE, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no heading for {name}"
    everywhere = {"--repo", "--json", "--format"}
    for option in {long for one in command.params for long in one.opts if long.startswith("--")} - everywhere:
        assert option in section[1], f"{name} {option}"


def test_every_option_in_the_docs_exists() -> None:
    known = {"--help"}
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        known.update(option for one in command.params for option in one.opts)
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", COMMANDS_PAGE)) <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_every_signal_and_ground_is_explained() -> None:
    source = ROOT / "src" / "unrepeat" / "history"
    signals = set(re.findall(r"Signal\(\s*\"([a-z-]+)\"", (source / "fixes.py").read_text()))
    signals |= set(
        re.findall(
            r"^\s+\(?\s*\"([a-z-]+)\",\s*$|^    \(\"([a-z-]+)\", re", (source / "fixes.py").read_text(), re.MULTILINE
        )[0]
    )
    grounds = set(re.findall(r"Evidence\(\s*\"([a-z-]+)\"", (source / "trace.py").read_text()))
    for name in (signals | grounds) - {""}:
        assert f"`{name}`" in COMMANDS_PAGE, name
