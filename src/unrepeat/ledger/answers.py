"""The answer to whether a condition of a need is met."""

from typing import NamedTuple


class Answer(NamedTuple):
    """Whether a condition is met (None: it cannot be seen here), why, and what to do next (empty where it is met).

    Both are clauses without a full stop, to stand in a table.
    """

    met: bool | None
    reason: str
    next: str
