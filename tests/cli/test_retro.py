"""`retro`: drafted from evidence, never inventing, never blaming, never over what people wrote."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.expectations import Run, complains, succeeds, tell_story
from tests.repository import Repo
from tests.within import runner

TOLD = ("batches", "rest", "twice", "each")


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def has_index(folder: Path) -> bool:
    return any(folder.rglob("index.sqlite"))


def test_a_string_is_told_as_one_history_in_order(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    page = succeeds(unrepeat("retro", f"string-{named['batches'][:12]}", cwd=folder))
    places = [page.index(f"`{named[name][:12]}`  \n") for name in TOLD]
    assert places == sorted(places)
    for culprit, fix in pairwise(TOLD):
        below = page[page.index(f"`{named[fix][:12]}`  \n") :]
        tie = re.search(r"   - It (likely \(\d\d%\) )?repairs `([0-9a-f]{12})`", below)
        assert tie is not None
        assert tie[1], "nobody confirmed it"
        assert named[culprit].startswith(tie[2])
    assert "28 Dec 2025, 02:00 UTC, 17 hours later" in page
    assert "> Customers call about doubled mails this morning." in page
    assert "Sam" not in page
    assert "example.org" not in page


def test_commits_need_no_index_and_are_tied_by_their_lines(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    page = succeeds(unrepeat("retro", *(named[name] for name in reversed(TOLD)), cwd=folder))
    assert not has_index(folder)
    assert "each of the 3 fixes likely (" in page
    assert "which wrote 5 of the 7 lines that the fix removed or changed, in `pickup/reminders.py`" in page


def test_a_confirmed_link_is_told_as_fact_and_a_refuted_one_not_at_all(
    sample: tuple[Path, dict[str, str]], unrepeat: Run
) -> None:
    folder, named = sample
    unrepeat("link", named["each"], named["twice"], "yes", cwd=folder)
    unrepeat("link", named["twice"], named["rest"], "no", cwd=folder)
    for targets in ([f"string-{named['batches']}"], [named[name] for name in TOLD]):
        done = unrepeat("retro", *targets, cwd=folder)
        if done.returncode == 0:  # without its middle link there is no string
            page = done.stdout
            assert f"It repairs `{named['twice'][:12]}`" in page
            assert "one of us confirmed it" in page
            assert f"repairs `{named['rest'][:12]}`" not in page


def test_a_range_is_told_without_its_merges(repo: Repo, unrepeat: Run) -> None:
    first = repo.commit("begin", {"a.py": "1\n"})
    repo.branch("side")
    repo.commit("Add b", {"b.py": "1\n"})
    repo.switch("main")
    repo.commit("Add c", {"c.py": "1\n"})
    merge = repo.merge("side", "Join the two")
    page = succeeds(unrepeat("retro", f"{first}..HEAD", cwd=repo.folder))
    assert "`Add b`" in page
    assert "`Add c`" in page
    assert "Join the two" not in page
    assert "1 merge of this range is not listed" in page
    alone = succeeds(unrepeat("retro", merge, cwd=repo.folder))
    assert "a merge: 1 added, 0 removed in 1 file" in alone


def test_changes_of_one_second_are_told_in_the_order_of_descent(repo: Repo, unrepeat: Run) -> None:
    commits = [repo.commit(f"Step {number}", {"a.py": f"{number}\n"}, days=0) for number in range(6)]
    page = succeeds(unrepeat("retro", *reversed(commits), cwd=repo.folder))
    places = [page.index(f"`Step {number}`") for number in range(6)]
    assert places == sorted(places)


def test_what_a_message_names_is_told_too(repo: Repo, unrepeat: Run) -> None:
    first, second, _ = tell_story(repo)
    fix = repo.commit(f"Fix it for good\n\nIt broke for empty lists.\n\nFixes: {second[:12]}", {"c.py": "new\n"})
    done = unrepeat("retro", fix, cwd=repo.folder)
    page = succeeds(done)
    assert second[:12] in done.stderr
    assert f"It likely (97%) repairs `{second[:12]}`" in page
    assert first[:12] not in page


@pytest.mark.parametrize("options", [[], ["--mini"], ["--template", "sre"]])
def test_the_blameless_check_has_nothing_to_say(
    options: list[str], sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path
) -> None:
    folder, named = sample
    for number, targets in enumerate(
        (
            [f"string-{named['batches']}"],
            [named[name] for name in TOLD],
            [named["twice"]],
            [named["points"], named["readme"]],
            [f"{named['begin']}..HEAD"],
        )
    ):
        file = tmp_path / f"{number}.md"
        file.write_text(succeeds(unrepeat("retro", *targets, *options, cwd=folder)))
        said = succeeds(unrepeat("lint", str(file), cwd=tmp_path))
        assert said.strip() == "Nothing to say about these words.", said


def test_mini_fits_a_page(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    whole = succeeds(unrepeat("retro", f"string-{named['batches']}", cwd=folder))
    mini = succeeds(unrepeat("retro", f"string-{named['batches']}", "--mini", cwd=folder))
    long = succeeds(unrepeat("retro", f"{named['begin']}..HEAD", "--mini", cwd=folder))
    assert len(mini.split()) < 0.7 * len(whole.split())
    for page in (mini, long):
        assert len(page.splitlines()) <= 65
        assert len(page.split()) <= 700
    assert "changes in between are not listed here" in long


def test_the_sre_template_has_its_headings_in_their_order(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    page = succeeds(unrepeat("retro", f"string-{named['batches']}", "--template", "sre", cwd=folder))
    wanted = (
        "### Date", "### Authors", "### Status", "### Summary", "### Impact", "### Root Causes", "### Trigger",
        "### Resolution", "### Detection", "## Action Items", "## Lessons Learned", "### What went well",
        "### What went wrong", "### Where we got lucky", "## Timeline", "## Supporting information",
    )  # fmt: skip
    found = [line for line in page.splitlines() if line.startswith(("## ", "### "))]
    assert [line for line in found if line in wanted] == list(wanted)
    assert f"It likely (95%) began with `{named['batches'][:12]}`" in page


def test_nothing_is_written_unless_asked_and_then_a_mistake_with_open_actions(
    sample: tuple[Path, dict[str, str]], unrepeat: Run
) -> None:
    folder, named = sample
    name = f"string-{named['batches']}"
    succeeds(unrepeat("retro", name, cwd=folder))
    assert not (folder / ".unrepeat").exists()

    succeeds(unrepeat("retro", name, "--write", cwd=folder))
    (mistake,) = (folder / ".unrepeat/mistakes").glob("*.md")
    text = mistake.read_text()
    assert all(named[one] in text for one in TOLD)
    assert "happened: 2025-12-24" in text
    actions = sorted((folder / ".unrepeat/actions").glob("*.md"))
    endings = {path.stem.removeprefix(f"{mistake.stem}-") for path in actions}
    assert {"tests", "reviewers", "monitor", "rollout"} <= endings
    assert all(f"  - {path.stem}\n" in text for path in actions)
    assert all("state: open" in path.read_text() for path in actions)
    assert "records are whole" in succeeds(unrepeat("fsck", cwd=folder))
    assert "Sam" not in "".join(path.read_text() for path in (mistake, *actions))


def test_running_it_again_keeps_what_people_wrote_and_adds_only_what_is_missing(
    sample: tuple[Path, dict[str, str]], unrepeat: Run
) -> None:
    folder, named = sample
    name = f"string-{named['batches']}"
    succeeds(unrepeat("retro", name, "--write", cwd=folder))
    (mistake,) = (folder / ".unrepeat/mistakes").glob("*.md")
    tests, reviewers = ((folder / ".unrepeat/actions" / f"{mistake.stem}-{one}.md") for one in ("tests", "reviewers"))
    mistake.write_text(mistake.read_text().replace("state: open", "state: open\nimpact: 40 customers") + "\nOurs.\n")
    tests.write_text(tests.read_text().replace("state: open", "state: wont-do\nbecause: there is one"))
    kept = {path: path.read_bytes() for path in (folder / ".unrepeat").rglob("*.md") if path != reviewers}
    reviewers.unlink()

    page = succeeds(unrepeat("retro", name, "--write", cwd=folder))

    assert {path: path.read_bytes() for path in kept} == kept
    assert reviewers.exists()
    assert len(list((folder / ".unrepeat").rglob("*.md"))) == len(kept) + 1
    assert f"- Recorded in `{mistake.stem}`:\n\n  > 40 customers\n" in page
    assert "What did people who rely on this notice" not in page

    by_id = succeeds(unrepeat("retro", f"mistake:{mistake.stem}", cwd=folder))
    assert by_id == succeeds(unrepeat("retro", name, cwd=folder))


def test_a_mistake_recorded_by_hand_is_taken_up(sample: tuple[Path, dict[str, str]], unrepeat: Run) -> None:
    folder, named = sample
    told = ["--set", f"commits={named['twice']}", "--set", "how-noticed=support was called"]
    succeeds(unrepeat("new", "mistake", "Reminders sent twice", *told, cwd=folder))
    page = succeeds(unrepeat("retro", "reminders-sent-twice", cwd=folder))
    assert page.startswith("# Retro: Reminders sent twice\n")
    assert all(f"`{named[one][:12]}`" in page for one in TOLD), "the string that it belongs to is told"
    assert "  > support was called\n" in page


def test_a_file_that_somebody_changed_is_not_overwritten(
    sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path
) -> None:
    folder, named = sample
    out = tmp_path / "retro.md"
    for _ in range(2):  # an unchanged draft of ours may be drafted anew
        succeeds(unrepeat("retro", named["each"], "--out", str(out), cwd=folder))
    out.write_text(out.read_text().replace("What surprised us", "What surprised us all"))
    before = out.read_bytes()
    assert "somebody wrote" in complains(unrepeat("retro", named["each"], "--out", str(out), cwd=folder))
    assert out.read_bytes() == before
    other = tmp_path / "notes.md"
    other.write_text("mine\n")
    complains(unrepeat("retro", named["each"], "--out", str(other), cwd=folder))
    assert other.read_text() == "mine\n"
    complains(unrepeat("retro", named["each"], "--out", str(tmp_path / "none" / "x.md"), cwd=folder))


def test_the_same_repository_gives_the_same_bytes(
    sample: tuple[Path, dict[str, str]], unrepeat: Run, tmp_path: Path
) -> None:
    folder, named = sample
    twin = tmp_path / "twin"
    subprocess.run(["git", "clone", "--quiet", str(folder), str(twin)], check=True)
    for options in ([], ["--format", "html"], ["--template", "sre"]):
        for targets in ([f"string-{named['batches']}"], [named["each"], named["twice"]]):
            pages = [succeeds(unrepeat("retro", *targets, *options, cwd=one)) for one in (folder, folder, twin)]
            assert len(set(pages)) == 1


def test_a_pdf_needs_weasyprint_and_a_file(sample: tuple[Path, dict[str, str]], tmp_path: Path, unrepeat: Run) -> None:
    folder, named = sample
    assert unrepeat("retro", named["each"], "--format", "pdf", cwd=folder).returncode == 2
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    (nowhere / "weasyprint.py").write_text("raise ImportError('not here')\n")
    out = tmp_path / "retro.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "unrepeat", "retro", named["each"], "--format", "pdf", "--out", str(out)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(nowhere), *sys.path]), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "pip install 'unrepeat[pdf]'" in complains(done)
    assert not out.exists()


def test_a_pdf_is_printed_or_what_is_missing_for_it_is_said(
    sample: tuple[Path, dict[str, str]], tmp_path: Path, unrepeat: Run
) -> None:
    folder, named = sample
    pages = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for page in pages:
        done = unrepeat("retro", named["each"], "--mini", "--format", "pdf", "--out", str(page), cwd=folder)
        if not _pango_is_there():
            assert "Pango" in complains(done)
            continue
        succeeds(done)
        assert page.read_bytes().startswith(b"%PDF-")
    assert not pages[1].exists() or pages[0].read_bytes() == pages[1].read_bytes()


def _pango_is_there() -> bool:
    """Tell whether WeasyPrint finds the library it draws with, which pip does not bring."""
    try:
        import weasyprint  # noqa: F401 -- only whether it loads is asked
    except OSError:
        return False
    return True


def test_a_message_whose_body_is_a_list_says_more_than_its_subject(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "a = 1\n"})
    told = repo.commit("fix: sign the image\n\n## This PR\n\n- signs `:tag` by its digest", {"a.py": "a = 2\n"})
    bare = repo.commit("fix: sign it\n\nSigned-off-by: Sam Sample <sam@example.org>", {"a.py": "a = 3\n"})
    assert "a subject and no more" not in succeeds(unrepeat("retro", told, cwd=repo.folder))
    page = succeeds(unrepeat("retro", bare, cwd=repo.folder))
    assert f"The message of `{bare[:12]}` is a subject and no more." in page


def test_a_stage_and_a_flag_are_offered_where_what_changed_reaches_somebody(repo: Repo, unrepeat: Run) -> None:
    for path, is_offered in (("src/job.yml", True), (".github/workflows/job.yml", False)):
        lines = [f"step {number}\n" for number in range(20)]
        repo.commit(f"begin {path}", {path: "".join(lines)})
        told = []
        for name in ("Sign the image", "Fix the broken image", "Fix the broken image again"):
            lines[5] = f"sign {name}\n"
            told.append(repo.commit(name, {path: "".join(lines)}))
        page = succeeds(unrepeat("retro", *told, cwd=repo.folder))
        assert ("Gradual rollout, with a kill switch" in page) is is_offered
        assert ("Finer monitoring" in page) is is_offered


def test_what_came_within_minutes_is_no_fix_of_its_own(repo: Repo, unrepeat: Run) -> None:
    told, minutes = [], 5 / (24 * 60)
    for name, days in (("Count the rows", 1.0), ("Fix the wrong count", minutes), ("Fix the broken count", 9.0)):
        lines = [f"step {number}\n" for number in range(20)]
        lines[5] = f"count {name}\n"
        told.append(repo.commit(name, {"a.py": "".join(lines)}, days=days))
    page = succeeds(unrepeat("retro", *told, cwd=repo.folder))
    assert f"The quickest fix that came on its own, `{told[2][:12]}`, came 9 days after" in page
