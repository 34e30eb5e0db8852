"""Put numbers, days and lists into plain words."""

from collections.abc import Sequence
from datetime import UTC, datetime

DAY = 86400
DAYS_A_MONTH, DAYS_A_YEAR = 30.44, 365.25
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun: "1 change", "1,200 changes"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """Give a share as a percentage that never rounds a few to none, nor nearly all to all."""
    if not whole:
        return "0%"
    if 0 < part < 0.01 * whole:
        return "under 1%"
    if 0.99 * whole < part < whole:
        return "over 99%"
    return percent(part / whole)


def percent(rate: float) -> str:
    """Give a rate from 0 to 1 as a whole percentage."""
    return f"{rate:.0%}"


def chance(rate: float) -> str:
    """Give a control rate as a percentage, told apart from never."""
    return "under 1%" if 0 < rate < 0.01 else percent(rate)


def day(moment: str) -> str:
    """Give the day of an ISO moment: "3 May 2024"."""
    year, month, number = moment[:10].split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


def seconds(moment: str) -> int:
    """Give an ISO moment in seconds since 1970."""
    return int(datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def span(days: float) -> str:
    """Give a length of time in its natural unit, for a sentence: "9 days", "14 months", "5 years"."""
    if days < 1:
        return "less than a day"
    if days < 60:
        return counted(round(days), "day")
    if days < 2 * DAYS_A_YEAR:
        return counted(round(days / DAYS_A_MONTH), "month")
    return counted(round(days / DAYS_A_YEAR), "year")


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def runs(lines: Sequence[Sequence[int]], most: int = 3) -> str:
    """Give ranges of lines: "line 4", "lines 4, 7-9 and 2 more places"; nothing for none."""
    if not lines:
        return ""
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in lines[:most]]
    if len(lines) > most:
        shown.append(counted(len(lines) - most, "more place"))
    single = len(lines) == 1 and lines[0][0] == lines[0][1]
    return f"{'line' if single else 'lines'} {listed(shown)}"
