"""A ledger is set up and taken back to the byte, nothing of anybody else's is changed, and what is offered works."""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.repository import Repo
from unrepeat.errors import LedgerError
from unrepeat.git import Repository
from unrepeat.ledger.kinds import KINDS, OF_FOLDER, STATEMENTS, USUAL_DECISIONS
from unrepeat.ledger.parsing import parse_record, parse_settings
from unrepeat.ledger.schemas import Settings
from unrepeat.ledger.setup import OFFERS, Step, set_up, take_back

HOOK, PRE_COMMIT = ".git/hooks/post-commit", ".pre-commit-config.yaml"
GITHUB, GITLAB = ".github/workflows/unrepeat.yml", ".gitlab/unrepeat.gitlab-ci.yml"
OWN = [".unrepeat/README.md", ".unrepeat/settings.yml", ".unrepeat/.gitignore"]
OF_GUARDS = ("guards", "backtests", "verdicts", "same")
INTEGRATIONS = Path(__file__).parents[2] / "integrations"
ALL = [*OWN, HOOK, PRE_COMMIT, GITHUB, GITLAB]


@pytest.fixture
def home(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Give a repository in which git heeds no settings but its own."""
    for name, value in repo.environment.items():
        monkeypatch.setenv(name, value)
    return repo


def begin(repo: Repo, *offers: str) -> dict[str, Step]:
    """Set the ledger up; give the steps by path."""
    return {step.path: step for step in set_up(Repository.discover(repo.folder), repo.folder / ".unrepeat", offers)}


def undo(repo: Repo, *offers: str) -> dict[str, Step]:
    """Take it back; give the steps by path."""
    return {step.path: step for step in take_back(Repository.discover(repo.folder), repo.folder / ".unrepeat", offers)}


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Give every file and folder but git's own objects: its mode, and what it holds."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
        if not path.is_relative_to(folder / ".git") or path.parent.name == "hooks"
    }


def test_nothing_is_written_unasked(home: Repo) -> None:
    before = tree(home.folder)
    begin(home)
    assert set(tree(home.folder)) - set(before) == {".unrepeat", *OWN}


@pytest.mark.parametrize("count", range(len(OFFERS) + 1))
def test_undoing_leaves_everything_as_it_was(count: int, home: Repo) -> None:
    before = tree(home.folder)
    for offers in itertools.combinations(OFFERS, count):
        begin(home, *offers)
        assert len(tree(home.folder)) > len(before)
        undo(home)
        assert tree(home.folder) == before


def test_a_second_run_changes_nothing(home: Repo) -> None:
    begin(home, *OFFERS)
    before = tree(home.folder)
    assert {step.says for path, step in begin(home, *OFFERS).items() if path != ".gitlab-ci.yml"} == {"there already"}
    assert tree(home.folder) == before


@pytest.mark.parametrize("path", ALL)
def test_a_file_that_is_there_is_never_changed(path: str, home: Repo) -> None:
    file = home.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("#!/bin/sh\necho mine\n")
    steps = begin(home, *OFFERS)
    assert "left as it is" in steps[path].says
    assert bool(steps[path].lines) == (path in {HOOK, PRE_COMMIT})
    assert (path in undo(home)) == (
        path not in {HOOK, PRE_COMMIT}
    )  # these are often there and have nothing to do with us
    assert file.read_text() == "#!/bin/sh\necho mine\n"


@pytest.mark.parametrize("path", ALL)
def test_what_was_changed_since_is_left_and_told(path: str, home: Repo) -> None:
    begin(home, *OFFERS)
    file = home.folder / path
    file.write_bytes(file.read_bytes() + b"# more\n")
    steps = undo(home)
    assert file.read_bytes().endswith(b"# more\n")
    assert steps[path].says.startswith(("left", "yours"))
    assert {step.says for other, step in steps.items() if other not in {path, ".unrepeat"}} == {"removed"}


def test_records_stay_and_empty_folders_go(home: Repo) -> None:
    begin(home)
    home.write({".unrepeat/notes/2026-01-01-a.md": "# A\n"})
    (home.folder / ".unrepeat/risks").mkdir()
    assert "stays" in undo(home)[".unrepeat"].says
    assert {path for path in tree(home.folder) if path.startswith(".unrepeat")} == {
        ".unrepeat", ".unrepeat/notes", ".unrepeat/notes/2026-01-01-a.md",
    }  # fmt: skip


def test_one_offer_is_taken_back_by_itself(home: Repo) -> None:
    begin(home, *OFFERS)
    assert set(undo(home, "github")) == {GITHUB}
    assert all((home.folder / path).exists() for path in ALL if path != GITHUB)
    assert not (home.folder / ".github").exists()


def test_there_may_be_nothing_to_undo(home: Repo) -> None:
    assert undo(home) == {}


@pytest.mark.parametrize("path", [HOOK, PRE_COMMIT])
def test_lines_added_by_hand_count_and_are_not_taken_away(path: str, home: Repo) -> None:
    file = home.folder / path
    file.parent.mkdir(exist_ok=True)
    mine = "#!/bin/sh\necho mine\n" if path == HOOK else "repos:\n"
    file.write_text(mine)
    file.write_text(mine + begin(home, *OFFERS)[path].lines)
    assert begin(home, *OFFERS)[path].says == "there already"
    assert undo(home)[path].lines in file.read_text()


def test_a_pipeline_that_includes_our_file_is_told_so(home: Repo) -> None:
    lines = begin(home, "gitlab")[".gitlab-ci.yml"].lines
    assert yaml.safe_load(lines) == {"include": [{"local": GITLAB}]}
    (home.folder / ".gitlab-ci.yml").write_text(lines)
    assert ".gitlab-ci.yml" not in begin(home, "gitlab")
    assert "take out" in undo(home)[".gitlab-ci.yml"].says
    assert (home.folder / ".gitlab-ci.yml").read_text() == lines


@pytest.mark.parametrize("place", ["own-hooks", "sub/hooks"])
def test_the_hook_goes_where_git_runs_hooks(place: str, home: Repo) -> None:
    home.git("config", "core.hooksPath", place)
    (home.folder / "below").mkdir()
    repository = Repository.discover(home.folder / "below")
    steps = [step.path for step in set_up(repository, home.folder / ".unrepeat", ["hook"])]
    assert f"{place}/post-commit" in steps
    assert os.access(home.folder / place / "post-commit", os.X_OK)
    assert not (home.folder / HOOK).exists()


def test_hooks_that_other_repositories_share_are_left_alone(home: Repo, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    home.git("config", "core.hooksPath", str(shared))
    step = begin(home, "hook")[str(shared / "post-commit")]
    assert "unrepeat capture" in step.lines
    assert not list(shared.iterdir())
    (shared / "post-commit").write_text(f"#!/bin/sh\n{step.lines}")
    assert begin(home, "hook")[str(shared / "post-commit")].says == "there already"
    assert undo(home)[str(shared / "post-commit")].lines
    assert (shared / "post-commit").exists()


def commit(repo: Repo, message: str, programs: Path) -> "subprocess.CompletedProcess[str]":
    """Commit as a person does whose PATH begins with a folder of programs."""
    return subprocess.run(
        ["git", "-C", str(repo.folder), "commit", "--quiet", "--allow-empty", "-m", message],
        env={**repo.environment, "PATH": f"{programs}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Make a folder of programs, in which git and the shell's own stand."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


def program(folder: Path, text: str) -> None:
    """Put a program `unrepeat` into a folder."""
    (folder / "unrepeat").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "unrepeat").chmod(0o755)


def test_the_hook_makes_records_of_what_a_message_says(home: Repo, programs: Path) -> None:
    begin(home, "hook")
    program(programs, f'exec {sys.executable} -m unrepeat "$@"')
    commit(home, "Add pickup\n\nLearned: the mail server keeps no order", programs)
    (note,) = (home.folder / ".unrepeat/notes").iterdir()
    assert "the mail server keeps no order" in note.read_text()


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("exit 3", ""), ("echo no >&2; exit 2", "no\n")])
def test_the_hook_never_stops_a_commit(text: str, shown: str, home: Repo, programs: Path) -> None:
    begin(home, "hook")
    if text:
        program(programs, text)
    done = commit(home, "Add pickup", programs)
    assert done.stdout + done.stderr == shown
    assert home.git("log", "--format=%s") == "Add pickup"
    path = {"PATH": f"{programs}:/usr/bin:/bin"}
    alone = subprocess.run([home.folder / HOOK], cwd=home.folder, env=path, check=False, capture_output=True)
    assert alone.returncode == 0


def test_the_hook_does_not_run_for_every_commit_of_a_rebase(home: Repo, programs: Path, tmp_path: Path) -> None:
    begin(home, "hook")
    program(programs, f"echo ran >>{tmp_path}/ran")
    home.commit("begin", {"a": "1"})
    home.branch("side")
    commit(home, "one", programs)
    home.commit("two", {"b": "1"})
    home.switch("main")
    home.commit("main moves", {"c": "1"})
    before = (tmp_path / "ran").read_text()
    subprocess.run(
        ["git", "-C", str(home.folder), "rebase", "--quiet", "main", "side"],
        env={**home.environment, "PATH": f"{programs}:/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )
    assert (tmp_path / "ran").read_text() == before


def test_the_settings_tell_every_choice_and_what_holds_without_it(home: Repo) -> None:
    begin(home)
    text = (home.folder / ".unrepeat/settings.yml").read_bytes()
    assert parse_settings("settings.yml", text).settings == {}
    uncommented = re.sub(rb"^# (?=[a-z-]+: )", b"", text, flags=re.MULTILINE)
    parsed = parse_settings("settings.yml", uncommented)
    assert parsed.settings is not None
    assert not parsed.problems
    assert set(parsed.settings) == {info.alias for info in Settings.model_fields.values()}
    defaults = Settings.model_validate({}).model_dump(by_alias=True)
    assert all(parsed.settings[name] == default for name, default in defaults.items() if name != "decisions")
    assert all(folder in text.decode().replace("\n# ", " ") for folder in USUAL_DECISIONS)


def test_the_readme_tells_every_folder_and_how_to_begin(home: Repo) -> None:
    begin(home)
    text = (home.folder / ".unrepeat/README.md").read_text()
    assert all(f"`{folder}/`" in text for folder in [*OF_FOLDER, *STATEMENTS, "links", *OF_GUARDS])
    example = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)
    name = re.search(r"`(mistakes/.+\.md)`", text)
    assert example
    assert name
    parsed = parse_record(KINDS["mistake"], f".unrepeat/{name[1]}", example[1].encode())
    assert parsed.record is not None
    assert not parsed.problems


def test_what_a_stopped_write_leaves_is_not_committed(home: Repo) -> None:
    begin(home)
    home.write({".unrepeat/notes/.x1y2.tmp": "half", ".unrepeat/notes/2026-01-01-a.md": "# A\n"})
    assert "tmp" not in home.git("ls-files")
    assert ".unrepeat/notes/2026-01-01-a.md" in home.git("ls-files")


def test_the_snippets_are_yaml_that_runs_fsck_on_the_full_history(home: Repo) -> None:
    begin(home, *OFFERS)
    pre_commit, github, gitlab = (
        yaml.safe_load((home.folder / path).read_text()) for path in (PRE_COMMIT, GITHUB, GITLAB)
    )
    hook, message = pre_commit["repos"][0]["hooks"]
    assert hook["entry"] == "unrepeat fsck"
    assert (message["entry"], message["stages"]) == ("unrepeat check --staged --message", ["commit-msg"])
    for path in (".unrepeat/notes/a.md", *(f"{folder}/0001-a.md" for folder in USUAL_DECISIONS)):
        assert re.search(hook["files"], path), path
    assert not re.search(hook["files"], "src/notes.py")
    steps = github["jobs"]["ledger"]["steps"]
    assert github["permissions"] == {"contents": "read"}
    assert steps[0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert steps[-2]["run"] == gitlab["unrepeat"]["script"][-1] == "unrepeat fsck"
    assert "unrepeat check --format github" in steps[-1]["run"]
    assert gitlab["unrepeat"]["variables"]["GIT_DEPTH"] == "0"


def test_the_jobs_of_guards_are_those_that_the_tests_of_the_integrations_run(home: Repo) -> None:
    begin(home, *OFFERS)
    job = yaml.safe_load((home.folder / GITLAB).read_text())["unrepeat-check"]
    assert job == yaml.safe_load((INTEGRATIONS / "gitlab/unrepeat.gitlab-ci.yml").read_text())["unrepeat-check"]
    step = yaml.safe_load((home.folder / GITHUB).read_text())["jobs"]["ledger"]["steps"][-1]["run"]
    action = yaml.safe_load((INTEGRATIONS / "github/action.yml").read_text())["runs"]["steps"][-1]["run"]
    shown = step[step.index("token=") :]
    assert shown in action
    assert "${{" not in step  # whoever names a branch or a title would write shell


def test_a_ledger_behind_a_link_is_refused_both_ways(home: Repo, tmp_path: Path) -> None:
    begin(home)
    (home.folder / ".unrepeat" / "notes").mkdir()
    (home.folder / ".unrepeat").rename(tmp_path / "outside")
    (home.folder / ".unrepeat").symlink_to(tmp_path / "outside")
    before = tree(tmp_path / "outside")
    undo(home)
    assert tree(tmp_path / "outside") == before
    (tmp_path / "outside" / "README.md").unlink()
    with pytest.raises(LedgerError, match="is a link"):
        begin(home)
    assert not (tmp_path / "outside" / "README.md").exists()


def test_a_workflow_folder_behind_a_link_is_refused(home: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (home.folder / ".github").symlink_to(tmp_path / "outside")
    with pytest.raises(LedgerError, match="is a link"):
        begin(home, "github")
    assert not list((tmp_path / "outside").iterdir())


@pytest.mark.parametrize("path", [".unrepeat", ".github", ".gitlab", ".github/workflows"])
def test_a_file_where_a_folder_has_to_be_is_told(path: str, home: Repo) -> None:
    (home.folder / path).parent.mkdir(exist_ok=True)
    (home.folder / path).write_text("mine")
    with pytest.raises(LedgerError):
        begin(home, *OFFERS)
    assert (home.folder / path).read_text() == "mine"


def test_a_ledger_elsewhere_is_offered_nothing(home: Repo, tmp_path: Path) -> None:
    repository, folder = Repository.discover(home.folder), tmp_path / "ledger"
    with pytest.raises(LedgerError, match="at the top of a work tree"):
        list(set_up(repository, folder, ["hook"]))
    assert not folder.exists()
    assert [step.says for step in set_up(repository, folder, [])] == ["written"] * 3
    (folder / "own").mkdir()
    assert [step.says for step in take_back(repository, folder, [])][:3] == ["removed"] * 3
    assert list(folder.iterdir()) == [folder / "own"]


@pytest.mark.parametrize("name", ["needs", "acknowledgements", "links"])
def test_undoing_goes_through_no_link_inside_the_folder(name: str, home: Repo, tmp_path: Path) -> None:
    begin(home)
    (tmp_path / "outside/keep/empty").mkdir(parents=True)
    (home.folder / ".unrepeat" / name).symlink_to(tmp_path / "outside")
    (home.folder / ".unrepeat/risks/below").mkdir(parents=True)
    (home.folder / ".unrepeat/risks/below/link").symlink_to(tmp_path / "outside")
    undo(home)
    assert (tmp_path / "outside/keep/empty").is_dir()
    assert (home.folder / ".unrepeat" / name).is_symlink()
