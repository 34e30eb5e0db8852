"""What the figures of growth are called, for all and for oneself, and how each is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from unrepeat.ledger.figures import Count, Days, Figure, Share
from unrepeat.ledger.growth import TeamQuarter
from unrepeat.ledger.own_growth import OwnQuarter

QUARTERS = 8  # shown, the latest: two years; `--json` gives all
FEWEST = 3  # quarters with data, below which nothing is said or drawn of a course

Row = TeamQuarter | OwnQuarter


@dataclass(frozen=True)
class Measure:
    """One figure of each quarter: its name, the two lines over its column, and where it is found."""

    name: str
    head: tuple[str, str]
    figure: Callable[[Any], Figure]

    def is_told(self, rows: Sequence[Row]) -> bool:
        """Say whether there is anything to tell of it."""
        return any(_tells(self.figure(row)) for row in rows)


DELIVERED = Measure("Changes delivered", ("changes", "delivered"), lambda row: row.changes)
SHARED = Measure("Mistakes shared", ("mistakes", "shared"), lambda row: row.mistakes)
SHARING = Measure("Days from mistake to sharing", ("shared", "after"), lambda row: row.sharing)
LESSON = Measure("Days from mistake to lesson", ("lesson", "after"), lambda row: row.lesson)
PROOF = Measure("Days from lesson to proven safeguard", ("proven", "after"), lambda row: row.proof)
REPEATS = Measure("Mistakes like an earlier one", ("like an", "earlier one"), lambda row: row.repeats)
ACTIONS = Measure("Actions done by their day", ("actions", "in time"), lambda row: row.actions)
SHOWN = Measure("Actions shown to work", ("shown", "to work"), lambda row: row.shown)
ASIDE = Measure("Actions set aside, with the reason", ("set", "aside"), lambda row: row.set_aside)
DECISIONS = Measure("Decisions acknowledged in time", ("decisions", "told in time"), lambda row: row.decisions)
CHECK_INS = Measure("Check-ins held", ("check-ins", "held"), lambda row: row.check_ins)
NOTES = Measure("Private notes", ("private", "notes"), lambda row: row.notes)
SAID = Measure("Acknowledgements given", ("acknow-", "ledgements"), lambda row: row.acknowledgements)
THANKED = Measure("Thanks received", ("thanks", "received"), lambda row: Count(len(row.thanks)))

LEARNING = (DELIVERED, SHARED, SHARING, LESSON, PROOF, REPEATS)
KEEPING = (ACTIONS, SHOWN, ASIDE, DECISIONS, CHECK_INS)
OWN = (NOTES, ACTIONS, SHOWN, ASIDE, DECISIONS, SAID, THANKED)


def _tells(figure: Figure) -> bool:
    match figure:
        case Count(number):
            return number > 0
        case Days(median):
            return median is not None
        case Share(_, whole):
            return whole > 0


def level(figure: Figure) -> float | None:
    """Give how high a figure stands, None where nothing is known."""
    match figure:
        case Count(number):
            return float(number)
        case Days(median):
            return median
        case Share(met, whole):
            return met / whole if whole else None


def cell(figure: Figure) -> str:
    """Write a figure into a narrow place; days with their number of cases in brackets."""
    match figure:
        case Count(number):
            return f"{number:,}"
        case Days(median, cases):
            return "-" if median is None else f"{in_days(median)} ({cases})"
        case Share(met, whole):
            return f"{met:,} of {whole:,}" if whole else "-"


def in_days(days: float) -> str:
    """Write a number of days: "1 day", "3.5 days"."""
    return f"{days:,g} day{'' if days == 1 else 's'}"
