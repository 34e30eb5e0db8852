"""People are told once each, by whatever address, and nothing counts as sent that did not arrive."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import Repo
from tests.serving import Server, serving
from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.ledger.notify import Notice, place_of_sent, send

ONE, TWO = Notice("action/a", "Write the test."), Notice("action/b", "Ask the other team.")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve on this machine alone."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Give the place of what was sent."""
    return tmp_path / "state" / "sent.jsonl"


def _fails(url: str, sent: Path, *, seconds: float = 20) -> UnrepeatError:
    with pytest.raises(UnrepeatError) as failure:
        send(url, [ONE], sent=sent, seconds=seconds)
    assert "password" not in str(failure.value)
    assert "secret" not in str(failure.value)
    assert failure.value.what.endswith(".")
    assert failure.value.remedy.endswith(".")
    return failure.value


def test_what_is_new_goes_out_in_one_message_once_each(server: Server, sent: Path) -> None:
    assert send(server.url, [ONE, TWO, ONE], sent=sent) == 2
    assert send(server.url, [TWO, ONE], sent=sent) == 0
    assert send(server.url, [TWO, Notice("action/c", "A line\nof  its <own>.\udc80")], sent=sent) == 1
    assert [(post["title"], post["message"]) for post in server.posts] == [
        ("unrepeat: 2 notices", "Write the test.\nAsk the other team."),
        ("unrepeat: 1 notice", "A line of its <own>.?"),
    ]


def test_more_than_a_service_takes_at_once_goes_in_parts(server: Server, sent: Path) -> None:
    notices = [Notice(f"need/{number}", f"need {number} " + "word " * 600) for number in range(20)]
    assert send(server.url, notices, sent=sent) == 20
    assert len(server.posts) == 2
    together = "".join(post["message"] for post in server.posts)
    assert all(f"need {number} " in together for number in range(20))


def test_what_looks_like_markup_is_text(server: Server, sent: Path) -> None:
    send(server.url + "&format=html", [Notice("a", "Read <b>all</b>.")], sent=sent)
    assert "&lt;b&gt;all&lt;/b&gt;" in server.posts[0]["message"]


def test_each_address_is_told(server: Server, sent: Path) -> None:
    with serving() as other:
        assert send(server.url, [ONE], sent=sent) == 1
        assert send(other.url, [ONE], sent=sent) == 1
        assert (len(server.posts), len(other.posts)) == (1, 1)


def test_what_is_kept_names_neither_the_address_nor_the_words(server: Server, sent: Path) -> None:
    send(server.url, [ONE], sent=sent)
    (line,) = sent.read_text().splitlines()
    entry = json.loads(line)
    assert sorted(entry) == ["day", "key", "url"]
    assert len(entry["key"]) == len(entry["url"]) == 64
    assert not any(word in line for word in ("json:", "127.0.0.1", "secret", "action", "Write"))
    assert (stat.S_IMODE(sent.stat().st_mode), stat.S_IMODE(sent.parent.stat().st_mode)) == (0o600, 0o700)


def test_nothing_to_send_sends_nothing(server: Server, sent: Path) -> None:
    assert send(server.url, [], sent=sent) == 0
    assert server.posts == []


