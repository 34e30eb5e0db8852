"""Find the place of a lesson: the lines that a culprit added and its fix changed, in each version of their files.

Lines are followed from the fix's parent back to the culprit by `git blame`, so that no index is needed. Where a fix
only adds, the lines around count; where the two share no line, all that the culprit added in the files of the fix, and
then all it added.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from unrepeat.git import View
from unrepeat.guards.finding import Firing
from unrepeat.history.edit import Edit, Span, lines_of
from unrepeat.history.edits import PastChange

MOST_FILES = 20  # of a fix whose lines are followed; wider ones are no lesson about a place
_HEADER = re.compile(rb"([0-9a-f]{40,64}) (\d+) (\d+)(?: \d+)?")

Spans = Mapping[str, tuple[Span, ...]]  # by path
Sides = Callable[[Edit], Iterator[tuple[Span, Span]]]


@dataclass(frozen=True)
class Place:
    """Where a lesson stands: in the culprit, in the culprit's parent, and after the fix. `shared` says how it is known.

    `lines`: the fix changed lines that the culprit added; `around`: it added beside such lines; `files`: it changed a
    file that the culprit changed; `none`: the two share no file.
    """

    shared: str
    culprit: Spans
    before: Spans
    fixed: Spans


def overlaps(spans: Spans, firing: Firing, *, by_line: bool = True) -> bool:
    """Say whether a guard fires at a place; what it says of a file or of the whole change is at any place there."""
    if not firing.path:
        return bool(spans)
    there = spans.get(firing.path)
    if there is None:
        return False
    return (
        not by_line
        or firing.line < 1
        or any(firing.line <= span.last and span.first <= firing.end_line for span in there)
    )


def place_of(view: View, culprit: PastChange, fix: PastChange) -> Place:
    """Find a lesson's place; raise GitError where the clone lacks what would tell it."""
    parent = fix.parents[0] if fix.parents else None
    edits = [edit for edit in fix.edits if not edit.unread][:MOST_FILES]
    for shared, sides in (("lines", _removed), ("around", _around)):
        found = _followed(view, culprit, parent, edits, sides) if parent else None
        if found:
            return Place(shared, *found)
    return _by_files(culprit, fix)


def _removed(edit: Edit) -> Iterator[tuple[Span, Span]]:
    """Give what a fix removed, each with where its successor stands after it."""
    return ((old, new) for old, new in hunks(edit) if old.last >= old.first)


def _around(edit: Edit) -> Iterator[tuple[Span, Span]]:
    """Give the line before and after each addition, with the addition and these lines as its successor."""
    for old, new in hunks(edit):
        if old.last < old.first:
            yield Span(max(old.first - 1, 1), old.first), Span(max(new.first - 1, 1), new.last + 1)


def hunks(edit: Edit) -> Iterator[tuple[Span, Span]]:
    """Give each hunk's old and new lines; an empty side ends before it begins, at the line that follows it."""
    adds, takes = list(edit.adds), list(edit.takes)
    moved = 0  # how many more lines stand before here after the change
    while adds or takes:
        if takes and (not adds or takes[0].first + moved <= adds[0].first):
            old = takes.pop(0)
            begin = old.first + moved
            new = adds.pop(0) if adds and adds[0].first == begin else Span(begin, begin - 1)
        else:
            new = adds.pop(0)
            begin = new.first - moved
            old = Span(begin, begin - 1)
        moved += (new.last - new.first) - (old.last - old.first)
        yield old, new


