"""The kinds of guards, one small file each behind one interface; others join by an entry point.

A distribution adds a kind by an entry point of the group `unrepeat.guards`: its name is the kind, its object is called
with a guard and gives a `Watch`.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Protocol

from unrepeat.errors import UnrepeatError
from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.proposal import Proposal

# The kinds of the house: each is a module beside this one with a class that is called with the guard.
MODULES = {
    "pattern": "Pattern",
    "text": "Text",
    "together": "Together",
    "tests": "Tests",
    "reviewers": "Reviewers",
    "context": "Context",
    "rollout": "Rollout",
    "monitor": "Monitor",
    "decided": "Decided",
    "validated": "Validated",
    "command": "Command",
}
GROUP = "unrepeat.guards"


class NotValid(Exception):
    """Why a rule is none, in words that follow its file's name; `field` is where it stands in the rule."""

    def __init__(self, what: str, field: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.field = field


class CannotRun(UnrepeatError):
    """A guard could not look at a change, which says nothing about the change: it is never counted as silent."""


class NotReplayable(CannotRun):
    """A guard needs what git does not keep (reviews, coverage), and the change was not seen with it."""


class Watch(Protocol):
    """A guard that is ready to look at changes. Made by calling a kind with a guard; raises NotValid there.

    A kind that is about the act of changing a file, and not about lines, has a field `by_line` that is False: the line
    of its firings is where to look, and no more.
    """

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give each place that the change brings and that the guard is about; raise CannotRun where it cannot look."""


def ready(guard: Guard) -> Watch:
    """Make a guard ready; raise NotValid where its rule is none or nobody knows its kind."""
    return _maker(guard.kind)(guard)


def _maker(kind: str) -> Callable[[Guard], Watch]:
    if kind in MODULES:
        maker: Callable[[Guard], Watch] = getattr(import_module(f"{__name__}.{kind}"), MODULES[kind])
        return maker
    from importlib.metadata import entry_points  # it takes longer to load than all the rest

    found = next(iter(entry_points(group=GROUP, name=kind)), None)
    if found is None:
        raise NotValid(f"there is no kind of guard {kind[:40]!r}; there are {', '.join(MODULES)}", "kind")
    loaded: Callable[[Guard], Watch] = found.load()
    return loaded
