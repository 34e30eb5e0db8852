"""`brief`: at most a page for one reader, from records alone; what leaves the team leads to nobody."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.expectations import Run, complains, succeeds, tell_story
from tests.repository import Repo
from tests.within import runner

READERS = ("team", "manager", "leadership", "standup", "away", "feedback")
OUTSIDE = ("manager", "leadership", "feedback")
LEADS_SOMEWHERE = re.compile(
    r"\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b|\d:\d\d|\bSam\b|example\.org|#\d|https?:|UTC|likely|\d\d% right"
)


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


@pytest.fixture
def answered(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> tuple[Path, dict[str, str], str]:
    """Confirm the links, record the mistake and its actions, prove a guard; give the mistake's id, too."""
    folder, named = sample
    for fix, culprit in (("rest", "batches"), ("twice", "rest"), ("each", "twice")):
        succeeds(unrepeat("link", named[fix], named[culprit], "yes", cwd=folder))
    succeeds(unrepeat("retro", f"string-{named['batches']}", "--write", cwd=folder))
    mistake = json.loads(succeeds(unrepeat("ls", "mistake", "--json", cwd=folder)))["id"]
    succeeds(unrepeat("learn", named["each"], "--culprit", named["twice"], "--write", cwd=folder))
    succeeds(unrepeat("prove", "--all", cwd=folder))
    return folder, named, mistake


def brief(unrepeat: Run, folder: Path, target: str, reader: str, *more: str) -> str:
    """Give a brief."""
    return succeeds(unrepeat("brief", target, "--for", reader, *more, cwd=folder))


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gets_a_page_that_blames_nobody(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run, reader: str, tmp_path: Path
) -> None:
    folder, named, mistake = answered
    for target in (f"string-{named['batches']}", f"mistake:{mistake}"):
        page = brief(unrepeat, folder, target, reader)
        assert 0 < len(page.split()) < 420
        assert "Sam" not in page
        file = tmp_path / f"{reader}.md"
        file.write_text(page)
        assert succeeds(unrepeat("lint", str(file), cwd=tmp_path)) == "Nothing to say about these words.\n"


@pytest.mark.parametrize("reader", OUTSIDE)
def test_what_leaves_the_team_leads_to_nobody(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run, reader: str
) -> None:
    folder, named, mistake = answered
    impact = f"At 07:30 Sam's customers got mails, https://x.example.org/1, #77, {named['rest'][:9]}, Sam Sample"
    succeeds(unrepeat("set", mistake, f"impact={impact}", f"why-surprised={impact}", cwd=folder))
    for form in ([], ["--json"]):
        page = brief(unrepeat, folder, mistake, reader, *form)
        assert not LEADS_SOMEWHERE.findall(page), page
    assert reader == "leadership" or "someone's customers got mails" in page


