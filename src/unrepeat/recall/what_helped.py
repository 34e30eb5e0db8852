"""Say what helped, then: the safeguards of a mistake, the fix that stands, what was decided."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from unrepeat.change import Change
from unrepeat.history.fixes import STANDS, is_fix
from unrepeat.history.index import Index
from unrepeat.history.stated import Statements
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.record import Record
from unrepeat.ledger.sections import section
from unrepeat.recall.store import SearchFile
from unrepeat.recall.terms import words

ReadText = Callable[[Record], str]
Links = Mapping[tuple[int, int], str]  # a person's word on (fix, culprit), by ordinals: yes, no or unclear

LONGEST = 200  # letters of a sentence that is told
MOST_STEPS = 10  # from a fix to the fix of it, and so on
_MOST_NAMING = 50  # later changes that name a commit, and are looked at

_SENTENCE = re.compile(r"(.+?[.!?])(?=\s|$)", re.DOTALL)
_ACCEPTED = frozenset({"accepted", "proposed"})


def of_record(record: Record, records: Mapping[str, Record], read: ReadText) -> str | None:
    """Say what helped by what a record says; None where it says nothing of it. `records` are all, by id."""
    match record.kind:
        case "mistake":
            return "; ".join(_safeguard(name, records) for name in record.words("safeguards")) or None
        case "decision":
            outcome = first_sentence(section(read(record), KINDS["decision"].sections["outcome"]))
            return outcome and (outcome if record.state in _ACCEPTED else f"{outcome} ({record.state})")
        case "assumption":
            shown = record.words("evidence")
            return f"{record.state}: {first_sentence(shown[-1])}" if shown else None
        case "risk":
            return first_sentence(record.text("answer"))
        case "action":
            shown_by = first_sentence(record.text("shown-by"))
            return f"{record.state}; shown by: {shown_by}" if shown_by and record.state in {"done", "shown"} else None
    return None


def _safeguard(name: str, records: Mapping[str, Record]) -> str:
    kind, _, identity = name.rpartition(":")
    record = records.get(identity)
    if record is None:
        return f"the {kind or 'guard'} {identity}"
    return f"{record.title} ({record.kind}, {record.state})"


def first_sentence(text: str) -> str | None:
    """Give the first sentence of a text, cut at a word where it is long; None where there is none."""
    plain = re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL).strip()
    paragraph = " ".join(plain.partition("\n\n")[0].split())
    found = _SENTENCE.match(paragraph)
    told = found[1] if found else paragraph
    if len(told) > LONGEST:
        told = f"{told[:LONGEST].rpartition(' ')[0] or told[:LONGEST]} ..."
    return told or None


class Repairs:
    """Finds what became of changes: the later fix that stands, by what messages state and people confirmed."""

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
