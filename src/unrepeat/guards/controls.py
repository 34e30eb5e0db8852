"""Choose the controls of a proof: changes of like size to the same files that nobody had to repair.

They are chosen from the history before the fix alone, so that a proof is the same however the history goes on.
"""

import math
import re
from collections.abc import Collection, Iterable, Sequence

from unrepeat.errors import GitError
from unrepeat.git import View
from unrepeat.history.edits import PastChange

MOST = 8
LOOKED_AT = 48  # changes nearest to the culprit in the history of its files, among which they are chosen
LONGEST_HISTORY = 400  # changes of these files that are listed
_NAMED = re.compile(rb"\b[0-9a-f]{7,64}\b")
_COUNTED = re.compile(r"^(\d+)\t(\d+)\t", re.MULTILINE)


def controls(
    view: View, culprit: PastChange, fix: PastChange, paths: Iterable[str], left_out: Collection[str] = ()
) -> list[str]:
    """Give the controls of a lesson (hashes), those most like the culprit in size first; no culprit that is named."""
    unfit = {culprit.commit, fix.commit, *left_out}
    near = [name for name in _near(view, culprit, fix, sorted(paths)) if name not in unfit]
    sizes = _sizes(view, [culprit.commit, *near])
    size = sizes.get(culprit.commit, 0)
    order = {commit: place for place, commit in enumerate(near)}
    found = [commit for commit in near if commit in sizes]
    found.sort(key=lambda one: (abs(math.log((sizes[one] + 1) / (size + 1))), order[one]))
    return found[:MOST]


def _sizes(view: View, commits: Sequence[str]) -> dict[str, int]:
    """Give how many lines each of some commits adds and removes; those without a parent are left out.

    In a clone that lacks their files, all count as alike.
    """
    try:
        told = _told(view, commits, "--numstat")
    except GitError:
        told = _told(view, commits, "--no-patch")
    found: dict[str, int] = {}
    for entry in told.split("\1")[1:]:
        commit, *parents = entry.partition("\n")[0].split()
        if parents:
            found[commit] = sum(int(count) for pair in _COUNTED.findall(entry) for count in pair)
    return found


def _told(view: View, commits: Sequence[str], what: str) -> str:
    stdin = "".join(f"{commit}\n" for commit in commits).encode()
    options = ("--no-walk=unsorted", "--no-renames", "--diff-merges=first-parent", "--format=%x01%H %P", "--stdin")
    return view.run("log", what, *options, stdin=stdin).decode("utf-8", "replace")


def _near(view: View, culprit: PastChange, fix: PastChange, paths: Sequence[str]) -> list[str]:
    """Give the changes of some files before a fix, the nearest to the culprit first, less those a message names."""
    if not paths or not fix.parents:
        return []
    literal = [f":(top,literal){path}" for path in paths[:20]]
    listed = view.run(
        *("log", "-z", "--no-merges", f"--max-count={LONGEST_HISTORY}", "--encoding=UTF-8", "--format=%H%n%B"),
        *(fix.parents[0], "--", *literal),
    )
    entries = [entry.partition(b"\n") for entry in listed.split(b"\0") if entry]
    commits = [commit.decode() for commit, _, _ in entries]
    named = {word.decode() for _, _, message in entries for word in _NAMED.findall(message)}
    named |= {word.decode() for word in _NAMED.findall(fix.message.encode("utf-8", "replace"))}
    at = commits.index(culprit.commit) if culprit.commit in commits else 0
    unnamed = [commit for commit in commits if not any(commit.startswith(name) for name in named)]
    place = {commit: abs(commits.index(commit) - at) for commit in unnamed}
    return sorted(unnamed, key=lambda commit: (place[commit], commit))[:LOOKED_AT]
