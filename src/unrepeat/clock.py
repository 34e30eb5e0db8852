"""The one seam to the clock: read only by what writes a person's word or tells what is due."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Give the time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Give the day it is for the person at this machine."""
    return datetime.now().astimezone().date()
