"""Choose the controls of a proof: changes of like size to the same files that nobody had to repair.

They are chosen from the history before the fix alone, so that a proof is the same however the history goes on.
"""

import math
import re
from collections.abc import Collection, Iterable, Sequence

from unrepeat.git import View
from unrepeat.history.edits import PastChange, past_changes

MOST = 8
LOOKED_AT = 48  # changes nearest to the culprit in the history of its files, among which they are chosen
LONGEST_HISTORY = 400  # changes of these files that are listed
_NAMED = re.compile(rb"\b[0-9a-f]{7,64}\b")


def controls(
    view: View, culprit: PastChange, fix: PastChange, paths: Iterable[str], left_out: Collection[str] = ()
) -> list[PastChange]:
    """Give the controls of a lesson, those most like the culprit in size first; merges and named culprits are none."""
    near = _near(view, culprit, fix, sorted(paths))
    unfit = {culprit.commit, fix.commit, *left_out}
    found = [one for one in past_changes(view, [name for name in near if name not in unfit]) if len(one.parents) == 1]
    size = _size(culprit)
    order = {commit: place for place, commit in enumerate(near)}
    found.sort(key=lambda one: (abs(math.log((_size(one) + 1) / (size + 1))), order[one.commit]))
    return found[:MOST]


def _size(change: PastChange) -> int:
    return sum(span.last - span.first + 1 for edit in change.edits for span in (*edit.adds, *edit.takes))


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
