"""`tests`: the lines that a change touches are run by a test, or a test beside them changes, too."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotReplayable, NotValid, Watch
from unrepeat.guards.kinds.rules import only, words, yes
from unrepeat.guards.kinds.touching import line_of, says_something, touching
from unrepeat.guards.kinds.uncovered import is_code, uncovered
from unrepeat.guards.proposal import Proposal
from unrepeat.history.edit import Edit
from unrepeat.history.kinds_of_files import is_test
from unrepeat.ledger.globs import compiled

if TYPE_CHECKING:
    from unrepeat.guards.kinds.coverage import Coverage


class Tests:
    """Tests that are ready to be looked for.

    Rule, one of: `coverage: true` (each added line that reports of covered lines measure was run by a test), or
    `beside` (globs of tests, one of which must be added or changed when a guarded file is).
    """

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("coverage", "beside"))
        if yes(guard.rule, "coverage", default=False) == ("beside" in guard.rule):
            raise NotValid("its rule should have either `coverage: true` or `beside`, such as [tests/**]", "coverage")
        watch = _Beside(guard) if "beside" in guard.rule else _Covered(guard)
        self.by_line = watch.by_line
        self._watch: Watch = watch

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give what no test looks at; raise NotReplayable where there is no report of covered lines."""
        return self._watch.firings(proposal)


class _Beside:
    """Files beside which a test must change."""

    by_line = False

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._asked = words(guard.rule, "beside")
        self._tests = [compiled(glob) for glob in self._asked]

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        if proposal.whole or any(self._is_test(edit) for edit in proposal.edits if edit.status != "deleted"):
            return
        changed = filter(says_something, touching(self._guard, proposal))
        edit = next((edit for edit in changed if edit.status != "deleted"), None)
        if edit is not None:
            line, asked = line_of(edit), " or ".join(self._asked)
            message = f"{self._guard.title} (no test in {asked} changes with it)"
            yield Firing(edit.path, line, line, message, edit.path, f"change or add a test in {asked}")

    def _is_test(self, edit: Edit) -> bool:
        return says_something(edit) and any(pattern.match(edit.path) for pattern in self._tests)


class _Covered:
    """Lines that a test must run."""

    by_line = True

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        edits = [edit for edit in proposal.edits if self._guard.covers(edit.path) and _has_lines(edit)]
        if not edits:
            return
        if not proposal.coverage:
            raise NotReplayable("No report of covered lines was given.", "Give one with `--coverage FILE`.")
        from unrepeat.guards.kinds.coverage import Coverage

        known = Coverage(proposal.coverage, proposal.after.paths())
        if not known.paths:
            raise CannotRun(
                "The reports of covered lines tell of no file of this repository.", "Make them from this very change."
            )
        for edit in edits:
            yield from self._in_file(edit, known)

    def _in_file(self, edit: Edit, known: "Coverage") -> Iterator[Firing]:
        told = known.of(edit.path)
        if told is None:
            if is_code(edit, known.paths) and not is_test(edit.path.encode("utf-8", "surrogateescape")):
                message = f"{self._guard.title} (no report of covered lines knows this file: no test may load it)"
                yield Firing(edit.path, line_of(edit), line_of(edit), message, edit.path, "add a test that loads it")
            return
        for missed in uncovered(edit, told):
            says = "no test runs this line" if missed.first == missed.last else "no test runs these lines"
            subject = "\n".join(edit.after.split("\n")[missed.first - 1 : missed.last])
            message = f"{self._guard.title} ({says})"
            yield Firing(edit.path, missed.first, missed.last, message, subject, "add a test that runs it")


def _has_lines(edit: Edit) -> bool:
    """Say whether an edit adds lines; raise CannotRun where that cannot be read."""
    if edit.unread in {"large", "missing"} and edit.status != "deleted":
        raise CannotRun(f"{edit.path} could not be read ({edit.unread}).", "Look at it by hand.")
    return bool(edit.adds)
