"""Which names of code a change adds or takes, and their marks for many commits at once."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from unrepeat.errors import GitError
from unrepeat.git import View
from unrepeat.history.edit import Edit
from unrepeat.history.edits import past_changes
from unrepeat.history.kinds_of_files import is_bookkeeping
from unrepeat.recall.terms import marks, names_of_code

# Some dozens of names tell what a change is about. A longer one is made by a program, or moves what is there.
MOST_NAMES = 400
KEPT = 60
MOST_LINES = 400  # added, and removed, that are looked at of one change
MOST_BYTES = 200_000  # of one commit's patch

AT_ONCE = 512  # commits that share a run of git

_PATCH = (
    *("log", "--no-walk=unsorted", "--stdin", "--format=%x00%H", "-p", "-U0", "--no-renames", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "--diff-algorithm=myers", "--src-prefix=a/", "--dst-prefix=b/"),
)
# No line of a patch begins with a NUL, whatever a file holds.
_COMMIT = re.compile(rb"(?:^|\n)\0([0-9a-f]{40}(?:[0-9a-f]{24})?)\n")
_FILE = re.compile(rb"^diff --git ", re.MULTILINE)
_NO_PLACE_FOR_CODE = re.compile(rb"^\.unrepeat/|(^|/)(\.mailmap|CODEOWNERS|OWNERS|\.all-contributorsrc)$")
_BLOCK = 1 << 18  # bytes


def changed_names(edits: Iterable[Edit]) -> list[str]:
    """Give the names of code that a change has more or fewer of than before, the longest first, as they are written."""
    added: list[str] = []
    removed: list[str] = []
    for edit in edits:
        if _is_code(os.fsencode(edit.path)):
            added.extend(line.text for line in edit.added[: MOST_LINES - len(added)])
            removed.extend(line.text for line in edit.removed[: MOST_LINES - len(removed)])
    return _names(added, removed)


def _is_code(path: bytes) -> bool:
    """Say whether names in a file tell what a change is about: not lists of people, files of machines, the ledger."""
    return not is_bookkeeping(path) and _NO_PLACE_FOR_CODE.search(path) is None


def _names(added: Iterable[str], removed: Iterable[str]) -> list[str]:
    counts = Counter(names_of_code("\n".join(added)))
    counts.subtract(names_of_code("\n".join(removed)))
    names: dict[str, str] = {}
    for name in sorted(name for name, count in counts.items() if count):
        names.setdefault(name.casefold(), name)
    if len(names) > MOST_NAMES:
        return []
    return sorted(names.values(), key=lambda name: (-len(name), name.casefold()))[:KEPT]


def marks_of_commits(view: View, commits: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Give each commit (full hashes, in order) with the marks of the names that it changed against its first parent.

    Some 0.4 ms a commit. Where an object is missing, what can be read of its run counts.
    """
    left = iter(commits)
    while some := list(islice(left, AT_ONCE)):
        try:
            found = dict(_of_patches(view, some))
        except GitError:
            changes = past_changes(view, some)
            found = {one.commit: marks(changed_names(one.edits)) for one in changes}
        yield from ((commit, found.get(commit, [])) for commit in some)


def _of_patches(view: View, commits: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    stdin = "".join(f"{commit}\n" for commit in commits).encode()
    with view.stream(*_PATCH, stdin=stdin) as output:
        commit, patch = b"", b""
        rest = b""
        while block := output.read(_BLOCK):
            *whole, rest = _COMMIT.split(rest + block)
            # the pieces are: what is left of the commit before, then a hash and a patch in turn
            for number, piece in enumerate(whole):
                if number % 2 == 0:
                    patch = (patch + piece)[:MOST_BYTES]
                else:
                    if commit:
                        yield commit.decode(), marks(_of_patch(patch))
                    commit, patch = piece, b""
            kept = max(len(rest) - 100, 0)  # a hash may stand astride two blocks
            patch, rest = (patch + rest[:kept])[:MOST_BYTES], rest[kept:]
        if commit:
            yield commit.decode(), marks(_of_patch(patch + rest))


def _of_patch(patch: bytes) -> list[str]:
    added: list[str] = []
    removed: list[str] = []
    for file in _FILE.split(patch)[1:]:
        head, _, body = file.partition(b"\n@@ ")
        if not _is_code(head.partition(b"\n")[0].rpartition(b" b/")[2].rstrip(b'"')):
            continue
        for line in body.decode("utf-8", "replace").split("\n")[1:]:  # the first is the rest of a hunk's header
            if line.startswith("+") and len(added) < MOST_LINES:
                added.append(line[1:])
            elif line.startswith("-") and len(removed) < MOST_LINES:
                removed.append(line[1:])
    return _names(added, removed)
