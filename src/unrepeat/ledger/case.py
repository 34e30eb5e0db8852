"""A change that came in at a place, and what the code of today shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from unrepeat.ledger.effects import Lines, Touched
from unrepeat.ledger.elsewhere import Found
from unrepeat.ledger.reverts import Event

FADED = 0.5  # share of a change's lines that is left, at or under which it may have been taken back
HARDLY = 0.1  # share at or under which the code alone may tell so
BACK = 0.9  # share of the lines it removed that are there again
MOVED = 0.5  # share of its lines that stand elsewhere, from which on they were moved
MOST_PATHS = 100  # of one change that are looked for in later ones


@dataclass
class Case:
    """A change that came in at a place, and what the code of today shows of it."""

    commit: str
    place: int
    files: Sequence[Touched]
    lines: Lines
    is_seen: bool  # whether its lines could be compared
    left: float  # share of the lines it brought that are in its files now; 1 where it brought none
    back: float  # share of the lines it took that are there again; 0 where it took none
    restored: bool  # every file is as before
    gone: Sequence[Touched]  # files it added that are not there now
    found: Found | None = None  # of its lines in other files; None where nobody looked
    later: list[tuple[int, list[Touched]]] = field(default_factory=list)  # what descends from it, on its paths
    exact: list[Event] = field(default_factory=list)  # later commits that do the very same or the very reverse

    @property
    def paths(self) -> list[bytes]:
        """The paths by which later commits are found."""
        return sorted(file.path for file in self.files)[:MOST_PATHS]

    @property
    def is_faded(self) -> bool:
        """Whether it may have been taken back."""
        if self.lines.brought:
            return self.left <= FADED
        return self.back >= BACK or self.restored or bool(self.gone)

    @property
    def hardly_left(self) -> bool:
        """Whether it brought lines of which hardly any is in its files."""
        return bool(self.lines.brought) and self.left <= HARDLY

    @property
    def is_elsewhere(self) -> bool:
        """Whether its lines were moved to other files."""
        return self.found is not None and self.found.share >= MOVED

    @property
    def is_absent(self) -> bool:
        """Whether it can be seen that hardly anything of it is in the code: not in its files, nor elsewhere."""
        if self.lines.brought:
            return self.is_seen and self.hardly_left and not self.is_elsewhere
        return self.back >= BACK if self.lines.took else self.restored
