"""Measure the place of some changes beside the repository: how large, how busy, how entangled, how often fixed."""

import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from unrepeat.change import Change
from unrepeat.errors import GitError
from unrepeat.git import View
from unrepeat.history.edits import empty_tree
from unrepeat.history.fixes import STANDS, is_fix
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test
from unrepeat.history.raw import OPTIONS, RawCommit, read_log
from unrepeat.ledger.globs import matches
from unrepeat.ledger.record import Record
from unrepeat.retro.evidence import Measure, Place, Since, Step, Surroundings
from unrepeat.retro.messages_told import was_read_by_another

YEAR = 366 * 86_400  # seconds looked back
MOST_CHANGES = 5_000  # of them at most; a busier repository is measured over less than a year
MOST_FILES = 20_000  # in a tree whose lines are counted
MOST_PLACES = 3
SWEEP = 30  # files; a larger change says nothing of what belongs together
TOGETHER = 3  # changes in which a file must have changed with another to count as its partner
LATER = 500  # changes after the last one that are looked at
LARGE = 400  # files of a change that are weighed


class _Year(NamedTuple):
    """What a year of changes says of each file."""

    changes: int
    tested: int
    read: int
    repairs: int
    of: Counter[bytes]
    fixes: Counter[bytes]
    with_test: Counter[bytes]
    partners: Counter[bytes]


def surroundings(view: View, steps: Sequence[Step], records: Iterable[Record] = ()) -> Surroundings | None:
    """Measure the files that some changes touched most, as they stood before the last of them; None where git cannot.

    `records` are the mistakes of the ledger, to be told where they are about these files.
    """
    try:
        base = _before(view, steps[-1].commit)
        listed = view.run("ls-tree", "-r", "-z", "--name-only", base).split(b"\0")[:-1]
        there = frozenset(path for path in listed if _is_code(path))
        year = _year(view, base, steps[-1].time)
        lines = _lines(view, base) if len(listed) <= MOST_FILES else {}
        others = _others(view, steps)
    except GitError:
        return None
    mistakes = [record for record in records if record.kind == "mistake"]
    places = tuple(_place(path, there, year, lines, mistakes) for path in _chosen(steps, there))
    return Surroundings(base, year.changes, year.tested, year.read, year.repairs, places, others)


def year_before(view: View, head: str, until: int) -> Surroundings | None:
    """Measure the year before a moment where no change is known: no place is among it; None where git cannot."""
    try:
        base = view.run("rev-list", "--max-count=1", f"--before={until}", head).decode().strip()
        year = _year(view, base, until) if base else None
    except GitError:
        return None
    return year and Surroundings(base, year.changes, year.tested, year.read, year.repairs, (), 0)


def since(view: View, head: str, last: str, paths: Collection[str]) -> Since | None:
    """Tell what changed at some files after the last change; None where the head does not descend from it."""
    try:
        if view.run("rev-list", "--max-count=1", last, f"^{head}"):
            return None
        literal = [f":(top,literal){path}" for path in sorted(paths)]
        with view.stream(
            "log", *OPTIONS, "--no-merges", "--no-renames", f"--max-count={LATER}", f"{last}..{head}", "--", *literal
        ) as output:
            found = list(read_log(output))
    except GitError:
        return None
    return Since(head, len(found), tuple(raw.commit for raw in found if _reads_like_a_fix(raw)))


def _before(view: View, commit: str) -> str:
    """Give the first parent of a commit; the commit itself where it has none here."""
    parents = view.run("rev-list", "--no-walk", "--parents", commit).decode().split()[1:]
    return parents[0] if parents and not view.missing(parents[:1]) else commit


def _year(view: View, base: str, until: int) -> _Year:
    of: Counter[bytes] = Counter()
    fixes: Counter[bytes] = Counter()
    with_test: Counter[bytes] = Counter()
    together: Counter[tuple[bytes, bytes]] = Counter()
    changes = tested = read = repairs = 0
    options = ("--no-merges", "--no-renames", f"--max-count={MOST_CHANGES}", f"--since={max(until - YEAR, 0)}")
    with view.stream("log", *OPTIONS, *options, base) as output:
        for raw in read_log(output):
            paths = [one.path for one in raw.changes]
            code = [path for path in paths if _is_code(path)]
            has_test = any(map(is_test, paths))
            changes += 1
            tested += has_test
            read += was_read_by_another(raw.message.decode("utf-8", "replace"))
            of.update(code)
            if has_test:
                with_test.update(code)
            if _reads_like_a_fix(raw):
                repairs += 1
                fixes.update(code)
            if len(paths) <= SWEEP:
                together.update(combinations(sorted(code), 2))
    partners: Counter[bytes] = Counter()
    for (one, other), times in together.items():
        if times >= TOGETHER:
            partners.update((one, other))
    return _Year(changes, tested, read, repairs, of, fixes, with_test, partners)


def _reads_like_a_fix(raw: RawCommit) -> bool:
    change = Change(0, raw.commit, (), raw.time, raw.message.decode("utf-8", "replace"), (), 0, 0)
    return is_fix(change, [one.path for one in raw.changes[:LARGE]]).score >= STANDS


def _lines(view: View, base: str) -> dict[bytes, int]:
    """Count the lines of each text file of a commit; nothing where files are missing from a partial clone."""
    try:
        rows = view.run("diff-tree", "-r", "-z", "--numstat", "--no-renames", empty_tree(view), base)
    except GitError:
        return {}
    counted = {}
    for row in rows.split(b"\0")[:-1]:
        added, _, path = row.split(b"\t", 2)
        if added != b"-":
            counted[path] = int(added)
    return counted


def _others(view: View, steps: Sequence[Step]) -> int:
    """Count what else went in between the first and the last change."""
    if len(steps) < 2:
        return 0
    listed = view.run("rev-list", "--no-merges", steps[-1].commit, f"^{steps[0].commit}").decode().split()
    return len(set(listed) - {step.commit for step in steps})


def _chosen(steps: Sequence[Step], there: Collection[bytes]) -> list[bytes]:
    """Give the files that most of the changes touched, fixes first; new ones and those that are gone are left out."""
    touched: Counter[bytes] = Counter()
    for step in steps:
        for path in step.paths:
            touched[path.encode("utf-8", "surrogateescape")] += 2 if step.is_fix else 1
    known = [path for path in touched if path in there]
    return sorted(known, key=lambda path: (-touched[path], path))[:MOST_PLACES]


def _place(
    path: bytes, there: Collection[bytes], year: _Year, lines: dict[bytes, int], mistakes: Sequence[Record]
) -> Place:
    busy = [one for one in year.of if one in there]
    name = path.decode("utf-8", "surrogateescape")
    found = [
        _measure("changes", path, year.of, busy),
        _measure("fixes", path, year.fixes, busy),
        _measure("partners", path, year.partners, busy),
    ]
    if path in lines:
        found.insert(0, _measure("lines", path, lines, [one for one in there if one in lines]))
    return Place(
        path=name,
        measures=tuple(found),
        tested=year.with_test[path],
        changes=year.of[path],
        recorded=tuple(one.id for one in mistakes if any(matches(glob, name) for glob in one.words("paths"))),
    )


def _measure(name: str, path: bytes, figures: dict[bytes, int], among: Sequence[bytes]) -> Measure:
    usual = statistics.median(figures.get(one, 0) for one in among) if among else 0
    return Measure(name, figures.get(path, 0), usual, len(among))


def _is_code(path: bytes) -> bool:
    is_own = not path.startswith(b".unrepeat/")
    return is_own and not is_bookkeeping(path) and not is_prose(path) and not is_test(path)
