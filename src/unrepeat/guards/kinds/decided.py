"""`decided`: a change to these files rests on a decision that is accepted, and acknowledged by all who must know it."""

from collections.abc import Iterator, Mapping, Sequence

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds.recorded import standing
from unrepeat.guards.kinds.rules import only, words
from unrepeat.guards.kinds.touching import line_of, needs_paths, says_something, touching
from unrepeat.guards.proposal import Proposal
from unrepeat.history.edit import Edit
from unrepeat.ledger.gate import Item
from unrepeat.ledger.globs import Places
from unrepeat.ledger.scope import places

Waiting = Iterator[tuple[Edit, str, str]]  # a file, what it waits for, and what to do


class Decided:
    """Decisions that are ready to be looked for.

    Rule: `decision` (ids of decisions, all of which must stand); where none is named, each changed file needs one whose
    `paths` mean it. The change may bring its decision along.
    """

    by_line = False

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("decision",))
        needs_paths(guard)
        self._guard = guard
        self._named = [name.removeprefix("decision:") for name in words(guard.rule, "decision", ())]

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give what is still to be decided or heard, each at the first file that waits for it."""
        edits = [] if proposal.whole else list(filter(says_something, touching(self._guard, proposal)))
        if not edits:
            return
        ledger = proposal.ledger()
        found = standing("decision", ledger.of_kind("decision"), ledger, proposal.day)
        waiting = self._for_named(found.items, edits[0]) if self._named else _for_each(found.items, edits)
        told: dict[str, Firing] = {}
        for edit, says, step in waiting:
            if found.failure is not None:
                raise found.failure
            message, line = f"{self._guard.title} ({says})", line_of(edit)
            told.setdefault(says, Firing(edit.path, line, line, message, f"{edit.path} {says}", step))
        yield from told.values()

    def _for_named(self, items: Mapping[str, Item], edit: Edit) -> Waiting:
        for name in self._named:
            item = items.get(name)
            if item is None:
                yield edit, f"no decision {name} is in force", f"record it, or name another in {self._guard.id}"
            elif item.state != "met":
                yield edit, f"{name}: {item.reason}", item.next


def _for_each(items: Mapping[str, Item], edits: Sequence[Edit]) -> Waiting:
    """Give the files that no decision is about which stands; one that does is enough for a file."""
    about = [(item, Places(places(item.record))) for item in items.values() if item.record is not None]
    for edit in edits:
        paths = [path for path in (edit.path, edit.old_path) if path]
        here = [item for item, where in about if any(map(where.overlap, paths))]
        if not here:
            step = f"unrepeat new decision TITLE --set paths={edit.path} --set informed=TEAM"
            yield edit, "no decision is about it", step
        elif all(item.state != "met" for item in here):
            yield edit, f"{here[0].record.id if here[0].record else ''}: {here[0].reason}", here[0].next
