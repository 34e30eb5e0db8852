"""Capture: what messages say becomes records, once each, however often the change is rebased or the command run."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Run
from tests.ledger.keeping import opened
from tests.repository import Repo
from tests.undated import UNREADABLE, undated
from unrepeat.ledger.capture import trailers

Rows = Callable[..., list[dict[str, Any]]]

MESSAGE = """Send by one worker

Because two of them overlap.

Decision: reminders are sent by one worker,
  until the queue keeps the order
Assumes: the mail server keeps the order
Needs: a queue
Learned: two workers overlap at midnight
Signed-off-by: Sample Author <sample.author@example.org>
"""


def test_each_trailer_becomes_a_record_of_its_kind(repo: Repo, rows: Rows) -> None:
    repo.commit(MESSAGE, {"src/send.py": "one = 1\n"})
    found = rows("capture", cwd=repo.folder)
    assert [(row["kind"], row["title"]) for row in found] == [
        ("decision", "reminders are sent by one worker, until the queue keeps the order"),
        ("assumption", "the mail server keeps the order"),
        ("need", "a queue"),
        ("note", "two workers overlap at midnight"),
    ]
    text = (repo.folder / found[0]["path"]).read_text()
    assert "date: 2026-01-02" in text
    assert "src/send.py" in text
    assert "Sample" not in text


def test_capture_twice_after_an_amend_a_rebase_or_on_another_branch_makes_no_second(repo: Repo, rows: Rows) -> None:
    first = repo.commit("begin", {"a.py": "1\n"})
    repo.commit(MESSAGE, {"src/send.py": "one = 1\n"})
    assert len(rows("capture", cwd=repo.folder)) == 4
    assert rows("capture", cwd=repo.folder) == []
    repo.clock += 10 * 86400
    repo.git("commit", "--quiet", "--amend", "--no-edit", "--reset-author")
    assert rows("capture", cwd=repo.folder) == []
    repo.branch("other", first)
    repo.git("cherry-pick", "main")
    assert rows("capture", f"{first}..HEAD", cwd=repo.folder) == []


def test_two_branches_that_capture_the_same_merge_without_conflict(repo: Repo, unrepeat: Run) -> None:
    first = repo.commit("begin", {"a.py": "1\n"})
    repo.commit(MESSAGE, {"src/send.py": "one = 1\n"})
    assert unrepeat("capture", cwd=repo.folder).returncode == 0
    repo.commit("ledger of main")
    repo.branch("other", first)
    repo.git("cherry-pick", "main~1")
    assert unrepeat("capture", cwd=repo.folder).returncode == 0
    repo.commit("ledger of other")
    repo.git("merge", "--quiet", "main")
    assert len(list((repo.folder / ".unrepeat").rglob("*.md"))) == 4


def test_a_range_is_captured_whole_and_a_trailer_told_twice_in_it_once(repo: Repo, rows: Rows) -> None:
    first = repo.commit("begin", {"a.py": "1\n"})
    repo.commit("one\n\nDecision: by mail", {"a.py": "2\n"})
    repo.commit("two\n\nDecision: by  mail", {"a.py": "3\n"})
    repo.commit("three\n\nNeeds: a queue", {"a.py": "4\n"})
    assert [row["title"] for row in rows("capture", f"{first}..HEAD", cwd=repo.folder)] == ["by mail", "a queue"]


@pytest.mark.parametrize(
    "message",
    [
        "say\n\n    Decision: quoted",
        "say\n\n> Decision: quoted",
        "Redecision: none",
        "say\n\nDecision:",
        "Decision of the year",
        "",
    ],
)
def test_what_is_no_trailer_makes_no_record(repo: Repo, message: str) -> None:
    commit = repo.commit(message, {"a.py": "1\n"})
    with opened(repo) as store, store.repository.view() as view:
        assert list(trailers(view, [commit])) == []


def test_one_trailer_that_cannot_be_kept_and_one_that_is_far_too_long_cost_no_other(repo: Repo, unrepeat: Run) -> None:
    message = f"Begin\n\nNeeds: a\x1b[31mqueue\nDecision: <<<<<<< by mail\nLearned: {'long ' * 5000}\nNeeds: a shelf\n"
    repo.commit(message, {"a.py": "1\n"})
    done = unrepeat("capture", cwd=repo.folder)
    assert done.returncode == 0, done.stderr
    assert "a shelf" in "".join(file.read_text() for file in (repo.folder / ".unrepeat/needs").iterdir())
    (note,) = (repo.folder / ".unrepeat/notes").iterdir()
    assert 500 < note.stat().st_size < 2_000


@pytest.mark.parametrize("seconds", ["99999999999999", "0", "7258118400"])
def test_a_time_beyond_any_calendar_is_brought_near(seconds: str, repo: Repo, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    raw = repo.git("cat-file", "commit", "HEAD").replace(f" {repo.clock} ", f" {seconds} ")
    odd = repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=f"{raw}\n\nNeeds: a queue\n".encode()
    )
    (row,) = rows("capture", odd, cwd=repo.folder)
    assert "1970-01-01" <= row["id"][:10] <= "2199-12-31"


def test_a_change_of_many_files_says_nothing_of_places(repo: Repo) -> None:
    commit = repo.commit("all\n\nDecision: by mail", {f"f{n}.py": "1\n" for n in range(30)})
    with opened(repo) as store, store.repository.view() as view:
        assert [one.paths for one in trailers(view, [commit])] == [()]


def test_messages_that_are_no_utf8_paths_that_are_odd_and_merges_are_read(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    commit = repo.commit(
        b"caf\xe9\n\nDecision: caf\xe9 au lait\r\nNeeds: milk\r\n",
        {b"odd\xff\nname.py".decode("utf-8", "surrogateescape"): "1\n"},
    )
    repo.branch("side", "HEAD~1")
    repo.commit("side", {"b.py": "1\n"})
    repo.switch("main")
    merge = repo.merge("side", "Merge\n\nLearned: it merges")
    with opened(repo) as store, store.repository.view() as view:
        found = list(trailers(view, [commit, merge]))
    assert [(one.kind, one.text) for one in found] == [
        ("decision", "café au lait"),
        ("need", "milk"),
        ("note", "it merges"),
    ]
    assert found[0].paths == ()  # a name that is no text cannot stand in one
    assert found[2].paths == ("b.py",)


def test_one_question_is_asked_and_its_answer_ends_it(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    repo.commit("later", {"a.py": "1\n\n\ndef refund():\n    raise NotImplementedError  # TODO: later\n"})
    (question,) = rows("capture", cwd=repo.folder)
    assert question["kind"] == "question"
    told = unrepeat("capture", cwd=repo.folder).stdout
    assert question["suggestion"] in told
    assert unrepeat("note", "in the next release", "--answers", question["id"], cwd=repo.folder).returncode == 0
    assert rows("capture", cwd=repo.folder) == []


def test_the_settings_end_all_questions(repo: Repo, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n", ".unrepeat/settings.yml": "questions: false\n"})
    repo.commit("later", {"a.py": "def refund():\n    raise NotImplementedError\n"})
    assert rows("capture", cwd=repo.folder) == []


def test_the_rows_are_json_in_ascii(repo: Repo, unrepeat: Run) -> None:
    repo.commit("say\n\nDecision: auf Papier, größer", {"a.py": "1\n"})
    printed = unrepeat("capture", "--json", cwd=repo.folder).stdout
    assert printed.isascii()
    assert json.loads(printed)["title"] == "auf Papier, größer"


@pytest.mark.parametrize("author", UNREADABLE)
def test_a_change_without_a_readable_day_is_captured_all_the_same(author: str, repo: Repo, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    odd = undated(repo, "Send\n\nNeeds: a queue", author=author)
    (row,) = rows("capture", odd, cwd=repo.folder)
    assert row["id"].startswith("1970-01-01-a-queue-")


def test_the_features_that_a_message_names_are_those_of_its_records(repo: Repo, rows: Rows) -> None:
    repo.commit("Send\n\nNeeds: a queue\nFeature: mail, parcel lockers\nfeature: mail\nFeature:\n", {"a.py": "1\n"})
    (row,) = rows("capture", cwd=repo.folder)
    assert rows("show", row["id"], cwd=repo.folder)[0]["fields"]["feature"] == ["mail", "parcel lockers"]


def test_the_ledgers_own_files_are_no_place_of_a_record(repo: Repo, rows: Rows) -> None:
    notes: dict[str, str | bytes | None] = {f".unrepeat/notes/{number}.md": "# A note\n" for number in range(20)}
    repo.commit("Send\n\nNeeds: a queue\nDecision: by mail\n", {"src/a.py": "1\n", **notes})
    for row in rows("capture", cwd=repo.folder):
        assert rows("show", row["id"], cwd=repo.folder)[0]["fields"]["paths"] == ["src/a.py"]
