"""Read pairs of a culprit and its fix that a message states with a hash, which no tool of ours has chosen."""

import re
from collections.abc import Iterator

from unrepeat.guards.proposals import Source
from unrepeat.guards.syntax import language_of
from unrepeat.history.edit import Edit
from unrepeat.history.edits import PastChange
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test

STATED = re.compile(
    r"^\s*Fixes:\s*(?:commit\s+)?([0-9a-f]{7,40})\b"
    r"|\bregress\w*\b[\w ,-]{0,40}?\s(?:since|from|in|by|with)\s+(?:commit\s+)?([0-9a-f]{7,40})\b"
    r"|\b(?:introduced|broken|broke|caused)\b[\w ,-]{0,30}?\s(?:in|by|with|since)\s+(?:commit\s+)?([0-9a-f]{7,40})\b",
    re.IGNORECASE | re.MULTILINE,
)
MOST_LINES, MOST_HUNKS = 20, 3  # of a small fix


def pairs_of(source: Source) -> Iterator[tuple[str, str]]:
    """Give culprit and fix (full hashes) of each pair that a message states, where the culprit is in the history."""
    listed = source.view.run("log", "-z", "--no-merges", "--format=%H%n%B", source.repository.head())
    entries = [entry.partition(b"\n") for entry in listed.split(b"\0")]
    by_prefix: dict[str, list[str]] = {}
    for commit, _, _ in entries:
        by_prefix.setdefault(commit.decode()[:7], []).append(commit.decode())
    for commit, _, message in entries:
        for found in STATED.finditer(message.decode("utf-8", "replace")):
            name = next(group for group in found.groups() if group).lower()
            full = [one for one in by_prefix.get(name[:7], []) if one.startswith(name)]
            if len(full) == 1 and full[0] != commit.decode():
                yield full[0], commit.decode()


def is_small(fix: PastChange) -> bool:
    """Say whether a fix is small and of one region in one source file, tests and prose beside it."""
    paths = own(fix)
    if len(paths) != 1 or language_of(paths[0].path) is None or paths[0].status != "modified":
        return False
    spans = (*paths[0].adds, *paths[0].takes)
    lines = sum(span.last - span.first + 1 for span in spans)
    return 0 < lines <= MOST_LINES and max(len(paths[0].adds), len(paths[0].takes)) <= MOST_HUNKS


def own(change: PastChange) -> list[Edit]:
    """Give what a change does beside tests, prose and files that change with everything."""
    return [edit for edit in change.edits if not _is_beside(edit.path.encode("utf-8", "surrogateescape"))]


def _is_beside(path: bytes) -> bool:
    return is_test(path) or is_prose(path) or is_bookkeeping(path)
