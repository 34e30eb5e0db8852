"""The type that flows through everything: a change to the code, known by what it did and never by whom."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One commit of the history: its place in the graph, its cleaned message, what it touched and how much.

    `ordinal` and `parents` number commits within the index (parents have smaller numbers); `paths` are path numbers
    of the index; `time` is the committer's, in seconds since 1970 (UTC); `added` and `removed` count lines against
    the first parent.
    """

    ordinal: int
    commit: str
    parents: tuple[int, ...]
    time: int
    message: str
    paths: tuple[int, ...]
    added: int
    removed: int

    @property
    def subject(self) -> str:
        """The message's first line."""
        return self.message.partition("\n")[0]

    @property
    def is_merge(self) -> bool:
        """Whether it joins two or more lines of history."""
        return len(self.parents) > 1

    @property
    def day(self) -> str:
        """The day it was committed, as YYYY-MM-DD in UTC."""
        return datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m-%d")
