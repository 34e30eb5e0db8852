"""A change to a file, ways to take it back, and the question whether it is in."""

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.done import Code

BASE = "".join(f"line_{number} = 'value {number}'\n" for number in range(20))
RETRY = "def retry(times):\n    wait_between(times)\n    return times > limit\n"
CHANGED = BASE.replace("'value 9'", "'another nine'") + RETRY


def ask(repo: Repo, commit: str, at: str = "HEAD") -> Answer:
    """Ask whether a commit is in."""
    (answer,) = Code(Repository.discover(repo.folder), repo.git("rev-parse", at)).answer([{"commit": commit}])
    assert bool(answer.next) is (answer.met is not True)
    return answer


def revert(repo: Repo, commit: str, *options: str) -> str:
    """Revert a commit with git's own message."""
    repo.clock += 86400
    repo.git("revert", "--no-edit", *options, commit)
    return repo.head()


def reverse(repo: Repo, commit: str, message: str, files: dict[str, str | bytes | None] | None = None) -> str:
    """Take a change back, among others, under a message that does not say so."""
    repo.git("revert", "--no-commit", commit)
    return repo.commit(message, files)
