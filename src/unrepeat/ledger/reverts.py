"""Follow what messages say became of a change: reverted, reverted back, copied, its merge taken back."""

from collections.abc import Callable
from typing import NamedTuple

from unrepeat.ledger.descent import Descent, Said

Descends = Callable[[int], int]


class Event(NamedTuple):
    """At this place the change was brought in again, or taken back."""

    place: int
    brought: bool


def spoken(past: Descent, commit: str, at: int, descends: Descends) -> list[Event]:
    """Give what later commits say of a commit that came in at a place, the last word last.

    `descends` says of a place whether it is that one or descends from it: only such commits can take the change back.
    A commit that takes back what took it back brings it in again, however deep.
    """
    state = {at: True}
    events = []
    for place, said in past.said.items():
        if place <= at or not descends(place):
            continue
        brought = _after(past, said, place, state, descends)
        if brought is None and copies(said, commit):
            brought = True
        if brought is not None:
            state[place] = brought
            events.append(Event(place, brought))
    return events


def copies(said: Said, commit: str) -> bool:
    """Say whether a message calls itself a copy of a commit; either hash may be cut short."""
    return any(commit.startswith(name) or name.startswith(commit) for name in said.copies)


def _after(past: Descent, said: Said, place: int, state: dict[int, bool], descends: Descends) -> bool | None:
    """Say whether the change is there after a commit, None where its message says nothing of it."""
    reverted = [past.find(name) for name in said.reverts]
    if said.reverts_subject:
        reverted.append(past.with_subject(said.reverts_subject, before=place))
    for target in reverted:
        if target in state:
            return not state[target]
        if target is not None and _brought_by_merge(past, target, said.reversing_to, descends):
            return False
    copied = (past.find(name) for name in said.copies)
    return next((state[target] for target in copied if target in state), None)


def _brought_by_merge(past: Descent, merge: int, kept: str, descends: Descends) -> bool:
    """Say whether a merge brought the change to the parent that is kept, the first where none is named."""
    parents = past.parents[merge]
    if len(parents) < 2 or not descends(merge):
        return False
    parent = past.find(kept) if kept else None
    return not descends(parents[0] if parent is None else parent)
