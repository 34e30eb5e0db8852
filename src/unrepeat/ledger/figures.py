"""The figures that growth is told in, each with its base: a count, a median of days, so many of so many."""

from collections.abc import Iterable
from statistics import median
from typing import NamedTuple


class Count(NamedTuple):
    """How many there were."""

    number: int


class Days(NamedTuple):
    """The median of lengths of time in days, None where there are no cases; and of how many cases."""

    median: float | None
    cases: int

    @classmethod
    def over(cls, lengths: Iterable[int]) -> "Days":
        """Take the median of some lengths, of which there may be none."""
        known = sorted(lengths)
        return cls(median(known) if known else None, len(known))


class Share(NamedTuple):
    """So many of so many; where the latter is 0, nothing is known."""

    met: int
    whole: int

    @classmethod
    def over(cls, cases: Iterable[bool]) -> "Share":
        """Count those that are true among all."""
        known = list(cases)
        return cls(sum(known), len(known))


Figure = Count | Days | Share
