"""Join fixes and culprits into strings: a fix that is itself the culprit of a later fix."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from unrepeat.change import Change
from unrepeat.history.rank import STANDS
from unrepeat.history.trace import Trace

DAY = 86400
USUAL_SHARE = 0.75  # 'usually': in this share of the cases
FEWEST_LAGS = 4  # from fewer cases nothing is 'usual'
WITHOUT_CASES = 30 * DAY

# A change so large is an import or a move of what stood elsewhere: it draws blame for what it did not write.
BULK_FILES, BULK_LINES = 40, 5000


class Link(NamedTuple):
    """A fix and the change whose mistake it repairs."""

    fix: int
    culprit: int
    score: float
    confirmed: bool


class MistakeString(NamedTuple):
    """One string: its changes and links, oldest first, the files its fixes changed, and whether it is still open."""

    commits: tuple[int, ...]
    links: tuple[Link, ...]
    paths: tuple[int, ...]
    first: int  # seconds since 1970
    last: int
    open: bool


def standing_links(traces: Iterable[Trace], changes: Mapping[int, Change]) -> list[Link]:
    """Give the links that count: confirmed ones, stated ones, and each fix's best guess where it stands."""
    links = []
    for trace in traces:
        stated = set(trace.stated)
        for place, culprit in enumerate(trace.culprits):
            chosen = culprit.confirmed or culprit.commit in stated or place == 0
            if chosen and culprit.score >= STANDS and (culprit.confirmed or not is_bulk(changes[culprit.commit])):
                links.append(Link(trace.fix, culprit.commit, culprit.score, culprit.confirmed))
    return links


def is_bulk(change: Change) -> bool:
    """Say whether a change is so large that it draws blame for what it did not write."""
    return len(change.paths) > BULK_FILES or change.added > BULK_LINES


def usual_time_to_fail(links: Sequence[Link], times: Sequence[int]) -> int:
    """Give the seconds within which a fix that fails is usually fixed again, in this repository."""
    fixes = {link.fix for link in links}
    lags = sorted(times[link.fix] - times[link.culprit] for link in links if link.culprit in fixes)
    if len(lags) < FEWEST_LAGS:
        return WITHOUT_CASES
    return max(lags[int(USUAL_SHARE * (len(lags) - 1))], 0)


def join(links: Sequence[Link], changes: Mapping[int, Change], times: Sequence[int], now: int) -> list[MistakeString]:
    """Give the strings that links form, the most recent first; `now` is the time of the head commit."""
    fixes, culprits = {link.fix for link in links}, {link.culprit for link in links}
    kept = [link for link in links if link.culprit in fixes or link.fix in culprits]
    usual = usual_time_to_fail(links, times)
    group: dict[int, int] = {}

    def root(commit: int) -> int:
        while group.setdefault(commit, commit) != commit:
            group[commit] = group[group[commit]]
            commit = group[commit]
        return commit

    for link in kept:
        group[root(link.fix)] = root(link.culprit)
    members: dict[int, list[Link]] = {}
    for link in kept:
        members.setdefault(root(link.fix), []).append(link)
    strings = [_string(sorted(part), changes, times, now, usual) for part in members.values()]
    return sorted(strings, key=lambda string: (-string.last, string.commits))


def _string(
    links: list[Link], changes: Mapping[int, Change], times: Sequence[int], now: int, usual: int
) -> MistakeString:
    commits = sorted({link.fix for link in links} | {link.culprit for link in links})
    fixed = {link.fix for link in links}
    paths = sorted({path for commit in fixed for path in changes[commit].paths})
    last = max(times[commit] for commit in fixed)
    first = min(times[commit] for commit in commits)
    return MistakeString(tuple(commits), tuple(links), tuple(paths), first, last, now - last < usual)
