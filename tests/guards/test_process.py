"""A record that answers a mistake is proven by the gate: closed where things went wrong, open after the repair."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.expectations import Run, complains, succeeds
from tests.repository import Repo
from tests.within import runner

MISTAKE = "2026-01-05-doors-stay-shut-aaaa"
NEED = "2026-01-06-door-schema-bbbb"


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def mistake(culprit: str, fix: str, *safeguards: str, state: str = "open") -> dict[str, str | bytes | None]:
    """Give the file of a mistake with its commits and safeguards."""
    commits, named = json.dumps([culprit, fix]), json.dumps(safeguards)
    head = f"date: 2026-01-05\nstate: {state}\ncommits: {commits}\nsafeguards: {named}"
    return {f".unrepeat/mistakes/{MISTAKE}.md": f"---\n{head}\n---\n\n# Doors stayed shut\n"}


def need(condition: str) -> dict[str, str | bytes | None]:
    """Give the file of a need that is met once a condition holds in the code."""
    text = f"---\ndate: 2026-01-06\nstate: open\nfeature: lockers\ndone-when: [{condition}]\n---\n\n# Doors tell\n"
    return {f".unrepeat/needs/{NEED}.md": text}


def story(repo: Repo, condition: str = "{path: schema.json}", *safeguards: str) -> tuple[str, str]:
    """Commit a release without its schema, the repair that brings it, and the records that come of it."""
    repo.commit("begin", {"door.py": "d = 1\n"})
    culprit = repo.commit("open lockers by app", {"door.py": "d = 2\n"})
    fix = repo.commit("tell what a door says", {"schema.json": "{}\n", "door.py": "d = 3\n"})
    repo.commit("learn", mistake(culprit, fix, *(safeguards or (f"need:{NEED}",))) | need(condition))
    return culprit, fix


def proven(unrepeat: Run, repo: Repo, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """Prove; give the rows."""
    done = unrepeat("prove", *arguments, "--json", cwd=repo.folder)
    assert done.returncode == code, (done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_need_is_asked_of_the_code_as_it_was(repo: Repo, unrepeat: Run) -> None:
    culprit, fix = story(repo)
    (row,) = proven(unrepeat, repo, f"need:{NEED}")
    assert (row["guard"], row["verdict"], row["certificate"]) == (f"need:{NEED}", "proven", None)
    assert row["fired_on"] == [{"commit": culprit, "path": f".unrepeat/needs/{NEED}.md", "line": 0}]
    assert row["silent_on"] == [fix]
    assert "no file matches schema.json" in row["says"]
    text = (repo.folder / ".unrepeat" / "mistakes" / f"{MISTAKE}.md").read_text()
    assert "state: proven" in text
    assert [one["guard"] for one in proven(unrepeat, repo, "--all")] == [f"need:{NEED}"]


def test_a_need_that_was_met_then_would_have_held_nothing_back(repo: Repo, unrepeat: Run) -> None:
    story(repo, "{path: door.py}")
    (row,) = proven(unrepeat, repo, "--all", code=1)
    assert row["verdict"] == "inert"
    assert "the gate was open where things went wrong" in row["says"]


def test_a_need_that_is_still_open_holds_back_too_much(repo: Repo, unrepeat: Run) -> None:
    story(repo, "{path: never.json}")
    (row,) = proven(unrepeat, repo, "--all", code=1)
    assert row["verdict"] == "too-broad"


def test_a_proof_that_no_longer_holds_opens_the_mistake_again(repo: Repo, unrepeat: Run) -> None:
    story(repo)
    proven(unrepeat, repo, "--all")
    repo.write(need("{path: door.py}"))
    proven(unrepeat, repo, "--all", "--verify", code=1)
    proven(unrepeat, repo, "--all", code=1)
    text = (repo.folder / ".unrepeat" / "mistakes" / f"{MISTAKE}.md").read_text()
    assert "state: reopened" in text
    assert "is inert" in text


def test_what_people_say_is_asked_as_it_was_said_then(repo: Repo, unrepeat: Run) -> None:
    decision = ".unrepeat/decisions/doors.md"
    text = "---\nstatus: {}\ndate: 2026-01-02\ninformed: [app-team]\n---\n\n# Doors tell what they say\n"
    repo.commit("begin", {"door.py": "d = 1\n", decision: text.format("proposed")})
    culprit = repo.commit("open lockers by app", {"door.py": "d = 2\n"})
    fix = repo.commit("tell what a door says", {"door.py": "d = 3\n"})
    repo.commit("learn", mistake(culprit, fix, "decision:doors") | {decision: text.format("accepted")})
    (row,) = proven(unrepeat, repo, "--all", code=1)
    assert (row["verdict"], "it is still a proposal" in row["says"]) == ("too-broad", True)
    succeeds(unrepeat("ack", "doors", "--as", "app-team", cwd=repo.folder))
    repo.commit("acknowledge")
    (row,) = proven(unrepeat, repo, "decision:doors")
    assert (row["verdict"], row["silent_on"]) == ("proven", [repo.head()])


def test_what_was_not_recorded_then_proves_nothing_and_fails_nothing(repo: Repo, unrepeat: Run) -> None:
    culprit, fix = story(repo)
    name = "2026-01-07-doors-cccc"
    repo.commit("a risk", {f".unrepeat/risks/{name}.md": "---\ndate: 2026-01-07\nstate: gone\n---\n\n# Doors\n"})
    repo.commit("answer", mistake(culprit, fix, f"risk:{name}"))
    (row,) = proven(unrepeat, repo, "--all")
    assert row["verdict"] == "not-replayable"


def test_a_record_that_answers_no_mistake_has_nothing_to_be_proven_on(repo: Repo, unrepeat: Run) -> None:
    story(repo, "{path: schema.json}", "agreement:other")
    said = complains(unrepeat("prove", f"need:{NEED}", cwd=repo.folder))
    assert "safeguards+=" in said
    assert proven(unrepeat, repo, "--all") == []


def test_commits_that_are_not_here_are_told(repo: Repo, unrepeat: Run) -> None:
    story(repo)
    repo.commit("elsewhere", mistake("a" * 40, "b" * 40, f"need:{NEED}"))
    done = unrepeat("prove", "--all", "--json", cwd=repo.folder)
    assert json.loads(succeeds(done))["verdict"] == "cannot-run"
    assert "aaaaaaa" in done.stderr