def test_each_sentence_has_evidence_that_resolves_inside_the_team(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, _, mistake = answered
    for reader in READERS:
        told = brief(unrepeat, folder, mistake, reader, "--evidence").splitlines()
        known = {row["id"]: row["evidence"] for row in map(json.loads, told)}
        rows = [json.loads(line) for line in brief(unrepeat, folder, mistake, reader, "--json").splitlines()]
        statements = [row for row in rows if row["kind"] == "statement"]
        assert statements
        assert {row["id"] for row in statements} == set(known)
        assert ("evidence" in statements[0]) == (reader not in OUTSIDE)
        for one in {one for ids in known.values() for one in ids}:
            if one.startswith("guard:"):
                assert (folder / ".unrepeat/guards" / f"{one.removeprefix('guard:')}.yml").is_file()
            elif re.fullmatch("[0-9a-f]{40}", one):
                shown = subprocess.run(["git", "cat-file", "-e", one], cwd=folder, check=False)
                assert shown.returncode == 0
            else:
                succeeds(unrepeat("show", one, cwd=folder))


def test_the_manager_hears_of_confirmed_links_alone(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    string = f"string-{named['batches']}"
    done = unrepeat("brief", string, "--for", "manager", cwd=folder)
    assert "we made 3 changes in `pickup` that read like repairs" in done.stdout
    assert "not confirmed yet" in done.stdout
    assert "`unrepeat link FIX CULPRIT yes` confirms one" in done.stderr
    succeeds(unrepeat("link", named["twice"], named["rest"], "yes", cwd=folder))
    page = brief(unrepeat, folder, string, "manager")
    assert "a change in `pickup` was repaired by another, within less than a day" in page
    assert "in a row" not in page


def test_the_manager_gets_the_base_rate_what_is_proven_and_one_request(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, _, mistake = answered
    page = brief(unrepeat, folder, mistake, "manager")
    assert "we delivered 21 changes in this project; this is about 4 of them" in page
    assert "needed 3 repairs in a row over 4 days, each for the one before it" in page
    assert "of the 20 changes in the year before, 15% were repairs by their own words" in page
    assert "What it meant for those who rely on it is not recorded yet." in page
    assert "an automatic check catches 1 of the 3 mistakes repaired here: that is proven" in page
    assert "It is not switched on yet" in page
    assert page.count("We ask") == 1
    assert "not for appraisal" in page
    assert "`….items()`" not in page, "code tells nothing to those far from it"


def test_leadership_reads_three_sentences_and_one_figure(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, _, mistake = answered
    rows = [json.loads(line) for line in brief(unrepeat, folder, mistake, "leadership", "--json").splitlines()]
    assert [row["kind"] for row in rows] == ["statement"] * 4
    assert rows[-1]["text"].startswith("15% of the changes")


def test_the_stand_up_hears_one_sentence(answered: tuple[Path, dict[str, str], str], unrepeat: Run) -> None:
    folder, _, mistake = answered
    (row,) = [json.loads(line) for line in brief(unrepeat, folder, mistake, "standup", "--json").splitlines()]
    assert row["text"].replace("reminders.py", "").count(".") == 1
    assert not re.search(r"\b[0-9a-f]{12}\b", row["text"]), "nobody says a hash aloud"


def test_the_page_for_the_time_away_says_who_covers_and_by_when(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, _, mistake = answered
    succeeds(unrepeat("set", f"{mistake}-tests", "owner=support", "due=2099-05-12", cwd=folder))
    page = brief(unrepeat, folder, mistake, "away")
    assert "(support sees to it, due on 12 May 2099)" in page
    assert "Who covers the 5 actions that nobody sees to yet?" in page


def test_the_team_gets_the_lesson_the_place_and_the_guard(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, _, mistake = answered
    assert "What is the lesson, in one sentence?" in brief(unrepeat, folder, mistake, "team")
    succeeds(unrepeat("set", mistake, "conditions=missing test", "why-surprised=The batches overlap", cwd=folder))
    page = brief(unrepeat, folder, mistake, "team")
    assert "What surprised us: The batches overlap." in page
    assert "What made it possible was a missing test. What counters it: a test that fails" in page
    assert "- `pickup/reminders.py`: 3 repairs in the year before" in page
    assert "is proven on 1 of the 3 links; it is in shadow" in page


def test_the_letter_asks_for_honest_feedback(answered: tuple[Path, dict[str, str], str], unrepeat: Run) -> None:
    folder, _, mistake = answered
    page = brief(unrepeat, folder, mistake, "feedback")
    assert page.count("?*") == 5
    assert "Please be frank" in page


def test_a_mistake_without_changes_is_told_from_its_record(repo: Repo, unrepeat: Run) -> None:
    for number in range(30):
        repo.commit(f"Change {number}", {"a.py": f"{number}\n"})
    succeeds(
        unrepeat(
            "new",
            "mistake",
            "The answer of the bus team was not validated",
            "--set",
            "conditions=unvalidated answer",
            "--set",
            "happened=2026-01-25",
            cwd=repo.folder,
        )
    )
    for reader in READERS:
        page = brief(unrepeat, repo.folder, "the-answer-of-the-bus", reader)
        assert page.strip()
    page = brief(unrepeat, repo.folder, "the-answer-of-the-bus", "manager")
    assert "In the year before, we delivered" in page
    page = brief(unrepeat, repo.folder, "the-answer-of-the-bus", "feedback")
    assert "What made it possible was an answer that was not validated yet" in page


def test_the_same_ledger_gives_the_same_bytes(answered: tuple[Path, dict[str, str], str], unrepeat: Run) -> None:
    folder, _, mistake = answered
    for reader in READERS:
        assert brief(unrepeat, folder, mistake, reader) == brief(unrepeat, folder, mistake, reader)


def test_what_is_no_string_and_no_mistake_is_said(repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    for target in ("HEAD", "HEAD~1..HEAD", "nothing", f"string-{'0' * 40}", "mistake:none"):
        complains(unrepeat("brief", target, "--for", "team", cwd=repo.folder))
        complains(unrepeat("talk", target, cwd=repo.folder))
    assert unrepeat("brief", "HEAD", cwd=repo.folder).returncode == 2
    assert unrepeat("brief", "HEAD", "--for", "everybody", cwd=repo.folder).returncode == 2


def test_what_is_long_or_a_list_fits_the_page(answered: tuple[Path, dict[str, str], str], unrepeat: Run) -> None:
    folder, _, mistake = answered
    record = folder / ".unrepeat/mistakes" / f"{mistake}.md"
    long = "\n".join(f"  - **Part {number}:** it was felt by all who wait there" for number in range(200))
    text = record.read_text().replace("state: ", f"impact: |-\n{long}\nwhy-surprised: |-\n{long}\nstate: ", 1)
    record.write_text(text)
    for number in range(60):
        title = f"Do a thing that takes many words to tell, and is one of many such things, {number} " * 3
        (folder / ".unrepeat/actions" / f"2026-11-25-many-{number}.md").write_text(
            f"---\nstate: open\nowner: support\nlinks: [mistake:{mistake}]\n---\n\n# {title}\n"
        )
    for reader in READERS:
        page = brief(unrepeat, folder, mistake, reader)
        assert len(re.sub(r"`[^`]*`", "x", page).split()) < 450, page
    page = brief(unrepeat, folder, mistake, "manager")
    assert "What it meant for others: Part 0: it was felt by all who wait there; Part 1:" in page
    assert "Of 66 actions" in page or "None of the 66 actions" in page


def test_a_guard_proven_on_another_mistake_proves_nothing_here(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, named, _ = answered
    (guard,) = (file.stem for file in (folder / ".unrepeat/guards").glob("*.yml"))
    given = ["--set", f"commits={named['point-market']}", "--set", f"safeguards={guard}"]
    succeeds(unrepeat("new", "mistake", "The market point is missing", *given, cwd=folder))
    for reader in READERS:
        page = brief(unrepeat, folder, "mistake:the-market-point", reader)
        assert "that is proven" not in page
        assert "is proven to catch" not in page
    assert "we made changes in `pickup`" in brief(unrepeat, folder, "mistake:the-market-point", "leadership")


def test_a_certificate_of_which_the_verdict_alone_was_changed_is_not_believed(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, _, mistake = answered
    (file,) = (folder / ".unrepeat/guards").glob("*.json")
    held = json.loads(file.read_text())
    held["predicate"] |= {"result": "FAILED", "passedTests": []}
    file.write_text(json.dumps(held))
    page = brief(unrepeat, folder, mistake, "manager")
    assert "that is proven" not in page
    assert "1 automatic check is there, not proven on what is confirmed" in page


def test_the_end_of_an_id_is_enough_though_others_begin_with_it(
    answered: tuple[Path, dict[str, str], str], unrepeat: Run
) -> None:
    folder, _, mistake = answered
    shown = json.loads(succeeds(unrepeat("show", mistake[-4:], "--json", cwd=folder)))
    assert shown["id"] == mistake


def test_a_string_is_found_by_its_former_name(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    former = f"string-{named['batches']}"
    succeeds(unrepeat("link", named["rest"], named["batches"], "no", cwd=folder))
    complains(unrepeat("brief", former, "--for", "team", cwd=folder))
    now = f"string-{named['rest']}"
    page = brief(unrepeat, folder, now, "team")
    assert page == brief(unrepeat, folder, f"string-{named['twice'][:12]}", "team").replace(former, now)
