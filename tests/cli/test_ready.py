"""`ready` and `due` as people and scripts meet them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Run
from tests.expectations import complains
from tests.ledger.keeping import keep, opened
from tests.repository import Repo
from tests.serving import serving
from tests.undated import UNREADABLE, undated

Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def told(repo: Repo) -> Repo:
    """Give a repository in which one need is met, one is not, and a decision waits."""
    repo.commit("begin", {"src/retry.py": "def retry(): pass\n"})
    with opened(repo) as store:
        keep(store, "need", "Retry | quickly", "feature=checkout", "done-when=path: src/retry.py")
        keep(store, "need", "A queue @all", "feature=checkout", "done-when=path: src/queue.py", "owner=ops")
        keep(store, "decision", "By mail", "feature=checkout", "informed=support")
    repo.commit("write it down")
    return repo


def test_a_closed_gate_ends_with_1_and_says_what_to_do(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("ready", "checkout", cwd=told.folder)
    assert done.returncode == 1
    first, *rest = done.stdout.splitlines()
    assert first == "checkout is not yet ready: 1 of 3 met."
    assert "src/queue.py" in done.stdout
    assert [line for line in rest if "unrepeat ack" in line]
    assert done.stdout.index("A queue") < done.stdout.index("Retry")


def test_a_pull_request_gets_a_table_that_mentions_nobody_and_keeps_its_columns(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("ready", "checkout", "--format", "md", cwd=told.folder)
    table = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(table) == 5
    assert {line.replace(r"\|", "").count("|") for line in table} == {5}
    assert "`A queue @all`" in done.stdout


def test_json_has_one_object_with_the_items(told: Repo, unrepeat: Run) -> None:
    for form in (["--json"], ["--format", "json"]):
        done = unrepeat("ready", "Checkout", *form, cwd=told.folder)
        row = json.loads(done.stdout)
        assert (row["name"], row["ready"]) == ("Checkout", False)
        assert sorted(item["state"] for item in row["items"]) == ["met", "unmet", "unmet"]
        assert {"record", "state", "reason", "next"} <= set(row["items"][0])


def test_the_day_before_nothing_was_recorded(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("ready", "checkout", "--at", "HEAD~1", cwd=told.folder)
    assert done.returncode == 1
    assert "as of 2026-01-02" in done.stdout
    assert "unexamined" in done.stdout


def test_a_repository_without_a_work_tree_is_read_as_of_its_head(told: Repo, unrepeat: Run) -> None:
    told.git("clone", "--quiet", "--bare", ".", "../bare.git")
    bare = told.folder.parent / "bare.git"
    assert "1 of 3 met" in unrepeat("ready", "checkout", cwd=bare).stdout
    assert len(unrepeat("ls", "--json", cwd=bare).stdout.splitlines()) == 3
    refused = unrepeat("note", "hello", cwd=bare)
    assert refused.returncode == 2
    assert "--ledger" in refused.stderr


def test_before_the_first_commit_needs_are_not_met_and_nothing_breaks(repo: Repo, unrepeat: Run) -> None:
    with opened(repo) as store:
        keep(store, "need", "A queue", "feature=checkout", "done-when=path: src/queue.py")
    done = unrepeat("ready", "checkout", cwd=repo.folder)
    assert done.returncode == 1
    assert "no commit yet" in done.stdout


def test_a_revision_that_is_none_is_told(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("ready", "checkout", "--at", "nowhere", cwd=told.folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "names no commit" in done.stderr


def test_a_command_runs_only_once_it_is_trusted(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    with opened(repo) as store:
        need = keep(store, "need", "It has a", "feature=checkout", "done-when=command: test -f a.py && touch ran")
    done = unrepeat("ready", "checkout", cwd=repo.folder)
    assert f"unrepeat trust {need.id}" in done.stdout
    assert "test -f a.py" in unrepeat("trust", need.id, cwd=repo.folder).stdout
    assert unrepeat("ready", "checkout", cwd=repo.folder).returncode == 0
    assert not (repo.folder / "ran").exists()


def test_a_sign_off_binds_to_the_words(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    with opened(repo) as store:
        need = keep(store, "need", "Looked at", "feature=checkout", "done-when=sign-off: QA lead")
    assert "QA lead has not signed" in unrepeat("ready", "checkout", cwd=repo.folder).stdout
    unrepeat("sign", need.id, "--as", "qa lead", cwd=repo.folder)
    assert unrepeat("ready", "checkout", cwd=repo.folder).returncode == 0
    unrepeat("set", need.id, "text=Look at the edges, too.", cwd=repo.folder)
    assert "an earlier version" in unrepeat("ready", "checkout", cwd=repo.folder).stdout


def test_due_tells_rows_and_kind_words(told: Repo, unrepeat: Run, rows: Rows) -> None:
    (row,) = rows("due", cwd=told.folder)
    assert {"record", "kind", "what", "due", "late_days", "who"} <= set(row)
    assert (row["kind"], row["due"], row["who"]) == ("acknowledgement", "2026-03-11", ["support"])
    assert row["late_days"] > 0
    unrepeat("thanks", "the night shift", "calling everybody", cwd=told.folder)
    said = unrepeat("due", cwd=told.folder).stdout
    assert "a new one is fine" in said
    assert "Thanks to the night shift: calling everybody" in said
    assert not {"late", "overdue", "failed"} & set(said.lower().split())
    assert unrepeat("due", "--for", "nobody", cwd=told.folder).stdout.startswith("Nothing waits")


def test_an_address_that_is_none_is_told_and_nothing_is_sent(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("due", "--notify", "no-such-scheme://x", cwd=told.folder)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2


def test_a_day_stands_for_its_last_commit(told: Repo, unrepeat: Run) -> None:
    row = json.loads(unrepeat("ready", "checkout", "--at", "2026-01-02", "--json", cwd=told.folder).stdout)
    assert (row["at"], row["day"]) == (told.git("rev-parse", "HEAD~1"), "2026-01-02")
    early = unrepeat("ready", "checkout", "--at", "2020-01-01", cwd=told.folder)
    assert early.returncode == 2
    assert "no commit yet on 2020-01-01" in early.stderr


def test_a_day_is_one_of_the_calendar_and_the_gate_is_asked_on_it(told: Repo, unrepeat: Run) -> None:
    row = json.loads(unrepeat("ready", "checkout", "--at", "2026-01-09", "--json", cwd=told.folder).stdout)
    assert (row["at"], row["day"]) == (told.head(), "2026-01-09")
    assert "no day 2026-02-30" in complains(unrepeat("ready", "checkout", "--at", "2026-02-30", cwd=told.folder))
    told.git("branch", "2026-02-30", "HEAD~1")
    row = json.loads(unrepeat("ready", "checkout", "--at", "2026-02-30", "--json", cwd=told.folder).stdout)
    assert row["at"] == told.git("rev-parse", "HEAD~1")


def test_a_ledger_elsewhere_has_no_past(told: Repo, unrepeat: Run) -> None:
    done = unrepeat("ready", "checkout", "--at", "HEAD", "--ledger", ".unrepeat", cwd=told.folder)
    assert "has no past" in complains(done)


def test_a_new_version_to_acknowledge_is_told_again_and_the_same_is_not(told: Repo, unrepeat: Run) -> None:
    with serving() as server:
        for say, expected in ((), 1), ((), 1), (("set", "by-mail", "outcome=By letter"), 2):
            if say:
                unrepeat(*say, cwd=told.folder)
            told_of = unrepeat("due", "--notify", server.url, cwd=told.folder, NO_PROXY="127.0.0.1")
            assert told_of.returncode == 0, told_of.stderr
            assert len(server.posts) == expected


def test_a_misspelled_name_is_told_and_a_placeholder_is_refused(told: Repo, unrepeat: Run) -> None:
    assert "checkout" in unrepeat("ready", "chekout", cwd=told.folder).stderr
    said = unrepeat("new", "need", "A shelf", "--set", "feature=chekout", cwd=told.folder)
    assert "Is 'checkout' meant?" in said.stderr
    for pasted in (("ANSWER",), ("A queue", "--set", "feature=FEATURE"), ("A queue", "--set", "done-when=path: PATH")):
        assert "still to be filled in" in unrepeat("new", "need", *pasted, cwd=told.folder).stderr


def test_who_is_not_asked_and_whose_words_are_made_void_are_told(told: Repo, unrepeat: Run) -> None:
    assert "none of those who are to know" in unrepeat("ack", "by-mail", "--as", "suport", cwd=told.folder).stderr
    unrepeat("ack", "by-mail", "--as", "support", cwd=told.folder)
    said = unrepeat("set", "by-mail", "title=By letter", cwd=told.folder)
    assert "support" in said.stderr
    assert "editorial-of=" in said.stderr
    command = said.stderr.partition("unrepeat set ")[2].split()
    unrepeat("set", *command, cwd=told.folder)
    assert "2 of 3 met" in unrepeat("ready", "checkout", cwd=told.folder).stdout


@pytest.mark.parametrize("committer", UNREADABLE)
def test_a_commit_without_a_readable_day_can_be_asked_about(committer: str, told: Repo, unrepeat: Run) -> None:
    odd = undated(told, "odd", committer=committer)
    done = unrepeat("ready", "checkout", "--at", odd, cwd=told.folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"as of 1970-01-01 ({odd[:12]}): 1 of 3 met" in done.stdout


def test_a_name_is_not_offered_in_the_place_of_itself(told: Repo, unrepeat: Run) -> None:
    with opened(told) as store:
        keep(store, "agreement", "We validate", "feature=kiosk", "parties=team")
    assert "Is another name meant?" not in unrepeat("ready", "Kiosk", cwd=told.folder).stderr
    assert "There is checkout." in unrepeat("ready", "chekout", cwd=told.folder).stderr


def test_thanks_to_nobody_in_particular_are_told_as_thanks(told: Repo, unrepeat: Run) -> None:
    assert unrepeat("new", "thanks", "Calm nights", cwd=told.folder).returncode == 0
    assert unrepeat("thanks", "ops", "quick help", cwd=told.folder).returncode == 0
    assert unrepeat("due", cwd=told.folder).stdout.splitlines()[-2:] == [
        "Thanks: Calm nights",
        "Thanks to ops: quick help",
    ]
