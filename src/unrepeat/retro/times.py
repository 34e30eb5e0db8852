"""Tell moments and spans as a timeline does: in UTC, to the minute."""

from datetime import UTC, datetime

from unrepeat.retro.study import moment
from unrepeat.retro.wording import DAY, counted, day, span

HOUR, MINUTE = 3_600, 60


def at(seconds: int) -> str:
    """Give a moment: "24 Dec 2025, 09:00 UTC"."""
    return f"{day(moment(seconds))}, {datetime.fromtimestamp(seconds, UTC):%H:%M} UTC"


def on(seconds: int) -> str:
    """Give a day: "24 Dec 2025"."""
    return day(moment(seconds))


def lasting(seconds: int) -> str:
    """Give a length of time in its natural unit: "12 minutes", "17 hours", "3 days"."""
    if seconds < MINUTE:
        return "less than a minute"
    if seconds < 2 * HOUR:
        return counted(round(seconds / MINUTE), "minute")
    if seconds < 2 * DAY:
        return counted(round(seconds / HOUR), "hour")
    return span(seconds / DAY)
