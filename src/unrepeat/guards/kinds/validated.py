"""`validated`: these files rest on no assumption that does not hold."""

from collections.abc import Iterator, Sequence

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds.recorded import standing
from unrepeat.guards.kinds.rules import only, words
from unrepeat.guards.kinds.touching import line_of, touching
from unrepeat.guards.proposal import Proposal
from unrepeat.history.edit import Edit
from unrepeat.ledger.globs import Places
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.record import Record
from unrepeat.ledger.scope import places


class Validated:
    """Assumptions that are ready to be asked for.

    Rule: `assumption` (ids of assumptions, each of which must be there and hold); where none is named, all hold that
    name a changed file in `rests` or `paths`. The change may bring the validation along.
    """

    by_line = False

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("assumption",))
        self._guard = guard
        self._named = [name.removeprefix("assumption:") for name in words(guard.rule, "assumption", ())]

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give each assumption that does not hold, at the first file that rests on it."""
        edits = list(touching(self._guard, proposal))
        if not edits:
            return
        ledger = proposal.ledger()
        resting = dict(self._resting(ledger, edits))
        found = standing(
            "assumption", (ledger.by_id[name] for name in resting if name in ledger.by_id), ledger, proposal.day
        )
        if found.failure is not None:
            raise found.failure
        for name, edit in resting.items():
            item = found.items.get(name)
            if item is None:
                says, step = f"there is no assumption {name}", f"record it, or name another in {self._guard.id}"
            else:
                says, step = f"{name}: {item.reason}", item.next
            if item is None or item.state != "met":
                line, message = line_of(edit), f"{self._guard.title} ({says})"
                yield Firing(edit.path, line, line, message, f"{edit.path} {says}", step)

    def _resting(self, ledger: Ledger, edits: Sequence[Edit]) -> Iterator[tuple[str, Edit]]:
        """Give the assumptions that are asked for, each with the first file that rests on it."""
        if self._named:
            yield from ((name, edits[0]) for name in self._named)
            return
        for assumption in ledger.of_kind("assumption"):
            where = Places(_rests(assumption))
            edit = next((edit for edit in edits if _is_at(where, edit)), None)
            if edit is not None:
                yield assumption.id, edit


def _rests(assumption: Record) -> list[str]:
    return [*assumption.words("rests"), *places(assumption)]


def _is_at(where: Places, edit: Edit) -> bool:
    return where.overlap(edit.path) or (edit.old_path is not None and where.overlap(edit.old_path))
