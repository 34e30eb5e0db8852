"""Story A, its first half: the string of small mistakes is found, told as one history, and blames nobody."""

import json
import re
import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.conftest import Run

Rows = Callable[..., list[dict[str, Any]]]


def test_the_string_is_one_history_from_the_speed_up_to_the_last_fix(
    sample: tuple[Path, dict[str, str]], rows: Rows
) -> None:
    folder, named = sample

    (string,) = rows("strings", cwd=folder)

    told = ["batches", "rest", "twice", "each"]
    assert string["id"] == f"string-{named['batches']}"
    assert string["commits"] == [named[name] for name in told]
    pairs = [(link["fix"], link["culprit"]) for link in string["links"]]
    assert pairs == [(named[fix], named[culprit]) for culprit, fix in pairwise(told)]
    assert string["open"] is True
    assert "pickup/reminders.py" in string["paths"]
    assert not any(link["confirmed"] for link in string["links"])


def test_each_link_comes_with_its_evidence_in_words(sample: tuple[Path, dict[str, str]], rows: Rows) -> None:
    folder, named = sample

    (trace,) = rows("trace", named["each"], cwd=folder)

    best = trace["culprits"][0]
    assert best["commit"] == named["twice"]
    assert trace["stated"] == []
    ground = best["evidence"][0]
    assert (ground["kind"], ground["path"]) == ("deleted-lines", "pickup/reminders.py")
    assert "lines that the fix removed or changed" in ground["says"]
    assert all(first <= last for first, last in ground["lines"])


def test_the_fix_that_held_is_in_no_string(sample: tuple[Path, dict[str, str]], rows: Rows) -> None:
    folder, named = sample

    assert named["hours-import"] in {row["commit"] for row in rows("fixes", cwd=folder)}
    assert named["hours-import"] not in rows("strings", cwd=folder)[0]["commits"]


def test_a_person_confirms_one_link_and_refutes_another(
    sample: tuple[Path, dict[str, str]], rows: Rows, unrepeat: Run
) -> None:
    folder, named = sample

    assert "Thank you" in unrepeat("link", named["each"], named["twice"], "yes", cwd=folder).stdout
    assert unrepeat("link", named["twice"], named["rest"], "no", cwd=folder).returncode == 0

    first, second = rows("trace", named["each"], named["twice"], cwd=folder)
    assert (first["culprits"][0]["commit"], first["culprits"][0]["confirmed"]) == (named["twice"], True)
    assert named["rest"] not in {culprit["commit"] for culprit in second["culprits"]}


