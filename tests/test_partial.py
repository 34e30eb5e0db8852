"""What is missing, damaged or out of date is told or made good, and the rest answers right."""

import itertools
import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.expectations import QUESTIONS, QUICK, Rows, Run, answers, blamed, complains, followed, succeeds, tell_story
from tests.repository import Repo


def _inside(folder: Path, like: Repo) -> Repo:
    """Give a clone as a repository that tests can ask of git."""
    clone = Repo.__new__(Repo)
    clone.folder, clone.clock, clone.author = folder, like.clock, like.author
    return clone


def _cloned(repo: Repo, folder: Path, *options: str) -> Repo:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", *options, repo.folder.as_uri(), str(folder))
    return _inside(folder, repo)


def test_a_shallow_clone_answers_for_what_it_holds_and_grows(
    repo: Repo, unrepeat: Run, rows: Rows, tmp_path: Path
) -> None:
    for number in range(8):
        lines = [f"line {line} of {number if line == number else 0}\n" for line in range(8)]
        repo.commit(f"Fix bug #{number}", {"a.py": "".join(lines)})
    shallow = _cloned(repo, tmp_path / "shallow", "--depth=3")
    assert rows("index", cwd=shallow.folder)[0]["commits"] == 3
    assert followed(rows, shallow.folder, "a.py") == blamed(shallow, "a.py")
    assert "unshallow" in complains(unrepeat("trace", "HEAD~5", cwd=shallow.folder))
    for more in ("--deepen=2", "--unshallow"):
        shallow.git("fetch", "--quiet", more)
        assert followed(rows, shallow.folder, "a.py") == blamed(shallow, "a.py")
    assert answers(unrepeat, shallow.folder, QUICK) == answers(unrepeat, repo.folder, QUICK)


