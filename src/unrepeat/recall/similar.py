"""Find what is like something: choose candidates by their rarest terms, then weigh all that they share.

Text is weighed as BM25 does (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), a title's words
twice and once more against titles alone; names of code that both change count more; what is long ago counts less. The
weights were set on half of the pairs that `bench/recall.py` measures, and on those of no other repository.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unrepeat.recall.asked import Asked
from unrepeat.recall.store import Entry, SearchFile
from unrepeat.recall.terms import is_hash, is_identifier, of_path

K, B, B_OF_NAMES = 1.2, 0.75, 0.5
SATURATION = 8.0  # how often a term of the question may be said before saying it again adds little
# Against a text's 1: names of code, titles against titles, paths that both change, paths that the text names, error
# strings; and for how long ago (the logarithm of changes since) off.
NAMES, TITLE, CHANGED_PATHS, NAMED_PATHS, ROWS, AGE = 2.0, 0.5, 0.3, 1.0, 0.5, 2.0
RECORDS_AGE = 100  # a record counts as if it had been written so many changes ago, whenever that was

# Of the terms asked for, those are looked up that few entries hold, until this many places would be looked at: the
# others cost the most and tell the least. All count where candidates are weighed.
MOST_PLACES = 20_000
MOST_TERMS = 64
CANDIDATES = 300

# From this likeness on, something is near enough to be told. Of the true pairs that were found, 74 (asked by a title
# alone) to 94 of 100 (by a whole commit) are near; of questions from other repositories, 3 to 9 of 100 get an answer.
NEAR = 0.8
WHOLLY = 0.999


class Shared(NamedTuple):
    """One thing that an entry shares with what is asked: its sort, its term, and what it weighs."""

    sort: str
    term: str
    weight: float


class Similar(NamedTuple):
    """An entry, what it weighs against the others, how likely it is like what is asked (0 to 1), and what is shared."""

    entry: Entry
    weight: float
    likeness: float
    coverage: float
    shared: tuple[Shared, ...]


def find(search: SearchFile, asked: Asked) -> list[Similar]:
    """Give what is like something, the likest first; most of it is not near (`likeness` at least NEAR)."""
    weigher = Weigher(search, asked)
    query = weigher.query()
    if not query:
        return []
    found = [weigher.weighed(entry) for entry in search.candidates(query, asked.before, CANDIDATES)]
    return sorted(found, key=lambda one: (-one.weight, -one.entry.number))


class Weigher:
    """Weighs entries against one question."""

    def __init__(self, search: SearchFile, asked: Asked) -> None:
        self._asked = asked
        self._totals = search.totals()
        said = {term: 2 * asked.title.get(term, 0) + asked.body.get(term, 0) for term in asked.title | asked.body}
        places = {term: 1.0 for path in asked.named_paths for term in of_path(path)}
        places = {term: CHANGED_PATHS for path in asked.changed_paths for term in of_path(path)} | places
        names = [f"~{mark}" for mark in asked.names]
        self._counts = search.counts([*said, *places, *names])
        entries, marked = self._totals.entries, self._totals.marked
        self._text = {term: self._idf(term, entries) * _saturated(count) for term, count in said.items()}
        self._title = {term: self._idf(term, entries) * _saturated(count) for term, count in asked.title.items()}
        self._names = {mark: self._idf(f"~{mark}", marked) for mark in asked.names}
        self._places = {term: self._idf(term, entries) * weight for term, weight in places.items()}
        self._rows = [row for row in asked.error_strings if all(term in self._counts for term in row)]
        self._paths = {of_path(path): self._idf(of_path(path)[-1], entries) for path in asked.named_paths}
        # A name that the words say is asked for once, wherever an entry has it; a hash tells which, not what.
        self._said = {one: name.casefold() for one, name in asked.names.items() if name.casefold() in self._text}
        self._titled = {name.casefold() for name in asked.names.values() if is_identifier(name)}
        unsaid = sum(weight for one, weight in self._names.items() if one not in self._said)
        told = sum(weight for term, weight in self._text.items() if not is_hash(term))
        self._whole = told + NAMES * unsaid + sum(self._paths.values())

    def _idf(self, term: str, among: int) -> float:
        count = self._counts.get(term, 0)
        return math.log(1 + (max(among, count) - count + 0.5) / (count + 0.5))

    def query(self) -> str:
        """Give the question in the language of FTS5: the rarest terms, each in its fields."""
        terms = [(self._counts[term], "title body", term) for term in self._text if term in self._counts]
        terms += [(self._counts[f"~{one}"], "changed", one) for one in self._names if f"~{one}" in self._counts]
        terms += [(self._counts[term], "places", term) for term in self._places if term in self._counts]
        chosen: dict[str, list[str]] = {}
        looked_at = 0
        for count, fields, term in sorted(terms)[:MOST_TERMS]:
            looked_at += count
            if looked_at > MOST_PLACES and chosen:
                break
            chosen.setdefault(fields, []).append(term)
        return " OR ".join(f"{{{fields}}} : ({_either(terms)})" for fields, terms in chosen.items())

    def weighed(self, entry: Entry) -> Similar:
        """Weigh an entry."""
        shared = tuple(self._shared(entry))
        age = self._asked.before - entry.number if entry.number > 0 else min(RECORDS_AGE, self._asked.before)
        weight = sum(one.weight for one in shared) - AGE * math.log1p(age)
        coverage, terms = self._covered(entry, shared)
        rarest = self._idf("", self._totals.entries)  # what a term weighs that no entry holds
        likely = likeness(coverage, terms, sum(one.weight for one in shared) / rarest)
        if any(one.sort == "title" and one.term in self._titled for one in shared):
            likely = max(likely, NEAR)  # both titles name the same code
        return Similar(entry, weight, likely, coverage, shared)

    def _covered(self, entry: Entry, shared: Sequence[Shared]) -> tuple[float, int]:
        """Give the part of what is asked, by weight, that an entry holds, and in how many terms."""
        changed = {one.term for one in shared if one.sort == "name"}
        terms = {one.term for one in shared if one.sort == "text" and not is_hash(one.term)}
        terms |= {self._said[one] for one in changed & self._said.keys()}
        parts = [self._text[term] for term in sorted(terms)]
        parts += [NAMES * self._names[one] for one in sorted(changed - self._said.keys())]
        parts += [weight for path, weight in self._paths.items() if not set(path).isdisjoint(entry.places)]
        return (sum(parts) / self._whole if self._whole else 0.0), len(parts)

    def _shared(self, entry: Entry) -> Iterator[Shared]:
        title, body = Counter(entry.title), Counter(entry.body)
        yield from self._in_text(title, body)
        yield from self._in_title(title)
        norm = _norm(B_OF_NAMES, len(entry.changed), self._totals.changed, self._totals.marked)
        for mark in entry.changed:
            if mark in self._names:
                yield Shared("name", mark, NAMES * self._names[mark] * (K + 1) / (1 + norm))
        for term in entry.places:
            if term in self._places:
                yield Shared("place", term, self._places[term])
        for row in self._rows:
            if any(_holds(field, row) for field in (entry.title, entry.body)):
                yield Shared("row", " ".join(row), ROWS * sum(self._text.get(term, 0.0) for term in set(row)))

    def _in_text(self, title: Counter[str], body: Counter[str]) -> Iterator[Shared]:
        length = self._totals.title * 2 + self._totals.body
        norm = _norm(B, 2 * title.total() + body.total(), length, self._totals.entries)
        for term, weight in self._text.items():
            count = 2 * title[term] + body[term]
            if count:
                yield Shared("text", term, weight * count * (K + 1) / (count + norm))

    def _in_title(self, title: Counter[str]) -> Iterator[Shared]:
        norm = _norm(B, title.total(), self._totals.title, self._totals.entries)
        for term, weight in self._title.items():
            if title[term]:
                yield Shared("title", term, TITLE * weight * title[term] * (K + 1) / (title[term] + norm))


def likeness(coverage: float, terms: int, weight: float) -> float:
    """Give how likely an entry is like what is asked (0 to 1).

    `coverage` is the part of that (by weight) which the entry holds, in so many terms, and `weight` what all they share
    weighs against one term that no entry holds. A logistic curve through the true pairs that were found, and the three
    likest to each of 420 questions from other repositories to each of six. Whoever asks in a word or two, all of which
    are there, means just these.
    """
    if coverage <= 0 or weight <= 0:
        return 0.0
    odds = 4.4 * math.log(min(coverage, 1.0)) + 2.9 * math.log1p(terms) + 2.9 * math.log(weight) - 4.9
    found = 1 / (1 + math.exp(-odds))
    return max(found, NEAR) if coverage > WHOLLY else found


def _saturated(count: float) -> float:
    return count * (SATURATION + 1) / (count + SATURATION)


def _norm(b: float, length: int, total: int, among: int) -> float:
    return K * (1 - b + b * length * among / total) if total else K


def _holds(field: tuple[str, ...], row: tuple[str, ...]) -> bool:
    size = len(row)
    return row[0] in field and any(field[at : at + size] == row for at in range(len(field) - size + 1))


def _either(terms: Iterable[str]) -> str:
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
