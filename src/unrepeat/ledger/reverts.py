"""Follow what messages say became of a change: reverted, reverted back, copied, its merge taken back."""

from collections.abc import Callable
from typing import NamedTuple

from unrepeat.ledger.descent import Descent
from unrepeat.ledger.messages import Said

Descends = Callable[[int], int]


class Event(NamedTuple):
    """At this place the change was brought in again, or taken back."""

    place: int
    brought: bool


def spoken(past: Descent, commit: str, at: int, descends: Descends) -> list[Event]:
    """Give what later commits say of a commit that came in at a place, the word that counts last.

    `descends` says of a place whether it is that one or descends from it: only such commits can take the change back.
    A commit that takes back what took it back brings it in again, however deep.
    """
    branches = _Branches(past, at, descends)
    events = []
    for place, said in past.said.items():
        if place <= at or not descends(place):
            continue
        brought = _after(past, said, place, branches)
        if brought is None and copies(said, commit):
            brought = True
        if brought is not None:
            branches.tell(place, brought=brought)
            events.append(Event(place, brought))
    stands = branches.holds(len(past.parents) - 1)
    while events and events[-1].brought != stands:  # said on a branch on which another one's word outranks it
        events.pop()
    return events


def copies(said: Said, commit: str) -> bool:
    """Say whether a message calls itself a copy of a commit; either hash may be cut short."""
    return any(commit.startswith(name) or name.startswith(commit) for name in said.copies)


def _after(past: Descent, said: Said, place: int, branches: "_Branches") -> bool | None:
    """Say whether the change is there after a commit, None where its message says nothing of it."""
    reverted = [past.find(name) for name in said.reverts]
    if said.reverts_subject:
        reverted.append(past.with_subject(said.reverts_subject, before=place))
    for target in reverted:
        if target is None or target >= place:
            continue
        if target in branches.told:
            return not branches.told[target]
        parents = past.parents[target]
        if len(parents) > 1:
            kept = past.find(said.reversing_to) if said.reversing_to else None
            before = branches.holds(kept if kept in parents else parents[0])
            if branches.holds(target) != before:
                return before
    copied = (past.find(name) for name in said.copies)
    return next((branches.told[target] for target in copied if target in branches.told), None)


class _Branches:
    """Whether the change is there at each commit, by what was told of it on the way there.

    Each telling is a bit, so that the tellings a commit has behind it are one number. A merge keeps the word of the
    side that knows all that the other knows; where each knows something of its own it is as git merges files: the side
    that changed something since they parted wins.
    """

    def __init__(self, past: Descent, at: int, descends: Descends) -> None:
        self.told = {at: True}  # by place
        self._past = past
        self._descends = descends
        self._known: dict[int, int] = {}  # by place, where something is
        self._holds = {0: True}  # by what is known
        self._walked = 0

    def tell(self, place: int, *, brought: bool) -> None:
        """Say that the change is there, or gone, after a commit; places come in order."""
        self._walk(place)
        if len(self.told) == 1:
            self._walked = place + 1  # what comes before knows nothing
        known = self._known.get(place, 0) | 1 << (len(self.told) - 1)
        self.told[place] = brought
        self._known[place] = known
        self._holds[known] = brought

    def holds(self, place: int) -> bool:
        """Say whether the change is there at a commit."""
        self._walk(place)
        return bool(self._descends(place)) and self._holds[self._known.get(place, 0)]

    def _walk(self, to: int) -> None:
        if len(self.told) == 1:
            return
        for place in range(self._walked, to + 1):
            known = 0
            for number, parent in enumerate(filter(self._descends, self._past.parents[place])):
                known = self._joined(known, self._known.get(parent, 0)) if number else self._known.get(parent, 0)
            if known:
                self._known[place] = known
        self._walked = max(self._walked, to + 1)

    def _joined(self, one: int, other: int) -> int:
        both = one | other
        if both not in self._holds:
            first, second = self._holds[one], self._holds[other]
            self._holds[both] = first if first == second else not self._holds.get(one & other, True)
        return both
