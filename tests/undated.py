"""Commits whose days git cannot read."""

from tests.repository import Repo

UNREADABLE = ("A <a@b>", "A <a@b> -5 +0000", "A <a@b> soon", "")


def undated(repo: Repo, message: str, *, author: str = "A <a@b> 1 +0000", committer: str = "A <a@b> 1 +0000") -> str:
    """Make a commit of what is staged, with whatever stands for its author and committer (nothing where empty)."""
    people = "".join(f"{role} {who}\n" for role, who in (("author", author), ("committer", committer)) if who)
    text = f"tree {repo.git('write-tree')}\n{people}\n{message}\n"
    return repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text.encode())
