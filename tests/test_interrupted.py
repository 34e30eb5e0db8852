"""Whatever stops a run, or leaves no room for it, loses nothing: the next run answers right."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.expectations import QUICK, Rows, Run, answers, complains, followed, succeeds, tell_story
from tests.repository import Repo

COMMAND = (sys.executable, "-m", "unrepeat", "index", "--jobs", "2")
MANY = 2_400  # commits: two batches, each with a program of its own
WITHIN = 20.0  # seconds; a moment that is waited for comes far sooner


@pytest.fixture
def large(repo: Repo) -> Repo:
    """Make a repository that takes a moment to index."""
    stream = []
    for number in range(MANY):
        message = f"Fix bug #{number}"
        content = "".join(f"line {line} of {number if line == number % 40 else 0}\n" for line in range(40))
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@example.org> {1_700_000_000 + 60 * number} +0000\n"
            f"data {len(message)}\n{message}\nM 100644 inline f{number % 30}.py\ndata {len(content)}\n{content}\n"
        )
    repo.git("fast-import", "--quiet", stdin="".join(stream).encode())
    repo.git("reset", "--quiet", "--hard")
    return repo


def _indexed(repo: Repo) -> int:
    """Count the commits that are in the index by now."""
    file = repo.folder / ".git/unrepeat/index.sqlite"
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=1)
    except sqlite3.Error:
        return 0
    try:
        return int(connection.execute("select count(*) from commits").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        connection.close()


def _stopped(repo: Repo, tmp_path: Path, number: signal.Signals, at_least: int) -> tuple[int, str]:
    """Index, and send a signal to the whole group once so many commits are in; give the exit code and what was said."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    process = subprocess.Popen(
        COMMAND,
        cwd=repo.folder,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        process_group=0,
    )
    deadline = time.monotonic() + WITHIN
    lock = repo.folder / ".git/unrepeat/lock"
    while time.monotonic() < deadline and not (_indexed(repo) >= at_least and lock.exists()):
        time.sleep(0.002)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def _without(repo: Repo) -> list[str]:
    """Give the command lines of programs that still work on a view of ours in this repository's temporary folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"{repo.folder}".encode() == os.fsencode((entry / "cwd").readlink()):
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("at_least", [0, 1], ids=["before anything is kept", "between two batches"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM], ids=lambda number: str(number.name))
def test_a_stop_in_the_middle_loses_nothing(
    number: signal.Signals, at_least: int, large: Repo, rows: Rows, tmp_path: Path
) -> None:
    code, said = _stopped(large, tmp_path, number, at_least)
    assert code == (130 if number == signal.SIGINT else -number), said
    assert "Traceback" not in said
    if number == signal.SIGINT:
        assert len(said.strip().splitlines()) == 1
        assert "Nothing is lost" in said
    deadline = time.monotonic() + WITHIN
    while (left := _without(large)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left, "nothing is left running"
    totals = rows("index", cwd=large.folder)[0]
    assert (totals["commits"], totals["skipped_objects"]) == (MANY, 0)
    after = rows("lines", "f7.py", cwd=large.folder)
    rows("index", "--rebuild", cwd=large.folder)
    assert rows("lines", "f7.py", cwd=large.folder) == after


def test_two_that_index_at_once_both_succeed_and_agree(large: Repo, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    questions = (("lines", "f3.py"), ("lines", "f3.py"), ("index", "--rebuild"), ("lines", "f3.py"))
    running = [
        subprocess.Popen(
            [*COMMAND[:3], *question, "--json"],
            cwd=large.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for question in questions
    ]
    ended = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0] * 4, ended
    assert all(b"Traceback" not in said for _, said in ended)
    assert ended[0][0]
    assert ended[0][0] == ended[1][0] == ended[3][0]


def test_commits_that_come_while_another_reads_do_not_disturb_it(repo: Repo, unrepeat: Run) -> None:
    from unrepeat.git import Repository
    from unrepeat.history.index import open_index

    tell_story(repo)
    with open_index(Repository.discover(repo.folder), [repo.head()]) as index:
        before = index.all_paths()
        repo.commit("Fix more", {"a.py": "more\n", "new.py": "new\n"})
        succeeds(unrepeat("strings", cwd=repo.folder))
        succeeds(unrepeat("index", "--rebuild", cwd=repo.folder))
        assert index.all_paths() == before
        number = index.path_number(b"a.py")
        assert number is not None
        assert len(index.file_history(number).nodes) == 3
    assert len(answers(unrepeat, repo.folder, QUICK)) == 2


@pytest.mark.parametrize("blocks", [0, 8, 40, 120])
def test_a_full_disk_is_told_and_nothing_wrong_is_kept(blocks: int, repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    """The limit on the size of files stands in for the disk: writing fails in the same places."""
    for number in range(40):
        changed = [hashlib.sha256(b"%d %d" % (number, line)).hexdigest() for line in range(400)]
        text = "".join(f"{changed[line] if line % 40 == number else line}\n" for line in range(400))
        repo.commit(f"Fix bug #{number}", {"a.py": text})
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")}
    limited = [
        "bash",
        "-c",
        f'ulimit -f {blocks}; exec "$@"',
        "bash",
        sys.executable,
        "-m",
        "unrepeat",
        "lines",
        "a.py",
    ]
    done = subprocess.run(
        limited, cwd=repo.folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode != 0:
        complains(done)
        assert "git fsck" not in done.stderr, "the repository is not to blame"
    totals = unrepeat("index", "--json", cwd=repo.folder).stdout
    assert '"skipped_objects": 0' in totals
    assert '"commits": 40' in totals
    after = answers(unrepeat, repo.folder, (("lines", "a.py"), ("fixes",)))
    succeeds(unrepeat("index", "--rebuild", cwd=repo.folder))
    assert answers(unrepeat, repo.folder, (("lines", "a.py"), ("fixes",))) == after


def test_no_room_for_scratch_trees_is_no_damage(repo: Repo, rows: Rows, tmp_path: Path) -> None:
    for number in range(4):
        repo.commit(f"Fix all {number}", {f"{name}.txt": f"{name} {number}\n" for name in range(1_000)})
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    limited = ["bash", "-c", 'ulimit -f 80; exec "$@"', "bash", *COMMAND]
    done = subprocess.run(limited, cwd=repo.folder, env=environment, capture_output=True, text=True, check=False)
    assert "limits" in complains(done)
    assert rows("index", cwd=repo.folder)[0]["skipped_objects"] == 0
    assert followed(rows, repo.folder, "7.txt") == [(repo.head(), 1)]


def test_no_place_for_temporary_files_is_told(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    tell_story(repo)
    expected = answers(unrepeat, repo.folder, QUICK)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    done = unrepeat(*QUICK[0], "--json", cwd=repo.folder, TMPDIR=str(in_the_way))
    assert succeeds(done) == expected[0]  # Python looks for another


@pytest.mark.parametrize(
    "in_the_way",
    ["a file", "a link", "a link to nowhere", "no rights", "a folder as index", "a link as index", "a link as lock"],
)
def test_without_the_git_directory_the_index_goes_to_the_users_cache(
    in_the_way: str, repo: Repo, unrepeat: Run, tmp_path: Path
) -> None:
    tell_story(repo)
    expected = answers(unrepeat, repo.folder, QUICK)
    place, outside = repo.folder / ".git/unrepeat", tmp_path / "outside"
    for file in place.iterdir():
        file.unlink()
    place.rmdir()
    outside.mkdir()
    (outside / "precious").write_text("precious\n")
    match in_the_way:
        case "a file":
            place.write_text("precious\n")
        case "a link":
            place.symlink_to(outside)
        case "a link to nowhere":
            place.symlink_to(tmp_path / "nowhere")
        case "no rights":  # as root, who may write anywhere, nothing is in the way
            place.mkdir(mode=0o555)
        case "a folder as index":
            (place / "index.sqlite").mkdir(parents=True)
        case "a link as index":
            place.mkdir()
            (place / "index.sqlite").symlink_to(outside / "precious")
        case _:
            place.mkdir()
            (place / "lock").symlink_to(outside / "precious")
    assert answers(unrepeat, repo.folder, QUICK) == expected
    assert (outside / "precious").read_text() == "precious\n"
    assert [file.name for file in outside.iterdir()] == ["precious"]
    assert not (tmp_path / "nowhere").exists()
    if in_the_way != "no rights" or os.geteuid() != 0:
        assert "user's cache folder" in unrepeat("fixes", cwd=repo.folder).stderr
        assert list((tmp_path / "home/.cache/unrepeat").glob("*/index.sqlite"))
        full = tmp_path / "full"
        full.write_text("")
        done = unrepeat("fixes", cwd=repo.folder, XDG_CACHE_HOME=str(full))
        assert "No place was found for the index" in complains(done)
