"""`unrepeat init` sets up, tells what else it could do, and takes it back."""

from pathlib import Path

from tests.conftest import Run
from tests.repository import Repo


def test_it_writes_the_folder_and_offers_the_rest(repo: Repo, unrepeat: Run) -> None:
    (repo.folder / "below").mkdir()
    done = unrepeat("init", cwd=repo.folder / "below")
    assert done.returncode == 0, done.stderr
    assert ".unrepeat/README.md: written" in done.stdout
    for offer in ("hook", "pre-commit", "github", "gitlab"):
        assert f"unrepeat init --with {offer} " in done.stdout
    assert sorted(path.name for path in repo.folder.iterdir()) == [".git", ".unrepeat", "below"]
    assert not (repo.folder / ".git/hooks/post-commit").exists()


def test_what_it_wrote_is_whole_and_is_taken_back(repo: Repo, unrepeat: Run) -> None:
    asked = ("--with", "hook", "--with", "pre-commit", "--with", "github", "--with", "gitlab")
    begun = unrepeat("init", *asked, cwd=repo.folder)
    assert begun.returncode == 0, begun.stderr
    assert "    include:\n" in begun.stdout
    assert "not done now" not in begun.stdout
    assert unrepeat("fsck", cwd=repo.folder).returncode == 0
    note = unrepeat("note", "the mail server keeps no order", cwd=repo.folder)
    assert note.returncode == 0, note.stderr
    undone = unrepeat("init", "--undo", cwd=repo.folder)
    assert undone.returncode == 0, undone.stderr
    assert ".git/hooks/post-commit: removed" in undone.stdout
    assert ".unrepeat: stays" in undone.stdout
    assert [path.name for path in (repo.folder / ".unrepeat").iterdir()] == ["notes"]
    assert len(unrepeat("ls", cwd=repo.folder).stdout.splitlines()) == 1
    assert sorted(path.name for path in repo.folder.iterdir()) == [".git", ".unrepeat"]


def test_there_may_be_nothing_to_undo(repo: Repo, unrepeat: Run) -> None:
    assert unrepeat("init", "--undo", cwd=repo.folder).stdout == "There is nothing to undo.\n"


def test_a_repository_without_a_work_tree_needs_a_folder(tmp_path: Path, unrepeat: Run) -> None:
    bare = Repo(tmp_path / "bare", "--bare").folder
    ledger = ("--ledger", str(tmp_path / "ledger"))
    for arguments in (("init",), ("init", "--undo"), ("init", *ledger, "--with", "hook")):
        done = unrepeat(*arguments, cwd=bare)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 2
        assert "work tree" in done.stderr
    assert not (tmp_path / "ledger").exists()
    done = unrepeat("init", *ledger, cwd=bare)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ledger/README.md").exists()
    assert "--with" not in done.stdout
    assert unrepeat("init", "--undo", *ledger, cwd=bare).returncode == 0
    assert not (tmp_path / "ledger").exists()


def test_what_cannot_be_written_is_a_sentence(repo: Repo, unrepeat: Run) -> None:
    (repo.folder / ".github").write_text("mine")
    done = unrepeat("init", "--with", "github", cwd=repo.folder)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2
    assert "unexpected" not in done.stderr
    assert ".unrepeat/README.md: written" in done.stdout
    assert (repo.folder / ".github").read_text() == "mine"
