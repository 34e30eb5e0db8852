"""Let guards look at a change: the one function behind the live check, the proof and the backtest."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotValid, Watch, ready
from unrepeat.guards.proposal import Proposal

MOST_FIRINGS = 100  # of one guard on one change; more say no more


class Outcome(NamedTuple):
    """What came of a guard's look at a change: where it fires, or why it could not look."""

    guard: Guard
    firings: tuple[Firing, ...]
    failure: CannotRun | None = None


class Ready:
    """Guards made ready once, to look at many changes."""

    def __init__(self, guards: Iterable[Guard]) -> None:
        self._watches: list[tuple[Guard, Watch | CannotRun]] = [(guard, _made_ready(guard)) for guard in guards]

    def outcomes(self, proposal: Proposal) -> Iterator[Outcome]:
        """Let each guard look; one that cannot is told and keeps no other from looking."""
        for guard, watch in self._watches:
            yield Outcome(guard, (), watch) if isinstance(watch, CannotRun) else outcome(guard, watch, proposal)


def outcome(guard: Guard, watch: Watch, proposal: Proposal) -> Outcome:
    """Let one guard look at a change."""
    firings: list[Firing] = []
    try:
        for firing in _first(MOST_FIRINGS, watch.firings(proposal)):
            firings.append(firing)  # noqa: PERF402 -- what was found before it cannot go on is kept
    except CannotRun as failure:
        return Outcome(guard, tuple(sorted(firings)), failure)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 -- a kind of others may do anything, and must not end the check
        what = f"The guard {guard.id} failed: {type(error).__name__}."
        return Outcome(
            guard,
            tuple(sorted(firings)),
            CannotRun(what, f"Look at {guard.path or 'its file'}, or report it to its kind's makers."),
        )
    return Outcome(guard, tuple(sorted(firings)))


def _first(count: int, firings: Iterator[Firing]) -> Iterator[Firing]:
    for _, firing in zip(range(count), firings, strict=False):
        yield firing


def _made_ready(guard: Guard) -> Watch | CannotRun:
    try:
        return ready(guard)
    except NotValid as reason:
        return CannotRun(
            f"{guard.path or guard.id}: {reason.what}.", "Mend the file; `unrepeat fsck` says when it is whole."
        )
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 -- as above
        return CannotRun(
            f"{guard.path or guard.id}: its kind failed: {type(error).__name__}.", "Mend it or take it out."
        )