def test_the_report_tells_the_string_and_names_nobody(
    sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path
) -> None:
    folder, named = sample

    done = unrepeat("study", str(folder), "--out", str(tmp_path / "out"), cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    study = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [change["commit"] for change in study["strings"][0]["changes"]] == [
        named[name] for name in ("batches", "rest", "twice", "each")
    ]
    everything = done.stdout + "".join(path.read_text() for path in (tmp_path / "out").iterdir())
    assert "Sam Sample" not in everything
    assert "sam@example.org" not in everything
    html = (tmp_path / "out" / "report.html").read_text()
    assert "Fix reminders sent twice since the batches overlap" in html
    assert "likely" in html
    assert html.index("In five sentences") < html.index("What went well</h2>")
    page = tmp_path / "out" / "report.md"
    assert "28 Dec 2025, 17 hours later" not in page.read_text(), "a report tells days, a retro hours"
    assert "28 Dec 2025, the same day" in page.read_text()
    assert f"`unrepeat retro string-{named['batches'][:12]}` drafts its retro." in page.read_text()
    assert unrepeat("lint", str(page), cwd=tmp_path).stdout == "Nothing to say about these words.\n"


def test_the_same_repository_gives_the_same_bytes(
    sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path
) -> None:
    folder, _ = sample

    for name in ("one", "two"):
        unrepeat("study", str(folder), "--out", str(tmp_path / name), cwd=tmp_path)
        unrepeat("index", "--rebuild", "--jobs", "1", cwd=folder)

    for file in ("report.html", "report.md", "report.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_the_write_up_for_the_team_is_a_page_from_the_commits_one_knows(
    sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path
) -> None:
    folder, named = sample
    told = [named[name] for name in ("batches", "rest", "twice", "each")]
    page = tmp_path / "write-up.md"

    assert unrepeat("retro", *told, "--mini", "--out", str(page), cwd=folder).returncode == 0

    text = page.read_text()
    assert len(text.split()) < 600
    assert "we made 4 changes that hang together" in text
    assert "each of the 3 fixes likely (" in text
    assert "Customers call about doubled mails this morning." in text
    assert "harder to change than most files here" in text
    assert all(f"**{kind}" in text for kind in ("More automated tests", "More readers", "Finer monitoring"))
    assert "Sam" not in text
    assert unrepeat("lint", str(page), cwd=tmp_path).stdout == "Nothing to say about these words.\n"


def test_the_retro_becomes_records_that_are_followed_up(
    sample: tuple[Path, dict[str, str]], unrepeat: Run, rows: Rows
) -> None:
    folder, named = sample

    assert unrepeat("retro", f"string-{named['batches']}", "--write", cwd=folder).returncode == 0

    (mistake,) = rows("ls", "mistake", cwd=folder)
    actions = rows("ls", "action", cwd=folder)
    assert mistake["state"] == "open"
    assert len(actions) >= 4
    chosen = next(one["id"] for one in actions if one["id"].endswith("-tests"))
    assert unrepeat("set", chosen, "owner=support", "due=2099-05-01", cwd=folder).returncode == 0
    late = rows("due", "--within", "36500", cwd=folder)
    assert chosen in {one["record"] for one in late}
    again = unrepeat("retro", f"mistake:{mistake['id']}", "--write", cwd=folder)
    assert "safeguards recorded as actions" not in again.stdout, "none is done yet"
    assert rows("ls", "action", cwd=folder) == actions


def test_the_manager_reads_what_was_delivered_and_what_is_proven_and_nothing_that_leads_to_a_name(
    sample: tuple[Path, dict[str, str]], unrepeat: Run
) -> None:
    folder, named = sample
    for culprit, fix in pairwise(("batches", "rest", "twice", "each")):
        assert unrepeat("link", named[fix], named[culprit], "yes", cwd=folder).returncode == 0
    assert unrepeat("learn", named["each"], "--culprit", named["twice"], "--write", cwd=folder).returncode == 0
    assert unrepeat("prove", "--all", cwd=folder).returncode == 0

    page = unrepeat("brief", f"string-{named['batches']}", "--for", "manager", cwd=folder).stdout

    assert "needed 3 repairs in a row over 4 days" in page
    assert "we delivered 21 changes in this project" in page
    assert "an automatic check catches 1 of the 3 mistakes repaired here" in page
    assert page.count("We ask") == 1
    assert not re.search(r"\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b|\d:\d\d|Sam|example\.org", page)


def test_the_talk_is_prepared_not_feared_and_ends_in_an_agreement(
    sample: tuple[Path, dict[str, str]], unrepeat: Run
) -> None:
    folder, named = sample
    string = f"string-{named['batches']}"
    page = unrepeat("talk", string, cwd=folder).stdout
    assert page.index("## What is known") < page.index("## What is only assumed so far")
    assert "my rating has dropped" in page.lower()

    answers = "Say early when a fix needs a fix\n\n\nI ask for a second reader\nNo call at night for what can wait\n"
    offered = unrepeat("talk", string, "--heard", cwd=folder, stdin=answers).stdout
    command = next(line.strip() for line in offered.splitlines() if line.strip().startswith("unrepeat new agreement"))
    assert unrepeat(*shlex.split(command)[1:], cwd=folder).returncode == 0
    for party in ("engineer", "manager"):
        assert unrepeat("sign", "say-early", "--as", party, cwd=folder).returncode == 0
