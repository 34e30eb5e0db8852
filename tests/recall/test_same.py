"""`unrepeat same`: what people say of likenesses is kept, and heeded."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.expectations import complains, succeeds
from tests.recall.telling import tell
from tests.repository import Repo
from tests.within import runner
from unrepeat.recall.verdicts import Said, Verdict


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def recalled(run: Run, repo: Repo, *arguments: str) -> list[str]:
    """Recall; give the ids."""
    done = succeeds(run("recall", *arguments, "--json", cwd=repo.folder))
    return [json.loads(line)["id"] for line in done.splitlines()]


def test_what_is_not_the_same_is_not_told_again(repo: Repo, unrepeat: Run) -> None:
    fix = tell(repo)
    again = repo.commit("parse_header: free the buffer on an error path of its own", {"z.c": "z\n"})
    assert recalled(unrepeat, repo, "--commit", again) == [fix]
    said = succeeds(unrepeat("same", again[:10], fix, "no", cwd=repo.folder))
    assert ".unrepeat/same/" in said
    assert recalled(unrepeat, repo, "--commit", again) == []
    succeeds(unrepeat("same", fix, again, "yes", cwd=repo.folder))
    assert recalled(unrepeat, repo, "--commit", again) == [fix]
    assert len(list((repo.folder / ".unrepeat" / "same").iterdir())) == 1


def test_what_is_the_same_comes_first_though_it_shares_no_word(repo: Repo, unrepeat: Run) -> None:
    fix = tell(repo)
    other = repo.commit("Empty the attic", {"attic.txt": "empty\n"})
    assert recalled(unrepeat, repo, "--commit", other) == []
    succeeds(unrepeat("same", other, fix, "yes", cwd=repo.folder))
    assert recalled(unrepeat, repo, "--commit", other) == [fix]


def test_a_verdict_speaks_for_a_question_that_is_nearly_what_it_was_about(repo: Repo, unrepeat: Run) -> None:
    fix = tell(repo)
    other = repo.commit("Empty the attic of the zigzag_curve", {"attic.txt": "empty\n"})
    succeeds(unrepeat("same", other, fix, "yes", cwd=repo.folder))
    assert recalled(unrepeat, repo, "empty the attic of the zigzag_curve") == [fix, other]


def test_records_and_commits_may_be_named(repo: Repo, unrepeat: Run) -> None:
    fix = tell(repo)
    mistake = "2026-01-05-lost-aaaa"
    repo.commit(
        "record",
        {f".unrepeat/mistakes/{mistake}.md": "---\ndate: 2026-01-05\nstate: open\n---\n\n# The harvest was lost\n"},
    )
    succeeds(unrepeat("same", f"mistake:{mistake}", fix[:12], "yes", cwd=repo.folder))
    assert recalled(unrepeat, repo, "the harvest was lost")[0] in {fix, mistake}
    assert set(recalled(unrepeat, repo, "the harvest was lost")) == {fix, mistake}


@pytest.mark.parametrize(
    "arguments", [("HEAD", "nowhere", "yes"), ("HEAD", "HEAD", "yes"), ("mistake:none", "HEAD", "no")]
)
def test_what_cannot_be_named_is_told(repo: Repo, unrepeat: Run, arguments: tuple[str, ...]) -> None:
    tell(repo)
    complains(unrepeat("same", *arguments, cwd=repo.folder))


def test_a_verdict_that_cannot_be_read_is_passed_over_and_told(repo: Repo, unrepeat: Run) -> None:
    fix = tell(repo)
    folder = repo.folder / ".unrepeat" / "same"
    folder.mkdir(parents=True)
    for number, text in enumerate(["", "one: x", "[", "one: a\nother: b\nsame: maybe\n", "\xff"]):
        (folder / f"{number}.yml").write_bytes(text.encode("latin-1"))
    (folder / "link.yml").symlink_to("/etc/hostname")
    done = unrepeat("recall", "parse_header leaks a buffer", "--json", cwd=repo.folder)
    assert json.loads(succeeds(done))["id"] == fix
    assert done.stderr.count("It is passed over. Mend the file") == 6


def test_a_bare_repository_keeps_verdicts_where_it_is_told(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    tell(repo)
    bare = tmp_path / "bare"
    repo.git("clone", "--quiet", "--bare", str(repo.folder), str(bare))
    complains(unrepeat("same", "HEAD", "HEAD~1", "no", cwd=bare))
    succeeds(unrepeat("same", "HEAD", "HEAD~1", "no", "--ledger", str(tmp_path / "ledger"), cwd=bare))
    assert list((tmp_path / "ledger" / "same").iterdir())


def test_the_same_as_the_same_is_the_same_and_a_no_of_two_outranks_it() -> None:
    said = Said([Verdict("a", "b", same=True), Verdict("b", "c", same=True), Verdict("c", "d", same=False)])
    assert said.same("a") == {"a", "b", "c"}
    assert said.not_same("a") == {"d"}
    assert said.not_same("d") == {"a", "b", "c"}
    assert Said([Verdict("a", "b", same=True), Verdict("b", "a", same=False)]).not_same("a") == {"b"}
    assert Said().same("x") == {"x"}
