"""Read one change as what it adds and removes, line by line, or many changes of a history at once.

A change is a commit against its first parent (a root against the empty tree), a range as one change from the merge base
to its head, or what is staged against HEAD. Nothing is checked out, and nothing is written into the repository.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from unrepeat.errors import GitError, RepositoryError, UnknownRevision
from unrepeat.git import Repository, View
from unrepeat.history.edit import Edit
from unrepeat.history.raw import OPTIONS, read_change, read_log
from unrepeat.history.read_edits import read_edits

_LISTED = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames")
AT_ONCE = 64  # commits that are read together: a run of git each serves all of them


class PastChange(NamedTuple):
    """A commit of the history: hashes, the time in seconds since 1970 (UTC), the message, and what it did."""

    commit: str
    parents: tuple[str, ...]
    time: int
    message: str
    edits: tuple[Edit, ...]


def past_changes(view: View, commits: Iterable[str]) -> Iterator[PastChange]:
    """Read many commits (full hashes), in their order, each against its first parent; a missing object is `unread`.

    Some 0.7 ms a commit, where `commit_edits` takes 20.
    """
    left = iter(commits)
    while some := list(islice(left, AT_ONCE)):
        stdin = "".join(f"{commit}\n" for commit in some).encode()
        options = ("--no-walk=unsorted", "--diff-merges=first-parent", "--no-renames", "--stdin")
        with view.stream("log", *OPTIONS, *options, stdin=stdin) as output:
            listed = list(read_log(output))
        for one, edits in zip(listed, read_edits(view, [one.changes for one in listed]), strict=True):
            message = one.message.decode("utf-8", "surrogateescape")
            yield PastChange(one.commit, tuple(one.parents), one.time, message, edits)


def commit_edits(repository: Repository, revision: str) -> tuple[Edit, ...]:
    """Read a commit against its first parent; raise RepositoryError where a shallow clone left the parent out."""
    commit = repository.resolve(revision)
    if commit in repository.shallow_commits():
        raise RepositoryError(
            f"The commit before {commit[:12]} is not in this shallow clone.", "Bring it with `git fetch --deepen=1`."
        )
    with repository.view() as view:
        parents = view.run("rev-list", "--no-walk", "--parents", commit).decode().split()[1:]
        before = parents[0] if parents else empty_tree(view)
        return _differing(view, "diff-tree", before, commit)


def range_edits(repository: Repository, spelled: str) -> tuple[Edit, ...]:
    """Read `A..B` as one change, from the merge base of A and B to B; see `range_sides`."""
    with repository.view() as view:
        return _differing(view, "diff-tree", *range_sides(repository, view, spelled))


def range_sides(repository: Repository, view: View, spelled: str) -> tuple[str, str]:
    """Give the two commits (full hashes) of `A..B`: the merge base of A and B, and B, which left empty is HEAD.

    `A...B` is the same. Raises RepositoryError where the two have no commit in common, and where A is left empty: that
    is a variable without a value, in CI, and would let every change pass.
    """
    first, _, last = spelled.partition("..")
    if not first:
        raise RepositoryError(f"The range {spelled[:80]!r} has no beginning.", "Name both sides: A..B.")
    base, head = repository.resolve(first), repository.resolve(last.removeprefix(".") or "HEAD")
    named = view.run("rev-parse", f"{base}...{head}").decode().split()
    common = next((name[1:] for name in named if name.startswith("^")), None)
    if common is None:
        raise RepositoryError(
            f"The two sides of {spelled[:80]!r} have no commit in common.",
            "Name two commits of one history; in a shallow clone, `git fetch --unshallow` brings older commits.",
        )
    return common, head


def staged_edits(repository: Repository) -> tuple[Edit, ...]:
    """Read what is staged against HEAD (against nothing before the first commit); paths in conflict are left out."""
    with repository.view() as view:
        return _staged(repository, view)[0]


def staged_sides(repository: Repository, view: View) -> tuple[tuple[Edit, ...], str, str]:
    """Give what is staged, the commit or tree before it, and its own tree, which is written into the view alone.

    While paths are in conflict there is no such tree; RepositoryError says so.
    """
    edits, before = _staged(repository, view)
    try:
        return edits, before, view.run("write-tree", "--missing-ok").decode().strip()
    except GitError:
        raise RepositoryError(
            "What is staged cannot be looked at while paths are in conflict.", "Settle the conflict and `git add` it."
        ) from None


def _staged(repository: Repository, view: View) -> tuple[tuple[Edit, ...], str]:
    if repository.worktree is None:
        raise RepositoryError("Nothing is staged in a bare repository.", "Name a commit or a range.")
    repository.lend_index(view)
    try:
        before = repository.resolve("HEAD")
    except UnknownRevision:
        before = empty_tree(view)
    return _differing(view, "diff-index", "--cached", "--ita-invisible-in-index", before), before


def tree_edits(view: View, before: str, after: str) -> tuple[Edit, ...]:
    """Read what differs between two trees or commits (hashes)."""
    return _differing(view, "diff-tree", before, after)


def empty_tree(view: View) -> str:
    """Give the hash of the tree that holds nothing."""
    return view.make_trees(b"")[0].decode()


def _differing(view: View, command: str, *sides: str) -> tuple[Edit, ...]:
    fields = iter(view.run(command, *_LISTED, *sides).split(b"\0")[:-1])
    listed = [change for change in (read_change(line, fields) for line in fields) if change and change.status != b"U"]
    return read_edits(view, [listed])[0]
