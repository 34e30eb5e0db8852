"""Let one guard look at a change of a test's repository, or at one that is made without any."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import ready
from unrepeat.guards.proposal import Proposal
from unrepeat.guards.proposals import Source
from unrepeat.history.edit import Edit, Span, lines_of
from unrepeat.ledger.catalogue import Catalogue
from unrepeat.ledger.ledger import Ledger

DAY = date(2026, 6, 1)


class Files(dict[str, str | None]):
    """A tree that is made of its files' texts, None standing for one that cannot be read."""

    def paths(self) -> Mapping[str, str]:
        """Give its paths."""
        return {path: path for path in self}

    def under(self, folder: str) -> Mapping[str, str]:
        """Give the paths below a folder."""
        return {path: path for path in self if path.startswith(f"{folder}/")}

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Give the contents of those that can be read."""
        return {name: text.encode() for name in names if (text := self.get(name)) is not None}

    def text(self, path: str) -> str | None:
        """Give the text of a file."""
        return self.get(path)


def guard(kind: str, rule: Mapping[str, Any], *paths: str) -> Guard:
    """Make a guard that says `Mind this`."""
    return Guard("a-guard", "Mind this", (), kind, paths, "advise", rule)


def added(path: str, text: str) -> Edit:
    """Give the edit that brings a file."""
    count = len(lines_of(text))
    return Edit(path, "added", after=text, adds=(Span(1, count),) if count else ())


def made(*edits: Edit, **known: Any) -> Proposal:  # noqa: ANN401 -- fields of a proposal
    """Make a proposal of nothing but edits; what else it holds may be given."""
    after = Files({edit.path: edit.after for edit in edits})
    nothing = Proposal(edits, "", Files(), after, DAY, lambda: Ledger((), (), (), {}), _runs_nothing)
    return replace(nothing, **known)


def _runs_nothing(command: str) -> tuple[int, str]:
    raise AssertionError(command)


def firings(one: Guard, proposal: Proposal) -> list[Firing]:
    """Give where a guard fires on a change, in order."""
    return sorted(ready(one).firings(proposal))


@contextmanager
def opened(repo: Repo, may_run: Callable[[str], bool] = lambda _: False) -> Iterator[Source]:
    """Open a test's repository, to make proposals of it."""
    with Source.open(Repository.discover(repo.folder), Catalogue(None), may_run) as source:
        yield source


def fired(repo: Repo, one: Guard, revision: str = "HEAD", **known: Any) -> list[Firing]:  # noqa: ANN401 -- as above
    """Give where a guard fires on a commit, with what else is known of it."""
    with opened(repo) as source:
        return firings(one, replace(source.commit(revision), **known))


def places(found: Iterable[Firing]) -> list[tuple[str, int, int]]:
    """Give the places of firings."""
    return [(one.path, one.line, one.end_line) for one in found]
