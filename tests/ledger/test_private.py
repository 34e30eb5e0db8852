"""A private note is its writer's alone: on disk, in every output, and in the repository, until it is shared."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.expectations import Run, complains, succeeds
from tests.repository import Repo
from tests.within import runner
from unrepeat.errors import LedgerError
from unrepeat.ledger import private
from unrepeat.ledger.own_files import UnsafeFile

DAY = date(2026, 3, 4)
TEXT = "Quietly worried about xylophone release\nand its marimba deadline"
SECRETS = ("xylophone", "marimba", "quietly")
# What a person, a build or a hook may run; whatever it answers, of a private note it says nothing.
OUTPUTS = (
    ("ls",), ("ls", "--json"), ("show", "shared-by-all"), ("show", "shared-by-all", "--json"), ("study",), ("due",),
    ("due", "--json"), ("ready", "sync"), ("ready", "sync", "--json"), ("progress",), ("progress", "--json"),
    ("fsck",), ("fsck", "--json"), ("capture", "--json"), ("strings", "--json"),
)  # fmt: skip


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the data folder of a user whose files are open to all unless they are closed."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    before = os.umask(0)
    yield tmp_path / "data/unrepeat"
    os.umask(before)


def test_a_note_is_kept_for_its_writer_alone(own: Path) -> None:
    kept = private.keep(TEXT, DAY, {})
    assert kept.id.startswith("2026-03-04-private-")
    assert private.read_all({}) == [kept]
    assert private.find(kept.id, {}) == private.find(kept.id[-4:], {}) == kept
    assert private.folder() == own / "private"
    assert [oct(path.stat().st_mode & 0o777) for path in (own, own / "private")] == ["0o700"] * 2
    (file,) = (own / "private").glob("*.txt")
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert not any(secret in file.name.lower() for secret in SECRETS)
    with private.given_away(kept):
        assert private.read_all({}) == [kept]
    assert private.read_all({}) == []
    assert list((own / "private").glob("*.txt")) == []


def test_any_bytes_are_kept_as_they_are(own: Path) -> None:
    text = os.fsdecode(b"caf\xe9 \xff\x1b[31m\n\n ")
    kept = private.keep(text, DAY, {})
    assert private.read_all({}) == [kept]
    assert (own / f"private/{kept.id}.txt").read_bytes() == os.fsencode(text)


@pytest.mark.parametrize("name", ["", "..", "../x", "none", "/etc/passwd", "2026-03-04-private-"])
def test_what_is_no_note_is_told(name: str, own: Path) -> None:
    private.keep(TEXT, DAY, {})
    (own / "private/odd.txt").write_text("no note of ours")
    with pytest.raises(LedgerError, match="No private note") as told:
        private.find(name, {})
    assert not any(secret in told.value.what.lower() for secret in SECRETS)
    assert len(private.read_all({})) == 1


def test_an_end_that_several_have_is_told(own: Path) -> None:
    ends = [private.keep(TEXT, DAY, {}).id[-1] for _ in range(40)]  # more than there are letters
    assert len(list((own / "private").glob("*.txt"))) == 40
    twice = next(end for end in ends if ends.count(end) > 1)
    with pytest.raises(LedgerError, match=f"{ends.count(twice)} private notes end in"):
        private.find(twice, {})


@pytest.mark.parametrize("value", ["true", "1", "yes", "True"])
def test_a_build_server_neither_writes_nor_reads_them(value: str, own: Path) -> None:
    kept = private.keep(TEXT, DAY, {"CI": "false"})
    for use in (lambda: private.keep(TEXT, DAY, {"CI": value}), lambda: private.read_all({"CI": value})):
        with pytest.raises(LedgerError, match="build server"):
            use()
    with pytest.raises(LedgerError, match="build server"):
        private.find(kept.id, {"CI": value})
    assert len(list((own / "private").glob("*.txt"))) == 1


def test_a_folder_that_others_can_change_is_refused(own: Path) -> None:
    kept = private.keep(TEXT, DAY, {})
    (own / "private").chmod(0o777)
    with pytest.raises(UnsafeFile, match="other users"):
        private.keep(TEXT, DAY, {})
    with pytest.raises(UnsafeFile, match="other users"):
        private.read_all({})
    (own / "private").chmod(0o700)
    assert private.read_all({}) == [kept]


def test_an_odd_file_among_them_is_told_and_passed_over(own: Path) -> None:
    kept = private.keep(TEXT, DAY, {})
    names = [f"2026-03-0{number}-private-abcd.txt" for number in range(1, 5)]
    link, folder, pipe, open_to_all = (own / "private" / name for name in names)
    (own / "elsewhere").write_text("a secret of another place")
    link.symlink_to(own / "elsewhere")
    folder.mkdir()
    os.mkfifo(pipe)
    open_to_all.write_text("anybody's")
    open_to_all.chmod(0o666)
    said: list[str] = []
    assert private.read_all({}, said.append) == [kept]
    assert [one.partition(".txt ")[0].rpartition("/")[2] + ".txt" for one in said] == names
    assert all("It is passed over." in one for one in said)
    assert private.find(kept.id, {}, said.append) == kept
    with pytest.raises(LedgerError, match="No private note"):
        private.find(link.stem, {}, said.append)


def test_a_note_is_given_away_once_and_stays_where_that_fails(own: Path) -> None:
    kept = private.keep(TEXT, DAY, {})

    def fail() -> None:
        with private.given_away(kept):
            raise LedgerError("It could not be recorded.", "Try again.")

    with pytest.raises(LedgerError, match="could not be recorded"):
        fail()
    assert private.read_all({}) == [kept]
    with private.given_away(kept):
        pass
    with pytest.raises(LedgerError, match="a moment ago"), private.given_away(kept):
        pytest.fail("it was given away before")
    assert [path.name for path in (own / "private").iterdir() if path.suffix == ".txt"] == []


def _all_bytes(folder: Path) -> bytes:
    names = b"".join(os.fsencode(path) for path in folder.rglob("*"))
    return names + b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_output_and_no_byte_of_the_repository_holds_it(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("count rows", {"a.py": "n = len(rows)\n"})
    repo.commit("Fix wrong count\n\nDecision: Count only what is kept", {"a.py": "n = len(kept)\n"})
    succeeds(unrepeat("new", "need", "Shared by all", "--set", "feature=sync", cwd=repo.folder))
    done = unrepeat("note", "--private", TEXT, cwd=repo.folder)
    said = succeeds(done) + done.stderr
    name = said.partition("for you alone: ")[2].partition(".")[0]
    for command in (*OUTPUTS, ("note", "seen by all"), ("show", name), ("ack", name), ("set", name, "a=b")):
        done = unrepeat(*command, cwd=repo.folder)
        assert done.returncode in ({2} if name in command else {0, 1}), (command, done.stderr)
        said += done.stdout + done.stderr
    for secret in SECRETS:
        assert secret not in said.lower()
        assert secret.encode() not in _all_bytes(repo.folder).lower()
    home = tmp_path / "home"
    assert [path for path in home.rglob("*") if path.is_file() and b"xylophone" in path.read_bytes()] == [
        home / f".local/share/unrepeat/private/{name}.txt"
    ]
    assert "xylophone" in succeeds(unrepeat("ls", "--private", cwd=tmp_path)), "wherever its writer is"
    refused = unrepeat("ls", "--private", cwd=repo.folder, CI="true")
    assert "build server" in complains(refused)


def test_sharing_shows_what_will_be_seen_makes_the_record_and_forgets_the_note(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    done = unrepeat("note", "--private", TEXT, cwd=repo.folder)
    name = done.stdout.partition("for you alone: ")[2].partition(".")[0]
    for wrong in (["--kind", "action", "--set", "state=wont-do"], ["--set", "nothing"], ["--set", "date=soon"]):
        assert unrepeat("share", name, *wrong, cwd=repo.folder).returncode == 2
    assert "build server" in complains(unrepeat("share", name, cwd=repo.folder, CI="1"))
    assert not (repo.folder / ".unrepeat").exists()
    said = succeeds(unrepeat("share", name[-4:], "--kind", "risk", "--set", "feature=sync", cwd=repo.folder))
    (file,) = (repo.folder / ".unrepeat/risks").iterdir()
    shown = [line.removeprefix("  ") for line in said.splitlines() if line.startswith("  ")]
    record = file.read_text().replace(file.stem, "...")
    assert "\n".join(shown) == record.replace("id: ...", 'id: "..."').strip()
    assert record.endswith("# Quietly worried about xylophone release\n\nand its marimba deadline\n")
    assert f"Recorded: .unrepeat/risks/{file.name}" in said
    assert name not in succeeds(unrepeat("ls", "--private", cwd=repo.folder))
    assert "No private note" in complains(unrepeat("share", name, cwd=repo.folder))


def test_of_several_that_share_a_note_at_once_one_makes_the_record(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    name = unrepeat("note", "--private", TEXT, cwd=repo.folder).stdout.partition("for you alone: ")[2].partition(".")[0]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "unrepeat", "share", name],
            cwd=repo.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [process.communicate(timeout=60) for process in running]
    assert sorted(process.returncode for process in running) == [0, 2, 2, 2], said
    assert len(list((repo.folder / ".unrepeat/notes").iterdir())) == 1
    assert all("private note" in errors for (_, errors), one in zip(said, running, strict=True) if one.returncode)


def test_an_odd_file_among_them_stops_neither_the_list_nor_ones_own_growth(
    repo: Repo, unrepeat: Run, tmp_path: Path
) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    succeeds(unrepeat("note", "--private", TEXT, cwd=repo.folder))
    (tmp_path / "home/.local/share/unrepeat/private/2026-03-04-private-abcd.txt").symlink_to(tmp_path)
    for command in (("ls", "--private"), ("progress", "--mine")):
        done = unrepeat(*command, cwd=repo.folder)
        assert "xylophone" in succeeds(done)
        assert "2026-03-04-private-abcd.txt is a link, which may lead anywhere. It is passed over." in done.stderr
