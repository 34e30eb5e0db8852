"""Certificates: the same bytes for the same inputs, decay is told, and mistakes follow their guards."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.expectations import Run, complains, succeeds
from tests.guards.story import MISTAKE, enabled, guard, tell, text
from tests.repository import Repo
from tests.within import runner

CERTIFICATE = ".unrepeat/guards/scan.json"


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def proven(unrepeat: Run, repo: Repo, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """Give the rows of `prove`."""
    done = unrepeat("prove", *(arguments or ("--all",)), "--json", cwd=repo.folder)
    assert done.returncode == code, (done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_proof_names_what_it_fired_on_where_it_was_silent_and_which_link_it_stops(repo: Repo, unrepeat: Run) -> None:
    story = enabled(repo)
    repo.commit(
        f"Fix the scan\n\nFixes: {story.fix[:12]}", {"src/a.py": "import rows\n\n\ndef total(kept):\n    return 1\n"}
    )
    (row,) = proven(unrepeat, repo)
    assert {"guard", "verdict", "fired_on", "silent_on", "stops", "certificate"} <= set(row)
    assert (row["verdict"], row["certificate"]) == ("proven", CERTIFICATE)
    assert row["fired_on"] == [{"commit": story.culprit, "path": "src/a.py", "line": 5}]
    assert story.fix in row["silent_on"]
    assert row["stops"] == [{"string": f"string-{story.culprit}", "link": 1, "of": 2}]
    held = json.loads(text(repo, CERTIFICATE))
    assert held["_type"] == "https://in-toto.io/Statement/v1"
    assert held["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    assert held["predicate"]["result"] == "PASSED"
    assert "2026-11" not in text(repo, CERTIFICATE), "it holds no time of its own"


def test_the_same_inputs_give_the_same_bytes_wherever_the_history_went(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    proven(unrepeat, repo)
    first = text(repo, CERTIFICATE)
    repo.commit("go on", {"src/a.py": "x = 1\n", "c.py": "c\n"})
    proven(unrepeat, repo)
    assert text(repo, CERTIFICATE) == first


def test_a_mistake_is_proven_with_its_guard_and_open_again_without(repo: Repo, unrepeat: Run) -> None:
    story = enabled(repo)
    proven(unrepeat, repo)
    mistake = text(repo, f".unrepeat/mistakes/{MISTAKE}.md")
    assert "state: proven" in mistake
    assert "- guard:scan" in mistake
    assert proven(unrepeat, repo, "--all", "--verify")[0]["verdict"] == "proven"
    broken = guard(story, rule={"language": "python", "rule": {"pattern": "rows.tally($A)"}})
    repo.write({".unrepeat/guards/scan.yml": broken[".unrepeat/guards/scan.yml"]})
    (row,) = proven(unrepeat, repo, "--all", "--verify", code=1)
    assert row["verdict"] == "inert"
    assert text(repo, f".unrepeat/mistakes/{MISTAKE}.md") == mistake, "verifying writes nothing"
    proven(unrepeat, repo, "scan", code=1)
    mistake = text(repo, f".unrepeat/mistakes/{MISTAKE}.md")
    assert "state: reopened" in mistake
    assert "the guard scan is inert" in mistake


def test_a_certificate_that_says_something_else_is_told(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    proven(unrepeat, repo)
    whole = text(repo, CERTIFICATE)
    file = repo.folder / CERTIFICATE
    file.write_text(whole.replace('"unrepeat": "0.1.0"', '"unrepeat": "0.0.9"'))
    proven(unrepeat, repo, "--all", "--verify")
    file.write_text(whole.replace('"line": 5', '"line": 6'))
    done = unrepeat("prove", "--all", "--verify", cwd=repo.folder)
    assert done.returncode == 1
    assert "does not say this" in done.stderr
    assert file.read_text() != whole


def test_lessons_come_from_the_mistake_where_the_guard_names_none(repo: Repo, unrepeat: Run) -> None:
    story = tell(repo)
    files = guard(story, lessons=[])
    repo.commit("guard", files)
    (row,) = proven(unrepeat, repo, "scan", code=2)
    assert (row["verdict"], "nothing says" in row["says"]) == ("cannot-run", True)
    path = f".unrepeat/mistakes/{MISTAKE}.md"
    repo.write({path: f"---\ncommits: [{story.culprit}, {story.fix[:12]}]\n---\n\n# Counted\n"})
    assert proven(unrepeat, repo)[0]["verdict"] == "proven"


def test_a_culprit_that_is_not_in_this_clone_cannot_be_proven_on(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    enabled(repo, lessons=[{"culprit": "0" * 40, "fix": "1" * 40}])
    assert proven(unrepeat, repo, "scan", code=2)[0]["verdict"] == "cannot-run"
    assert proven(unrepeat, repo, "--all")[0]["verdict"] == "cannot-run"
    enabled(repo)
    repo.git("clone", "--quiet", "--depth=3", repo.folder.as_uri(), str(tmp_path / "shallow"))
    done = unrepeat("prove", "--all", "--verify", "--json", cwd=tmp_path / "shallow")
    assert json.loads(done.stdout)["verdict"] == "cannot-run"


def test_what_cannot_be_proven_is_told(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin")
    assert "no guards yet" in succeeds(unrepeat("prove", "--all", cwd=repo.folder))
    assert proven(unrepeat, repo) == []
    assert "no guard" in complains(unrepeat("prove", "scan", cwd=repo.folder))
    assert unrepeat("prove", cwd=repo.folder).returncode == 2


def test_the_past_tells_how_often_and_people_say_how_rightly(repo: Repo, unrepeat: Run) -> None:
    story = enabled(repo)
    again = repo.commit("again", {"src/c.py": "import rows\n\n\nx = rows.count(1)\n"})
    done = unrepeat("backtest", "scan", "--json", cwd=repo.folder)
    row = json.loads(succeeds(done))
    assert [one["commit"] for one in row["firings"]] == [story.culprit, again]
    assert (row["changes"], row["before"]["firings"], row["after"]["firings"]) == (8, 1, 1)
    assert row["rate"] == 25.0
    assert row["noise"] == 12.5
    assert (row["judged"], row["precision"], row["interval"]) == (0, None, None)
    assert "shadow" in row["says"]
    first = text(repo, ".unrepeat/backtests/scan.json")
    for one, verdict in zip(row["firings"], ("right", "wrong"), strict=True):
        succeeds(unrepeat("judge", one["id"], verdict, cwd=repo.folder))
    row = json.loads(succeeds(unrepeat("backtest", "scan", "--json", cwd=repo.folder)))
    assert (row["judged"], row["precision"]) == (2, 0.5)
    assert row["interval"] == [0.095, 0.905]
    assert text(repo, ".unrepeat/backtests/scan.json") == first
    succeeds(unrepeat("judge", row["firings"][1]["id"], "right", cwd=repo.folder))
    assert "deserves to advise once it is proven" in succeeds(unrepeat("backtest", "scan", cwd=repo.folder))
    proven(unrepeat, repo)
    assert "it deserves to block" in succeeds(unrepeat("backtest", "scan", cwd=repo.folder))
    assert "no finding's id" in complains(unrepeat("judge", "../x", "right", cwd=repo.folder))


def test_a_verdict_that_counts_for_nothing_is_told(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    row = json.loads(succeeds(unrepeat("backtest", "scan", "--json", cwd=repo.folder)))
    finding = row["firings"][0]["id"]
    succeeds(unrepeat("judge", finding, "right", cwd=repo.folder))
    kept = repo.folder / ".unrepeat/verdicts" / f"{finding}.yml"
    assert unrepeat("fsck", cwd=repo.folder).returncode == 0
    whole = kept.read_text()
    for damaged, why in (
        (whole.replace("right", "rigth"), "it says none of right, wrong, unclear"),
        (whole.replace(finding, "finding-000000000000"), "it is not named for the finding"),
        (f"<<<<<<< ours\n{whole}", "it cannot be read: line 1"),
        ("\udcff", "it is not UTF-8"),
    ):
        kept.write_bytes(damaged.encode(errors="surrogateescape"))
        told = unrepeat("fsck", cwd=repo.folder)
        assert (told.returncode, f"{finding}.yml: this verdict counts for nothing: {why}" in told.stdout) == (1, True)
        assert json.loads(succeeds(unrepeat("backtest", "scan", "--json", cwd=repo.folder)))["judged"] == 0


def test_another_offer_may_be_kept_and_it_answers_the_mistake_that_names_its_culprit(repo: Repo, unrepeat: Run) -> None:
    story = tell(repo)
    name = "2026-01-05-counted-twice-aaaa"
    head = f"---\ndate: 2026-01-05\nstate: open\ncommits: [{story.culprit}, {story.fix}]\n---\n\n# Counted\n"
    repo.commit("record", {f".unrepeat/mistakes/{name}.md": head})
    offered = [
        json.loads(line) for line in succeeds(unrepeat("learn", story.fix, "--json", cwd=repo.folder)).splitlines()
    ]
    assert all(one["guard"]["because"] == [f"mistake:{name}"] for one in offered)
    number = len(offered)
    succeeds(unrepeat("learn", story.fix, "--write", "--pick", f"{number}", cwd=repo.folder))
    (kept,) = (repo.folder / ".unrepeat" / "guards").glob("*.yml")
    assert kept.stem == offered[-1]["guard"]["id"]
    assert "There is no offer 99" in complains(unrepeat("learn", story.fix, "--write", "--pick", "99", cwd=repo.folder))
    assert unrepeat("learn", story.fix, "--pick", "1", cwd=repo.folder).returncode == 2


def test_a_guard_that_blocks_without_a_certificate_is_told_by_verify(repo: Repo, unrepeat: Run) -> None:
    enabled(repo, stage="block")
    done = unrepeat("prove", "--all", "--verify", cwd=repo.folder)
    assert done.returncode == 1
    assert "no certificate says why" in done.stderr


def test_a_lesson_of_one_change_is_told(repo: Repo, unrepeat: Run) -> None:
    story = tell(repo)
    same = [{"culprit": story.fix, "fix": story.fix}]
    repo.commit("add a guard", guard(story, lessons=same))
    assert "as culprit and as fix" in unrepeat("prove", "scan", cwd=repo.folder).stdout
