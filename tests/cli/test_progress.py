"""`unrepeat progress`: growth by quarter, as of the head commit; one's own for oneself alone."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import Run
from tests.expectations import Rows, complains, succeeds
from tests.ledger.growing import CONTENT, text
from tests.repository import Repo
from unrepeat.ledger.kinds import KINDS

PRIVATE = "I was unsure about the retry and said nothing"
FIELDS = {
    "quarter": str,
    "is_over": bool,
    "changes": int,
    "mistakes_shared": int,
    "days_to_share": int,
    "days_to_share_cases": int,
    "days_to_lesson": int,
    "days_to_lesson_cases": int,
    "days_to_proof": int,
    "days_to_proof_cases": int,
    "repeats": int,
    "actions_due": int,
    "actions_done_in_time": int,
    "actions_shown_to_work": int,
    "actions_wont_do": int,
    "decisions_to_acknowledge": int,
    "decisions_acknowledged_in_time": int,
    "check_ins": int,
    "check_ins_held": int,
    "agreements": list,
    "thanks": int,
    "latest_thanks": list,
}


def file(kind: str, name: str, title: str, **fields: Any) -> dict[str, str | bytes | None]:  # noqa: ANN401 -- what YAML holds
    return {f".unrepeat/{KINDS[kind].folder}/{name}.md": text(title, fields)}


def team(repo: Repo) -> str:
    """Tell half a year of a team, from January to April; give the change that went wrong."""
    wrong = repo.commit("count all rows", {"a.py": "n = len(rows)\n"})
    repo.commit("an agreement", file("agreement", "agree", "We say when it is done", **AGREEMENT))
    repo.commit("a lesson", file("mistake", "first", "Counted too much", **MISTAKE, commits=[wrong[:12]]), days=5)
    repo.commit("what follows", file("action", "act", "Try it", due="2026-03-01", done_on="2026-03-01", **ACTION))
    repo.commit("a decision", file("decision", "decide", "Count by key", date="2026-01-20", informed=["Ana Ray"]))
    word = f"record: decide\nwho: Ana Ray\ncontent: '{CONTENT}'\nsaid: 2026-01-21\n"
    repo.commit("an acknowledgement", {".unrepeat/acknowledgements/decide/ana-0.yml": word})
    repo.commit("thanks", file("thanks", "thank", "Seeing it early", date="2026-01-20", whom="Ana"))
    repo.commit("three months later", days=90)
    return wrong


AGREEMENT: dict[str, Any] = {"date": "2026-01-01", "measure": "actions-done-in-time", "check_ins": ["2026-02-01"]}
MISTAKE: dict[str, Any] = {
    "date": "2026-01-08",
    "state": "proven",
    "answered_on": "2026-01-10",
    "proven_on": "2026-01-17",
    "conditions": ["missing test"],
}
ACTION: dict[str, Any] = {"state": "shown", "shown_on": "2026-03-08", "owner": "ana@example.org"}


def own(unrepeat: Run, repo: Repo) -> None:
    """Say who is at this machine, and keep two notes for oneself."""
    repo.git("config", "user.name", "Ana Ray")
    repo.git("config", "user.email", "ana@example.org")
    for number in (1, 2):
        succeeds(unrepeat("note", "--private", f"{PRIVATE} {number}", cwd=repo.folder))


def test_each_quarter_is_an_object_with_every_figure_and_its_base(repo: Repo, rows: Rows) -> None:
    team(repo)
    winter, spring = rows("progress", cwd=repo.folder)
    assert winter == {
        "quarter": "2026-Q1",
        "is_over": True,
        "changes": 7,
        "mistakes_shared": 1,
        "days_to_share": 6,
        "days_to_share_cases": 1,
        "days_to_lesson": 2,
        "days_to_lesson_cases": 1,
        "days_to_proof": 7,
        "days_to_proof_cases": 1,
        "repeats": 0,
        "actions_due": 1,
        "actions_done_in_time": 1,
        "actions_shown_to_work": 1,
        "actions_wont_do": 0,
        "decisions_to_acknowledge": 1,
        "decisions_acknowledged_in_time": 1,
        "check_ins": 1,
        "check_ins_held": 0,
        "agreements": [
            {
                "id": "agree",
                "measure": "actions-done-in-time",
                "cases": 1,
                "kept": 1,
                "check_ins": 1,
                "check_ins_held": 0,
            }
        ],
        "thanks": 1,
        "latest_thanks": [{"id": "thank", "whom": "Ana", "what": "Seeing it early"}],
    }
    assert [(name, type(value)) for name, value in winter.items()] == list(FIELDS.items())
    assert (spring["quarter"], spring["is_over"], spring["changes"]) == ("2026-Q2", False, 1)
    unknown = {name for name, value in spring.items() if value is None}
    assert unknown == {
        *("days_to_share", "days_to_lesson", "days_to_proof", "repeats", "check_ins_held"),
        *("actions_done_in_time", "actions_shown_to_work", "decisions_acknowledged_in_time"),
    }


def test_it_is_told_in_a_table_in_sentences_and_with_thanks(repo: Repo, unrepeat: Run) -> None:
    team(repo)
    told = succeeds(unrepeat("progress", cwd=repo.folder))
    assert told.startswith("How we grew, as of 12 Apr 2026\n")
    assert "From a mistake to its being shared: 6 days (one case) in 2026-Q1.\n" in told
    assert "Actions due in 2026-Q1: 1 of 1 done by their day, 1 of 1 shown to work.\n" in told
    assert "Thanks in 2026-Q1:\n  To Ana: Seeing it early\n" in told
    assert "%" not in told


def test_what_lies_after_the_head_commit_is_not_yet_due_whatever_the_clock_says(repo: Repo, unrepeat: Run) -> None:
    team(repo)
    repo.commit("next", file("action", "later", "Try more", due="2026-04-15"))
    assert "0 of 1 done by their day" not in succeeds(unrepeat("progress", cwd=repo.folder))
    repo.commit("days later", days=4)
    assert "0 of 1 done by their day" in succeeds(unrepeat("progress", cwd=repo.folder))


def test_the_picture_is_one_whole_svg_in_ascii(repo: Repo, unrepeat: Run) -> None:
    team(repo)
    told = succeeds(unrepeat("progress", "--format", "svg", cwd=repo.folder))
    assert told.isascii()
    assert ET.fromstring(told).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 -- ours
    assert told == succeeds(unrepeat("progress", "--format", "svg", cwd=repo.folder))


def test_where_nothing_is_recorded_it_is_said_kindly(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin")
    assert succeeds(unrepeat("progress", cwd=repo.folder)).startswith("Nothing is recorded yet")
    assert succeeds(unrepeat("progress", "--mine", cwd=repo.folder)).startswith("Nothing of yours is recorded yet")
    (row,) = rows("progress", cwd=repo.folder)
    assert (row["quarter"], row["changes"], row["mistakes_shared"]) == ("2026-Q1", 1, 0)
    assert rows("progress", "--mine", cwd=repo.folder) == []


def test_without_any_commit_it_says_what_is_missing(repo: Repo, unrepeat: Run) -> None:
    complains(unrepeat("progress", cwd=repo.folder))


def test_a_broken_record_is_passed_over_and_told(repo: Repo, unrepeat: Run) -> None:
    team(repo)
    repo.commit("broken", {".unrepeat/mistakes/broken.md": "---\ndate: [\n---\n# x\n"})
    done = unrepeat("progress", cwd=repo.folder)
    assert "6 days (one case) in 2026-Q1" in succeeds(done)
    assert "broken.md" in done.stderr
    assert "passed over" in done.stderr


def test_a_bare_repository_tells_the_ledger_of_its_head(repo: Repo, rows: Rows) -> None:
    team(repo)
    repo.git("clone", "--quiet", "--bare", ".", "../bare")
    assert rows("progress", cwd=repo.folder.parent / "bare") == rows("progress", cwd=repo.folder)


def test_a_shallow_clone_tells_that_changes_are_missing(repo: Repo, unrepeat: Run) -> None:
    team(repo)
    repo.git("clone", "--quiet", "--depth", "1", f"file://{repo.folder}", "../shallow")
    done = unrepeat("progress", cwd=repo.folder.parent / "shallow")
    assert "How we grew" in succeeds(done)
    assert "shallow" in done.stderr


def test_ones_own_growth_tells_own_actions_words_thanks_and_private_notes(repo: Repo, unrepeat: Run) -> None:
    team(repo)
    own(unrepeat, repo)
    told = succeeds(unrepeat("progress", "--mine", cwd=repo.folder))
    assert "Actions due in 2026-Q1: 1 of 1 done by their day, 1 of 1 shown to work.\n" in told
    assert "Decisions you were to know, acknowledged in time: 1 of 1 in 2026-Q1.\n" in told
    assert "Thanks to you:\n  Seeing it early\n" in told
    assert f"{PRIVATE} 1\n" in told
    assert "mistake" not in told.lower()


def test_ones_own_figures_hold_no_word_of_private_notes(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    team(repo)
    own(unrepeat, repo)
    found = rows("progress", "--mine", cwd=repo.folder)
    assert sum(row["private_notes"] for row in found) == 2
    assert found[0] == {
        "quarter": "2026-Q1",
        "is_over": True,
        "private_notes": 0,
        "actions_due": 1,
        "actions_done_in_time": 1,
        "actions_shown_to_work": 1,
        "actions_wont_do": 0,
        "decisions_to_acknowledge": 1,
        "decisions_acknowledged_in_time": 1,
        "acknowledgements": 1,
        "thanks": 1,
        "latest_thanks": [{"id": "thank", "whom": "Ana", "what": "Seeing it early"}],
    }
    for form in ("json", "svg"):
        done = unrepeat("progress", "--mine", "--format", form, cwd=repo.folder)
        assert not [word for word in PRIVATE.split() if len(word) > 5 and word in succeeds(done) + done.stderr]
    picture = succeeds(unrepeat("progress", "--mine", "--format", "svg", cwd=repo.folder))
    assert "Private notes" in picture


@pytest.mark.parametrize("form", ["text", "json", "svg"])
def test_what_the_team_sees_holds_nothing_of_private_notes(repo: Repo, unrepeat: Run, form: str) -> None:
    team(repo)
    before = succeeds(unrepeat("progress", "--format", form, cwd=repo.folder))
    own(unrepeat, repo)
    assert succeeds(unrepeat("progress", "--format", form, cwd=repo.folder)) == before


def test_on_a_build_server_ones_own_growth_is_refused(repo: Repo, unrepeat: Run) -> None:
    team(repo)
    own(unrepeat, repo)
    assert "build server" in complains(unrepeat("progress", "--mine", cwd=repo.folder, CI="true"))
    succeeds(unrepeat("progress", cwd=repo.folder, CI="true"))
