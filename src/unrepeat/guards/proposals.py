"""Make proposals of what a repository holds: a commit, a range, what is staged, a change of the past, a whole tree."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from unrepeat.errors import RepositoryError
from unrepeat.git import Repository, View
from unrepeat.guards.evaluate import MOST_FIRINGS, Outcome, Ready
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun
from unrepeat.guards.proposal import Proposal
from unrepeat.guards.trees import AT_ONCE, GitTree
from unrepeat.history.edit import Edit, Span, lines_of
from unrepeat.history.edits import PastChange, empty_tree, past_changes, range_sides, staged_sides, tree_edits
from unrepeat.ledger.capture import day_of, day_said
from unrepeat.ledger.catalogue import Catalogue
from unrepeat.ledger.from_commit import read_ledger_at
from unrepeat.ledger.ledger import Ledger


@dataclass(frozen=True)
class Source:
    """Where proposals are made from: a repository, a view of its objects, and what is known of its ledger's files.

    `may_run` says whether the user has trusted a command.
    """

    repository: Repository
    view: View
    catalogue: Catalogue
    may_run: Callable[[str], bool] = lambda _: False

    @classmethod
    @contextmanager
    def open(
        cls, repository: Repository, catalogue: Catalogue, may_run: Callable[[str], bool] = lambda _: False
    ) -> Iterator["Source"]:
        """Open a view of the repository for as long as proposals are looked at."""
        with repository.view() as view:
            yield cls(repository, view, catalogue, may_run)

    def commit(self, revision: str) -> Proposal:
        """Give a commit against its first parent."""
        commit = self.repository.resolve(revision)
        if commit in self.repository.shallow_commits():
            raise RepositoryError(
                f"The commit before {commit[:12]} is not in this shallow clone.",
                "Bring it with `git fetch --deepen=1`.",
            )
        return next(self.past([commit]))[1]

    def past(self, commits: Iterable[str]) -> Iterator[tuple[PastChange, Proposal]]:
        """Give changes of the past, in their order."""
        for change in past_changes(self.view, commits):
            before = change.parents[0] if change.parents else empty_tree(self.view)
            yield change, self._proposal(change.edits, change.message, before, change.commit, day_of(change.time))

    def range(self, spelled: str, message: str | None = None) -> Proposal:
        """Give `A..B` as one change, from the merge base to B, with the messages of its commits."""
        base, head = range_sides(self.repository, self.view, spelled)
        shown = self.view.run("log", "-z", "--reverse", "--format=%B", head, f"^{base}")
        messages = shown.decode("utf-8", "surrogateescape").replace("\0", "\n")
        day = self._day_of(head)
        edits = tree_edits(self.view, base, head)
        return self._proposal(edits, messages if message is None else message, base, head, day)

    def staged(self, ledger: Callable[[], Ledger], message: str) -> Proposal:
        """Give what is staged against HEAD, as of the head's day; the ledger is the one of the work tree."""
        edits, before, after = staged_sides(self.repository, self.view)
        day = self._day_of(before) if self.repository.names("HEAD") else day_of(0)
        return replace(self._proposal(edits, message, before, after, day), ledger=ledger)

    def whole(self, commit: str, paths: Iterable[str], day: date) -> Proposal:
        """Give some files of a commit as if every line of them were added: the tree itself is looked at."""
        tree = GitTree(self.view, commit)
        texts = {path: text for some in tree.texts(list(paths)) for path, text in some.items()}
        edits = [Edit(path, "added", after=text, adds=_all(text)) for path, text in texts.items() if text]
        nothing = empty_tree(self.view)
        return replace(self._proposal(tuple(edits), "", nothing, commit, day), whole=True)

    def _day_of(self, commit: str) -> date:
        return day_said(self.view.run("show", "--no-patch", "--format=%ct", commit))

    def count_now(self, guard: Guard, commit: str) -> int:
        """Count the places in a commit's tree that a guard is about, up to MOST_FIRINGS."""
        return len(self.look_at(commit, guard).firings)

    def look_at(self, commit: str, guard: Guard) -> Outcome:
        """Let a guard look at every file of a commit's tree as if it were new, at up to MOST_FIRINGS places."""
        paths = [path for path in GitTree(self.view, commit).paths() if guard.covers(path)]
        ready = Ready([guard])
        outcome = Outcome(guard, ())
        for begin in range(0, len(paths), AT_ONCE):
            (found,) = ready.outcomes(self.whole(commit, paths[begin : begin + AT_ONCE], day_of(0)))
            firings = (*outcome.firings, *found.firings)[:MOST_FIRINGS]
            outcome = Outcome(guard, firings, found.failure)
            if found.failure is not None or len(firings) == MOST_FIRINGS:
                break
        return outcome

    def _proposal(self, edits: tuple[Edit, ...], message: str, before: str, after: str, day: date) -> Proposal:
        return Proposal(
            edits=edits,
            message=message,
            before=GitTree(self.view, before),
            after=GitTree(self.view, after),
            day=day,
            ledger=lambda: read_ledger_at(self.repository, after, self.catalogue),
            run=lambda command: self._run(command, after),
        )

    def _run(self, command: str, tree: str) -> tuple[int, str]:
        from unrepeat.errors import UnrepeatError
        from unrepeat.ledger.scratch import run_in_view

        if not self.may_run(command):
            raise CannotRun(
                f"The command `{command[:200]}` is not trusted on this machine.", "Read it, then `unrepeat trust` it."
            )
        try:
            ran = run_in_view(self.repository, self.view, tree, command)
        except UnrepeatError as error:
            raise CannotRun(error.what, error.remedy) from None
        if ran.status is None:
            raise CannotRun(f"The command `{command[:200]}` was ended: too much {ran.ended}.", "Make it do less.")
        return ran.status, ran.output


def _all(text: str) -> tuple[Span, ...]:
    count = len(lines_of(text))
    return (Span(1, count),) if count else ()
