"""Read a batch of commits out of git: which files each changed, and the changed lines, merges as blame sees them."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from unrepeat.errors import GitError
from unrepeat.git import View
from unrepeat.history.diffs import Pair, compare
from unrepeat.history.hunks import WIDTH, Patch, function_name
from unrepeat.history.kinds_of_files import is_bookkeeping
from unrepeat.history.nodes import DELETE, EDIT, NOTHING, OPAQUE
from unrepeat.history.raw import OPTIONS, RawChange, RawCommit, read_change, read_log
from unrepeat.history.renames import Answers, Gone, Question, find_sources
from unrepeat.history.words import INTEGER, checksum, places

_LISTED = ("log", "--no-walk=unsorted", "--stdin", "--no-renames", *OPTIONS)
_LISTED_BARE = tuple(option for option in _LISTED if option != "--raw")  # without it no tree is read


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
MinedSide = tuple[int, bytes, bytes, bytes]  # parent's number, path, hunks and kinds of lines as bytes of arrays
MinedFile = tuple[bytes, int, tuple[MinedSide, ...]]  # path, kind of node, sides
# Words brought and taken, lines brought and taken, and names touched, as bytes of arrays.
MinedWords = tuple[bytes, bytes, bytes, bytes, bytes]
MinedCommit = tuple[str, list[str], int, list[MinedFile], MinedWords]  # hash, parents, time, files, words


@dataclass
class Batch:
    """Some commits in order, oldest first; hunks name functions by their place in `functions`, from 1."""

    commits: list[MinedCommit]
    functions: list[bytes]
    skipped: int


@dataclass
class Listing:
    """What git lists of some commits, before anything is compared; messages are in the order of `commits`."""

    commits: list[str]
    messages: list[bytes]
    singles: list[RawCommit]
    merges: list[RawCommit]
    mixed: dict[str, dict[bytes, RawChange]]  # by merge and path: what differs from every parent
    moved: Answers
    lost: list[str]


def list_changes(view: View, commits: Sequence[tuple[str, int]], *, partial: bool) -> Listing:
    """List commits, given as hash and number of parents in the order wanted, with the files that each changed.

    `partial`: blobs may be missing.
    """
    plain = [commit for commit, parents in commits if parents < 2]
    joins = [commit for commit, parents in commits if parents > 1]
    lost: list[str] = []
    singles = list(_listed(view, plain, lost))
    merges = list(_listed(view, joins, lost, "--diff-merges=first-parent")) if joins else []
    mixed = {
        raw.commit: {change.path: change for change in raw.changes}
        for raw in (_listed(view, joins, [], "-c") if joins else ())
    }
    messages = {raw.commit: raw.message for raw in (*singles, *merges)}
    order = [commit for commit, _ in commits if commit in messages]
    questions = [*_moved_in_plain(singles), *_moved_in_merges(view, merges, mixed)]
    moved = find_sources(view, questions, partial=partial)
    return Listing(order, [messages[commit] for commit in order], singles, merges, mixed, moved, lost)


def mine(view: View, listing: Listing) -> Batch:
    """Find the hunks of what was listed."""
    found = {raw.commit: (raw, _plain_files(raw, listing.moved)) for raw in listing.singles}
    found |= _merges(view, listing.merges, listing.mixed, listing.moved)
    patches = compare(view, _pairs(files for _, files in found.values()))
    functions = _Functions()
    mined = [
        (
            raw.commit,
            raw.parents,
            raw.time,
            [_mined_file(file, patches, functions) for file in files],
            _words([] if len(raw.parents) > 1 else files, patches),
        )
        for raw, files in map(found.__getitem__, listing.commits)
    ]
    missing = len(listing.lost) + sum(patch is None for patch in patches.values())
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


def _words(files: Iterable[_File], patches: dict[tuple[bytes, bytes], Patch | None]) -> MinedWords:
    """Give the words that a commit's changed lines bring in and take away; what machines write is passed over."""
    sums: tuple[set[int], ...] = (set(), set(), set(), set(), set())
    brought, taken, lines_brought, lines_taken, touched = sums
    for file in files:
        if is_bookkeeping(file.path):
            continue
        touched.update(places(file.path))
        if file.sides and file.sides[0].pair is not None:
            patch = patches.get(file.sides[0].pair)
            if patch is not None:
                brought.update(patch.brought)
                taken.update(patch.taken)
                lines_brought.update(patch.lines_brought)
                lines_taken.update(patch.lines_taken)
                touched.update(map(checksum, filter(None, map(function_name, set(patch.functions)))))
    first, second, third, fourth, fifth = (array(INTEGER, sorted(part)).tobytes() for part in sums)
    return first, second, third, fourth, fifth


