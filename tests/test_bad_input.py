"""Whatever is asked wrongly gets a clear sentence and exit code 2, never a traceback."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.expectations import COMMANDS, QUESTIONS, QUICK, Rows, Run, answers, complains, succeeds, tell_story
from tests.repository import Repo

COMMAND_LINE = (sys.executable, "-m", "unrepeat")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_no_repository_an_empty_one_and_a_lost_head_are_told(
    command: tuple[str, ...], repo: Repo, unrepeat: Run, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    assert "no git repository" in complains(unrepeat(*command, cwd=nowhere))
    assert "HEAD" in complains(unrepeat(*command, cwd=repo.folder))
    assert not (repo.folder / "unrepeat-report").exists()


def test_a_head_that_leads_nowhere_is_told(repo: Repo, unrepeat: Run) -> None:
    repo.commit("one", {"a.py": "1\n"})
    (repo.folder / ".git/HEAD").write_text("0123456789abcdef0123456789abcdef01234567\n")
    complains(unrepeat("strings", cwd=repo.folder))
    (repo.folder / ".git/HEAD").write_bytes(b"\xff garbage")
    assert "no git repository" in complains(unrepeat("strings", cwd=repo.folder))
    assert "There is no folder" in complains(unrepeat("--repo", "not/there", "strings", cwd=repo.folder))


@pytest.mark.parametrize(
    "command",
    [
        ("trace", "no-such-branch"),
        ("trace", "0123456789abcdef0123456789abcdef01234567"),
        ("trace", "--", "--all"),
        ("trace", ""),
        ("trace", "HEAD:a.py"),
        ("trace", "HEAD..HEAD~1"),
        ("trace", "x" * 100_000),
        ("lines", "a.py", "--at", "gone"),
        ("lines", "a.py", "--at=--output=evil"),
        ("link", "HEAD", "gone", "yes"),
        ("lines", "no/such/file"),
        ("lines", ""),
        ("lines", "../a.py"),
        ("lines", ":(glob)*"),
        ("lines", "folder"),
        ("coupling", "no/such/file"),
        ("link", "HEAD~1", "HEAD", "yes"),
        ("link", "HEAD", "HEAD", "yes"),
        ("link", "HEAD", "elsewhere", "yes"),
    ],
    ids=lambda command: " ".join(command)[:30],
)
def test_names_that_stand_for_nothing_here_are_told(command: tuple[str, ...], repo: Repo, unrepeat: Run) -> None:
    repo.commit("one", {"a.py": "1\n", "folder/b.py": "1\n"})
    repo.commit("two", {"a.py": "2\n"})
    repo.git("checkout", "--quiet", "--orphan", "elsewhere")
    repo.commit("unrelated", {"c.py": "1\n"})
    repo.switch("main")
    said = complains(unrepeat(*command, cwd=repo.folder))
    assert len(said) < 600


@pytest.mark.parametrize(
    "command",
    [
        ("fixes", "--since", "nonsense"),
        ("strings", "--since", "2026-02-30"),
        ("study", "--since", "yesterday"),
        ("trace", "HEAD", "--top", "0"),
        ("trace", "HEAD", "--top", "many"),
        ("trace", "--from", "not-there.txt"),
        ("trace", "--from", "."),
        ("trace",),
        ("link", "HEAD", "HEAD~1", "maybe"),
        ("link", "HEAD"),
        ("index", "--jobs", "0"),
        ("fixes", "--format", "xml"),
        ("fixes", "--no-such-option"),
        ("no-such-command",),
    ],
    ids=" ".join,
)
def test_options_that_cannot_be_are_told_with_what_can(command: tuple[str, ...], repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    done = unrepeat(*command, cwd=repo.folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "unexpected" not in done.stderr.replace("unexpected extra", "")
    assert "Error: " in done.stderr


def test_a_list_of_fixes_may_hold_anything(repo: Repo, unrepeat: Run, rows: Rows, tmp_path: Path) -> None:
    *_, fix = tell_story(repo)
    repo.git("tag", "--annotate", "--message", "a release", "v1")
    tag = repo.git("rev-parse", "v1")
    found = rows("trace", "--from", "-", cwd=repo.folder, stdin=f"\n  {fix}\n\nHEAD\n{tag}\nv1\n{fix.upper()}\n")
    assert [row["fix"] for row in found] == [fix] * 5
    odd = tmp_path / "odd.txt"
    for content in (b"\xff\xfe\n", b"a\0b\n", b"y" * 200_000):
        odd.write_bytes(content)
        complains(unrepeat("trace", "--from", str(odd), cwd=repo.folder))
    odd.write_bytes(b"")
    assert unrepeat("trace", "--from", str(odd), cwd=repo.folder).returncode == 2


def test_the_repository_is_named_before_or_after_the_command_or_is_around_us(
    repo: Repo, unrepeat: Run, tmp_path: Path
) -> None:
    tell_story(repo)
    below = repo.folder / "deep" / "folder"
    below.mkdir(parents=True)
    expected = answers(unrepeat, repo.folder, QUICK)
    assert answers(unrepeat, below, QUICK) == expected
    for question, answer in zip(QUICK, expected, strict=True):
        assert succeeds(unrepeat("--repo", str(repo.folder), *question, "--json", cwd=tmp_path)) == answer
        assert succeeds(unrepeat(*question, "--repo", str(below), "--format", "json", cwd=tmp_path)) == answer


def test_variables_of_another_repository_do_not_mislead(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    tell_story(repo)
    other = Repo(tmp_path / "other")
    other.commit("Fix something else", {"a.py": "else\n"})
    expected = answers(unrepeat, repo.folder)
    misleading = {
        "GIT_DIR": str(other.folder / ".git"),
        "GIT_WORK_TREE": str(other.folder),
        "GIT_INDEX_FILE": str(tmp_path / "none"),
        "GIT_OBJECT_DIRECTORY": str(other.folder / ".git/objects"),
        "GIT_COMMON_DIR": str(other.folder / ".git"),
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_CEILING_DIRECTORIES": str(repo.folder.parent),
        "GIT_NAMESPACE": "x",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.bare",
        "GIT_CONFIG_VALUE_0": "nonsense",
        "GIT_TRACE": "1",
    }
    for question, answer in zip(QUESTIONS, expected, strict=True):
        assert succeeds(unrepeat(*question, "--json", cwd=repo.folder, **misleading)) == answer
    assert not (other.folder / ".git/unrepeat").exists()


@pytest.mark.parametrize("command", ["unrepeat fixes --json", "unrepeat fixes", "unrepeat lines a.py"])
def test_a_reader_that_has_had_enough_is_no_error(command: str, repo: Repo) -> None:
    repo.commit("long", {"a.py": "line\n" * 30_000})
    for number in range(3):
        repo.commit(f"Fix bug #{number}", {"b.py": f"{number}\n"})
    program = command.replace("unrepeat", " ".join(COMMAND_LINE))
    script = f'{{ {program}; echo "left with $?" >&2; }} | head -n 1'
    done = subprocess.run(["bash", "-c", script], cwd=repo.folder, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == "left with 0\n"


def test_output_that_cannot_be_written_is_told(repo: Repo) -> None:
    tell_story(repo)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND_LINE, "fixes"], cwd=repo.folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert "could not be written (No space left on device)" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    closed = subprocess.run(
        ["bash", "-c", f"{' '.join(COMMAND_LINE)} fixes >&-"],
        cwd=repo.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (closed.returncode, closed.stderr) == (0, "")


def _doubled(line: str) -> str:
    """Give YAML in which each line names the one before nine times, which makes billions of nothing."""
    return "a: &a {{x: 1}}\n" + "".join(
        line.format(name, ",".join([f"*{before}"] * 9)) for before, name in itertools.pairwise("abcdefghijkl")
    )


@pytest.mark.parametrize(
    "content",
    [
        "verdict: [yes\n",
        "just words\n",
        "- a\n- list\n",
        "",
        "fix: HEAD\nculprit: HEAD~1\nverdict: 'yes'\n",
        "fix: {fix}\nculprit: {culprit}\nverdict: perhaps\n",
        "fix: {fix}\nculprit: {culprit}\n",
        "fix: {fix}\nculprit: {culprit}\nverdict: 'no'\n#" + "x" * 1_000_001,
        "fix: {fix}\nculprit: {culprit}\nverdict: !!python/object/apply:os.system ['touch ran']\n",
        b"\xff\xfe\x00broken",
        "{{" * 3_000,
        "[" * 9_000,
        pytest.param(_doubled("{0}: &{0} [{1}]\n") + "fix: *l\nculprit: *l\nverdict: *l\n"),
        pytest.param(_doubled("{0}: &{0} {{{{<<: [{1}]}}}}\n")),
    ],
    ids=[
        "broken", "words", "list", "empty", "no hashes", "no verdict of ours", "no verdict", "too large", "a program",
        "no text", "deep maps", "deep lists", "aliases", "merged aliases",
    ],
)  # fmt: skip
def test_a_verdict_file_that_is_none_is_told_and_passed_over(content: str | bytes, repo: Repo, unrepeat: Run) -> None:
    _, culprit, fix = tell_story(repo)
    text = content.format(fix=fix, culprit=culprit).encode() if isinstance(content, str) else content
    folder = repo.folder / ".unrepeat" / "links"
    folder.mkdir(parents=True)
    (folder / "odd.yml").write_bytes(text)
    done = unrepeat("trace", "HEAD", "--json", cwd=repo.folder)
    assert '"confirmed": false' in succeeds(done)
    assert f"{os.sep}odd.yml" in done.stderr
    assert "passed over" in done.stderr
    assert len(done.stderr) < 1_000
    assert not (repo.folder / "ran").exists()


def test_an_unquoted_yes_is_a_yes(repo: Repo, rows: Rows) -> None:
    culprit, _, fix = tell_story(repo)
    folder = repo.folder / ".unrepeat" / "links"
    folder.mkdir(parents=True)
    (folder / "said.yml").write_text(f"fix: {fix}\nculprit: {culprit}\nverdict: yes\n")
    first = rows("trace", fix, cwd=repo.folder)[0]["culprits"][0]
    assert (first["commit"], first["confirmed"]) == (culprit, True)
