"""`unrepeat fsck` tells file, line and what to do; whatever one file holds, every other record is still served."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.repository import Repo

GOOD, BAD = ".unrepeat/notes/2026-01-01-good-aaaa.md", ".unrepeat/needs/2026-01-02-bad-bbbb.md"
NOTE = "---\ndate: 2026-01-01\n---\n\n# A good note\n"
BOMB = "---\na: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

CONFLICT = "<<<<<<< ours\nowner: a\n=======\nowner: b\n>>>>>>> theirs\n"

BROKEN = {
    "invalid YAML": ("---\ndate: 2026-01-01\nfeature: [a, b\n---\n\n# A need\n", 4, "expected"),
    "an alias bomb": (f"{BOMB}---\n\n# A need\n", 3, "aliases"),
    "duplicate keys": ("---\nowner: a\ndate: 2026-01-01\nowner: b\n---\n\n# A need\n", 4, "a second time"),
    "a conflict marker": (f"---\ndate: 2026-01-01\n---\n\n# A need\n\n{CONFLICT}", 7, "merge-conflict"),
    "a conflict in the fields": (f"---\n{CONFLICT}---\n\n# A need\n", 2, "merge-conflict"),
    "front matter that never ends": ("---\ndate: 2026-01-01\n\n# A need\n", 1, "never closed"),
    "a day that never was": ("---\nowner: a\ndate: 2026-02-30\n---\n\n# A need\n", 3, "no such day"),
    "no date at all": ("---\ncheck-ins: [2026-01-01, soon]\n---\n\n# A need\n", 2, "YYYY-MM-DD"),
    "a state there is not": ("---\ndate: 2026-01-01\nstate: opn\n---\n\n# A need\n", 3, "'open'"),
    "a done-when there is not": ("---\ndone-when:\n  - banana: 3\n---\n\n# A need\n", 2, "sign-off"),
    "a zero byte": ("---\ndate: 2026-01-01\n---\n\n# A \0need\n", 5, "zero byte"),
    "no title": ("---\ndate: 2026-01-01\n---\n\nA need\n", 4, "title"),
    "an id of another file": ("---\nid: 2026-01-02-other-cccc\n---\n\n# A need\n", 2, "2026-01-02-other-cccc"),
}  # fmt: skip


def serves(folder: Path, unrepeat: Run, *records: str) -> bool:
    """Say whether `ls` gives just these records, beside whatever is broken."""
    done = unrepeat("ls", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return {json.loads(line)["path"] for line in done.stdout.splitlines()} == set(records)


def rows(unrepeat: Run, folder: Path) -> list[tuple[Any, ...]]:
    """Give path, line, what and remedy of each finding, as printed in JSON."""
    done = unrepeat("fsck", "--json", cwd=folder)
    assert done.returncode == 1, done.stderr
    assert not done.stderr
    assert done.stdout.isascii()
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(row) == ["path", "line", "what", "remedy"] and row["remedy"] for row in printed)
    return [tuple(row.values()) for row in printed]


def test_a_whole_ledger_is_told_so(repo: Repo, unrepeat: Run) -> None:
    assert "Nothing is recorded" in unrepeat("fsck", cwd=repo.folder).stdout
    repo.commit("one", {GOOD: NOTE})
    assert unrepeat("fsck", cwd=repo.folder).stdout == "The one record is whole.\n"
    repo.commit("two", {BAD: NOTE})
    done = unrepeat("fsck", cwd=repo.folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All 2 records are whole.\n", "")
    assert unrepeat("fsck", "--json", cwd=repo.folder).stdout == ""


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_told_with_its_line(case: str, repo: Repo, unrepeat: Run) -> None:
    text, line, word = BROKEN[case]
    repo.commit("begin", {GOOD: NOTE, BAD: text})
    ((path, told, what, _),) = rows(unrepeat, repo.folder)
    assert (path, told) == (BAD, line)
    assert word in what
    stays = (BAD,) if case in {"no title", "an id of another file"} else ()
    assert serves(repo.folder, unrepeat, GOOD, *stays)


def test_the_text_tells_place_then_remedy_then_how_many_are_whole(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {GOOD: NOTE, BAD: BROKEN["duplicate keys"][0]})
    done = unrepeat("fsck", cwd=repo.folder)
    first, second, last = done.stdout.splitlines()
    assert done.returncode == 1
    assert first == f"{BAD}:4: the field `owner` stands here a second time"
    assert second.startswith("    Mend it")
    assert last == "1 record is whole; 1 thing to mend in 1 file."


def test_a_file_too_large_for_a_record(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {GOOD: NOTE})
    (repo.folder / BAD).parent.mkdir()
    with (repo.folder / BAD).open("wb") as stream:
        stream.truncate(50_000_000)
    ((path, line, what, _),) = rows(unrepeat, repo.folder)
    assert (path, line) == (BAD, 0)
    assert "50,000,000" in what
    assert serves(repo.folder, unrepeat, GOOD)


@pytest.mark.parametrize("at", [BAD, ".unrepeat/needs", ".unrepeat/acknowledgements/x"])
def test_a_link_out_of_the_folder_is_not_followed(at: str, repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {GOOD: NOTE})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2026-01-02-secret-bbbb.md").write_text("---\npassword: [\n---\n# hunter2\n")
    (repo.folder / at).parent.mkdir(exist_ok=True)
    (repo.folder / at).symlink_to(outside if at != BAD else outside / "2026-01-02-secret-bbbb.md")
    ((path, line, what, remedy),) = rows(unrepeat, repo.folder)
    assert (path, line) == (at, 0)
    assert "link" in what
    assert "hunter2" not in what + remedy
    assert "password" not in what + remedy
    assert serves(repo.folder, unrepeat, GOOD)


@pytest.mark.parametrize("way", ["../outside", "docs/../../outside", "TOP/outside"])
def test_a_path_that_leaves_the_repository_is_not_read(way: str, repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    name = way.replace("TOP", str(tmp_path))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "0001-secret.md").write_text("# hunter2\n")
    repo.commit("begin", {GOOD: NOTE, ".unrepeat/settings.yml": f"decisions: [{name}]\n"})
    ((path, _, what, _),) = rows(unrepeat, repo.folder)
    assert path == ".unrepeat/settings.yml"
    assert name in what
    assert serves(repo.folder, unrepeat, GOOD)


@pytest.mark.parametrize(
    ("text", "line"), [("record: ../../x\n", 1), ("who: [\n", 2), ("\xff", 1), ("a: &a\nb: *a\n", 2)]
)
def test_a_word_that_cannot_be_read(text: str, line: int, repo: Repo, unrepeat: Run) -> None:
    file = ".unrepeat/acknowledgements/2026-01-01-good-aaaa/team-a-0123456789ab.yml"
    repo.commit("begin", {GOOD: NOTE, file: text.encode("latin-1")})
    assert {row[:2] for row in rows(unrepeat, repo.folder)} >= {(file, line)}
    assert serves(repo.folder, unrepeat, GOOD)


def test_windows_line_ends_and_a_bom_are_fine(repo: Repo, unrepeat: Run) -> None:
    text = "\ufeff---\ndate: 2026-01-01\nlinks: [2026-01-01-good-aaaa]\n---\n\n# A need\n".replace("\n", "\r\n")
    repo.commit("begin", {GOOD: NOTE, BAD: text})
    assert unrepeat("fsck", cwd=repo.folder).stdout == "All 2 records are whole.\n"
    repo.commit("a link to nowhere", {BAD: text.replace("good-aaaa", "gone-aaaa")})
    ((path, line, *_),) = rows(unrepeat, repo.folder)
    assert (path, line) == (BAD, 3)


def test_what_a_stopped_write_left_is_told(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {GOOD: NOTE, ".unrepeat/notes/.x1y2z3.tmp": "half"})
    ((path, *_),) = rows(unrepeat, repo.folder)
    assert path == ".unrepeat/notes/.x1y2z3.tmp"


def test_everything_at_once_is_told_in_order_and_the_same_each_time(repo: Repo, unrepeat: Run) -> None:
    for number, case in enumerate(BROKEN):
        repo.write({f".unrepeat/needs/2026-01-02-{number:02}-bbbb.md": BROKEN[case][0]})
    repo.commit("begin", {GOOD: NOTE})
    first = unrepeat("fsck", "--json", cwd=repo.folder).stdout
    places = [(json.loads(line)["path"], json.loads(line)["line"]) for line in first.splitlines()]
    assert places == sorted(places)
    assert len(places) == len(BROKEN)
    assert unrepeat("fsck", "--json", cwd=repo.folder).stdout == first
    for file in (repo.folder / ".git/unrepeat").glob("ledger.sqlite*"):
        file.unlink()
    assert unrepeat("fsck", "--json", cwd=repo.folder).stdout == first


def test_names_that_are_no_text_are_shown_and_not_obeyed(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {GOOD: NOTE})
    folder = os.fsencode(repo.folder / ".unrepeat/notes")
    Path(os.fsdecode(folder + b"/caf\xe9 \x1b[31m.md")).write_text("# A note\n")
    done = unrepeat("fsck", cwd=repo.folder)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    ((path, *_),) = rows(unrepeat, repo.folder)
    assert path == ".unrepeat/notes/caf\udce9 \x1b[31m.md"


def test_it_reads_a_bare_repository_as_of_its_head(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {GOOD: NOTE, BAD: BROKEN["duplicate keys"][0]})
    repo.git("clone", "--quiet", "--bare", str(repo.folder), str(tmp_path / "bare"))
    assert [row[:2] for row in rows(unrepeat, tmp_path / "bare")] == [(BAD, 4)]
    empty = Repo(tmp_path / "empty", "--bare").folder
    done = unrepeat("fsck", cwd=empty)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2


def test_nothing_is_changed(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {GOOD: NOTE, BAD: BROKEN["an alias bomb"][0]})
    before = {path: path.read_bytes() for path in (repo.folder / ".unrepeat").rglob("*") if path.is_file()}
    unrepeat("fsck", cwd=repo.folder)
    assert {path: path.read_bytes() for path in (repo.folder / ".unrepeat").rglob("*") if path.is_file()} == before
    assert not repo.git("status", "--porcelain")