def _mined_file(file: _File, patches: dict[tuple[bytes, bytes], Patch | None], functions: _Functions) -> MinedFile:
    if not file.sides:
        return file.path, DELETE, ()
    sides = []
    for parent, path, pair in file.sides:
        hunks = kinds = b""
        if pair is not None and pair[0] != pair[1]:
            patch = patches[pair]
            if patch is None or patch.opaque:
                return file.path, OPAQUE, ()
            numbers = patch.numbers[:]
            numbers[WIDTH - 1 :: WIDTH] = array(INTEGER, map(functions.number, patch.functions))
            hunks, kinds = numbers.tobytes(), patch.kinds.tobytes()
        sides.append((parent, path, hunks, kinds))
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
    for attempt in ((*_LISTED, *options), _LISTED_BARE):
        try:
            with view.stream(*attempt, stdin=f"{commit}\n".encode()) as output:
                return list(read_log(output))
        except (GitError, RuntimeError):
            if attempt is not _LISTED_BARE:
                lost.append(commit)
    return []


def _moved_in_plain(commits: Iterable[RawCommit]) -> Iterator[Question]:
    """Ask, for each file that came in a commit in which others went, under which name it stood before."""
    for raw in commits:
        gone = tuple(Gone(change.path, change.before) for change in raw.changes if change.status == b"D")
        if gone and raw.parents:
            for change in raw.changes:
                if change.status == b"A":
                    yield Question((raw.commit, raw.parents[0], change.path), change.after, gone)


def _moved_in_merges(
    view: View, merges: Iterable[RawCommit], mixed: dict[str, dict[bytes, RawChange]]
) -> Iterator[Question]:
    """Ask the same where a merge mixed a file that one of its parents does not have."""
    for raw in merges:
        for change in mixed.get(raw.commit, {}).values():
            blobs = change.before.split(b" ")
            if not change.after.strip(b"0") or change.after in blobs:
                continue
            for parent, blob in zip(raw.parents, blobs, strict=False):
                if not blob.strip(b"0"):
                    gone = _gone_between(view, parent, raw.commit)
                    yield Question((raw.commit, parent, change.path), change.after, gone)


def _gone_between(view: View, parent: str, merge: str) -> tuple[Gone, ...]:
    return tuple(Gone(change.path, change.before) for change in _between(view, parent, merge, "--diff-filter=D"))


def _between(view: View, parent: str, merge: str, *options: str) -> list[RawChange]:
    """Give what a merge changed against one of its parents."""
    try:
        output = view.run("diff-tree", "-z", "-r", "--raw", "--no-abbrev", "--no-renames", *options, parent, merge)
    except GitError:  # such a merge is counted as lost where it is read against its first parent
        return []
    fields = iter(output.split(b"\0")[:-1])
    return [change for change in (read_change(line, fields) for line in fields) if change is not None]


def _plain_files(raw: RawCommit, moved: Answers) -> list[_File]:
    files = []
    for change in raw.changes:
        sides: tuple[_Side, ...] = ()
        if change.status == b"A":
            gone = moved.get((raw.commit, raw.parents[0], change.path)) if raw.parents else None
            if gone is None:
                sides = (_Side(NOTHING, change.path, (change.before, change.after)),)
            else:
                sides = (_Side(0, gone.path, (gone.blob, change.after)),)
        elif change.status != b"D":
            if change.before == change.after:  # only its mode
                continue
            sides = (_Side(0, change.path, (change.before, change.after)),)
        files.append(_File(change.path, sides))
    return files


def _merges(
    view: View, merges: Sequence[RawCommit], mixed: dict[str, dict[bytes, RawChange]], moved: Answers
) -> dict[str, tuple[RawCommit, list[_File]]]:
    """Tell what each merge changed against its first parent, and whence it took or mixed it."""
    differing = {raw.commit: _differing_by_parent(view, raw) for raw in merges if len(raw.parents) > 2}
    found = {}
    for raw in merges:
        files = []
        for change in raw.changes:
            combined = mixed.get(raw.commit, {}).get(change.path)
            if change.status == b"D":
                files.append(_File(change.path, ()))
            elif combined is not None:
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


def _mixed_file(raw: RawCommit, combined: RawChange, moved: Answers) -> _File:
    blobs = combined.before.split(b" ")
    if combined.after in blobs:  # only its mode differs from every parent
        return _File(combined.path, (_Side(blobs.index(combined.after), combined.path, None),))
    sides = []
    for number, (parent, blob) in enumerate(zip(raw.parents, blobs, strict=False)):
        gone = moved.get((raw.commit, parent, combined.path))
        if blob.strip(b"0"):
            sides.append(_Side(number, combined.path, (blob, combined.after)))
        elif gone is not None and gone.blob == combined.after:  # that parent had it whole, under another name
            return _File(combined.path, (_Side(number, gone.path, None),))
        elif gone is not None:
            sides.append(_Side(number, gone.path, (gone.blob, combined.after)))
    if not sides:
        sides.append(_Side(NOTHING, combined.path, (blobs[0], combined.after)))
    return _File(combined.path, tuple(sides))


def _differing_by_parent(view: View, merge: RawCommit) -> dict[int, set[bytes]]:
    """For a merge of three and more: the paths that differ from each parent but the first, by the parent's number."""
    return {
        number: {change.path for change in _between(view, parent, merge.commit)}
        for number, parent in enumerate(merge.parents)
        if number
    }
