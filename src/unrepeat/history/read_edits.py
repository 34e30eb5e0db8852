"""Turn raw changes into edits, few runs of git for many commits."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from unrepeat.git import View
from unrepeat.history import contents
from unrepeat.history.contents import is_blob
from unrepeat.history.diffs import Pair, compare
from unrepeat.history.edit import MOST_LINES, Edit, Span, Status, lines_in, lines_of
from unrepeat.history.hunks import WIDTH, Patch
from unrepeat.history.raw import RawChange
from unrepeat.history.renames import Gone, Question, find_sources

LARGEST = 1_000_000  # bytes of a file whose lines are read; above it is data
MOST_BYTES = 64_000_000  # of all files of one change together, since their texts stand in memory
MOST_LIKENESSES = (
    250_000  # pairs of files weighed for a rename (git weighs some 500,000 a second); same content is free
)

_LOOKED_AT = 8_000  # bytes in which git, too, looks for a NUL, which makes a file binary


def read_edits(view: View, changes: Sequence[Sequence[RawChange]]) -> list[tuple[Edit, ...]]:
    """Give the edits of each of some commits, whose raw changes are given."""
    sizes = contents.sizes(view, (name for one in changes for change in one for name in (change.before, change.after)))
    moved = _with_renames(view, changes, sizes)
    if len(changes) > 1 and sum(_weight(one, sizes) for one in moved) > MOST_BYTES:
        middle = len(changes) // 2
        return read_edits(view, changes[:middle]) + read_edits(view, changes[middle:])
    texts = contents.texts(view, list(dict.fromkeys(blob for one in moved for blob in _worth_reading(one, sizes))))
    both = [
        Pair(change.before, change.after, change.path)
        for one in moved
        for change, _ in one
        if change.before != change.after and change.before in texts and change.after in texts
    ]
    patches = compare(view, both) if both else {}
    return [tuple(_edit(change, source, sizes, texts, patches) for change, source in one) for one in moved]


class _Moved(NamedTuple):
    """A raw change, and the path it had before where it is a rename."""

    change: RawChange
    source: bytes | None


def _with_renames(view: View, changes: Sequence[Sequence[RawChange]], sizes: Mapping[bytes, int]) -> list[list[_Moved]]:
    """Join each file that came with the one that went in the same commit, where they are alike; empty files never."""
    questions = [question for at, one in enumerate(changes) for question in _questions(f"{at}", one, sizes)]
    answers = find_sources(view, questions, partial=False) if questions else {}
    sources: dict[int, dict[bytes, Gone]] = {}
    for (at, _, path), source in answers.items():
        sources.setdefault(int(at), {})[path] = source
    return [_joined(one, sources.get(at, {})) for at, one in enumerate(changes)]


def _questions(at: str, changes: Sequence[RawChange], sizes: Mapping[bytes, int]) -> list[Question]:
    gone = tuple(Gone(c.path, c.before) for c in changes if c.status == b"D" and 0 < sizes.get(c.before, 0) <= LARGEST)
    came = [c for c in changes if c.status == b"A" and 0 < sizes.get(c.after, 0) <= LARGEST]
    blobs = {blob for _, blob in gone}
    unlike = sum(change.after not in blobs for change in came)
    if unlike * len(gone) > MOST_LIKENESSES:
        came = [change for change in came if change.after in blobs]
    return [Question((at, "", change.path), change.after, gone) for change in came if gone]


def _joined(changes: Sequence[RawChange], sources: Mapping[bytes, Gone]) -> list[_Moved]:
    left = {source.path for source in sources.values()}
    moved = []
    for change in changes:
        source = sources.get(change.path)
        if source is not None:
            moved.append(_Moved(change._replace(status=b"R", before=source.blob), source.path))
        elif change.path not in left:
            moved.append(_Moved(change, None))
    return moved


def _weight(moved: Sequence[_Moved], sizes: Mapping[bytes, int]) -> int:
    blobs = {blob for change, _ in moved for blob in (change.before, change.after) if is_blob(blob)}
    return sum(size for blob in blobs if (size := sizes.get(blob, 0)) <= LARGEST)


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
        adds, takes = _whole(after), _whole(before)
    elif patch is None:  # only the name or the mode changed
        adds, takes = (), ()
    else:
        adds, takes = tuple(_spans(_new_side(patch))), tuple(_spans(_old_side(patch)))
    added, removed = (tuple(islice(lines_in(*side), MOST_LINES)) for side in ((after, adds), (before, takes)))
    return Edit(path, status, added, removed, old_path, before, after, adds=adds, takes=takes)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _whole(text: str) -> tuple[Span, ...]:
    count = len(lines_of(text))
    return (Span(1, count),) if count else ()


def _spans(sides: Iterator[tuple[int, int]]) -> Iterator[Span]:
    """Give spans that are given by the lines before each and its own count."""
    return (Span(begin + 1, begin + count) for begin, count in sides if count)


def _old_side(patch: Patch) -> Iterator[tuple[int, int]]:
    numbers = patch.numbers
    return zip(numbers[0::WIDTH], numbers[1::WIDTH], strict=True)


def _new_side(patch: Patch) -> Iterator[tuple[int, int]]:
    """Hunks give only where the old lines begin; the new ones begin there too, moved by what earlier hunks added."""
    moved = 0
    for begin, removed, added in zip(*(patch.numbers[place::WIDTH] for place in range(3)), strict=True):
        yield begin + moved, added
        moved += added - removed