def _followed(
    view: View, culprit: PastChange, parent: str, edits: Sequence[Edit], sides: Sides
) -> tuple[Spans, Spans, Spans] | None:
    """Follow one side of some edits back to the culprit; None where no line of it leads there."""
    at_culprit: dict[str, set[int]] = {}
    fixed: dict[str, list[Span]] = {}
    for edit in edits:
        asked = list(sides(edit))
        if edit.status == "added" or not asked:
            continue
        origins = _blame(view, parent, edit, [old for old, _ in asked], culprit.commit)
        for old, new in asked:
            lines = [origins[line] for line in range(old.first, old.last + 1) if line in origins]
            for path, line in lines:
                at_culprit.setdefault(path, set()).add(line)
            if lines and edit.status != "deleted":
                fixed.setdefault(edit.path, []).append(_with_edge(new))
    if not at_culprit:
        return None
    spans = {path: _spans(lines) for path, lines in sorted(at_culprit.items())}
    return spans, _before(culprit, spans), {path: tuple(one) for path, one in sorted(fixed.items())}


def _with_edge(new: Span) -> Span:
    """Give the lines that stand in the place of others; where none do, the two lines between which they stood."""
    return new if new.last >= new.first else Span(max(new.last, 1), new.first)


def _blame(view: View, commit: str, edit: Edit, spans: Iterable[Span], wanted: str) -> dict[int, tuple[str, int]]:
    """Give, of the lines of some spans before an edit, those that a commit wrote: by line, its path and line there."""
    last = len(lines_of(edit.before))
    inside = [Span(span.first, min(span.last, last)) for span in spans]
    options = [f"-L{span.first},{span.last}" for span in inside if span.first <= span.last]
    if not options:
        return {}
    path = edit.old_path or edit.path
    told = view.run("blame", "--porcelain", "-s", *options, commit, "--", path)
    found: dict[int, tuple[str, int]] = {}
    names: dict[bytes, str] = {}
    origin, there, here = b"", 0, 0
    for row in told.split(b"\n"):
        header = _HEADER.fullmatch(row)
        if header:
            origin, there, here = header[1], int(header[2]), int(header[3])
        elif row.startswith(b"filename "):
            names[origin] = _unquoted(row.removeprefix(b"filename "))
        elif row.startswith(b"\t") and origin.decode() == wanted:
            found[here] = (names.get(origin, path), there)
    return found


def _unquoted(name: bytes) -> str:
    """Give a path as blame prints it: in quotes, with octal escapes, where it holds what is odd."""
    if name.startswith(b'"') and name.endswith(b'"'):
        name = name[1:-1].decode("unicode_escape").encode("latin-1")
    return os.fsdecode(name)


def _before(culprit: PastChange, spans: Spans) -> Spans:
    """Give what stood in the culprit's parent where the lesson's lines stand."""
    by_path = {edit.path: edit for edit in culprit.edits}
    found: dict[str, tuple[Span, ...]] = {}
    for path, places in spans.items():
        edit = by_path.get(path)
        if edit is None or edit.status == "added":
            continue
        old = [
            _with_edge(old)
            for old, new in hunks(edit)
            if any(new.first <= span.last and span.first <= new.last for span in places)
        ]
        if old:
            found[edit.old_path or path] = tuple(old)
    return found


def _by_files(culprit: PastChange, fix: PastChange) -> Place:
    of_fix = {edit.old_path or edit.path for edit in fix.edits}
    edits = [edit for edit in culprit.edits if edit.path in of_fix]
    at_culprit = {edit.path: edit.adds or (Span(0, 0),) for edit in edits or culprit.edits}
    fixed = {edit.path: tuple(map(_with_edge, (new for _, new in hunks(edit)))) for edit in fix.edits if edits}
    before = {
        edit.old_path or edit.path: tuple(_with_edge(old) for old, _ in hunks(edit))
        for edit in edits
        if edit.status != "added"
    }
    return Place("files" if edits else "none", at_culprit, before, fixed)


def _spans(lines: Iterable[int]) -> tuple[Span, ...]:
    found: list[Span] = []
    for line in sorted(lines):
        if found and line == found[-1].last + 1:
            found[-1] = Span(found[-1].first, line)
        else:
            found.append(Span(line, line))
    return tuple(found)
