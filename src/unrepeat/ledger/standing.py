"""Answer for commits, named by hash, whether each is in the code of a later commit and its effect stands."""

from collections.abc import Iterable, Mapping, Sequence

from unrepeat.errors import GitError
from unrepeat.git import Repository, View
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.descent import Descent, descent
from unrepeat.ledger.effects import Entry, alike, touched
from unrepeat.ledger.inquiry import Inquiry
from unrepeat.ledger.naming import look_up
from unrepeat.ledger.reverts import Descends, copies, spoken
from unrepeat.ledger.tree_files import TreeFiles
from unrepeat.ledger.undone import Judge
from unrepeat.ledger.verdict import Asked, Verdict, absent

_LIKELY_BACK = 0.5  # share of a reverted change's lines that are there, from which on it may have been brought in again


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
            commit: Answer(met=None, reason=f"{commit[:12]}: this clone lacks what would tell", next=judging.fetching)
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
        unshallow = "run `git fetch --unshallow`, or " if self._shallow else ""
        self.fetching = f"{unshallow}ask in a full clone" if self.is_cut else ""

    def answers(self, here: Sequence[str], unknown: Sequence[str]) -> dict[str, Answer]:
        outside, forks = self._outside(here)
        # what cannot be met on the way makes the walk go to the end, where its copy may be
        past = descent(self._view, self._head, {*here, *unknown, *forks} - (outside if forks else set()))
        inquiry = Inquiry(self._view, past, self._now, self._shallow, self._files.is_apart)
        asked = [Asked(commit, commit in here, past.place.get(commit)) for commit in (*here, *unknown)]
        self._find_copies(past, inquiry, [one for one in asked if one.place is None], forks)
        self._follow(past, inquiry, [one for one in asked if one.place is not None])
        verdict = Verdict(past, Judge(self._view, past, self._now), self.fetching)
        return {
            one.commit: absent(one, is_shallow=bool(self._shallow), fetching=self.fetching)
            if one.place is None
            else verdict.answer(one, one.place)
            for one in asked
        }

    def _outside(self, commits: Sequence[str]) -> tuple[set[str], list[str]]:
        """Give what is not in the head's past, and the commits there at which it forked off."""
        if not commits:
            return set(), []
        stdin = "".join(f"{commit}\n" for commit in (*commits, f"^{self._head}")).encode()
        found = self._view.run("rev-list", "--boundary", "--stdin", stdin=stdin).decode().split()
        forks = [commit[1:] for commit in found if commit.startswith("-")]
        return {commit for commit in found if not commit.startswith("-")} & set(commits), forks

    def _find_copies(self, past: Descent, inquiry: Inquiry, missing: Sequence[Asked], forks: Iterable[str]) -> None:
        """Look for commits that say they are copies of those that are not there, else for some that do the same."""
        for one in missing:
            one.place = min((place for place, said in past.said.items() if copies(said, one.commit)), default=None)
            one.is_claimed = one.place is not None
        cases = inquiry.cases({one.commit: 0 for one in missing if one.is_here and one.commit not in self._shallow})
        for one in missing:
            one.own = cases.pop(one.commit, None) if one.is_claimed else None
        left = {one.commit: one for one in missing if one.commit in cases}
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

    def _follow(self, past: Descent, inquiry: Inquiry, there: Sequence[Asked]) -> None:
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
        inquiry.look_elsewhere(case for one in there for case in (one.case, one.own) if case)


def _descends(marks: Sequence[int], bit: int) -> Descends:
    return lambda place: marks[place] >> bit & 1
