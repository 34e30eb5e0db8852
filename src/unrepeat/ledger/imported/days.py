"""Find days in what people wrote; what could be read in two ways, or lacks its year, is no day."""

import re
from collections.abc import Iterator
from datetime import date

from unrepeat.ledger.kinds import EARLIEST, LATEST

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else name for name in _MONTHS) + r"|sept)\.?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
# `January 14-19, 2026` is the first of these days.
_UNTIL = rf"(?:\s?[-\u2013\u2014]\s?(?:\d{{1,2}}{_ORDINAL}))?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\d.-]){_YEAR}(?P<mark>[-/._])(?P<number>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)",
        rf"\b{_MONTH}\s+(?P<day>\d\d?){_ORDINAL}{_UNTIL},?\s+{_YEAR}\b",
        rf"(?<![\d.])(?P<day>\d\d?){_ORDINAL}{_UNTIL}\.?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"(?<![\d.])(?P<day>\d\d?)\.(?P<number>\d\d?)\.{_YEAR}(?!\d|\.\d)",
        rf"(?<![\d/])(?P<first>\d\d?)/(?P<second>\d\d?)/{_YEAR}(?!\d)",
    )
)
_FAR = 20_000  # letters in which a day is looked for


def days_in(text: str) -> Iterator[date]:
    """Give the days that a text names, in its order; those that the calendar lacks are passed over."""
    found = [(match.start(), day) for form in _FORMS for match in form.finditer(text[:_FAR]) if (day := _day(match))]
    yield from (day for _, day in sorted(found))


def first_day(text: str) -> date | None:
    """Give the first day that a text names."""
    return next(days_in(text), None)


def only_day(text: str) -> date | None:
    """Give the day that a text names where it names no other."""
    found = set(days_in(text))
    return found.pop() if len(found) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None  # the third of April, or the fourth of March
        month, day = (first, second) if first <= 12 else (second, first)
    else:
        month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
        day = int(parts["day"])
    try:
        found = date(int(parts["year"]), month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))
