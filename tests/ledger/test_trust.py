"""A command runs on the user's own word alone, given for its exact text and kept where no one else can write."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrepeat.errors import UnrepeatError
from unrepeat.ledger.trust import is_trusted, place_of_trust, trust

HERE = Path("/here")


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's configuration in a folder of the test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def test_what_was_never_trusted_is_not() -> None:
    assert not is_trusted("make check", HERE)
    assert not place_of_trust().exists()


@pytest.mark.parametrize("near", ["make check ", "make  check", "make check\n", "Make check", "make", ""])
def test_trust_is_in_the_exact_text(near: str) -> None:
    trust("make check", "shows that the need is met", HERE)
    assert is_trusted("make check", HERE)
    assert not is_trusted(near, HERE)
    assert not is_trusted("make check", HERE / "elsewhere")


def test_the_file_is_the_users_alone_and_says_why(configuration: Path) -> None:
    file = trust("make check", "need 2026-01-01-speed", HERE)
    trust("make test", "guard of a lesson", HERE)
    assert file == place_of_trust()
    assert file.is_relative_to(configuration)
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    lines = file.read_text().splitlines()
    assert [line.split("  ")[2] for line in lines if line[0] != "#"] == ["need 2026-01-01-speed", "guard of a lesson"]
    assert "make" not in file.read_text()


def test_trusting_again_changes_nothing() -> None:
    before = trust("make check", "once", HERE).read_bytes()
    assert trust("make check", "twice", HERE).read_bytes() == before


def test_a_broken_line_is_passed_over_and_kept() -> None:
    file = trust("make check", "first", HERE)
    whole = file.read_bytes()
    broken = b"\xff\xfe nonsense\n" + b"0" * 64 + b"\n\0\n" + whole.splitlines()[-1][:70]
    file.write_bytes(whole + broken)
    trust("make test", "second", HERE)
    assert is_trusted("make check", HERE)
    assert is_trusted("make test", HERE)
    assert broken in file.read_bytes()


def test_half_a_line_is_no_word() -> None:
    file = trust("make check", "first", HERE)
    file.write_bytes(file.read_bytes().splitlines()[-1][:70])
    assert not is_trusted("make check", HERE)


def test_a_deleted_line_takes_the_word_back_and_windows_line_ends_do_not() -> None:
    trust("make check", "first", HERE)
    file = trust("make test", "", HERE)
    lines = [line for line in file.read_text().splitlines() if "first" not in line]
    file.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    assert not is_trusted("make check", HERE)
    assert is_trusted("make test", HERE)


def _refused(sentence: str) -> None:
    for ask in (lambda: is_trusted("make check", HERE), lambda: trust("make test", "another", HERE)):
        with pytest.raises(UnrepeatError, match=sentence) as refusal:
            ask()
        assert refusal.value.remedy.endswith(".")


def test_a_file_that_is_a_link_is_refused(tmp_path: Path) -> None:
    file = trust("make check", "first", HERE)
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    _refused("is a link")
    assert b"another" not in elsewhere.read_bytes()


@pytest.mark.parametrize("rights", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_to_is_refused(rights: int) -> None:
    trust("make check", "first", HERE).chmod(rights)
    _refused("may be written to by other users")


def test_a_folder_that_others_may_write_to_is_refused() -> None:
    trust("make check", "first", HERE).parent.chmod(0o777)
    _refused("may be written to by other users")


def test_another_users_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    trust("make check", "first", HERE)
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    _refused("belongs to another user")


def test_what_is_no_file_is_refused() -> None:
    place_of_trust().parent.mkdir(mode=0o700)
    os.mkfifo(place_of_trust(), 0o600)
    _refused("is no plain file")


def test_two_at_a_time_lose_no_word() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from unrepeat.ledger.trust import trust\n"
        "for number in range(12):\n"
        "    trust(f'{sys.argv[1]} {number}', 'both write', Path('/here'))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", program, name]) for name in ("one", "two")]
    assert [process.wait(60) for process in both] == [0, 0]
    assert all(is_trusted(f"{name} {number}", HERE) for name in ("one", "two") for number in range(12))
    names = {path.name for path in place_of_trust().parent.iterdir()}
    assert names == {"trust.txt", "trust.txt.lock"}


ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates, too


@given(ANY_TEXT, ANY_TEXT)
@settings(deadline=None)
def test_no_reason_and_no_command_can_add_a_word_of_its_own(command: str, reason: str) -> None:
    place_of_trust().unlink(missing_ok=True)
    forged = f"\n{'0' * 64}  2026-01-01  forged"
    file = trust(command, reason + forged, HERE)
    assert is_trusted(command, HERE)
    assert len([line for line in file.read_bytes().split(b"\n") if line and line[:1] != b"#"]) == 1
