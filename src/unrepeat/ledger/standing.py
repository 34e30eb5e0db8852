"""Answer for commits, named by hash, whether each is in the code of a later commit and its effect stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from unrepeat.errors import GitError
from unrepeat.git import Repository, View
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.descent import Descent, descent
from unrepeat.ledger.effects import Entry, alike, touched
from unrepeat.ledger.naming import look_up
from unrepeat.ledger.reverts import Descends, Event, copies, spoken
from unrepeat.ledger.tree_files import TreeFiles
from unrepeat.ledger.undone import Case, Inquiry, Undone

_MEND = "bring it back; where it came back in another form, name that commit in `done-when`"
_LIKELY_BACK = 0.5  # share of a reverted change's lines that are there, from which on it may have been brought in again


@dataclass
class _Asked:
    """A commit that was asked for, and what became of it; `place` is where it came in, itself or as a copy."""

    commit: str  # full hash; as written where nothing of that name is here
    is_here: bool
    place: int | None
    events: list[Event] = field(default_factory=list)
    case: Case | None = None
    since: str = ""  # the day it came in

    @property
    def was_reverted(self) -> bool:
        """Whether the last word on it is that it was taken back."""
        return bool(self.events) and not self.events[-1].brought


def standing(
    repository: Repository, view: View, head: str, now: Mapping[bytes, Entry], names: Iterable[str], files: TreeFiles
) -> dict[str, Answer]:
    """Answer for each name (a hash, or its beginning) as of a head, whose tree is given; few runs of git for all."""
    here, unknown, answers = look_up(view, sorted(set(names)))
    judging = _Judging(repository, view, head, now, files)
    commits = {**here, **unknown}
    try:
        judged = judging.answers(sorted(set(here.values())), sorted(set(unknown.values()))) if commits else {}
    except GitError:
        if not judging.is_cut:
            raise
        judged = {
            commit: Answer(
                met=None, reason=f"{commit[:12]}: this clone lacks what would tell", next="ask in a full clone"
            )
            for commit in commits.values()
        }
    return answers | {name: judged[commit] for name, commit in commits.items()}


class _Judging:
    def __init__(
        self, repository: Repository, view: View, head: str, now: Mapping[bytes, Entry], files: TreeFiles
    ) -> None:
        self._view = view
        self._head = head
        self._now = now
        self._files = files
        self._shallow = repository.shallow_commits()
        self.is_cut = bool(self._shallow) or repository.is_partial()

    def answers(self, here: Sequence[str], unknown: Sequence[str]) -> dict[str, Answer]:
        outside, forks = self._outside(here)
        # what cannot be met on the way makes the walk go to the end, where its copy may be
        past = descent(self._view, self._head, {*here, *unknown, *forks} - (outside if forks else set()))
        inquiry = Inquiry(self._view, past, self._now, self._shallow, self._files.is_apart)
        asked = [_Asked(commit, commit in here, past.place.get(commit)) for commit in (*here, *unknown)]
        self._find_copies(past, inquiry, [one for one in asked if one.place is None], forks)
        self._follow(past, inquiry, [one for one in asked if one.place is not None])
        return {one.commit: self._answer(past, inquiry, one) for one in asked}

    def _outside(self, commits: Sequence[str]) -> tuple[set[str], list[str]]:
        """Give what is not in the head's past, and the commits there at which it forked off."""
        if not commits:
            return set(), []
        stdin = "".join(f"{commit}\n" for commit in (*commits, f"^{self._head}")).encode()
        found = self._view.run("rev-list", "--boundary", "--stdin", stdin=stdin).decode().split()
        forks = [commit[1:] for commit in found if commit.startswith("-")]
        return {commit for commit in found if not commit.startswith("-")} & set(commits), forks

    def _find_copies(self, past: Descent, inquiry: Inquiry, absent: Sequence[_Asked], forks: Iterable[str]) -> None:
        """Look for commits that say they are copies of those that are not there, else for some that do the same."""
        for one in absent:
            one.place = min((place for place, said in past.said.items() if copies(said, one.commit)), default=None)
        left = {one.commit: one for one in absent if one.place is None and one.is_here}
        cases = inquiry.cases(dict.fromkeys(left, 0)) if left else {}
        telling = {commit: case for commit, case in cases.items() if any(case.lines)}
        if not telling:
            return
        first = min((past.place[fork] for fork in forks if fork in past.place), default=0)
        commits = [commit for commit in past.commits[first:] if commit not in self._shallow]
        later = touched(self._view, commits, sorted({path for case in telling.values() for path in case.paths}))
        paths = {commit: {file.path for file in files} for commit, files in later.items()}
        near = {
            commit: [one for one, theirs in paths.items() if theirs.issuperset(case.paths)]
            for commit, case in telling.items()
        }
        for commit, signs in alike(self._view, near).items():
            left[commit].place = min((past.place[one] for one, same in signs.items() if same), default=None)

    def _follow(self, past: Descent, inquiry: Inquiry, there: Sequence[_Asked]) -> None:
        """Find what messages say became of commits, and where these do not tell, what the code says."""
        seen = {past.commits[one.place]: one.place for one in there if one.place is not None}
        cases = inquiry.cases({commit: place for commit, place in seen.items() if commit not in self._shallow})
        places = [one.place for one in there if one.place is not None]
        marks = past.marks(places)
        to_look = {}
        for bit, (one, place, came) in enumerate(zip(there, places, past.came_in(places), strict=True)):
            one.events = spoken(past, one.commit, place, _descends(marks, bit))
            one.case = cases.get(past.commits[place])
            one.since = past.day(came)
            if one.case:
                maybe_again = one.case.left > _LIKELY_BACK and one.case.back < _LIKELY_BACK
                if maybe_again if one.was_reverted else one.case.is_faded:
                    to_look[place] = one.case
        inquiry.look_later(list(to_look.values()))

    def _answer(self, past: Descent, inquiry: Inquiry, one: _Asked) -> Answer:
        if one.place is None:
            return self._absent(one)
        name, at = one.commit[:12], past.commits[one.place][:12]
        what = name if one.commit.startswith(at) else f"{at}, a copy of {name},"

        def by(place: int) -> str:
            return f"by {past.commits[place][:12]} on {past.day(place)}"

        exact = one.case.exact if one.case else []
        words = [*one.events, *(event for event in exact if one.was_reverted and event.place > one.events[-1].place)]
        if words and not words[-1].brought:
            return Answer(met=False, reason=f"{what} was reverted {by(words[-1].place)}", next=_MEND)
        undone = inquiry.undone(one.case) if one.case and not one.was_reverted else None
        if undone:
            return Answer(met=False, reason=f"{what} {_told(undone, by)}", next=_MEND)
        reverts = [event for event in words if not event.brought]
        if reverts:
            again = next(event for event in words if event.place > reverts[-1].place)
            told = f"{what} is in: reverted {by(reverts[-1].place)}, brought in again {by(again.place)}"
            return Answer(met=True, reason=told, next="")
        is_seen = one.case is not None and (one.case.is_seen or not self.is_cut)
        hidden = "" if is_seen else "; what it changed cannot be seen in this clone"
        since = f"is in since {one.since}" if what == name else f"is in since {one.since} as its copy {at}"
        return Answer(met=True, reason=f"{name} {since}{hidden}", next="")

    def _absent(self, one: _Asked) -> Answer:
        name = one.commit[:12]
        if self._shallow:
            reason = f"{name} is not in the part of the history that this shallow clone holds"
            return Answer(met=None, reason=reason, next="run `git fetch --unshallow`, or ask in a full clone")
        if not one.is_here:
            next_step = "check the hash, or fetch the branch that holds it"
            return Answer(met=False, reason=f"no commit here has the hash {name}", next=next_step)
        next_step = "merge it, or name in `done-when` the commit that carries it"
        return Answer(met=False, reason=f"{name} is not in this history yet", next=next_step)


def _descends(marks: Sequence[int], bit: int) -> Descends:
    return lambda place: marks[place] >> bit & 1


def _told(undone: Undone, by: Callable[[int], str]) -> str:
    path = undone.path.decode("utf-8", "replace")
    match undone.how, undone.place:
        case "reversed", int(place):
            return f"was taken back {by(place)}, line by line"
        case "restored", int(place):
            return f"looks undone {by(place)}: every file it touched is as before"
        case "restored", _:
            return "looks undone: every file it touched is as before"
        case "deleted", int(place):
            return f"looks undone: {path}, which it added, was deleted {by(place)}"
        case "deleted", _:
            return "looks undone: no file that it added is there"
        case _:
            return "looks undone: hardly a line that it added is left, and those it removed are back"
