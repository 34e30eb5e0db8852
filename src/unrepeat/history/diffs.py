"""Compare any pairs of blobs in one run of git.

Pairs are entered in two trees under the same made-up names, and the trees are compared: `git diff-tree` then gives
every pair's hunks in one stream. So merges cost no more than other changes, a damaged object costs one pair, and no
attribute of the repository's paths is looked at. Measured on openvswitch/ovs
(58,872 pairs): 10.8 s against 11.1 s for `git log -p -U0 -M`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unrepeat.errors import GitError
from unrepeat.git import FUNCTION_DRIVERS, View
from unrepeat.history.hunks import Patch, read_patches

_ENDING = re.compile(rb"\.([A-Za-z]{1,4})$")
_DRIVEN = frozenset(ending.encode() for ending in FUNCTION_DRIVERS)

# What blame uses, so that lines lead where blame leads them.
_DIFF = ("diff-tree", "-r", "-p", "-U0", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv")
_ALGORITHM = ("--diff-algorithm=myers", "--indent-heuristic", "--full-index")


class Pair(NamedTuple):
    """Two blobs (hex) and the path after the change, which tells the language."""

    before: bytes
    after: bytes
    path: bytes


def compare(view: View, pairs: Iterable[Pair]) -> dict[tuple[bytes, bytes], Patch | None]:
    """Give the hunks of each pair, keyed by its two blobs; None where a blob is missing or damaged.

    Pairs of one path stand together, newest first, which suits git's delta cache.
    """
    unique: dict[tuple[bytes, bytes], Pair] = {}
    for pair in pairs:
        unique.setdefault((pair.before, pair.after), pair)
    ordered = sorted(reversed(unique.values()), key=lambda pair: pair.path)  # noqa: C414 -- equal paths keep this order
    return dict(_compare_share(view, ordered))


def _compare_share(view: View, pairs: Sequence[Pair]) -> Iterator[tuple[tuple[bytes, bytes], Patch | None]]:
    try:
        yield from _compare_readable(view, pairs)
    except GitError:
        lost = view.missing([blob.decode() for pair in pairs for blob in pair[:2] if blob.strip(b"0")])
        if lost:
            readable = [pair for pair in pairs if not lost & {pair.before.decode(), pair.after.decode()}]
            yield from (((pair.before, pair.after), None) for pair in pairs if pair not in set(readable))
            yield from _compare_share(view, readable)
        elif len(pairs) > 1:  # an object is there and damaged: halve until it stands alone
            middle = len(pairs) // 2
            yield from _compare_share(view, pairs[:middle])
            yield from _compare_share(view, pairs[middle:])
        elif pairs:
            yield (pairs[0].before, pairs[0].after), None


def _compare_readable(view: View, pairs: Sequence[Pair]) -> Iterator[tuple[tuple[bytes, bytes], Patch | None]]:
    if not pairs:
        return
    names = [b"%07d%s" % (number, _ending(pair.path)) for number, pair in enumerate(pairs)]
    before = _tree(view, names, [pair.before for pair in pairs])
    after = _tree(view, names, [pair.after for pair in pairs])
    patches: list[Patch] = [Patch() for _ in pairs]
    with view.stream(*_DIFF, *_ALGORITHM, before, after) as output:
        for number, patch in read_patches(output):
            patches[number] = patch
    for pair, patch in zip(pairs, patches, strict=True):
        yield (pair.before, pair.after), patch


def _tree(view: View, names: Sequence[bytes], blobs: Sequence[bytes]) -> str:
    entries = [
        b"100644 blob %s\t%s\n" % (blob, name) for name, blob in zip(names, blobs, strict=True) if blob.strip(b"0")
    ]
    return view.make_trees(b"".join(entries))[0].decode()


def _ending(path: bytes) -> bytes:
    found = _ENDING.search(path)
    return b"." + found[1] if found and found[1] in _DRIVEN else b""
