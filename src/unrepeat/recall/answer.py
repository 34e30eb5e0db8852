"""Answer what is like something, and what helped then: at most five, each with its reasons, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from unrepeat.history.index import Index
from unrepeat.ledger.record import Record
from unrepeat.recall.asked import Asked
from unrepeat.recall.because import because
from unrepeat.recall.repairs import Links, Repairs
from unrepeat.recall.similar import NEAR, find
from unrepeat.recall.store import Entry, SearchFile
from unrepeat.recall.verdicts import Said
from unrepeat.recall.what_helped import ReadText, of_record

MOST = 5
ALIKE = 0.8  # the part of what is asked that something holds to be taken for the same, as far as verdicts go


@dataclass(frozen=True)
class Recalled:
    """One thing to remember: a record's id or a full hash, its kind, how likely it is like what is asked, and why."""

    id: str
    kind: str
    title: str
    score: float
    because: tuple[str, ...]
    what_helped: str | None

    def row(self) -> dict[str, object]:
        """Give it as `recall --json` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "score": self.score,
            "because": list(self.because),
            "what_helped": self.what_helped,
        }


@dataclass(frozen=True)
class Known:
    """What there is to remember from: the history down from a head, the ledger, and what people said."""

    index: Index
    head: int
    records: Sequence[Record]
    read: ReadText
    said: Said
    links: Links


def recall(search: SearchFile, known: Known, asked: Asked) -> list[Recalled]:
    """Give what is like something, the likest first; what people said is the same comes before, what is not, never."""
    return list(_Answering(search, known, asked).answers())[:MOST]


class _Answering:
    def __init__(self, search: SearchFile, known: Known, asked: Asked) -> None:
        self._search = search
        self._known = known
        self._asked = asked
        self._reached = known.index.graph.reachable([known.head])
        self._records: Mapping[str, Record] = {record.path: record for record in known.records}
        self._by_id: Mapping[str, Record] = {record.id: record for record in known.records}
        # What is asked about cannot have helped, though it may repair what is like it.
        before = bytearray(self._reached)
        if asked.itself:
            before[known.index.ordinal(asked.itself)] = 0
        self._repairs = Repairs(search, known.index, known.links, before)

    def answers(self) -> Iterator[Recalled]:
        found = [one for one in find(self._search, self._asked) if self._is_here(one.entry)]
        names = {one.entry.number: self._name(one.entry) for one in found}
        # What is nearly the same as the question speaks for it: what people said of the one holds for the other.
        alike = {self._asked.itself: 1.0} if self._asked.itself else {}
        alike |= {names[one.entry.number]: one.likeness for one in found if one.coverage >= ALIKE}
        denied = self._denied(alike)
        told = set()
        for name, likeness, source in self._said_the_same(alike, denied):
            entry = self._entry(name)
            if entry is not None and name not in told:
                told.add(name)
                yield self._recalled(entry, likeness, (self._reason(source),))
        for one in found[:MOST]:
            name = names[one.entry.number]
            if one.likeness >= NEAR and name not in denied and name not in told:
                yield self._recalled(one.entry, one.likeness, tuple(because(one, self._asked)))

    def _denied(self, alike: Mapping[str, float]) -> set[str]:
        """Give what is not the same as the question, by what people said of it or of what is nearly the same."""
        own = self._known.said.not_same(self._asked.itself)
        of_others = {name for one in alike for name in self._known.said.not_same(one)}
        return own | (of_others - alike.keys() - self._known.said.same(self._asked.itself))

    def _said_the_same(self, alike: Mapping[str, float], denied: set[str]) -> Iterator[tuple[str, float, str]]:
        for name, likeness in sorted(alike.items(), key=lambda item: (-item[1], item[0])):
            for other in sorted(self._known.said.same(name) - {name, self._asked.itself} - denied):
                if name == self._asked.itself or other not in alike:
                    yield other, likeness, name

    def _reason(self, source: str) -> str:
        if source == self._asked.itself:
            return "somebody said that it is the same"
        shown = source if source in self._by_id else source[:12]
        return f"somebody said that it is the same as {shown}, which is nearly what is asked about"

    def _is_here(self, entry: Entry) -> bool:
        """Say whether an entry is of the ledger as it is now, or of the history down from the head."""
        if entry.number < 0:
            return entry.id in self._records
        return entry.number <= len(self._reached) and bool(self._reached[entry.number - 1])

    def _name(self, entry: Entry) -> str:
        return self._records[entry.id].id if entry.number < 0 else entry.id

    def _entry(self, name: str) -> Entry | None:
        record = self._by_id.get(name)
        number = self._search.number(record.path if record else name)
        entry = next(iter(self._search.entries([number])), None) if number is not None else None
        return entry if entry is not None and self._is_here(entry) else None

    def _recalled(self, entry: Entry, likeness: float, reasons: tuple[str, ...]) -> Recalled:
        score = round(likeness, 3)
        if entry.number < 0:
            record = self._records[entry.id]
            helped = of_record(record, self._by_id, self._known.read)
            return Recalled(record.id, record.kind, record.title, score, reasons, helped)
        change = self._known.index.change(entry.number - 1)
        helped = self._lesson(change.commit) or self._repairs.of_change(change)
        kind = "fix" if self._repairs.repairs(change) else "change"
        return Recalled(change.commit, kind, change.subject, score, reasons, helped)

    def _lesson(self, commit: str) -> str | None:
        """Say what helped by the mistake that the ledger holds of a commit."""
        for record in self._known.records:
            named = record.words("commits") if record.kind == "mistake" else ()
            if any(len(name) >= 7 and commit.startswith(name.casefold()) for name in named):
                return of_record(record, self._by_id, self._known.read)
        return None