def test_a_partial_clone_is_studied_without_what_it_lacks(
    repo: Repo, unrepeat: Run, rows: Rows, tmp_path: Path
) -> None:
    tell_story(repo)
    repo.move("b.py", "c.py")
    partial = _cloned(repo, tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    totals = rows("index", cwd=partial.folder)[0]
    assert totals["commits"] == 4
    assert totals["skipped_objects"] == 4  # each version of each file, against the one before
    assert "4 objects could not be read" in unrepeat("index", cwd=partial.folder).stdout
    assert "4 objects could not be read" in unrepeat("study", cwd=partial.folder).stderr
    assert answers(unrepeat, partial.folder, (("fixes",),))[0].count("\n") == 2
    for _ in range(2):
        succeeds(unrepeat("strings", cwd=partial.folder))
    partial.git("checkout", "--quiet", "main")  # brings the newest versions only
    rows("index", "--rebuild", cwd=partial.folder)
    assert followed(rows, partial.folder, "c.py") == blamed(partial, "c.py")


def _object(repo: Repo, name: str) -> Path:
    identity = repo.git("rev-parse", name)
    return repo.folder / ".git/objects" / identity[:2] / identity[2:]


@pytest.mark.parametrize("harm", ["removed", "garbage", "cut"])
@pytest.mark.parametrize("name", ["HEAD~1:a.py", "HEAD~1^{tree}", "HEAD~1"])
def test_a_damaged_object_is_told_and_the_rest_is_read(name: str, harm: str, repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    repo.commit("Fix wrong letter", {"b.py": "c\n"})
    repo.commit("Fix wrong letter again", {"b.py": "d\n"})
    file = _object(repo, name.replace("~1", "~3"))
    whole = file.read_bytes()
    file.chmod(0o644)
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes(b"garbage" if harm == "garbage" else whole[:12])
    done = unrepeat("index", "--json", cwd=repo.folder)
    if done.returncode == 2:
        assert name == "HEAD~1", done.stderr  # without a commit, nothing is known of what came before
        assert "git fsck" in complains(done)
    else:
        totals = json.loads(succeeds(done))
        assert (totals["commits"], totals["skipped_objects"] > 0) == (5, True)
        first = json.loads(succeeds(unrepeat("trace", "HEAD", "--json", cwd=repo.folder)))["culprits"][0]
        assert first["commit"] == repo.git("rev-parse", "HEAD~1")
        for command in (("lines", "a.py"), ("study",)):
            succeeds(unrepeat(*command, cwd=repo.folder))
    file.write_bytes(whole)
    succeeds(unrepeat("index", "--rebuild", cwd=repo.folder))
    assert "likely" in unrepeat("trace", "HEAD", cwd=repo.folder).stdout


def _harm(file: Path, how: str) -> None:
    content = bytearray(file.read_bytes())
    match how:
        case "no database":
            file.write_bytes(b"not a database at all\n" * 200)
        case "empty":
            file.write_bytes(b"")
        case "truncated":
            os.truncate(file, len(content) // 2)
        case "another format" | "another database":
            connection = sqlite3.connect(file)
            with connection:
                connection.execute(
                    "update meta set value = '1' where key = 'format'" if "format" in how else "drop table meta"
                )
            connection.close()
        case _:
            begin = int(how.partition(" ")[2]) * len(content) // 10
            content[begin : begin + 500] = bytes(range(250)) * 2
            file.write_bytes(content)


PARTS = (
    "no database",
    "empty",
    "truncated",
    "another format",
    "another database",
    *(f"at {n}" for n in range(1, 10, 2)),
)


def test_a_damaged_index_is_built_anew_and_answers_right(repo: Repo, unrepeat: Run) -> None:
    for number in range(30):
        repo.commit(f"Fix bug #{number}\n\n" + "It was wrong. " * 20, {f"{number % 4}.py": f"{number}\nline\n"})
    questions = (("lines", "1.py"), ("trace", "HEAD"), ("fixes",))
    expected = dict(zip(questions, answers(unrepeat, repo.folder, questions), strict=True))
    file = repo.folder / ".git/unrepeat/index.sqlite"
    good = file.read_bytes()
    for how, question in zip(PARTS, itertools.cycle(questions), strict=False):
        file.write_bytes(good)
        _harm(file, how)
        assert succeeds(unrepeat(*question, "--json", cwd=repo.folder)) == expected[question], how


def test_a_changed_byte_within_a_row_is_seen(repo: Repo, unrepeat: Run) -> None:
    oldest, *_ = tell_story(repo)
    expected = answers(unrepeat, repo.folder, QUESTIONS[:2])
    file = repo.folder / ".git/unrepeat/index.sqlite"
    good = file.read_bytes()
    name = bytes.fromhex(oldest)
    for old, new in (
        (name, name[::-1]),
        (b"Fix wrong count", b"Add wrong count"),
        (b"\x00\x00a.py", b"\x00\x00z.py"),
        (b"count", b"tnuoc"),
    ):
        file.write_bytes(good.replace(old, new))
        assert answers(unrepeat, repo.folder, QUESTIONS[:2]) == expected


def test_catching_up_gives_what_building_anew_gives(repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    answers(unrepeat, repo.folder)
    repo.branch("side")
    repo.move("a.py", "moved.py")
    repo.commit("Fix side\n\nFound by Sample Reader.", {"moved.py": "side\n", "b.py": "b\nside\n"})
    answers(unrepeat, repo.folder, QUESTIONS[1:])
    repo.switch("main")
    repo.author = ("Sample Reader", "reader@example.org")
    repo.commit("Fix main", {"b.py": "main\nb\n"})
    answers(unrepeat, repo.folder)
    repo.merge("side", "merge side", {"b.py": "main\nb\nside\n"})
    repo.commit("Fix merged", {"moved.py": "fixed\n"})
    questions = (("lines", "moved.py"), ("lines", "b.py"), *QUESTIONS[1:])
    caught_up = answers(unrepeat, repo.folder, questions)
    succeeds(unrepeat("index", "--rebuild", cwd=repo.folder))
    assert answers(unrepeat, repo.folder, questions) == caught_up


def test_rewritten_history_and_work_trees_share_one_index(
    repo: Repo, unrepeat: Run, rows: Rows, tmp_path: Path
) -> None:
    tell_story(repo)
    answers(unrepeat, repo.folder)
    repo.git("commit", "--quiet", "--amend", "-m", "Fix crash, said better")
    assert "said better" in unrepeat("fixes", cwd=repo.folder).stdout
    assert "nothing is kept" not in unrepeat("fixes", cwd=repo.folder).stdout
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    assert len(rows("fixes", cwd=repo.folder)) == 1
    repo.branch("short-lived")
    repo.commit("Fix something on a branch", {"b.py": "branch\n"})
    assert len(rows("fixes", cwd=repo.folder)) == 2
    repo.switch("main")
    repo.git("branch", "--quiet", "-D", "short-lived")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "--quiet", "--prune=now")
    tree = tmp_path / "tree"
    repo.git("worktree", "add", "--quiet", "-b", "other", str(tree))
    other = _inside(tree, repo)
    other.commit("Fix in another work tree", {"a.py": "tree\n"})
    assert followed(rows, tree, "a.py") == blamed(other, "a.py")
    assert [path.parent for path in tmp_path.rglob("index.sqlite")] == [repo.folder / ".git/unrepeat"]
    for folder in (tree, repo.folder):
        caught_up = answers(unrepeat, folder, QUICK)
        succeeds(unrepeat("index", "--rebuild", cwd=folder))
        assert answers(unrepeat, folder, QUICK) == caught_up
