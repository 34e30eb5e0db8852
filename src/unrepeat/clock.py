"""The one seam to the clock: read only by what writes a person's word or tells what is due."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the time, in UTC."""
    return datetime.now(UTC)
