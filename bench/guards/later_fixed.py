"""Say which lines that changes added were later changed by a fix, over a whole history."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from unrepeat.history.fixes import find_fixes
from unrepeat.history.hunks import WIDTH
from unrepeat.history.index import Index
from unrepeat.history.lines import Annotator
from unrepeat.history.places import Place, Places

if TYPE_CHECKING:
    from array import array

Added = tuple[int, int]  # a commit and a path, by their numbers in the index


def later_fixed(index: Index, head: int, wanted: Collection[Added]) -> Mapping[Added, set[int]]:
    """Give the lines (from 1, as the commit left the file) that a fix removed or changed later, of some commits' files.

    A fix is a change whose score stands (`history.fixes`); lines are followed through merges and renames.
    """
    found: dict[Added, set[int]] = {one: set() for one in wanted}
    places = Places(index)
    annotator = Annotator(index, places)

    def visit(place: Place, side: int, before: "array[int]") -> None:
        hunks = places.node(place).sides[side].hunks
        for at in range(0, len(hunks), WIDTH):
            for number in before[hunks[at] : hunks[at] + hunks[at + 1]]:
                origin = annotator.origins.of(number)
                lines = found.get((origin.commit, origin.path))
                if lines is not None:
                    lines.add(origin.line)

    by_path: dict[int, list[int]] = {}
    for fix in find_fixes(index, head):
        for path in fix.change.paths:
            by_path.setdefault(path, []).append(fix.change.ordinal)
    for path, commits in sorted(by_path.items()):
        history = index.file_history(path)
        numbers = (history.at_commit(commit) for commit in commits)
        annotator.visit_before([(path, number) for number in numbers if number is not None], visit)
        places.forget()
    return found
