"""Run a guard over the past, in the order of time: how often it would have fired, and how rightly.

Proof says that a guard catches its mistake; only this says what it costs. Of mass-learned guards hardly more firings
hit what was later repaired than chance has it, so the share of firings that did is always told beside that of all other
changes to the same files, and neither of the last 330 days, the median time from a mistake to its repair in ApacheJIT.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from unrepeat.guards.evaluate import Ready
from unrepeat.guards.finding import Finding, identities
from unrepeat.guards.firmness import NOISE_BUDGET
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.kinds import NotReplayable
from unrepeat.guards.proposals import Source
from unrepeat.guards.verdicts import Judgement
from unrepeat.history.coupling import lowest
from unrepeat.history.edits import PastChange

UNSETTLED = 330 * 86400  # seconds: younger changes may still be found wrong
ENOUGH = 20  # judged firings from which on a guard may be said to deserve to block
RIGHT_TO_ADVISE, RIGHT_TO_BLOCK = 0.7, 0.9  # least share of right firings; Tricorder keeps its analysers at .9


class Firings(NamedTuple):
    """A change of the past on which a guard fires, and what it says there."""

    commit: str
    time: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Backtest:
    """What a guard would have done: `changes` counts all of the history, `near` those that touch its files.

    `blind` are changes at which it could not look; they are counted as neither firing nor silent.
    """

    guard: Guard
    changes: int
    times: Mapping[str, int]
    near: Sequence[str]
    fired: Sequence[Firings]
    blind: Sequence[str]

    @property
    def rate(self) -> float:
        """Changes it fires on, in 100."""
        return 100 * len(self.fired) / self.changes if self.changes else 0.0

    def noise(self, lessons: Iterable[Lesson], verdicts: Mapping[str, Judgement]) -> float:
        """Give the changes it fires on, in 100, less those known to be right: its lessons, judged ones."""
        known = [lesson.culprit for lesson in lessons]
        count = sum(
            not any(one.commit.startswith(culprit) for culprit in known)
            and not all(verdicts.get(each.id) == "right" for each in one.findings)
            for one in self.fired
        )
        return 100 * count / self.changes if self.changes else 0.0


def rates(guards: Sequence[Guard], source: Source, commits: Sequence[str]) -> list[float]:
    """Give, for each of some guards, on how many of some commits (full hashes) it fires, in 100."""
    ready = Ready(guards)
    fired = [0] * len(guards)
    for _, proposal in source.past(commits):
        for place, outcome in enumerate(ready.outcomes(proposal)):
            fired[place] += bool(outcome.firings)
    return [100 * count / len(commits) if commits else 0.0 for count in fired]


def backtest(guard: Guard, source: Source, commits: Sequence[str], touching: Collection[str]) -> Backtest:
    """Run a guard over commits (full hashes, oldest first, no merges); only those `touching` its files are read."""
    ready = Ready([guard])
    near = [commit for commit in commits if commit in touching]
    times: dict[str, int] = {}
    fired: list[Firings] = []
    blind: list[str] = []
    for change, proposal in source.past(near):
        times[change.commit] = change.time
        (outcome,) = ready.outcomes(proposal)
        if isinstance(outcome.failure, NotReplayable):
            raise outcome.failure
        if outcome.failure is not None:
            blind.append(change.commit)
        elif outcome.firings:
            fired.append(_firings(guard, change, outcome.firings))
    return Backtest(guard, len(commits), times, near, fired, blind)


def _firings(guard: Guard, change: PastChange, firings: Sequence[Any]) -> Firings:
    named = zip(firings, identities(guard.id, firings), strict=True)
    return Firings(
        change.commit,
        change.time,
        tuple(
            Finding(name, guard.id, one.path, one.line, one.end_line, guard.stage, one.message, "", one.suggestion)
            for one, name in named
        ),
    )


class Share(NamedTuple):
    """So many of so many."""

    hits: int
    of: int

    @property
    def rate(self) -> float | None:
        """The share, None of nothing."""
        return self.hits / self.of if self.of else None


def interval(share: Share) -> tuple[float, float] | None:
    """Give Wilson's 95 % interval of a share, None of nothing; it is the same seen from either end."""
    hits, cases = share
    return (lowest(hits, cases), 1 - lowest(cases - hits, cases)) if cases else None


def precision(found: Backtest, verdicts: Mapping[str, Judgement]) -> Share:
    """Give how many of the judged firings people called right; the unclear ones do not count."""
    said = [verdicts[one.id] for each in found.fired for one in each.findings if one.id in verdicts]
    return Share(said.count("right"), said.count("right") + said.count("wrong"))


def later_repaired(found: Backtest, culprits: Collection[str], now: int) -> tuple[Share, Share]:
    """Give how many changes that it fires on were later repaired, and how many of the others to the same files were.

    A weaker sign than a person's word: a repair may be of something else. `now` is the time of the head (seconds).
    """
    settled = [commit for commit in found.near if found.times.get(commit, now) <= now - UNSETTLED]
    fired = {one.commit for one in found.fired}
    return _share((one for one in settled if one in fired), culprits), _share(
        (one for one in settled if one not in fired), culprits
    )


def _share(commits: Iterable[str], culprits: Collection[str]) -> Share:
    every = list(commits)
    return Share(sum(one in culprits for one in every), len(every))


def verdict(found: Backtest, noise: float, right: Share, *, proven: bool) -> str:
    """Say in one sentence whether a guard deserves to advise, to block, or to stay in shadow."""
    rate = f"it fires on {len(found.fired)} of {found.changes} changes ({found.rate:.2g} in 100)"
    bounds = interval(right)
    judged = f"{right.hits} of {right.of} judged firings were right" if right.of else "nobody judged its firings yet"
    if noise > NOISE_BUDGET:
        much = f"{noise:.2g} in 100 beside its lesson, more than the {NOISE_BUDGET:g} that a team reads"
        return f"{rate}, {much}: it deserves to stay in shadow"
    if 0 < right.of < ENOUGH:
        judged = f"{judged}, too few to tell"
    elif right.of and right.hits / right.of < RIGHT_TO_ADVISE:
        return f"{rate}, and only {judged}: it deserves to stay in shadow until its rule is better"
    if not proven:
        return f"{rate}, {judged}: it deserves to advise once it is proven"
    trusted = bounds and right.of >= ENOUGH and bounds[0] >= RIGHT_TO_ADVISE and right.hits / right.of >= RIGHT_TO_BLOCK
    if trusted or not noise:
        return f"{rate}, {judged}: it deserves to block"
    return f"{rate}, {judged}: it deserves to advise"


def halves(found: Backtest, order: Mapping[str, int], since: int | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tell its firings before the lesson and after it apart; `since` is the place of the fix among the commits."""
    before = [one for one in found.fired if since is None or order[one.commit] < since]
    changes = found.changes if since is None else since
    return _half(len(before), changes), _half(len(found.fired) - len(before), found.changes - changes)


def _half(firings: int, changes: int) -> dict[str, Any]:
    return {"changes": changes, "firings": firings, "rate": round(100 * firings / changes, 3) if changes else None}
