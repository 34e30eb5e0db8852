"""`ack` and `sign`: a word is given by whoever git knows to be here, wherever the ledger stands."""

from pathlib import Path

import pytest

from tests.expectations import Run, succeeds
from tests.repository import Repo
from tests.within import runner

ENVIRONMENT = {"GIT_AUTHOR_NAME": "Ana Ray", "GIT_AUTHOR_EMAIL": "ana@example.org"}


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


@pytest.fixture
def known(repo: Repo) -> Repo:
    """Give a decision that two must know, in a repository whose settings name one who is here."""
    repo.commit("begin", {".unrepeat/decisions/known.md": "---\ninformed: [ops, ana]\n---\n\n# Known\n"})
    repo.git("config", "user.name", "Ops")
    return repo


def test_a_word_is_kept_in_a_ledger_outside_of_the_work_tree(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    apart = str(tmp_path / "apart")
    succeeds(unrepeat("new", "agreement", "Known", "--set", "parties=lead", "--ledger", apart, cwd=repo.folder))
    for command, folder in (("ack", "acknowledgements"), ("sign", "signatures")):
        said = succeeds(unrepeat(command, "known", "--as", "lead", "--ledger", apart, cwd=repo.folder))
        (file,) = (tmp_path / "apart" / folder).rglob("*.yml")
        assert said.endswith(f"by lead: {file}\n")


@pytest.mark.parametrize(
    ("environment", "who"),
    [
        ({}, "ops"),
        (ENVIRONMENT, "ana"),
        ({"GIT_AUTHOR_NAME": "Bo Day"}, "Bo Day"),
        ({"GIT_COMMITTER_NAME": "Bo Day"}, "Bo Day"),
        ({"GIT_AUTHOR_NAME": "Bo Day", "GIT_COMMITTER_NAME": "Cy"}, "Bo Day"),
        ({"GIT_COMMITTER_EMAIL": "ana@example.org", "GIT_AUTHOR_NAME": "Bo Day"}, "ana"),
        ({"GIT_AUTHOR_NAME": " "}, "ops"),
    ],
)
def test_what_the_environment_says_comes_before_the_settings(
    environment: dict[str, str], who: str, known: Repo, unrepeat: Run
) -> None:
    assert f" by {who}: " in succeeds(unrepeat("ack", "known", cwd=known.folder, **environment))


def test_a_setting_for_authors_comes_before_the_one_for_all(known: Repo, unrepeat: Run) -> None:
    known.git("config", "author.name", "Bo\u00eb Day")
    assert " by Bo\u00eb Day: " in succeeds(unrepeat("ack", "known", cwd=known.folder))


def test_signing_what_asks_for_no_signature_says_so_and_keeps_it(known: Repo, unrepeat: Run) -> None:
    done = unrepeat("sign", "known", cwd=known.folder)
    assert "known is signed by Ops" in succeeds(done)
    assert "Nothing waits for this signature" in done.stderr
    for record, fields in (("agreement", "parties=ops"), ("need", "done-when=sign-off: ops")):
        succeeds(unrepeat("new", record, f"A {record}", "--set", fields, cwd=known.folder))
        assert "Nothing waits" not in unrepeat("sign", f"a-{record}", cwd=known.folder).stderr


def test_only_those_who_are_to_know_are_said_to_be_asked_again(known: Repo, unrepeat: Run) -> None:
    for who in ("ops", "passer-by"):
        succeeds(unrepeat("ack", "known", "--as", who, cwd=known.folder))
    succeeds(unrepeat("set", "known", "date=2026-01-01", cwd=known.folder))
    for who in ("ops", "passer-by"):
        succeeds(unrepeat("ack", "known", "--as", who, cwd=known.folder))
    said = unrepeat("set", "known", "outcome=Anew", cwd=known.folder).stderr
    assert "so ops will be asked again" in said
    assert "passer-by" not in said


def test_a_title_that_is_a_mark_or_a_number_is_listed_as_it_was_given(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    for title in ("#", "foo #", "1. x", "ADR-7: x", "a\\#b"):
        for kind in ("decision", "note"):
            succeeds(unrepeat("new", kind, title, cwd=repo.folder))
    listed = succeeds(unrepeat("ls", cwd=repo.folder)).splitlines()
    for title in ("#", "foo #", "1. x", "ADR-7: x", "a\\#b"):
        assert sum(line.endswith(f"  {title}") for line in listed) == 2, title
    assert "records are whole" in succeeds(unrepeat("fsck", cwd=repo.folder))
