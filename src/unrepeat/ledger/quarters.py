"""Quarters of years, by which growth is told."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, TypeVar

What = TypeVar("What")


class Quarter(NamedTuple):
    """A quarter of a year; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Give the quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def name(self) -> str:
        """Its name, such as 2026-Q1."""
        return f"{self.year}-Q{self.number}"

    @property
    def short(self) -> str:
        """Its name for narrow places, such as Q1 '26."""
        return f"Q{self.number} '{self.year % 100:02d}"

    @property
    def following(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def by_quarter(dated: Iterable[tuple[date | None, What]]) -> dict[Quarter, list[What]]:
    """Sort things with a day into quarters; those without one are left out."""
    found: dict[Quarter, list[What]] = {}
    for day, what in dated:
        if day is not None:
            found.setdefault(Quarter.of(day), []).append(what)
    return found


def without_gaps(known: Iterable[Quarter], last: Quarter) -> list[Quarter]:
    """Give the quarters from the first known to the last, oldest first, and those known after it.

    What was recorded after the last change counts too; but a slip of the pen, such as the year 2126, must not bring a
    hundred empty years with it.
    """
    wanted = {*known, last}
    quarter = min(wanted)
    while quarter < last:
        wanted.add(quarter)
        quarter = quarter.following
    return sorted(wanted)
