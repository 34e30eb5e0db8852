"""Notice when fixes follow fixes unusually fast at one place, for the eyes of whoever is at it, and for nobody else.

It is worked out anew each time from the lines themselves, kept nowhere, and sent nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unrepeat.change import Change
from unrepeat.git import View
from unrepeat.history.edit import Edit, Span
from unrepeat.history.edits import PastChange, past_changes
from unrepeat.history.fixes import is_fix

LONGEST = 72 * 3600  # seconds that a spiral may span
LOOKED_AT = 40  # changes before the one at hand
USUAL = 500  # changes by which it is told what is usual here
FEWEST = 2  # fixes before the one at hand
NEAR = 3  # lines within which two changes are at one place
A_FIX = 0.5  # score from which on a change counts as a fix
QUICK = 0.25  # share of this repository's fixes that follow one another so quickly: faster is unusual

Regions = Mapping[str, Sequence[Span]]  # by path


@dataclass(frozen=True)
class Spiral:
    """So many fixes in a row, the one at hand among them, within so many seconds, and one of the files."""

    fixes: int
    seconds: int
    path: str

    @property
    def says(self) -> str:
        """What it says, with what may help."""
        hours = max(round(self.seconds / 3600), 1)
        count = {3: "Third", 4: "Fourth", 5: "Fifth"}.get(self.fixes, f"{self.fixes}th")
        return (
            f"{count} fix here in {hours} hour{'s' * (hours != 1)}, each within the last one's lines ({self.path}). "
            "Revert first? A pause, a second reader, a kill switch?"
        )


def spiral(view: View, head: str, edits: Sequence[Edit], now: int) -> Spiral | None:
    """Tell whether a change on top of a head is the next turn of a spiral; `now` is its time (seconds)."""
    regions = {edit.old_path or edit.path: _touched(edit) for edit in edits if edit.status != "added"}
    if not regions:
        return None
    listed = view.run("rev-list", f"--max-count={LOOKED_AT}", "--no-merges", f"--since={now - LONGEST}", head)
    chain = _chain(past_changes(view, listed.decode().split()), regions)
    if len(chain) < FEWEST:
        return None
    seconds = now - chain[-1].time
    if not 0 <= seconds <= LONGEST or seconds / len(chain) >= _usual_gap(view, head):
        return None
    path = next(iter(regions))
    return Spiral(len(chain) + 1, seconds, path)


def _chain(changes: Iterable[PastChange], regions: Regions) -> list[PastChange]:
    """Give the fixes, the latest first, each of which was at the place of the one after it."""
    places: dict[str, list[Span]] = {path: list(spans) for path, spans in regions.items()}
    chain: list[PastChange] = []
    for change in changes:
        met = False
        for edit in change.edits:
            here = places.get(edit.path)
            if here is None:
                continue
            met = met or any(_is_near(one, span) for span in here for one in edit.adds)
            places.pop(edit.path)
            places[edit.old_path or edit.path] = [*_mapped_back(here, edit), *edit.takes]
        if met:
            if not _is_a_fix(change):
                break
            chain.append(change)
    return chain


def _touched(edit: Edit) -> list[Span]:
    """Give where a change stands in the file before it: what it takes, and where it puts something in."""
    found = list(edit.takes)
    moved = 0
    for first, last in edit.adds:
        found.append(Span(max(first - moved - 1, 1), first - moved))
        moved += last - first + 1
    return found


def _mapped_back(spans: Sequence[Span], edit: Edit) -> list[Span]:
    """Give lines after an edit as lines before it; exact enough for what is near."""
    return [Span(_before(first, edit), _before(last, edit)) for first, last in spans]


def _before(line: int, edit: Edit) -> int:
    added = sum(max(min(last, line) - first + 1, 0) for first, last in edit.adds if first <= line)
    at = line - added
    for first, last in edit.takes:
        if first <= at:
            at += last - first + 1
    return max(at, 1)


def _is_near(one: Span, other: Span) -> bool:
    return one.first <= other.last + NEAR and other.first <= one.last + NEAR


def _is_a_fix(change: PastChange) -> bool:
    counted = Change(0, change.commit, (), change.time, change.message, (), 0, 0)
    paths = [edit.path.encode("utf-8", "surrogateescape") for edit in change.edits]
    return is_fix(counted, paths).score >= A_FIX


def _usual_gap(view: View, head: str) -> float:
    """Give the seconds under which only a quarter of this repository's fixes follow another to the same file."""
    listed = view.run(
        *("log", f"--max-count={USUAL}", "--no-merges", "--name-only", "--no-renames"),
        *("-z", "--format=%x01%ct %s%x02", head),
    )
    last: dict[bytes, int] = {}
    gaps: list[int] = []
    for entry in listed.split(b"\x01")[1:]:
        header, _, files = entry.partition(b"\x02")
        seconds, _, subject = header.partition(b" ")
        counted = Change(0, "", (), int(seconds or 0), subject.decode("utf-8", "replace"), (), 0, 0)
        paths = [path.strip(b"\n") for path in files.split(b"\0") if path.strip(b"\n")]
        if is_fix(counted, paths).score < A_FIX:
            continue
        for path in paths:
            if path in last:
                gaps.append(last[path] - counted.time)
            last[path] = counted.time
    gaps.sort()
    return gaps[int(QUICK * len(gaps))] if len(gaps) >= 8 else LONGEST
