"""Find what became of changes: the later fix that stands, by what messages state and people confirmed."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from unrepeat.change import Change
from unrepeat.history.fixes import STANDS, is_fix
from unrepeat.history.index import Index
from unrepeat.history.stated import Statements
from unrepeat.recall.store import SearchFile
from unrepeat.recall.terms import words

Links = Mapping[tuple[int, int], str]  # a person's word on (fix, culprit), by ordinals: yes, no or unclear

MOST_STEPS = 10  # from a fix to the fix of it, and so on
_MOST_NAMING = 50  # later changes that name a commit, and are looked at


class Repairs:
    """Finds the fixes of changes among those that a head reaches."""

    def __init__(self, search: SearchFile, index: Index, links: Links, reached: bytearray) -> None:
        self._search = search
        self._index = index
        self._links = links
        self._reached = reached

    def of_change(self, change: Change) -> str | None:
        """Say what helped: the last of the fixes that repaired it, each the one before; a fix by itself; else None."""
        standing = self._standing(change)
        if standing is not change:
            return f"{standing.commit[:12]} {standing.subject}"
        return change.subject if self.repairs(change) else None

    def repairs(self, change: Change) -> bool:
        """Say whether a change is a fix."""
        return is_fix(change, [self._index.path(number) for number in change.paths]).score >= STANDS

    def _standing(self, change: Change) -> Change:
        for _ in range(MOST_STEPS):
            later = self._repaired_by(change)
            if later is None:
                break
            change = self._index.change(later)
        return change

    def _repaired_by(self, change: Change) -> int | None:
        """Give the last change that repairs a change, None where none does."""
        said = {fix: word for (fix, culprit), word in self._links.items() if culprit == change.ordinal}
        found = [fix for fix, word in said.items() if word == "yes"]
        found.extend(one for one in self._naming(change) if one not in said)
        return max((one for one in found if self._reached[one]), default=None)

    def _naming(self, change: Change) -> Sequence[int]:
        queries = [f'{{title body}} : "{change.commit[:7]}" *']
        if title := list(words(f"revert {change.subject}")):
            queries.append(f'{{title}} : "{" ".join(title)}"')
        later = {
            number - 1 for query in queries for number in self._search.later(query, change.ordinal + 1, _MOST_NAMING)
        }
        return [
            one.ordinal
            for one in self._index.changes(sorted(later))
            for stated in self._statements.in_message(one.message, one.ordinal)
            if stated.commit == change.ordinal and stated.form != "follow-up"  # half of these repair nothing
        ]

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self._index)
