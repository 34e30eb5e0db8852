"""Story B: three slips of a first project, told with nothing recorded; each would have been caught on its day."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import story_b

from tests.conftest import Run

DAY = 86400
BEGIN = 1_758_000_000  # some days after the sample's own


class Team:
    """The team of the story: changes its code, answers what it is asked, and commits what it wrote down."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self._run = run
        self.clock = BEGIN
        story_b.build(folder)

    def git(self, *arguments: str) -> str:
        """Run git on the day of the story."""
        person = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Sam Sample"), ("EMAIL", "sam@example.org"), ("DATE", f"{self.clock} +0000"))
        }
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            env={"PATH": os.environ["PATH"], **person},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def day(self, days: float = 1) -> None:
        """Let time pass."""
        self.clock += int(days * DAY)

    def change(self, name: str) -> str:
        """Let a change of the story come in; give its hash."""
        self.day()
        self.git("cherry-pick", name)
        return self.git("rev-parse", "HEAD")

    def commit(self, message: str = "Write it down") -> str:
        """Commit the ledger; give the hash."""
        self.day(0.1)
        self.git("add", ".unrepeat")
        self.git("commit", "--quiet", "-m", message)
        return self.git("rev-parse", "HEAD")

    def says(self, *arguments: str, status: int = 0) -> str:
        """Run unrepeat; give what it prints."""
        done = self._run(*arguments, cwd=self.folder)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def ready(self, *arguments: str, is_ready: bool = False) -> list[dict[str, Any]]:
        """Ask the gate; give its items."""
        (row,) = map(json.loads, self.says("ready", *arguments, "--json", status=0 if is_ready else 1).splitlines())
        assert row["ready"] is is_ready
        items: list[dict[str, Any]] = row["items"]
        return items

    def records(self, kind: str) -> list[dict[str, Any]]:
        """Give the records of a kind."""
        return [json.loads(line) for line in self.says("ls", kind, "--json").splitlines()]

    def asked(self) -> dict[str, Any]:
        """Give the question that the last change raises."""
        rows = [json.loads(line) for line in self.says("capture", "--json").splitlines()]
        (question,) = [row for row in rows if row["kind"] == "question"]
        assert isinstance(question, dict)
        return question

    def answers(self, question: dict[str, Any], **filled: str) -> None:
        """Answer a question with the one command that it suggests, its placeholders filled in."""
        command = question["suggestion"]
        for placeholder, value in filled.items():
            assert placeholder in command
            command = command.replace(placeholder, value)
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("unrepeat ", '"$PYTHON" -m unrepeat ', 1)],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHON": sys.executable, "HOME": str(self.folder.parent / "home")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert self.says("capture", "--json") == ""


@pytest.fixture
def team(tmp_path: Path, unrepeat: Run) -> Team:
    """Give a team at the beginning of the story, with nothing recorded."""
    return Team(tmp_path / "lockers", unrepeat)


def test_a_feature_that_nobody_examined_is_not_ready(team: Team) -> None:
    (item,) = team.ready("lockers")
    assert (item["record"], item["state"], item["next"]) == (None, "unexamined", "unrepeat premortem lockers")


def test_first_slip_the_answer_that_was_taken_over_is_flagged_until_it_is_validated(team: Team) -> None:
    team.change("answer")
    question = team.asked()
    assert "Whose answer is this" in question["title"]
    assert question["path"] == "pickup/lockers.py"

    team.answers(question, SOURCE="'the locker team'", FEATURE="lockers", DATE="2025-10-01")
    flagged = team.commit("Ask how we know that a door opens within two seconds")
    (item,) = team.ready("lockers")
    assert item["state"] == "unmet"
    assert "the answer of the locker team was never validated" in item["reason"]
    (row,) = [json.loads(line) for line in team.says("due", "--json").splitlines()]
    assert (row["kind"], row["due"]) == ("validation", "2025-10-01")

    (assumption,) = team.records("assumption")
    team.says("validate", assumption["id"], "--refuted", "--evidence", "In the cold a door took nine seconds.")
    team.commit()
    (item,) = team.ready("lockers")
    assert "refuted" in item["reason"]
    team.says(
        "validate", assumption["id"], "--evidence", "With ten seconds allowed, all 400 doors of the trial opened."
    )
    team.ready("lockers", is_ready=True)

    (item,) = team.ready("lockers", "--at", flagged)
    assert item["reason"].endswith("due by 2025-10-01")
    team.ready("lockers", "--at", f"{flagged}~1")  # and nobody had examined it the day before


