"""All or nothing is written, whatever stops the writing, and no way leads through a link or out of the folder."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.keeping import opened
from tests.repository import Repo
from unrepeat.errors import LedgerError
from unrepeat.ledger.files import LARGEST, Unreadable, make_folder, read_plain, remove, replace, write_new
from unrepeat.ledger.whole import problems

KNOWN = "---\nid: known\npaths:\n  - a.py # here\n---\n\n# Known\n\ntext\n"
PRIVATE = "quick answers, " * 20


def test_a_file_is_written_with_its_folders_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "ledger/notes/a.md"
    write_new(tmp_path / "ledger", file, b"one\n")
    assert read_plain(file) == b"one\n"
    assert file.stat().st_mode & 0o777 == 0o644
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "ledger", file, b"two\n")
    assert read_plain(file) == b"one\n"
    file.chmod(0o600)
    replace(tmp_path / "ledger", file, b"two\n")
    assert read_plain(file) == b"two\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["a.md"]
    remove(file)
    remove(file)
    assert list(file.parent.iterdir()) == []


def test_what_is_no_plain_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "precious").write_text("precious\n")
    (tmp_path / "link.md").symlink_to(tmp_path / "precious")
    with (tmp_path / "large.md").open("wb") as stream:
        stream.truncate(50_000_000)
    (tmp_path / "fits.md").write_bytes(b"x" * LARGEST)
    for name, word in (("folder", "plain"), ("pipe", "plain"), ("link", "link"), ("large", "larger"), ("gone", "No")):
        with pytest.raises(Unreadable, match=word):
            read_plain(tmp_path / f"{name}.md")
    with pytest.raises(Unreadable, match="plain"):
        read_plain(Path(os.devnull))
    assert len(read_plain(tmp_path / "fits.md")) == LARGEST


@pytest.mark.parametrize("name", ["../a.md", "notes/../../a.md", "..", "/elsewhere/a.md"])
def test_no_name_leads_out_of_the_ledger(name: str, tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    root.mkdir()
    for write in (write_new, replace):
        with pytest.raises(LedgerError, match="not inside"):
            write(root, root / name / "b.md", b"")
    assert [one.name for one in tmp_path.iterdir()] == ["ledger"]
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("link", ["ledger", "ledger/notes", "ledger/notes/deep"])
def test_no_link_is_followed(link: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(outside)
    with pytest.raises(LedgerError, match="is a link"):
        write_new(tmp_path / "ledger", tmp_path / "ledger/notes/deep/a.md", b"")
    with pytest.raises(LedgerError, match="is a link"):
        make_folder(tmp_path / "ledger", tmp_path / "ledger/notes/deep")
    assert list(outside.iterdir()) == []


def test_a_link_in_the_place_of_a_file_is_replaced_and_what_it_led_to_stays(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious\n")
    link = tmp_path / "a.md"
    link.symlink_to(tmp_path / "precious")
    with pytest.raises(FileExistsError):
        write_new(tmp_path, link, b"new\n")
    replace(tmp_path, link, b"new\n")
    assert not link.is_symlink()
    assert link.read_text() == "new\n"
    assert (tmp_path / "precious").read_text() == "precious\n"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("in the way\n")
    with pytest.raises(LedgerError) as told:
        write_new(tmp_path, tmp_path / "notes/a.md", b"")
    assert "could not be made (File exists)" in told.value.what
    with pytest.raises(LedgerError, match="could not be deleted"):
        remove(tmp_path / "notes/a.md")


Row = dict[str, Any]


def _stopped(repo: Repo, how: str, what: str) -> list[Row]:
    """Do one thing again and again, stopped a step later each time; give what was left each time."""
    home = repo.folder.parent / "home"
    repo.write({".unrepeat/risks/known.md": KNOWN})
    if what == "share":
        folder = home / ".local/share/unrepeat/private"
        folder.mkdir(parents=True)
        (folder / "2026-03-04-private-abcd.txt").write_text(PRIVATE)
    done = subprocess.run(
        [sys.executable, "-m", "tests.ledger.stopped", str(repo.folder), how, what],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    rows: list[Row] = json.loads(done.stdout)
    return rows


def _files(left: dict[str, list[Any]]) -> dict[str, str]:
    """Give the files that were left, but for what a stopped writer may leave behind."""
    kept = {name: content for name, (_, content) in left.items() if content is not None}
    return {name: content for name, content in kept.items() if not name.endswith(".tmp")}


def _is_whole(repo: Repo, left: dict[str, list[Any]]) -> bool:
    """Say whether a ledger of such files is whole, but for what a stopped writer left behind."""
    files = {name: content for name, (_, content) in left.items() if content is not None and name[0] == "."}
    for file in (repo.folder / ".unrepeat").rglob("*.*"):
        file.unlink()
    repo.write({name: content for name, content in files.items() if content is not None})
    with opened(repo) as store:
        ledger = store.now()
        assert ledger.find("known").kind == "risk"
        told = problems(store, ledger)
    return [one.path for one in told] == sorted(name for name in files if name.endswith(".tmp")) and all(
        "stopped" in one.what for one in told
    )


@pytest.mark.parametrize("what", ["new", "change", "acknowledge"])
def test_killed_at_any_step_the_old_or_the_new_is_there_never_a_half(what: str, repo: Repo) -> None:
    rows = _stopped(repo, "killed", what)
    old, new = {".unrepeat/risks/known.md": KNOWN}, _files(rows[-1]["left"])
    assert old != new
    assert [row["status"] for row in rows] == [-9] * (len(rows) - 1) + [0]
    seen = [_files(row["left"]) for row in rows]
    assert all(left in (old, new) for left in seen)
    assert seen[0] == old
    assert seen[-2] == new, "the last steps come after the new is there"
    assert all(row["status_again"] == 0 and _files(row["again"]) == new for row in rows if "again" in row)
    different = {json.dumps(sorted(name[-4:] for name in row["left"])): row["left"] for row in rows}
    assert len(different) > 1
    assert all(_is_whole(repo, left) for left in different.values())


def test_killed_at_any_step_a_shared_note_is_private_still_or_a_record(repo: Repo) -> None:
    rows = _stopped(repo, "killed", "share")
    kept = ("private/2026-03-04-private-abcd.txt", "needs/2026-03-04-made-here-abcd.md")
    seen = ["".join(one[0] for one in kept if any(name.endswith(one) for name in row["left"])) for row in rows]
    assert re.fullmatch("(p )+(pn )+(n )+", " ".join([*seen, ""])), seen
    assert all(row["status_again"] == 0 for row in rows if "again" in row)


def test_a_private_note_is_its_owners_alone_from_the_first_step(repo: Repo) -> None:
    rows = _stopped(repo, "killed", "keep")
    seen = {name: mode for row in rows for name, (mode, _) in row["left"].items() if name.startswith("unrepeat")}
    assert len(seen) > 3
    assert {mode for name, mode in seen.items() if not name.endswith("private")} == {0o600}
    assert {mode for name, mode in seen.items() if name.endswith("private")} == {0o700}
    assert all(content in {"", PRIVATE, "*\n", KNOWN} for row in rows for content in _files(row["left"]).values())


@pytest.mark.parametrize("what", ["new", "change", "acknowledge", "keep"])
def test_on_a_full_disk_what_was_there_is_untouched_and_it_is_told(what: str, repo: Repo) -> None:
    rows = _stopped(repo, "full", what)
    assert len(rows) > 3
    for row in rows[:-1]:
        assert row["status"] == 2
        assert "could not be written (File too large)" in row["said"]
        files = _files(row["left"])
        assert files.pop("unrepeat/private/.gitignore", "*\n") == "*\n"
        assert files == {".unrepeat/risks/known.md": KNOWN}
        assert not [name for name in row["left"] if name.endswith(".tmp")], "nothing is left to clean up"
        assert row.get("status_again", 0) == 0
    assert rows[-1]["status"] == 0