@pytest.mark.parametrize("status", [500, 404, 302])
def test_an_address_that_does_not_take_it_is_told_and_asked_again(
    status: int, server: Server, sent: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")  # lets the program that sends talk a lot
    server.status = status
    assert "json://127.0.0.1 did not take" in _fails(server.url, sent).what
    assert sent.read_bytes() == b""
    assert "did not take" in _fails(server.url + "&optional=yes", sent).what
    assert capfd.readouterr() == ("", "")
    server.status = 200
    assert send(server.url, [ONE], sent=sent) == 1


def test_an_address_that_is_not_there_is_told(sent: Path) -> None:
    with serving() as gone:
        url = gone.url
    assert "json://127.0.0.1 did not take" in _fails(url, sent).what
    assert sent.read_bytes() == b""


def test_an_address_that_never_ends_its_answer_is_left_in_time(server: Server, sent: Path) -> None:
    server.drips = True
    begun = time.monotonic()
    assert "no answer within 2 seconds" in _fails(server.url + "&rto=600", sent, seconds=2).what
    assert time.monotonic() - begun < 15
    assert len(server.posts) == 1
    assert server.left_alone.wait(20)
    assert sent.read_bytes() == b""


def test_ctrl_c_ends_the_sending(server: Server, sent: Path) -> None:
    server.drips = True
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from unrepeat.ledger.notify import Notice, send\n"
        "send(sys.argv[1], [Notice('a', 'A')], sent=Path(sys.argv[2]), seconds=600)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", program, f"{server.url}&rto=600", str(sent)], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not server.posts and time.monotonic() < deadline:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in run.communicate(timeout=20)[1]
    assert server.left_alone.wait(20)
    assert sent.read_bytes() == b""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "secret",
        "json://",
        "nothing-like-this://host.example/secret",
        "file:///etc/passwd",
        "https://host.example/secret",
        "json://host.example, json://other.example",
        "json://user:password/#@host.example",
    ],
)
def test_what_is_no_address_is_told_before_anything_else(
    url: str, sent: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "cannot send to this address" in _fails(url, sent).what
    assert not sent.parent.exists()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("ntfy://hidden-topic", "ntfy://…"),
        ("https://discord.com/api/webhooks/1234567890/hiddenhidden", "https://…"),
        ("json://user:hidden@127.0.0.1:9/hidden", "json://127.0.0.1"),
    ],
)
def test_only_a_scheme_and_a_host_are_shown(url: str, shown: str, sent: Path) -> None:
    with pytest.raises(UnrepeatError) as failure:
        send(url, [ONE], sent=sent, seconds=0)  # ended before it can look for the address
    assert failure.value.what == f"{shown} gave no answer within 0 seconds."
    assert "hidden" not in failure.value.remedy


def test_without_apprise_it_says_what_to_install(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert "unrepeat[notify]" in _fails("json://127.0.0.1", sent).remedy


def test_a_module_of_the_current_folder_is_not_taken_for_apprise(
    server: Server, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "apprise.py").write_text("raise SystemExit('planted')\n")
    monkeypatch.chdir(tmp_path)
    assert send(server.url, [ONE], sent=sent) == 1


def test_a_line_cut_short_costs_that_line_only(server: Server, sent: Path) -> None:
    send(server.url, [ONE, TWO], sent=sent)
    whole = sent.read_bytes()
    sent.write_bytes(b"\xff\n[1]\nnull\n" + whole[:-40])
    assert send(server.url, [ONE, TWO], sent=sent) == 1
    assert server.posts[-1]["message"] == TWO.text
    assert send(server.url, [ONE, TWO], sent=sent) == 0


def test_a_place_of_sent_that_is_another_file_is_refused_before_sending(server: Server, sent: Path) -> None:
    sent.parent.mkdir()
    victim = sent.with_name("victim")
    victim.write_bytes(b"precious")
    sent.symlink_to(victim)
    assert "is a link" in _fails(server.url, sent).what
    assert (victim.read_bytes(), server.posts) == (b"precious", [])


def test_two_runs_at_once_send_once(server: Server, sent: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from unrepeat.ledger.notify import Notice, send\n"
        "print(send(sys.argv[1], [Notice('a', 'A'), Notice('b', 'B')], sent=Path(sys.argv[2])))\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", program, server.url, str(sent)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(run.communicate(timeout=60)[0].strip() for run in runs)
    assert said == ["0", "2"]
    assert len(server.posts) == 1


def test_a_full_disk_after_sending_is_told_and_leaves_no_half_line(server: Server, sent: Path) -> None:
    send(server.url, [ONE], sent=sent)
    whole = sent.read_bytes()
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from unrepeat.errors import UnrepeatError\n"
        "from unrepeat.ledger.notify import Notice, send\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(whole) + 9},) * 2)\n"
        "try:\n"
        "    send(sys.argv[1], [Notice('b', 'B')], sent=Path(sys.argv[2]))\n"
        "except UnrepeatError as error:\n"
        "    print(error.what)\n"
    )
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, server.url, str(sent)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "were sent, but" in done.stdout, done.stderr
    assert sent.read_bytes() == whole


def test_what_was_sent_is_kept_in_the_users_state_folder_by_repository(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    repo.commit("first", {"a/b.txt": "a\n"})
    other = Repo(tmp_path / "other")
    place = place_of_sent(Repository.discover(repo.folder))
    assert place.is_relative_to(tmp_path / "state" / "unrepeat" / "sent")
    assert place == place_of_sent(Repository.discover(repo.folder / "a"))
    assert place != place_of_sent(Repository.discover(other.folder))
