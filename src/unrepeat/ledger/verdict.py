"""Put into an answer what became of a commit that a need asks for."""

from dataclasses import dataclass, field

from unrepeat.ledger.answers import Answer
from unrepeat.ledger.case import Case
from unrepeat.ledger.descent import Descent
from unrepeat.ledger.reverts import Event
from unrepeat.ledger.undone import How, Judge

_MEND = "bring it back; where it came back in another form, name that commit in `done-when`"
_NAME = "name in `done-when` the commit that carries it now; where none does, bring it back"
_MERGE = "merge it, or name in `done-when` the commit that carries it"
_UNDONE: dict[How, str] = {
    "reversed": "was taken back{by}, line by line",
    "restored": "looks undone{by}: every file it touched is as before",
    "deleted": "looks undone: {path}, which it added, was deleted{by}",
    "dropped": "looks undone: no file that it added is there",
    "renamed": "looks undone: {path} has its old name again",
    "commented": "looks undone: the lines that it added are commented out",
    "stub": "looks undone: a stub stands in {path} for what it added",
    "squashed": "looks undone: hardly a line that it added is left, and those it removed are back",
    "gone": "may be undone: none of the lines that it added is left",
    "hardly": "may be undone: hardly a line that it added is left",
}


@dataclass
class Asked:
    """A commit that was asked for, and what became of it; `place` is where it came in, itself or as a copy."""

    commit: str  # full hash; as written where nothing of that name is here
    is_here: bool
    place: int | None
    is_claimed: bool = False  # a message calls the commit at that place its copy, and nothing else does
    events: list[Event] = field(default_factory=list)
    case: Case | None = None  # of what is at that place
    own: Case | None = None  # of the commit itself, where a copy is claimed
    since: str = ""  # the day it came in

    @property
    def was_reverted(self) -> bool:
        """Whether the last word on it is that it was taken back."""
        return bool(self.events) and not self.events[-1].brought

    @property
    def is_seen(self) -> bool:
        """Whether this clone holds what tells whether it stands."""
        compared = [self.case, self.own] if self.is_claimed and self.is_here else [self.case]
        return all(case is not None and case.is_seen for case in compared)

    def words(self) -> list[Event]:
        """Give what messages say, and after a stated revert what the code shows without words."""
        exact = self.case.exact if self.case and self.was_reverted else []
        return [*self.events, *(event for event in exact if event.place > self.events[-1].place)]

    def brought_again(self) -> tuple[Event, Event] | None:
        """Give the last revert and what brought the change in again after it, None where nothing took it back."""
        words = self.words()
        reverts = [event for event in words if not event.brought]
        if not reverts:
            return None
        return next(((reverts[-1], event) for event in words if event.place > reverts[-1].place), None)


class Verdict:
    """Answers for commits of which all is gathered; `fetching` says how to get what a clone lacks, if it does."""

    def __init__(self, past: Descent, judge: Judge, fetching: str) -> None:
        self._past = past
        self._judge = judge
        self._fetching = fetching

    def answer(self, one: Asked, place: int) -> Answer:
        """Answer for a commit that came in at a place, itself or as a copy."""
        return self._taken_back(one, place) or self._unseen(one, place) or self._in(one, place)

    def _taken_back(self, one: Asked, place: int) -> Answer | None:
        what = self._what(one, place)
        words, again = one.words(), one.brought_again()
        if words and not words[-1].brought:
            return Answer(met=False, reason=f"{what} was reverted{self._by(words[-1].place)}", next=_MEND)
        if again and one.case and one.case.is_absent:
            told = f"{what} was brought in again{self._by(again[1].place)}, but hardly anything of it is there"
            return Answer(met=False, reason=told, next=_NAME)
        since = words[-1].place if words else -1
        undone = self._judge.undone(one.case, since) if one.case and not one.was_reverted else None
        if undone:
            by, path = self._by(undone.place), undone.path.decode("utf-8", "replace")
            next_step = _NAME if undone.how in {"gone", "hardly"} else _MEND
            told = _UNDONE[undone.how].format(by=by, path=path)
            return Answer(met=False, reason=f"{what} {told}", next=next_step)
        if one.own and one.own.is_absent:
            copy = self._past.commits[place][:12]
            told = f"{copy} calls itself a copy of {one.commit[:12]}, but hardly anything of that is there"
            return Answer(met=False, reason=told, next=_MERGE)
        return None

    def _unseen(self, one: Asked, place: int) -> Answer | None:
        if not self._fetching or one.is_seen:
            return None
        reason = f"{self._since(one, place)}; what it changed cannot be seen in this clone"
        return Answer(met=None, reason=reason, next=self._fetching)

    def _in(self, one: Asked, place: int) -> Answer:
        again = one.brought_again()
        if again is None:
            return Answer(met=True, reason=self._since(one, place), next="")
        reverted, brought = (self._by(event.place) for event in again)
        told = f"{self._what(one, place)} is in: reverted{reverted}, brought in again{brought}"
        return Answer(met=True, reason=told, next="")

    def _what(self, one: Asked, place: int) -> str:
        name, at = one.commit[:12], self._past.commits[place][:12]
        return name if one.commit.startswith(at) else f"{at}, a copy of {name},"

    def _since(self, one: Asked, place: int) -> str:
        name, at = one.commit[:12], self._past.commits[place][:12]
        return f"{name} is in since {one.since}" + ("" if one.commit.startswith(at) else f" as its copy {at}")

    def _by(self, place: int | None) -> str:
        return "" if place is None else f" by {self._past.commits[place][:12]} on {self._past.day(place)}"


def absent(one: Asked, *, is_shallow: bool, fetching: str) -> Answer:
    """Answer for a commit that is not in the history, nor any copy of it."""
    name = one.commit[:12]
    if is_shallow:
        reason = f"{name} is not in the part of the history that this shallow clone holds"
        return Answer(met=None, reason=reason, next=fetching)
    if not one.is_here:
        next_step = "check the hash, or fetch the branch that holds it"
        return Answer(met=False, reason=f"no commit here has the hash {name}", next=next_step)
    return Answer(met=False, reason=f"{name} is not in this history yet", next=_MERGE)
