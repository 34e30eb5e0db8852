"""`unrepeat new` on a terminal: what cannot be is told at once and asked again, so that no answer is lost."""

from pathlib import Path

import pytest

from tests.expectations import complains, succeeds
from tests.repository import Repo
from tests.terminal import STOP, typing
from unrepeat.cli.new import QUESTIONS

AGAIN = "Please answer once more; an empty answer leaves it out."


def _new(repo: Repo, kind: str, *settings: str, answers: dict[str, list[str]]) -> tuple[str, str]:
    """Make a record, answering each question by the name of its field; give its file's text, and what was said."""
    typed = "".join(f"{answer}\n" for name in QUESTIONS[kind] for answer in answers.get(name, [""]))
    options = [part for one in settings for part in ("--set", one)]
    done = typing("new", kind, "A title", *options, typed=typed, cwd=repo.folder, home=repo.folder.parent / "home")
    succeeds(done)
    (file,) = (repo.folder / ".unrepeat").rglob("*.md")
    return file.read_text(), done.stderr


def test_a_day_that_is_none_is_asked_again_and_every_other_answer_is_kept(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    answers = {"source": ["The door team"], "validate-by": ["next week", "2026-02-30", "2026-05-06"], "owner": ["ops"]}
    text, said = _new(repo, "assumption", answers=answers)
    assert "source: The door team\nvalidate-by: 2026-05-06\nowner: ops\n" in text
    assert "write it as YYYY-MM-DD" in said
    assert "no such day in the calendar" in said
    assert said.count(AGAIN) == 2


def test_a_change_or_a_condition_that_there_is_not_is_asked_again(repo: Repo) -> None:
    wrong = repo.commit("count", {"a.py": "1\n", ".unrepeat/risks/known.md": "# Known\n"})
    (repo.folder / ".unrepeat/risks/known.md").unlink()
    answers = {"conditions": ["bad luck", "Missing-Test, time_pressure"], "commits": ["fade", wrong[:8]]}
    text, said = _new(repo, "mistake", answers=answers)
    assert "conditions:\n  - missing test\n  - time pressure\n" in text
    assert f"commits:\n  - {wrong}\n" in text.replace('"', "")
    assert "paths:\n  - a.py\n---" in text, "the ledger's own files are no place of a mistake"
    assert "names no commit" in said
    assert said.count(AGAIN) == 2


def test_what_shows_that_a_need_is_met_is_asked_again_and_each_move_by_itself(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    done_when = ["when it works", "path: a.py"]
    moves = {"moves.scope": ["less"], "moves.date": ["a week"], "moves.cost": [""]}
    text, said = _new(repo, "need", answers={"feature": ["FEATURE", "sync"], "done-when": done_when, **moves})
    assert "done-when:\n  - path: a.py\n" in text
    assert "moves:\n  scope: less\n  date: a week\n" in text
    assert "FEATURE is still to be filled in" in said
    assert said.count(AGAIN) == 2


def test_an_empty_answer_leaves_out_what_could_not_be(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    text, _ = _new(repo, "action", "date=2026-05-05", answers={"due": ["2026-05-04", ""], "owner": ["ops"]})
    assert "owner: ops\n" in text
    assert "due" not in text


@pytest.mark.parametrize("wrong", ["due=soon", "type=destroy", "state=wont-do"])
def test_an_option_that_cannot_be_is_told_before_anything_is_asked(wrong: str, repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    done = typing("new", "action", "A title", "--set", wrong, typed="", cwd=repo.folder, home=tmp_path / "home")
    assert "cannot be kept" in complains(done)


def test_whoever_stops_at_a_question_is_told_that_nothing_was_recorded(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    done = typing("new", "risk", "A title", typed=f"sync\nlow\n{STOP}", cwd=repo.folder, home=tmp_path / "home")
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1] == "unrepeat: Stopped. Nothing was recorded."
    assert not (repo.folder / ".unrepeat").exists()


def test_whoever_stops_a_premortem_keeps_what_was_answered(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n", ".unrepeat/mistakes/known.md": "# Sent \x1b[31mtwice\n"})
    typed = f"It could be sent twice\nno \udcff text\nA queue\n{STOP}"
    done = typing("premortem", "sync", typed=typed, cwd=repo.folder, home=tmp_path / "home")
    assert done.returncode == 130
    assert "What was answered so far is recorded." in done.stderr
    assert "`--held`" in done.stderr
    assert "\x1b" not in done.stderr
    kept = {file.parent.name: file.read_text() for file in (repo.folder / ".unrepeat").rglob("2*.md")}
    assert sorted(kept) == ["needs", "risks"], "that it was held is not said"
    assert kept["risks"].endswith("# It could be sent twice\n")
    assert kept["needs"].endswith("# A queue\n")
    assert AGAIN in done.stderr
