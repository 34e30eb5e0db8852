"""`reviewers`: a change to these files was approved by so many people of these groups."""

from collections.abc import Iterator, Mapping

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotReplayable
from unrepeat.guards.kinds.rules import number, only, words
from unrepeat.guards.kinds.touching import line_of, touching
from unrepeat.guards.proposal import Proposal, PullRequest, Review
from unrepeat.ledger.identity import comparable

MOST = 20  # reviewers that a rule may ask for


class Reviewers:
    """Approvals that are ready to be counted.

    Rule: `count` (1 where it is not said) and `from` (teams, roles or handles, one of which each approval must be from;
    anybody where it is not said). Who wrote a change does not count, and of each person the last word does.
    """

    by_line = False

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("count", "from"))
        self._guard = guard
        self._count = number(guard.rule, "count", 1, MOST, least=1)
        self._from = words(guard.rule, "from", ())

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give the first of the files whose change waits for a reader; raise NotReplayable where nobody can know."""
        edit = None if proposal.whole else next(touching(self._guard, proposal), None)
        if edit is None:
            return
        request = proposal.pull_request
        if request is None or request.reviews is None:
            raise NotReplayable("Nothing tells who has read this change.", "Look in its pull request.")
        approvals = sum(1 for review in _last_words(request).values() if self._counts(review))
        if approvals < self._count:
            line, wanted = line_of(edit), f" by {' or '.join(self._from)}" if self._from else ""
            message = f"{self._guard.title} ({approvals} of {self._count} approvals{wanted})"
            step = f"ask {' or '.join(self._from) or 'somebody'} to read it"
            yield Firing(edit.path, line, line, message, edit.path, step)
        elif approvals == self._count and not request.author:
            raise CannotRun("Nothing tells who wrote this change, and so whose approval counts.", "Count by hand.")

    def _counts(self, review: Review) -> bool:
        return review.approved and (not self._from or any(_speaks_for(review, group) for group in self._from))


def _last_words(request: PullRequest) -> Mapping[str, Review]:
    """Give the last review of each person but the one who wrote the change."""
    found = {comparable(review.who): review for review in request.reviews or ()}
    if request.author:
        found.pop(comparable(request.author), None)
    return found


def _speaks_for(review: Review, group: str) -> bool:
    """Say whether somebody is, or belongs to, a group; `databases` is `@acme/databases`, too."""
    return comparable(review.who) == comparable(group) or any(_is_same_team(team, group) for team in review.teams)


def _is_same_team(one: str, other: str) -> bool:
    if "/" in one and "/" in other:
        return comparable(one) == comparable(other)
    return comparable(one.rpartition("/")[2]) == comparable(other.rpartition("/")[2])
