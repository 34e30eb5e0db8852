"""Read a batch of commits out of git: which files each changed, and the changed lines, merges as blame sees them."""

from collections.abc import Iterable, Iterator, Sequence
from array import array
from dataclasses import dataclass
from typing import NamedTuple

from unrepeat.errors import GitError
from unrepeat.git import View
from unrepeat.history.diffs import Pair, compare
from unrepeat.history.hunks import INTEGER, WIDTH, Patch, function_name
from unrepeat.history.nodes import DELETE, EDIT, NOTHING, OPAQUE
from unrepeat.history.raw import OPTIONS, RawChange, RawCommit, read_change, read_log

_LISTED = ("log", "--no-walk=unsorted", "--stdin", *OPTIONS)
_RENAME_LIMIT = "-l2000"


class _Side(NamedTuple):
    """What a file was made from: the parent's number (NOTHING for a new file), that path, and the pair of blobs.

    A pair of None says that the parent's file was taken as it was.
    """

    parent: int
    path: bytes
    pair: tuple[bytes, bytes] | None


class _File(NamedTuple):
    """One commit's change to one path; no sides where the path was deleted."""

    path: bytes
    sides: tuple[_Side, ...]


# What travels between processes is plain: bytes, numbers and tuples, which pickle fast.
MinedSide = tuple[int, bytes, bytes]  # parent's number, path, hunks as bytes of an array
MinedFile = tuple[bytes, int, tuple[MinedSide, ...]]  # path, kind of node, sides
MinedCommit = tuple[str, list[str], int, bytes, list[MinedFile]]  # hash, parents, time, message, files


@dataclass
class Batch:
    """Some commits in order, oldest first; hunks name functions by their place in `functions`, from 1."""

    commits: list[MinedCommit]
    functions: list[bytes]
    skipped: int


def mine(view: View, commits: Sequence[tuple[str, int]], *, exact_renames: bool) -> Batch:
    """Read commits, given as hash and number of parents in the order wanted.

    `exact_renames`: in a partial clone the blobs that tell how alike two files are may be missing.
    """
    plain = [commit for commit, parents in commits if parents < 2]
    merges = [commit for commit, parents in commits if parents > 1]
    renames = "-M100%" if exact_renames else "-M"
    lost: list[str] = []
    found = {raw.commit: (raw, _plain_files(raw)) for raw in _listed(view, plain, lost, renames, _RENAME_LIMIT)}
    if merges:
        found |= _merges(view, merges, lost, renames)
    patches = compare(view, _pairs(files for _, files in found.values()))
    functions = _Functions()
    mined = [
        (raw.commit, raw.parents, raw.time, raw.message, [_mined_file(file, patches, functions) for file in files])
        for raw, files in (found[commit] for commit, _ in commits if commit in found)
    ]
    missing = len(lost) + sum(patch is None for patch in patches.values())
    return Batch(mined, functions.names, missing)


class _Functions:
    """Numbers the functions that hunks stand in."""

    def __init__(self) -> None:
        self.names: list[bytes] = []
        self._numbers: dict[bytes, int] = {b"": 0}
        self._headers: dict[bytes, int] = {b"": 0}

    def number(self, header: bytes) -> int:
        """Give the number of the function that a hunk's header names, 0 where it names none."""
        number = self._headers.get(header)
        if number is None:
            name = function_name(header)
            number = self._numbers.setdefault(name, len(self.names) + 1)
            if number > len(self.names):
                self.names.append(name)
            self._headers[header] = number
        return number


def _mined_file(file: _File, patches: dict[tuple[bytes, bytes], Patch | None], functions: _Functions) -> MinedFile:
    if not file.sides:
        return file.path, DELETE, ()
    sides = []
    for parent, path, pair in file.sides:
        hunks = b""
        if pair is not None and pair[0] != pair[1]:
            patch = patches[pair]
            if patch is None or patch.opaque:
                return file.path, OPAQUE, ()
            numbers = patch.numbers[:]
            numbers[WIDTH - 1 :: WIDTH] = array(INTEGER, map(functions.number, patch.functions))
            hunks = numbers.tobytes()
        sides.append((parent, path, hunks))
    return file.path, EDIT, tuple(sides)


def _pairs(commits: Iterable[list[_File]]) -> Iterator[Pair]:
    for files in commits:
        for file in files:
            for side in file.sides:
                if side.pair is not None and side.pair[0] != side.pair[1]:
                    yield Pair(*side.pair, file.path)


def _listed(view: View, commits: Sequence[str], lost: list[str], *options: str) -> Iterator[RawCommit]:
    """Read commits with their raw changes; one that git cannot read is given without changes and noted as lost."""
    position = 0
    while position < len(commits):
        held: RawCommit | None = None  # git may die in the middle of a commit: one is kept back until the next begins
        try:
            stdin = "".join(f"{commit}\n" for commit in commits[position:]).encode()
            with view.stream(*_LISTED, *options, stdin=stdin) as output:
                for raw in read_log(output):
                    if held is not None:
                        yield held
                        position += 1
                    held = raw
        except (GitError, RuntimeError):  # RuntimeError: the output ended within a commit
            yield from _alone(view, commits[position], lost, options)
            position += 1
        else:
            if held is not None:
                yield held
            return


