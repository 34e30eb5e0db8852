"""`import`: a post-mortem becomes a mistake and its actions, once, without its people and with nothing made up."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.expectations import Rows, Run, complains, succeeds
from tests.repository import Repo
from tests.within import runner

PM = """# Postmortem: Mails sent twice

**Authors:** Jo Doe, Sample Author

Date: 2025-03-04

## Summary

Parcels were reminded of twice, since the batches of `pickup/reminders.py` overlapped. Sample Author saw it first.

## Impact

400 doubled mails.

## Detection

Customers called.

## What surprised us

Nothing
had told us.

## Contributing factors

- Missing test: none with two batches
- The change {commit} and 0123456789, told in docs/mails.md

## Timeline

| Time | Who | What |
|---|---|---|
| 10:00 | Jo Doe | deployed |

## Action items

- [x] Lock the batch (owner: mail team, done 2025-03-05)
- [ ] Alert sooner. Owner: Jo Doe. Due: 2099-04-01

## Attendees

Jo Doe
"""


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


@pytest.fixture
def told(repo: Repo) -> Repo:
    """Give a repository with a post-mortem."""
    commit = repo.commit("Send in batches", {"pickup/reminders.py": "batches = 2\n"})
    repo.commit("Tell", {"docs/mails.md": PM.replace("{commit}", commit[:9])})
    return repo


def records(repo: Repo, kind: str) -> dict[str, str]:
    return {file.name: file.read_text() for file in sorted((repo.folder / ".unrepeat" / kind).glob("*.md"))}


def everything(repo: Repo) -> dict[str, str]:
    files = (repo.folder / ".unrepeat").rglob("*")
    return {f"{file}": file.read_text() for file in files if file.is_file()}


def test_a_post_mortem_becomes_a_mistake_and_its_actions(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("import", "docs/mails.md", cwd=told.folder)
    lines = succeeds(done).splitlines()
    assert lines[0] == "Thank you for sharing this: it is how nobody has to meet it again."
    (name, mistake), *_ = records(told, "mistakes").items()
    assert lines[1] == f"Recorded: .unrepeat/mistakes/{name}"
    assert [line.partition("/actions/")[0] for line in lines[2:]] == ["Recorded: .unrepeat"] * 2
    assert name.startswith("2025-03-04-mails-sent-twice-")
    first = told.git("rev-parse", "HEAD~1")
    locked, alert = (text for text in reversed(records(told, "actions").values()))
    for line in (
        "state: open", "happened: 2025-03-04", "impact: 400 doubled mails.", "how-noticed: Customers called.",
        "why-surprised: Nothing had told us.", "conditions:\n  - missing test\n", f"commits:\n  - {first}\n",
        "paths:\n  - pickup/reminders.py\n", "imported-from: docs/mails.md", "# Mails sent twice\n\nDate: 2025-03-04\n",
        "## What happened\n\n| Time | What |\n| --- | --- |\n| 10:00 | deployed |\n",
        "## Contributing factors\n\n- Missing test:",
    ):  # fmt: skip
        assert line in mistake, line
    assert "someone saw it first." in mistake
    assert "## Impact" not in mistake
    for line in (
        "state: done\n",
        "owner: mail team\n",
        "done-on: 2025-03-05\n",
        f"links:\n  - {name[:-3]}\n",
        "# Lock the batch\n",
    ):
        assert line in locked, line
    for line in ("state: open\n", "owner: Jo Doe\n", "due: 2099-04-01\n", "# Alert sooner\n"):
        assert line in alert, line
    assert mistake.partition("safeguards:\n")[2].count("\n  - ") == 1
    said = done.stderr
    assert "Left out, since it tells of people: Attendees, Authors, Who." in said
    assert "Names of people were taken out of its words, 1 in all: `someone` stands there." in said
    assert "All 3 records are whole." in succeeds(unrepeat("fsck", cwd=told.folder))


def test_nobody_but_owners_is_in_what_was_made(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("import", "docs/mails.md", cwd=told.folder)
    whole = "\n".join([*everything(told).values(), done.stdout, done.stderr])
    assert "Sample" not in whole
    assert whole.count("Jo Doe") == whole.count("owner: Jo Doe") == 1


def test_run_again_it_adds_nothing_and_keeps_what_people_wrote(told: Repo, unrepeat: Run, rows: Rows) -> None:
    succeeds(unrepeat("import", "docs/mails.md", cwd=told.folder))
    name = next(iter(records(told, "mistakes")))[:-3]
    succeeds(unrepeat("set", name, "impact=500 mails", "title=Doubled mails", cwd=told.folder))
    before = everything(told)
    done = unrepeat("import", "docs/mails.md", cwd=told.folder)
    assert succeeds(done).count("It is recorded already, and stays as it is: .unrepeat/") == 3
    assert done.stderr == ""
    assert everything(told) == before

    text = (told.folder / "docs/mails.md").read_text()
    changed = text.replace("# Postmortem: Mails", "# Mails were").replace(
        "- [ ] Alert", "- Test with two batches\n- [x] Alert"
    )
    (told.folder / "docs/mails.md").write_text(changed.replace("Date: 2025-03-04", "Date: 2025-03-03"))
    found = rows("import", "docs/mails.md", cwd=told.folder)
    assert [(row["kind"], row["title"], row["state"], row["made"]) for row in found] == [
        ("mistake", "Doubled mails", "open", False), ("action", "Lock the batch", "done", False),
        ("action", "Test with two batches", "open", True), ("action", "Alert sooner", "open", False),
    ]  # fmt: skip
    after = records(told, "mistakes")[f"{name}.md"]
    assert after.partition("safeguards:\n")[2].partition("---")[0].count("  - ") == 3
    assert "impact: 500 mails" in after
    assert set(found[0]) == {"id", "kind", "title", "state", "path", "made"}
    said = unrepeat("import", "docs/mails.md", cwd=told.folder).stderr
    assert f"It is done where it comes from, and open here: unrepeat set {found[3]['id']} state=done" in said


def test_the_same_from_elsewhere_is_known_again(told: Repo, unrepeat: Run, tmp_path: Path) -> None:
    (tmp_path / "copy.md").write_text((told.folder / "docs/mails.md").read_text())
    succeeds(unrepeat("import", "docs/mails.md", cwd=told.folder))
    before = everything(told)
    (told.folder / "docs/moved.md").write_text((told.folder / "docs/mails.md").read_text())
    for place in (f"{tmp_path}/copy.md", "docs/moved.md", "./docs/../docs/mails.md"):
        assert "Recorded:" not in succeeds(unrepeat("import", place, cwd=told.folder))
    assert everything(told) == before


def test_two_of_one_bare_name_elsewhere_are_two_and_an_edit_of_one_is_one(
    repo: Repo, unrepeat: Run, tmp_path: Path
) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    for folder, title in (("one", "Mails lost"), ("two", "Mails late")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pm.md").write_text(f"# {title}\n\n## Impact\n\nTen mails.\n")
        succeeds(unrepeat("import", f"{tmp_path}/{folder}/pm.md", cwd=repo.folder))
    (tmp_path / "one/pm.md").write_text("# Mails lost\n\n## Impact\n\nTwelve mails.\n")
    assert "Recorded:" not in succeeds(unrepeat("import", f"{tmp_path}/one/pm.md", cwd=repo.folder))
    found = records(repo, "mistakes")
    assert len(found) == 2
    assert all("imported-from: pm.md\n" in text for text in found.values())
    assert f"{tmp_path}" not in "".join(found.values())


def test_the_same_file_gives_the_same_records_to_everybody(told: Repo, unrepeat: Run, tmp_path: Path) -> None:
    told.git("clone", "--quiet", ".", f"{tmp_path}/clone")
    made = []
    for folder in (told.folder, tmp_path / "clone"):
        succeeds(unrepeat("import", "docs/mails.md", cwd=folder))
        files = sorted((folder / ".unrepeat").rglob("*.md"))
        made.append({file.name: file.read_text() for file in files})
    assert made[0] == made[1]


def test_several_of_one_file_are_several_also_of_the_same_title(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    lines = ['{"title": "Mails lost", "impact": "Ten mails."}', '{"title": "Mails lost", "impact": "Two mails."}']
    repo.commit(
        "begin", {"all.jsonl": "\n".join([*lines, '{"id": "I-3", "title": "Mails late", "root_cause": "A queue."}'])}
    )
    done = unrepeat("import", "all.jsonl", cwd=repo.folder)
    assert succeeds(done).count("Recorded:") == 3
    assert "3 of 3 name no day on which it happened" in done.stderr
    assert [row["made"] for row in rows("import", "all.jsonl", cwd=repo.folder)] == [False] * 3
    places = sorted(
        line for text in records(repo, "mistakes").values() for line in text.splitlines() if "imported-from" in line
    )
    assert places == [
        "imported-from: all.jsonl#I-3",
        "imported-from: all.jsonl#Mails lost",
        "imported-from: all.jsonl#Mails lost (2)",
    ]  # fmt: skip


def test_a_day_of_which_nothing_is_said_stays_empty(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"pm.md": "# Mails lost\n\nTen mails were lost.\n\nDate: 2099-01-01\n"})
    done = unrepeat("import", "pm.md", cwd=repo.folder)
    name = next(iter(records(repo, "mistakes")))[:-3]
    assert f"It names no day on which it happened; to say it: unrepeat set {name} happened=YYYY-MM-DD" in done.stderr
    assert "since it is still to come: 2099-01-01." in done.stderr
    assert "No heading of a post-mortem was recognised" in done.stderr
    fields = records(repo, "mistakes")[f"{name}.md"].split("---")[1]
    assert [line.partition(":")[0] for line in fields.strip().splitlines()] == [
        "id",
        "date",
        "state",
        "imported-from",
        "imported-content",
    ]


def test_remarks_of_the_blameless_check_are_counted_with_the_command_that_shows_them(repo: Repo, unrepeat: Run) -> None:
    blaming = "# Mails lost\n\n## Root cause\n\nThe engineer carelessly forgot to test the queue.\n"
    repo.commit("begin", {"pm.md": blaming, "sub/a.py": "1\n"})
    done = unrepeat("import", "../pm.md", cwd=repo.folder / "sub")
    name = next(iter(records(repo, "mistakes")))
    assert "carelessly forgot" in records(repo, "mistakes")[name], "no word is changed"
    said = next(line for line in done.stderr.splitlines() if "blameless check" in line)
    command = said.partition("unrepeat lint ")[2]
    assert command == f"../.unrepeat/mistakes/{name}"
    shown = unrepeat("lint", command, "--json", cwd=repo.folder / "sub")
    assert f"has {len(shown.stdout.splitlines())} remark" in said


def test_it_needs_no_commit_and_no_work_tree(repo: Repo, unrepeat: Run, rows: Rows, tmp_path: Path) -> None:
    (repo.folder / "pm.md").write_text("# Mails lost\n\nTen mails were lost.\n")
    assert "Recorded:" in succeeds(unrepeat("import", "pm.md", cwd=repo.folder))
    bare = tmp_path / "bare.git"
    repo.git("clone", "--quiet", "--bare", ".", f"{bare}")
    assert "no work tree" in complains(unrepeat("import", f"{repo.folder}/pm.md", cwd=bare))
    found = rows("--repo", f"{bare}", "import", f"{repo.folder}/pm.md", "--ledger", f"{tmp_path}/apart", cwd=tmp_path)
    assert [(row["title"], row["made"]) for row in found] == [("Mails lost", True)]


def test_a_record_of_the_house_and_its_retro_are_read_too(told: Repo, unrepeat: Run) -> None:
    told.commit("Fix mails being sent twice", {"pickup/reminders.py": "batches = 1\n"})
    succeeds(unrepeat("retro", "HEAD", "--out", "retro.md", cwd=told.folder))
    done = unrepeat("import", "retro.md", cwd=told.folder)
    succeeds(done)
    (mistake,) = records(told, "mistakes").values()
    assert "without an answer" in done.stderr
    assert "impact:" not in mistake, "a question is no answer"
    assert told.head() in mistake
    assert len(records(told, "actions")) >= 2


BAD: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\n",
    "zero bytes": b"# T\n\0\n",
    "no text": b"# T\n\n\xff\xfe\n",
    "twenty megabytes": b"word " * 4_000_000,
    "a line of a megabyte": b"w" * 1_100_000,
    "conflict": b"# T\n\nIt broke.\n\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> side\n",
    "page": b"<html><body>It broke.</body></html>",
    "only a title": b"# Only a title\n",
    "front matter": b"---\na: *b\n---\n\n# T\n\nIt broke.\n",
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_cannot_be_imported_is_told_and_nothing_is_written(content: bytes, repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    (repo.folder / "pm.md").write_bytes(content)
    assert len(complains(unrepeat("import", "pm.md", cwd=repo.folder))) < 400
    assert not (repo.folder / ".unrepeat").exists()


def test_one_record_that_cannot_be_keeps_all_of_them_out(repo: Repo, unrepeat: Run) -> None:
    lines = (
        '{"title": "Mails lost", "impact": "Ten."}\n{"title": "T", "impact": "Ab", "notes": "a\\n<<<<<<< HEAD\\nb"}\n'
    )
    repo.commit("begin", {"all.jsonl": lines})
    assert "cannot be kept" in complains(unrepeat("import", "all.jsonl", cwd=repo.folder))
    assert not (repo.folder / ".unrepeat").exists()


def test_what_is_no_file_is_told(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {"docs/a.md": "a\n"})
    os.mkfifo(repo.folder / "pipe.md")
    (tmp_path / "secret.md").write_text("# Not yours\n\nIt broke.\n")
    (repo.folder / "link.md").symlink_to(tmp_path / "secret.md")
    (repo.folder / "docs/loop.md").symlink_to("loop.md")
    for name, says in (
        ("gone.md", "cannot be read"), ("docs", "is a folder"), (".", "is a folder"), ("pipe.md", "no plain file"),
        ("link.md", "out of the repository"), ("docs/loop.md", ""), ("", "No file is named"),
        ("x" * 5_000, "cannot be read"),
        ("a\nb", "cannot be read"), ("\udcff", "cannot be read"), ("/dev/null", "no plain file"),
    ):  # fmt: skip
        assert says in complains(unrepeat("import", name, cwd=repo.folder)), name
    assert not (repo.folder / ".unrepeat").exists()


def test_hard_texts_are_read_in_the_time_of_their_length(repo: Repo, unrepeat: Run) -> None:
    head = "# Mails lost\n\nTen mails were lost.\n\n"
    for text in (
        "a@" * 100_000, "a." * 100_000, "<!--" * 50_000, "> " * 50_000 + "x", "- " * 20_000 + "x", "**a** " * 40_000,
        "[a](" * 50_000, "| a " * 20_000 + "|\n" + "|-" * 20_000 + "|\n", "Author: x, " * 20_000,
        "Thanks to A " * 20_000,
        "## Impact\n\n" + "x" * 200_000 + "@y.org",
        "x" * 300_000 + " a@y.org", "## Actions\n\n- " + "(owner: x " * 20_000, "```\n" * 30_001,
    ):  # fmt: skip
        (repo.folder / "hard.md").write_text(head + text + "\n")
        assert "Mails lost" in succeeds(unrepeat("import", "hard.md", "--json", cwd=repo.folder))


def test_what_would_steer_a_terminal_or_turn_a_title_is_taken_out(repo: Repo, unrepeat: Run) -> None:
    text = "# Mails \x1b[31mlost\x07 \u202etxt\n\n## Impact\x9b\n\n"
    text += "Ten \x1b]0;evil\x07mails \u05d0\u05d1\n\n## Authors\x1b[2J\n\nx\n"
    repo.commit("begin", {"pm.md": text})
    done = unrepeat("import", "pm.md", cwd=repo.folder)
    assert "Recorded" in succeeds(done)
    (mistake,) = records(repo, "mistakes").values()
    assert "\n# Mails lost txt\n" in mistake
    assert "Ten mails \u05d0\u05d1" in mistake
    for letter in "\x1b\x07\x9b\u202e":
        assert letter not in mistake + done.stdout + done.stderr


def test_standard_input_is_read(repo: Repo, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})

    def piped(text: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-m", "unrepeat", "import", "-", "--json"],
            cwd=repo.folder, input=text, capture_output=True, text=True, check=False,
            env=os.environ | {"HOME": f"{repo.folder.parent}"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return rows("ls", cwd=repo.folder)

    assert [row["title"] for row in piped("# Mails lost\n\n## Impact\n\nTen mails.\n")] == ["Mails lost"]
    assert len(piped("# Mails lost\n\n## Impact\n\nTwelve mails.\n")) == 1
    assert len(piped("# Mails late\n\n## Impact\n\nTwelve mails.\n")) == 2
    assert any(
        "imported-from: '-'" in text or 'imported-from: "-"' in text for text in records(repo, "mistakes").values()
    )


def test_many_things_to_be_done_of_the_same_words_are_all_kept(repo: Repo, unrepeat: Run) -> None:
    text = "# It fell\n\n## Impact\n\nTen people waited.\n\n## Actions\n\n" + "- do this\n" * 480
    repo.write({"fell.md": text})
    for _ in range(2):
        succeeds(unrepeat("import", "fell.md", cwd=repo.folder))
        assert len(list((repo.folder / ".unrepeat" / "actions").iterdir())) == 480


def test_a_file_in_the_way_of_an_action_is_told_before_anything_is_written(repo: Repo, unrepeat: Run) -> None:
    text = "# It fell\n\n## Impact\n\nTen people waited.\n\n## Actions\n\n- do this\n- do that\n"
    repo.write({"fell.md": text})
    succeeds(unrepeat("import", "fell.md", cwd=repo.folder))
    (mistake,) = (repo.folder / ".unrepeat" / "mistakes").iterdir()
    first, second = sorted((repo.folder / ".unrepeat" / "actions").iterdir())
    mistake.unlink()
    first.unlink()
    second.write_text("---\nid: [\n---\n")
    complains(unrepeat("import", "fell.md", cwd=repo.folder))
    assert not mistake.exists()
    assert not first.exists()
