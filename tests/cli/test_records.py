"""Recording, changing and acknowledging through the command line: kind answers, and a clear sentence for a slip."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.expectations import Rows, Run, complains, succeeds, tell_story
from tests.repository import Repo
from tests.within import runner

PROGRAM = (sys.executable, "-m", "unrepeat")


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


ESCAPES = "\x1b[31mred\x07 \u202eleft\u2028line\x9b"


def _environment(tmp_path: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}


def _new(unrepeat: Run, repo: Repo, kind: str, title: str, *settings: str) -> str:
    """Make a record; give its id."""
    options = [part for setting in settings for part in ("--set", setting)]
    said = succeeds(unrepeat("new", kind, title, *options, "--json", cwd=repo.folder))
    (row,) = [json.loads(line) for line in said.splitlines()]
    assert (row["kind"], row["title"]) == (kind, title)
    return str(row["id"])


def test_sharing_a_mistake_is_answered_with_thanks_its_place_and_what_counters_it(repo: Repo, unrepeat: Run) -> None:
    wrong, *_ = tell_story(repo)
    slip = ("new", "mistake", "Rows counted twice", "--set", f"commits={wrong[:8]}", "--set", "conditions=missing test")
    said = succeeds(unrepeat(*slip, "--set", "date=2026-01-05", cwd=repo.folder))
    assert said.startswith("Thank you for sharing this")
    assert "What counters 'missing test':" in said
    (file,) = (repo.folder / ".unrepeat/mistakes").iterdir()
    text = file.read_text()
    assert f"commits:\n  - {wrong}\n" in text.replace('"', "")
    assert "paths:\n  - a.py\n  - b.py\n" in text
    again = succeeds(unrepeat(*slip, cwd=repo.folder))
    assert file.stem in again, "the earlier one is named"


def test_what_is_missing_is_asked_on_a_terminal_and_nothing_has_to_be_answered(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    ours, theirs = os.openpty()
    os.write(ours, b"The payments team\n\n\n2026-05-06\n\n")
    command = [*PROGRAM, "new", "assumption", "Answers keep for a day", "--set", "feature=sync"]
    done = subprocess.run(
        command, cwd=repo.folder, env=_environment(tmp_path), stdin=theirs, capture_output=True, text=True, check=False
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "Whose answer is this?" in done.stderr
    (file,) = (repo.folder / ".unrepeat/assumptions").iterdir()
    expected = "state: open\nfeature:\n  - sync\nsource: The payments team\nvalidate-by: 2026-05-06\n---\n"
    assert expected in file.read_text()


def test_a_private_note_is_shared_on_a_terminal_only_after_a_yes(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    kept = unrepeat("note", "--private", "Between us", cwd=repo.folder).stdout
    name = kept.partition("for you alone: ")[2].partition(".")[0]
    for answer, expected in (("\n", "It stays private."), ("n\n", "It stays private."), ("y\n", "Recorded:")):
        ours, theirs = os.openpty()
        os.write(ours, answer.encode())
        done = subprocess.run(
            [*PROGRAM, "share", name],
            cwd=repo.folder,
            env=_environment(tmp_path / "home"),
            stdin=theirs,
            capture_output=True,
            text=True,
            check=False,
        )
        os.close(ours)
        os.close(theirs)
        assert expected in done.stdout, done.stderr
        assert (repo.folder / ".unrepeat").exists() == (answer == "y\n")


def test_records_are_listed_shown_changed_and_acknowledged(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    repo.git("config", "user.name", "Ops")
    assert "Nothing is recorded here yet" in succeeds(unrepeat("ls", cwd=repo.folder))
    name = _new(unrepeat, repo, "decision", "Use a cache", "informed=ops,lead", "outcome=For a day.", "x=1")
    succeeds(unrepeat("note", "Ask the supplier\n\nand the other one, too", cwd=repo.folder))
    assert [row["kind"] for row in rows("ls", cwd=repo.folder)] == ["decision", "note"]
    assert [row["id"] for row in rows("ls", "decision", "--state", "accepted", cwd=repo.folder)] == [name]
    assert "There are: accepted, kept." in succeeds(unrepeat("ls", "--state", "acepted", cwd=repo.folder))

    done = unrepeat("set", "use-a-cache", "status=rejected", "ownr=ops", "informed+=platform", cwd=repo.folder)
    assert succeeds(done) == f"Changed: .unrepeat/decisions/{name}.md\n"
    assert "`ownr` is no field" in done.stderr
    said = succeeds(unrepeat("ack", name, cwd=repo.folder))
    assert f"Thank you. {name} is acknowledged by ops: .unrepeat/acknowledgements/{name}/ops-" in said
    succeeds(unrepeat("sign", name, "--as", "lead", cwd=repo.folder))
    (row,) = rows("show", f"decision:{name}", cwd=repo.folder)
    assert (row["state"], row["fields"]["informed"]) == ("rejected", ["ops", "lead", "platform"])
    assert (row["sections"]["outcome"], row["fields"]["x"]) == ("For a day.", "1")
    assert (row["acknowledged_by"], row["signed_by"]) == (["ops"], ["lead"])
    shown = succeeds(unrepeat("show", name, cwd=repo.folder))
    assert "status: rejected" in shown
    assert "acknowledged by ops on " in shown


def test_fields_of_another_kind_change_nothing(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    odd = "options: 7\nmoves: much\ndone-when: soon\ncommand: ls\nconditions: bad luck\n"
    repo.commit("begin", {".unrepeat/notes/odd.md": f"---\n{odd}---\n\n# Odd\n"})
    assert rows("show", "odd", cwd=repo.folder)[0]["fields"]["options"] == 7
    for command in (("show", "odd"), ("ready", "x"), ("due",), ("fsck",), ("premortem", "x"), ("progress",)):
        assert unrepeat(*command, cwd=repo.folder).returncode in {0, 1}
    assert "names no command" in complains(unrepeat("trust", "odd", cwd=repo.folder))


def test_a_need_that_is_met_already_is_told_so_when_it_is_recorded(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "# TODO: refund\n"})
    for command in (("new", "need", "Refunds", "--set"), ("set", "refunds")):
        done = unrepeat(*command, "done-when=pattern: refund", cwd=repo.folder)
        assert "`pattern` is met already (a.py has a line" in done.stderr
        assert "is met already" not in unrepeat("set", "refunds", "done-when=absent: TODO", cwd=repo.folder).stderr


def test_a_command_is_trusted_on_a_terminal_only_after_a_yes(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    name = _new(unrepeat, repo, "assumption", "One holds", "command=grep -q 1 a.py", "rests=sync")
    for answer, expected in (("\n", "It is not trusted."), ("y\n", "Trusted on this machine")):
        ours, theirs = os.openpty()
        os.write(ours, answer.encode())
        environment = _environment(tmp_path / "home")
        done = subprocess.run(
            [*PROGRAM, "trust", name], cwd=repo.folder, env=environment, stdin=theirs, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        os.close(ours)
        os.close(theirs)
        assert "It runs: grep -q 1 a.py" in done.stdout
        assert expected in done.stdout, done.stderr
    assert f"{name} is validated" in succeeds(unrepeat("validate", name, cwd=repo.folder))


def test_a_terminal_that_lacks_a_letter_shows_its_number(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {".unrepeat/needs/known.md": "# Zur\u00fcck \u2192\n"})
    environment = _environment(tmp_path) | {"PYTHONIOENCODING": "latin-1"}
    command = [*PROGRAM, "ls"]
    done = subprocess.run(
        command, cwd=repo.folder, env=environment, capture_output=True, encoding="latin-1", check=False
    )
    assert "Zur\u00fcck \\u2192" in succeeds(done)


def test_long_notes_have_a_short_title_and_lose_no_word(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    text = "word " * 40 + "end"
    succeeds(unrepeat("note", text, cwd=repo.folder))
    (row,) = rows("ls", cwd=repo.folder)
    assert len(row["title"]) <= 104
    assert row["title"].endswith("word ...")
    assert (repo.folder / row["path"]).read_text().endswith(f"\n\n{text}\n")


def test_thanks_are_said(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    said = succeeds(unrepeat("thanks", "platform team", "for the quick answer", cwd=repo.folder))
    file = repo.folder / said.strip().removeprefix("Said: ")
    assert "whom: platform team\n" in file.read_text()
    assert file.read_text().endswith("# for the quick answer\n")


def test_an_assumption_is_validated_by_evidence_or_by_its_command(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    name = _new(unrepeat, repo, "assumption", "One holds", "command=grep -q 1 a.py", "rests=sync")
    assert "is not trusted" in complains(unrepeat("validate", name, cwd=repo.folder))
    succeeds(unrepeat("trust", name, cwd=repo.folder))
    assert f"{name} is validated" in succeeds(unrepeat("validate", name, cwd=repo.folder))
    repo.commit("two", {"a.py": "2\n"})
    done = unrepeat("validate", name, cwd=repo.folder)
    assert done.returncode == 1
    assert f"{name} is refuted" in done.stdout
    assert "another look: sync" in done.stdout
    said = succeeds(unrepeat("validate", name, "--evidence", "a trial, on Monday", cwd=repo.folder))
    assert f"{name} is validated: a trial, on Monday" in said
    (row,) = rows("show", name, cwd=repo.folder)
    assert row["state"] == "validated"
    assert len(row["fields"]["evidence"]) == 3
    succeeds(unrepeat("set", name, "valid-until=2026-03-01", cwd=repo.folder))
    assert "Until when" in succeeds(unrepeat("validate", name, "--evidence", "once more", cwd=repo.folder))
    assert "valid-until" not in rows("show", name, cwd=repo.folder)[0]["fields"]
    note = _new(unrepeat, repo, "note", "No assumption")
    for command in ((note, "--evidence", "x"), (name, "--evidence", " ")):
        complains(unrepeat("validate", *command, cwd=repo.folder))


@pytest.mark.parametrize(
    "command",
    [
        ("show", "../../../etc/passwd"), ("ack", ".."), ("sign", "../notes"), ("set", "..", "a=b"), ("validate", "/"),
        ("show", "\x1b[31m"), ("show", "x" * 10_000), ("share", "../private"), ("set", "known", "no setting"),
        ("set", "known", "../x=y"), ("set", "known", "state=perhaps"), ("set", "known", "id=other"),
        ("set", "known", "due=2026-02-30"), ("set", "known", "owner+=ops"), ("set", "known", "state=wont-do"),
        ("new", "action", ""), ("new", "action", " \n"), ("new", "action", "A title", "--set", "due=soon"),
        ("new", "action", "A title", "--set", "type=destroy"), ("note", ""), ("note", "a\n<<<<<<< HEAD"),
        ("thanks", "", "what"), ("thanks", "whom", ""), ("ack", "known", "--as", " "), ("validate", "known"),
        ("new", "action", "\udcff"), ("note", "\udcff"), ("set", "known", "owner=\udcff"), ("set", "\udcff", "a=b"),
        ("ack", "known", "--as", "\udcff"), ("sign", "known", "--as", "\udcff"), ("thanks", "\udcff", "what"),
    ],
    ids=lambda command: ascii(" ".join(command))[1:40],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_changed(command: tuple[str, ...], repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {".unrepeat/actions/known.md": "---\ndue: 2026-05-06\n---\n\n# Known\n"})
    said = complains(unrepeat(*command, cwd=repo.folder))
    assert len(said) < 600
    assert "\x1b" not in said
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("command", [("new", "secret", "A title"), ("ls", "secrets"), ("share", "a", "--kind", "b")])
def test_a_kind_that_is_none_is_told_with_those_there_are(command: tuple[str, ...], repo: Repo, unrepeat: Run) -> None:
    done = unrepeat(*command, cwd=repo.folder)
    assert done.returncode == 2
    assert "agreement" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_would_steer_a_terminal_is_shown_and_not_obeyed(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    said = ""
    for command in (
        ("new", "mistake", f"A {ESCAPES}", "--set", f"impact={ESCAPES}", "--set", f"text={ESCAPES}"),
        ("new", "decision", f"B {ESCAPES}", "--set", f"informed={ESCAPES}", "--set", f"odd={ESCAPES}"),
        ("thanks", ESCAPES, f"C {ESCAPES}"),
        ("ack", "decision:b-31m", "--as", ESCAPES),
        ("sign", "decision:b-31m", "--as", ESCAPES),
        ("show", "decision:b-31m"),
        ("ls",),
    ):
        done = unrepeat(*command, cwd=repo.folder)
        said += succeeds(done) + done.stderr
    for character in "\x1b\x07\u202e\u2028\x9b":
        assert character not in said
    assert "\\x1b[31mred" in said
    found = {row["kind"]: row["title"] for row in rows("ls", cwd=repo.folder)}
    assert found["mistake"] == "A \x1b[31mred\x07 \u202eleft line\x9b"


def test_a_broken_record_is_told_once_and_every_other_is_served(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    name = _new(unrepeat, repo, "note", "Whole")
    for number, content in enumerate((b"---\na: [\n---\n# T\n", b"\xff", b"---\na: 1\na: 2\n---\n# T\n")):
        (repo.folder / f".unrepeat/notes/broken-{number}.md").write_bytes(content)
    for command in (("ls",), ("show", name), ("ls", "--json")):
        done = unrepeat(*command, cwd=repo.folder)
        assert name in succeeds(done)
        assert "broken-0.md, line 3" in done.stderr
        assert "2 more" in done.stderr
    succeeds(unrepeat("ack", name, "--as", "ops", cwd=repo.folder))


# Each of the eight does all of this again and again, so that they meet.
AT_ONCE = """
import sys
from pathlib import Path
from tests.within import runner