def _alone(view: View, commit: str, lost: list[str], options: Sequence[str]) -> list[RawCommit]:
    for attempt in (options, ("--no-patch",)):
        try:
            with view.stream(*_LISTED, *attempt, stdin=f"{commit}\n".encode()) as output:
                return list(read_log(output))
        except (GitError, RuntimeError):
            if attempt is options:
                lost.append(commit)
    return []


def _plain_files(raw: RawCommit) -> list[_File]:
    files = []
    for change in raw.changes:
        if change.status == b"D":
            files.append(_File(change.path, ()))
        elif change.status == b"A":
            files.append(_File(change.path, (_Side(NOTHING, change.path, (change.before, change.after)),)))
        elif change.source is not None or change.before != change.after:
            source = change.source or change.path
            files.append(_File(change.path, (_Side(0, source, (change.before, change.after)),)))
    return files


def _merges(view: View, merges: Sequence[str], lost: list[str], renames: str) -> dict[str, tuple[RawCommit, list[_File]]]:
    """Read merges: what each changed against its first parent, and whence it took or mixed it."""
    mixed = {
        raw.commit: {change.path: change for change in raw.changes}
        for raw in _listed(view, merges, [], "-c", "--no-renames")
    }
    first = list(_listed(view, merges, lost, "--diff-merges=first-parent", "--no-renames"))
    many = [raw.commit for raw in first if len(raw.parents) > 2]
    differing = _differing_by_parent(view, many)
    moved = _renames_into(view, first, mixed, renames)
    found = {}
    for raw in first:
        files = []
        for change in raw.changes:
            if change.status == b"D":
                files.append(_File(change.path, ()))
                continue
            combined = mixed.get(raw.commit, {}).get(change.path)
            if combined is not None:
                files.append(_mixed_file(raw, combined, moved))
            elif change.before != change.after:
                parent = _parent_with(change.path, len(raw.parents), differing.get(raw.commit))
                files.append(_File(change.path, (_Side(parent, change.path, None),)))
        found[raw.commit] = raw, files
    return found


def _parent_with(path: bytes, parents: int, differing: dict[int, set[bytes]] | None) -> int:
    """Give the first parent, other than the very first, that holds the merge's version of a path."""
    if differing is None:
        return 1
    return next((n for n in range(1, parents) if path not in differing.get(n, set())), 1)


def _mixed_file(raw: RawCommit, combined: RawChange, moved: dict[tuple[str, str, bytes], tuple[bytes, bytes]]) -> _File:
    blobs = combined.before.split(b" ")
    if combined.after in blobs:  # only its mode differs from every parent
        return _File(combined.path, (_Side(blobs.index(combined.after), combined.path, None),))
    sides = []
    for number, blob in enumerate(blobs):
        if blob.strip(b"0"):
            sides.append(_Side(number, combined.path, (blob, combined.after)))
        elif (raw.commit, raw.parents[number], combined.path) in moved:
            source, old = moved[raw.commit, raw.parents[number], combined.path]
            sides.append(_Side(number, source, (old, combined.after)))
    if not sides:
        sides.append(_Side(NOTHING, combined.path, (blobs[0], combined.after)))
    return _File(combined.path, tuple(sides))


def _differing_by_parent(view: View, merges: Sequence[str]) -> dict[str, dict[int, set[bytes]]]:
    """For merges of three and more: the paths that differ from each parent, by the parent's number."""
    found: dict[str, dict[int, set[bytes]]] = {}
    if merges:
        counts: dict[str, int] = {}
        stdin = "".join(f"{merge}\n" for merge in merges).encode()
        try:
            with view.stream(*_LISTED, "-m", "--no-renames", stdin=stdin) as output:
                for raw in read_log(output):
                    number = counts.get(raw.commit, 0)
                    counts[raw.commit] = number + 1
                    found.setdefault(raw.commit, {})[number] = {change.path for change in raw.changes}
        except (GitError, RuntimeError):  # such a merge is counted as lost where it is read against its first parent
            return {}
    return found


def _renames_into(
    view: View, merges: Sequence[RawCommit], mixed: dict[str, dict[bytes, RawChange]], renames: str
) -> dict[tuple[str, str, bytes], tuple[bytes, bytes]]:
    """Where a parent lacks a path that a merge mixed: the name and blob it had there.

    Keyed by merge, parent and path, as blame looks for it.
    """
    wanted = {
        (raw.commit, raw.parents[number])
        for raw in merges
        for change in mixed.get(raw.commit, {}).values()
        if change.after.strip(b"0")
        for number, blob in enumerate(change.before.split(b" "))
        if not blob.strip(b"0")
    }
    found: dict[tuple[str, str, bytes], tuple[bytes, bytes]] = {}
    for merge, parent in sorted(wanted):
        try:
            output = view.run("diff-tree", "-z", "-r", "--raw", "--no-abbrev", renames, "--diff-filter=RC", parent, merge)
        except GitError:
            continue
        fields = iter(output.split(b"\0")[:-1])
        for line in fields:
            change = read_change(line, fields)
            if change is not None and change.source is not None:
                found[merge, parent, change.path] = change.source, change.before
    return found
