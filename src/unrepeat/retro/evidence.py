"""What a retro is drafted from: changes, links, measures and records, as plain data that holds no person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

AT_ONCE = 600  # seconds within which changes were delivered together, as a series is


@dataclass(frozen=True)
class Step:
    """One change that is told: full hash, seconds since 1970 (UTC), its message without people, and what it did.

    `says`: the first sentence of the message's body; `noticed`: the one that tells how something was noticed;
    `report`: the trailer or number by which the message names a report; each empty where there is none. `unread` says
    why a change could not be read in this clone.
    """

    commit: str
    time: int
    subject: str
    says: str = ""
    noticed: str = ""
    report: str = ""
    added: int = 0
    removed: int = 0
    paths: tuple[str, ...] = ()
    is_fix: bool = False
    is_merge: bool = False
    has_body: bool = False
    was_read_by_another: bool = False
    unread: str = ""


class Ground(NamedTuple):
    """One reason for a link: words of ours (what they quote stands in “ ” or ` `), and the file, empty where none."""

    says: str
    path: str


@dataclass(frozen=True)
class Tie:
    """A fix and the change that it repairs (full hashes): how likely (0 to 1), whether a person confirmed it, why."""

    fix: str
    culprit: str
    score: float
    confirmed: bool
    grounds: tuple[Ground, ...] = ()

    @property
    def likely(self) -> str:
        """The words before its verb: "likely (73%) ", none where a person confirmed it."""
        return "" if self.confirmed else f"likely ({self.score:.0%}) "


class Measure(NamedTuple):
    """What was measured of a place: here, in the median of so many files (`cases`)."""

    name: str  # lines, changes, partners, fixes
    here: int
    usual: float
    cases: int


@dataclass(frozen=True)
class Place:
    """A file with its measures, how many of its changes came with a test, and the ids of mistakes recorded there."""

    path: str
    measures: tuple[Measure, ...]
    tested: int
    changes: int
    recorded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What the repository says around the changes, over the year before the last of them, as of the commit `at`.

    `changes` counts that year's changes, `tested` those of them that came with a test, `read` those whose messages say
    that somebody else read them, `fixes` those that read like one, `others` what else went in between the first and the
    last change told.
    """

    at: str
    changes: int
    tested: int
    read: int
    fixes: int
    places: tuple[Place, ...]
    others: int


class Since(NamedTuple):
    """What happened at the same files after the last change: how many changes, and which of them read like fixes."""

    head: str
    changes: int
    fixes: tuple[str, ...]


@dataclass(frozen=True)
class Recorded:
    """What people wrote down of it: the mistake's id, its title, its fields by name, and the actions that answer it.

    `actions`: id, title and state of each. `gone`: commits that it names and that are not in this clone.
    """

    id: str
    title: str
    fields: dict[str, str]
    actions: tuple[tuple[str, str, str], ...] = ()
    gone: int = 0


class Learned(NamedTuple):
    """A guard that is proven on a link: its title, and the places that it matches now, None where not known."""

    fix: str
    culprit: str
    title: str
    matches_now: int | None


@dataclass(frozen=True)
class Evidence:
    """All that a retro tells: the changes oldest first, the links among them, and what is around.

    `left_out` counts merges of a range, which are not told one by one. `last_standing`: whether the string is still
    open, None where it is not known.
    """

    name: str
    head: str
    head_time: int
    steps: tuple[Step, ...]
    ties: tuple[Tie, ...] = ()
    around: Surroundings | None = None
    since: Since | None = None
    record: Recorded | None = None
    learned: tuple[Learned, ...] = ()
    left_out: int = 0
    is_open: bool | None = None
    notes: Sequence[str] = field(default=())

    def step(self, commit: str) -> Step:
        """Give the step of a commit."""
        return next(one for one in self.steps if one.commit == commit)

    def lag(self, tie: Tie) -> int:
        """Give the seconds from a change to its fix."""
        return self.step(tie.fix).time - self.step(tie.culprit).time

    def apart(self) -> list[Tie]:
        """Give the links whose two changes came at different times; what comes within minutes is one delivery."""
        return [tie for tie in self.ties if self.lag(tie) >= AT_ONCE]


def all_likely(ties: Sequence[Tie]) -> str:
    """Give the words before the verb of several links: "likely (54% to 97%) ", none where all are confirmed."""
    scores = sorted(tie.score for tie in ties if not tie.confirmed)
    if not scores:
        return ""
    low, high = f"{scores[0]:.0%}", f"{scores[-1]:.0%}"
    return f"likely ({low}) " if low == high else f"likely ({low} to {high}) "
