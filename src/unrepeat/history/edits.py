"""Read one change as what it adds and removes, line by line.

A change is a commit against its first parent (a root against the empty tree), a range as one change from the merge base
to its head, or what is staged against HEAD. Nothing is checked out, and nothing is written into the repository.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

from unrepeat.errors import RepositoryError, UnknownRevision
from unrepeat.git import Repository, View
from unrepeat.history import contents
from unrepeat.history.contents import is_blob
from unrepeat.history.diffs import Pair, compare
from unrepeat.history.hunks import WIDTH, Patch
from unrepeat.history.raw import RawChange, read_change
from unrepeat.history.renames import Gone, Question, find_sources

MOST_LINES = 2_000  # added, and removed, that are given of one file: a longer edit is made by a program, not read
LARGEST = 1_000_000  # bytes of a file whose lines are read; above it is data
MOST_BYTES = 64_000_000  # of all files of one change together, since their texts stand in memory
MOST_LIKENESSES = (
    250_000  # pairs of files weighed for a rename (git weighs some 500,000 a second); same content is free
)

_LISTED = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames")
_LOOKED_AT = 8_000  # bytes in which git, too, looks for a NUL, which makes a file binary

Status = Literal["added", "modified", "deleted", "renamed"]


class Line(NamedTuple):
    """One line: its number, counted from 1 in the file it stands in, and its text without the line's end."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What a change does to one file.

    Paths and texts are UTF-8, bytes that are none as surrogates. `added` and `removed` hold the first MOST_LINES each,
    numbered in `after` and in `before`, which hold the whole texts. Where no text was read, `unread` says why.
    """

    path: str
    status: Status
    added: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
    old_path: str | None = None
    before: str = ""
    after: str = ""
    unread: Literal["", "binary", "large", "missing"] = ""


def commit_edits(repository: Repository, revision: str) -> tuple[Edit, ...]:
    """Read a commit against its first parent; raise RepositoryError where a shallow clone left the parent out."""
    commit = repository.resolve(revision)
    if commit in repository.shallow_commits():
        raise RepositoryError(
            f"The commit before {commit[:12]} is not in this shallow clone.", "Bring it with `git fetch --deepen=1`."
        )
    with repository.view() as view:
        parents = view.run("rev-list", "--no-walk", "--parents", commit).decode().split()[1:]
        before = parents[0] if parents else _empty_tree(view)
        return _read(view, "diff-tree", before, commit)


def range_edits(repository: Repository, spelled: str) -> tuple[Edit, ...]:
    """Read `A..B` as one change, from the merge base of A and B to B; a side left empty is HEAD.

    `A...B` is the same. Raises RepositoryError where the two have no commit in common.
    """
    first, _, last = spelled.partition("..")
    base, head = repository.resolve(first or "HEAD"), repository.resolve(last.removeprefix(".") or "HEAD")
    with repository.view() as view:
        named = view.run("rev-parse", f"{base}...{head}").decode().split()
        common = next((name[1:] for name in named if name.startswith("^")), None)
        if common is None:
            raise RepositoryError(
                f"The two sides of {spelled[:80]!r} have no commit in common.",
                "Name two commits of one history; in a shallow clone, `git fetch --unshallow` brings older commits.",
            )
        return _read(view, "diff-tree", common, head)


def staged_edits(repository: Repository) -> tuple[Edit, ...]:
    """Read what is staged against HEAD (against nothing before the first commit); paths in conflict are left out."""
    if repository.worktree is None:
        raise RepositoryError("Nothing is staged in a bare repository.", "Name a commit or a range.")
    with repository.view() as view:
        repository.lend_index(view)
        try:
            before = repository.resolve("HEAD")
        except UnknownRevision:
            before = _empty_tree(view)
        return _read(view, "diff-index", "--cached", "--ita-invisible-in-index", before)


def _empty_tree(view: View) -> str:
    return view.make_trees(b"")[0].decode()


class _Moved(NamedTuple):
    """A raw change, and the path it had before where it is a rename."""

    change: RawChange
    source: bytes | None


def _read(view: View, command: str, *sides: str) -> tuple[Edit, ...]:
    fields = iter(view.run(command, *_LISTED, *sides).split(b"\0")[:-1])
    listed = [change for change in (read_change(line, fields) for line in fields) if change and change.status != b"U"]
    sizes = contents.sizes(view, (name for change in listed for name in (change.before, change.after)))
    moved = _with_renames(view, listed, sizes)
    texts = contents.texts(view, _worth_reading(moved, sizes))
    both = [
        Pair(change.before, change.after, change.path)
        for change, _ in moved
        if change.before != change.after and change.before in texts and change.after in texts
    ]
    patches = compare(view, both)
    return tuple(_edit(change, source, sizes, texts, patches) for change, source in moved)


def _with_renames(view: View, changes: Sequence[RawChange], sizes: Mapping[bytes, int]) -> list[_Moved]:
    """Join each file that came with the one that went, where they are alike; empty files are like any other."""
    gone = tuple(Gone(c.path, c.before) for c in changes if c.status == b"D" and 0 < sizes.get(c.before, 0) <= LARGEST)
    came = [c for c in changes if c.status == b"A" and 0 < sizes.get(c.after, 0) <= LARGEST]
    blobs = {blob for _, blob in gone}
    unlike = sum(change.after not in blobs for change in came)
    if unlike * len(gone) > MOST_LIKENESSES:
        came = [change for change in came if change.after in blobs]
    questions = [Question(("", "", change.path), change.after, gone) for change in came if gone]
    answers = find_sources(view, questions, partial=False)
    sources = {path: source for (_, _, path), source in answers.items()}
    left = {source.path for source in sources.values()}
    moved = []
    for change in changes:
        source = sources.get(change.path)
        if source is not None:
            moved.append(_Moved(change._replace(status=b"R", before=source.blob), source.path))
        elif change.path not in left:
            moved.append(_Moved(change, None))
    return moved


def _worth_reading(moved: Sequence[_Moved], sizes: Mapping[bytes, int]) -> list[bytes]:
    """Give the blobs to read: of files that changed, none of them large, until there are too many."""
    wanted: dict[bytes, None] = {}
    total = 0
    for change, _ in moved:
        blobs = [blob for blob in (change.before, change.after) if is_blob(blob)]
        size = [sizes.get(blob, LARGEST + 1) for blob in blobs]
        total += sum(size) if max(size) <= LARGEST else 0
        if max(size) <= LARGEST and total <= MOST_BYTES:
            wanted.update(dict.fromkeys(blobs))
    return list(wanted)


_STATUSES: dict[bytes, Status] = {b"A": "added", b"D": "deleted", b"R": "renamed"}


def _edit(
    change: RawChange,
    source: bytes | None,
    sizes: Mapping[bytes, int],
    texts: Mapping[bytes, bytes],
    patches: Mapping[tuple[bytes, bytes], Patch | None],
) -> Edit:
    path, old_path = _text(change.path), None if source is None else _text(source)
    status = _STATUSES.get(change.status, "modified")
    blobs = [blob for blob in (change.before, change.after) if is_blob(blob)]
    if any(blob not in sizes for blob in blobs):
        return Edit(path, status, old_path=old_path, unread="missing")
    if any(blob not in texts for blob in blobs):
        large = any(sizes[blob] > LARGEST for blob in blobs)
        return Edit(path, status, old_path=old_path, unread="large" if large else "missing")
    if any(b"\0" in texts[blob][:_LOOKED_AT] for blob in blobs):
        return Edit(path, status, old_path=old_path, unread="binary")
    before, after = (_text(texts.get(blob, b"")) for blob in (change.before, change.after))
    patch = patches.get((change.before, change.after))
    if len(blobs) == 1:
        added, removed = _numbered(after), _numbered(before)
    elif patch is None:  # only the name or the mode changed
        added, removed = iter(()), iter(())
    else:
        added, removed = _changed(after, _new_side(patch)), _changed(before, _old_side(patch))
    return Edit(
        path, status, tuple(islice(added, MOST_LINES)), tuple(islice(removed, MOST_LINES)), old_path, before, after
    )


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _lines(text: str) -> list[str]:
    """Split as git does: at each newline, the last of which may be missing."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _numbered(text: str) -> Iterator[Line]:
    return (Line(number, line.removesuffix("\r")) for number, line in enumerate(_lines(text), 1))


def _changed(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[Line]:
    """Give the lines of spans, each given by the lines before it and its own count."""
    lines = _lines(text)
    for begin, count in spans:
        for number in range(begin, begin + count):
            yield Line(number + 1, lines[number].removesuffix("\r"))


def _old_side(patch: Patch) -> Iterator[tuple[int, int]]:
    numbers = patch.numbers
    return zip(numbers[0::WIDTH], numbers[1::WIDTH], strict=True)


def _new_side(patch: Patch) -> Iterator[tuple[int, int]]:
    """Hunks give only where the old lines begin; the new ones begin there too, moved by what earlier hunks added."""
    moved = 0
    for begin, removed, added in zip(*(patch.numbers[place::WIDTH] for place in range(3)), strict=True):
        yield begin + moved, added
        moved += added - removed
