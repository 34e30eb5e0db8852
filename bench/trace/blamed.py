"""Who wrote the lines that fixes removed or changed, and which of these lines say something.

Writers come from `history.lines`, which agrees with `git blame`; the texts from `history.edits`. A removed file counts
with all its lines, a renamed one with those that changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from comments import silent_lines
from unrepeat.history.edit import Edit, lines_of
from unrepeat.history.edits import past_changes
from unrepeat.history.hunks import WIDTH
from unrepeat.history.index import Index
from unrepeat.history.lines import Annotator
from unrepeat.history.nodes import DELETE
from unrepeat.history.places import Place, Places

if TYPE_CHECKING:
    from array import array


class Blamed(NamedTuple):
    """A removed line: the commit that wrote it, the path there, and whether it is more than blank, comment or form."""

    commit: int
    path: int
    says: bool


class _Hunk(NamedTuple):
    """Lines in a row that a fix removed, and those it put there: the first of each, counted from 0."""

    before: int
    writers: list[tuple[int, int]]  # of each removed line, commit and path
    after: int
    added: int


_Removed = dict[int, dict[bytes, list[_Hunk]]]  # by fix, and by the path that the file had before it


def blamed(index: Index, fixes: Sequence[int]) -> Mapping[int, list[Blamed]]:
    """Give the lines that each fix removed."""
    removed = _removed(index, fixes)
    found: dict[int, list[Blamed]] = {}
    with index.repository.view() as view:
        for fix, change in zip(fixes, past_changes(view, map(index.hash, fixes)), strict=True):
            edits = {(edit.old_path or edit.path).encode("utf-8", "surrogateescape"): edit for edit in change.edits}
            found[fix] = [
                line
                for path, hunks in removed[fix].items()
                for line in _told(hunks, edits.get(path), path.decode("utf-8", "replace"))
            ]
    return found


def _removed(index: Index, fixes: Sequence[int]) -> _Removed:
    found: _Removed = {fix: {} for fix in fixes}
    places = Places(index)
    annotator = Annotator(index, places)

    def writers(origins: "array[int]") -> list[tuple[int, int]]:
        return [annotator.origins.of(origin)[:2] for origin in origins]

    def visit(place: Place, side: int, before: "array[int]") -> None:
        if side:
            return  # of a merge's sides the first alone; no fix here is one
        node = places.node(place)
        hunks, shift = node.sides[0].hunks, 0
        kept = found[node.commit].setdefault(index.path(node.sides[0].path), [])
        for begin, gone, came in zip(hunks[::WIDTH], hunks[1::WIDTH], hunks[2::WIDTH], strict=True):
            if gone:
                kept.append(_Hunk(begin, writers(before[begin : begin + gone]), begin + shift, came))
            shift += came - gone

    for path, commits in sorted(_by_path(index, fixes).items()):
        history = index.file_history(path)
        numbers = [number for number in map(history.at_commit, commits) if number is not None]
        annotator.visit_before([(path, number) for number in numbers if history.nodes[number].sides], visit)
        for number in numbers:
            node = history.nodes[number]
            parents = index.graph.parents[node.commit]
            if node.kind == DELETE and parents and path not in _renamed(index, node.commit):
                lines = annotator.lines_at(path, parents[0])
                found[node.commit][index.path(path)] = [_Hunk(0, writers(lines), 0, 0)] if lines else []
        places.forget()
    return found


def _by_path(index: Index, fixes: Sequence[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for change in index.changes(fixes):
        for path in change.paths:
            found.setdefault(path, []).append(change.ordinal)
    return found


def _renamed(index: Index, commit: int) -> set[int]:
    """Give the paths whose files a commit gave another name."""
    found: set[int] = set()
    for path in index.change(commit).paths:
        history = index.file_history(path)
        number = history.at_commit(commit)
        if number is not None:
            found.update(side.path for side in history.nodes[number].sides if side.path != path)
    return found


def _told(hunks: Sequence[_Hunk], edit: Edit | None, path: str) -> Iterator[Blamed]:
    """Say of each line whether it says something; where there is no text to read, it does."""
    before, after = (lines_of(edit.before), lines_of(edit.after)) if edit else ([], [])
    silent = silent_lines(path, edit.before) if edit else frozenset()
    for hunk in hunks:
        gone = [_squeezed(line) for line in before[hunk.before : hunk.before + len(hunk.writers)]]
        came = [_squeezed(line) for line in after[hunk.after : hunk.after + hunk.added]]
        same = bool(gone) and "".join(gone) == "".join(came)
        for number, (commit, origin) in enumerate(hunk.writers):
            form = same or (number < len(gone) and gone[number] in came)
            yield Blamed(commit, origin, says=not form and hunk.before + number not in silent)


def _squeezed(line: str) -> str:
    return "".join(line.split())