def test_second_slip_the_need_keeps_the_gate_closed_until_it_is_in_the_code(team: Team) -> None:
    team.change("answer")
    team.says("note", "The doors are somebody else's story.", "--answers", team.asked()["id"])
    team.change("stub")
    question = team.asked()
    assert "What must change before release?" in question["title"]

    team.answers(question, FEATURE="lockers")
    (need,) = team.records("need")
    team.says(
        "set", need["id"], "done-when=pattern: refund[(]parcel", "owner=payments", "moves.date=one week", "told=manager"
    )
    flagged = team.commit("Write down that the refund is needed")
    (item,) = team.ready("lockers")
    assert (item["record"], item["state"]) == (need["id"], "unmet")
    told = {row["kind"]: row for row in map(json.loads, team.says("due", "--json").splitlines())}
    assert told["acknowledgement"]["who"] == ["manager"]

    refund = team.change("refund")
    (item,) = team.ready("lockers")
    assert "change order" in item["reason"]
    team.says("set", need["id"], "change-order=agreed", "decided-by=manager")
    team.commit("Agree on one more week")
    team.ready("lockers", is_ready=True)

    team.day()
    team.git("revert", "--no-edit", refund)
    (item,) = team.ready("lockers")
    assert item["state"] == "unmet"
    team.ready("lockers", "--at", flagged)
    team.ready("lockers", "--at", f"{refund}~1")


def test_second_slip_a_need_met_by_a_change_is_open_again_when_that_is_reverted(team: Team) -> None:
    team.change("answer")
    team.change("stub")
    refund = team.change("refund")
    team.says(
        "new",
        "need",
        "Money back where no box is free",
        "--set",
        "feature=lockers",
        "--set",
        f"done-when=commit: {refund}",
    )
    team.ready("lockers", is_ready=True)

    team.day()
    team.git("revert", "--no-edit", refund)
    (item,) = team.ready("lockers")
    assert re.search("revert", item["reason"])


def test_third_slip_the_decision_is_seen_told_and_acknowledged(team: Team) -> None:
    team.change("unit")
    question = team.asked()
    assert "Who builds on this?" in question["title"]
    assert "@warehouse-team" in question["title"]

    team.answers(question, FEATURE="lockers")
    flagged = team.commit("Say that heights are in millimetres now")
    (decision,) = team.records("decision")
    (item,) = team.ready("lockers")
    assert "not acknowledged by @app-team and @warehouse-team" in item["reason"]
    (row,) = [json.loads(line) for line in team.says("due", "--for", "app-team", "--json").splitlines()]
    assert row["kind"] == "acknowledgement"

    for who in ("@app-team", "@warehouse-team"):
        team.says("ack", decision["id"], "--as", who)
    team.commit("Know it")
    team.ready("lockers", is_ready=True)

    team.says("set", decision["id"], "outcome=Millimetres, as an integer, from version 2 of the message on.")
    (item,) = team.ready("lockers")
    assert "an earlier version was" in item["reason"]
    team.ready("lockers", "--at", flagged)


def test_the_next_project_begins_with_an_agreement_and_a_pre_mortem(team: Team) -> None:
    items = team.ready("lockers", "--start")
    assert [item["state"] for item in items] == ["unexamined", "unexamined"]

    team.says(
        *("new", "agreement", "Answers are validated before work rests on them", "--set", "feature=lockers"),
        *("--set", "parties=pickup-team,manager", "--set", "check-ins=2026-01-15"),
        *("--set", "promises.manager=A change order is answered within two days, whatever it says."),
    )
    (agreement,) = team.records("agreement")
    assert "What must change elsewhere" in team.says("premortem", "lockers")
    team.says("premortem", "lockers", "--held", "--risk", "A door is stuck in the cold")
    team.says("sign", agreement["id"], "--as", "pickup-team")
    items = team.ready("lockers", "--start")
    assert "not yet signed by manager" in items[0]["reason"]
    team.says("sign", agreement["id"], "--as", "manager")
    team.ready("lockers", "--start", is_ready=True)

    team.says("set", agreement["id"], "process=A line in the check-list of each review")
    items = team.ready("lockers", "--start")
    assert "an earlier version was" in items[0]["reason"]


def test_the_lessons_are_sent_with_the_question_for_honest_feedback(team: Team) -> None:
    slips = {
        "The answer about the bus was taken over without validation": "unvalidated answer",
        "The change that lockers needed was written down nowhere": "nothing carried it",
        "The unit of a locker's size was not shared": "not shared",
    }
    for title, condition in slips.items():
        team.says("new", "mistake", title, "--set", f"conditions={condition}", "--set", "feature=lockers")
    for title in slips:
        letter = team.says("brief", title.lower().replace(" ", "-").replace("'", ""), "--for", "feedback")
        assert title in letter
        assert "What made it possible was" in letter
        assert "Please be frank" in letter
    page = team.says("brief", "the-answer-about-the-bus", "--for", "manager")
    assert "It is one of 3 mistakes that we recorded in that year" in page
    assert "not for appraisal" in page
    assert "What is only assumed so far" in team.says("talk", "the-answer-about-the-bus")
