"""The variants of SZZ that a tracer has to beat, as pyszz_v2 defines them (grosa1/pyszz_v2, `szz/`).

*B-SZZ* answers with every commit that wrote a line the fix removed. *AG-SZZ* leaves out lines that are blank or
comment, or that the fix only formatted anew. *MA-SZZ* further leaves out meta-changes: merges, commits that touch more
than 20 files, and those that gave the file its name. *L-SZZ* and *R-SZZ* keep one of what MA-SZZ has: the largest by
lines added and removed, the latest by the committer's time. *Latest* and *most lines* keep one of what B-SZZ has: the
latest, and the one that wrote most of the lines (the latest of several); often they do better.

Where pyszz_v2 blames a line again, past the commit that it leaves out or that only formatted the line (`git blame
--ignore-rev`, `-w`, `-M`, `-C`), we leave the line out. pyszz_v2 leaves out large commits in AG-SZZ already.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from blamed import Blamed, blamed
from unrepeat.change import Change
from unrepeat.history.index import Index

MOST_FILES = 20  # of a commit that is no meta-change: pyszz_v2's `max_change_size`

Answers = Mapping[int, frozenset[int]]  # by fix

NAMES = ("B-SZZ", "AG-SZZ", "L-SZZ", "R-SZZ", "latest", "most lines")


def baselines(index: Index, fixes: Sequence[int]) -> Mapping[str, Answers]:
    """Give what each variant answers."""
    lines = blamed(index, fixes)
    writers = sorted({line.commit for some in lines.values() for line in some})
    changes = {change.ordinal: change for change in index.changes(writers)}
    meta = _Meta(index, changes)
    found: dict[str, dict[int, frozenset[int]]] = {name: {} for name in NAMES}
    for fix, some in lines.items():
        counts = Counter(line.commit for line in some)
        says = [line for line in some if line.says]
        kept = {line.commit for line in says if not meta.holds(line)}
        found["B-SZZ"][fix] = frozenset(counts)
        found["AG-SZZ"][fix] = frozenset(line.commit for line in says)
        found["L-SZZ"][fix] = _best((changes[c].added + changes[c].removed, c) for c in kept)
        found["R-SZZ"][fix] = _best((changes[c].time, c) for c in kept)
        found["latest"][fix] = _best((changes[c].time, c) for c in counts)
        found["most lines"][fix] = _best((count, c) for c, count in counts.items())
    return found


def _best(ranked: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Give the commit of the highest rank, the latest of several, if there is any."""
    best = max(ranked, default=None)
    return frozenset() if best is None else frozenset({best[1]})


class _Meta:
    """Says of the lines' writers whether they are meta-changes."""

    def __init__(self, index: Index, changes: Mapping[int, Change]) -> None:
        self._index = index
        self._changes = changes
        self._known: dict[tuple[int, int], bool] = {}

    def holds(self, line: Blamed) -> bool:
        """Say whether a line's writer is a meta-change."""
        at = line.commit, line.path
        if at not in self._known:
            change = self._changes[line.commit]
            self._known[at] = change.is_merge or len(change.paths) > MOST_FILES or self._renamed(*at)
        return self._known[at]

    def _renamed(self, commit: int, path: int) -> bool:
        history = self._index.file_history(path)
        number = history.at_commit(commit)
        return number is not None and any(side.path != path for side in history.nodes[number].sides)
