"""A change as a guard sees it: the tree before, the tree after, what differs, the message, and the metadata known.

The change under review, the change that went wrong and each change of the past are seen in the same way, so that the
guard that was proven is the guard that runs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from unrepeat.history.edit import Edit
from unrepeat.ledger.ledger import Ledger


class Tree(Protocol):
    """The files of one side of a change. Paths and texts are UTF-8, bytes that are none as surrogates."""

    def paths(self) -> Mapping[str, str]:
        """Give the path of each plain file, with the name of its content."""

    def under(self, folder: str) -> Mapping[str, str]:
        """Give the plain files below a folder, with the names of their contents."""

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Give contents by their names, those that are there and not large, all at once."""

    def text(self, path: str) -> str | None:
        """Give a file's text; None where there is none, or it is binary, large or missing from this clone."""


class Review(NamedTuple):
    """One person's word on a pull request: their handle, and the teams they speak for where these are known."""

    who: str
    approved: bool
    teams: tuple[str, ...] = ()


@dataclass(frozen=True)
class PullRequest:
    """What is known of a pull or merge request; `reviews` is None where the event does not tell them."""

    title: str
    body: str
    author: str = ""
    labels: tuple[str, ...] = ()
    reviews: tuple[Review, ...] | None = None


@dataclass(frozen=True)
class Proposal:
    """One change. `day` is the day it is looked at; `ledger` gives the ledger as it is with the change.

    `coverage` names reports of covered lines; `run` runs a trusted command over the tree after it and gives its exit
    status and last words, or raises CannotRun.
    """

    edits: tuple[Edit, ...]
    message: str
    before: Tree
    after: Tree
    day: date
    ledger: Callable[[], Ledger]
    run: Callable[[str], tuple[int, str]]
    pull_request: PullRequest | None = None
    coverage: tuple[Path, ...] = ()
    whole: bool = field(default=False)  # whether every line counts as added: the tree itself is looked at

    @cached_property
    def by_path(self) -> dict[str, Edit]:
        """The edits by the path of the file after the change."""
        return {edit.path: edit for edit in self.edits}

    @cached_property
    def touched(self) -> frozenset[str]:
        """Every path the change touches, the old names of renamed files among them."""
        return frozenset(path for edit in self.edits for path in (edit.path, edit.old_path) if path)
