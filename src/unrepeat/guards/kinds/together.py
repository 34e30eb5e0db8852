"""`together`: when these files change, those must change with them."""

from collections.abc import Iterator

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds.rules import only, words
from unrepeat.guards.kinds.touching import line_of, needs_paths, says_something, touching
from unrepeat.guards.proposal import Proposal
from unrepeat.ledger.globs import compiled


class Together:
    """Partners that are ready to be looked for.

    Rule: `with` (globs, one of which must mean a file that changes, too). The guard's `paths` say which files ask for
    it; a new name or mode alone asks for nothing.
    """

    by_line = False

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("with",))
        needs_paths(guard)
        self._guard = guard
        self._asked = words(guard.rule, "with")
        self._partners = [compiled(glob) for glob in self._asked]

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give the first file that changes without its partner: one word is enough for one change."""
        if proposal.whole or any(pattern.match(path) for path in proposal.touched for pattern in self._partners):
            return
        edit = next(filter(says_something, touching(self._guard, proposal)), None)
        if edit is not None:
            line, asked = line_of(edit), " or ".join(self._asked)
            message = f"{self._guard.title} ({asked} does not change with it)"
            yield Firing(edit.path, line, line, message, edit.path, f"change {asked}, too")