run = runner(Path(sys.argv[1]))
for number in range(3):
    for command in (["set", "need:known", f"paths+={sys.argv[2]}-{number}"], ["ack", "need:known", "--as", "ops"]):
        done = run(*command, cwd=Path.cwd())
        assert done.returncode == 0, done.stderr
assert run("new", "note", "The same title", cwd=Path.cwd()).returncode == 0
"""


def test_eight_that_write_at_once_lose_nothing(repo: Repo, tmp_path: Path, rows: Rows) -> None:
    repo.commit("begin", {".unrepeat/needs/known.md": "---\nfeature: sync # ours\n---\n\n# Known\n"})
    running = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE, str(tmp_path / "home"), f"{number}"],
            cwd=repo.folder,
            env=_environment(tmp_path) | {"PYTHONPATH": os.pathsep.join(sys.path)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    said = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 8, said
    assert (repo.folder / ".unrepeat/needs/known.md").read_text().startswith("---\nfeature: sync # ours\npaths:\n")
    found = {row["title"]: row["id"] for row in rows("ls", cwd=repo.folder)}
    assert set(found) == {"Known", "The same title"}
    assert len(list((repo.folder / ".unrepeat/notes").iterdir())) == 8
    (row,) = rows("show", "known", cwd=repo.folder)
    assert sorted(row["fields"]["paths"]) == sorted(f"{one}-{number}" for one in range(8) for number in range(3))
    assert not list((repo.folder / ".unrepeat").rglob(".*"))


def test_on_a_full_disk_it_is_told_and_what_was_there_stays(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {".unrepeat/needs/known.md": "# Known\n"})
    for command in (("note", "more"), ("set", "known", "owner=ops"), ("ack", "known", "--as", "ops")):
        limited = ["bash", "-c", 'ulimit -f 0; exec "$@"', "bash", *PROGRAM, *command]
        done = subprocess.run(
            limited, cwd=repo.folder, env=_environment(tmp_path), capture_output=True, text=True, check=False
        )
        assert "could not be written (File too large)" in complains(done)
        assert repo.git("status", "--porcelain") == ""
    succeeds(unrepeat("set", "known", "owner=ops", cwd=repo.folder))


def test_without_a_work_tree_the_ledger_of_the_head_is_read_and_another_named_to_write(
    repo: Repo, unrepeat: Run, rows: Rows, tmp_path: Path
) -> None:
    repo.commit("begin", {".unrepeat/needs/known.md": "---\nowner: ops\n---\n\n# Known\n"})
    bare = tmp_path / "bare.git"
    repo.git("clone", "--quiet", "--bare", ".", str(bare))
    assert [row["title"] for row in rows("ls", cwd=bare)] == ["Known"]
    (row,) = rows("show", "known", cwd=bare)
    assert row["fields"] == {"owner": "ops"}
    assert "# Known" in succeeds(unrepeat("show", "known", cwd=bare))
    assert "no work tree" in complains(unrepeat("note", "more", cwd=bare))
    succeeds(unrepeat("note", "more", "--ledger", str(tmp_path / "apart"), cwd=bare))
    found = rows("ls", "--ledger", str(tmp_path / "apart"), cwd=bare)
    assert [row["title"] for row in found] == ["more"]
    assert "Recorded" not in succeeds(unrepeat("show", "more", "--ledger", str(tmp_path / "apart"), cwd=bare))
