"""Try a rule on the texts of an example: it must fire on the mistake, there, and on nothing beside."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from unrepeat.guards.kinds.pattern_tree import touched
from unrepeat.guards.learn.difference import lines_of_hunks
from unrepeat.guards.learn.elsewhere import Elsewhere
from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.renaming import renamed
from unrepeat.guards.syntax import EngineFailed, Match, matches, parsed, tree
from unrepeat.history.edit import Span

MOST_MATCHES = 3  # in the fixed tree: a rule that matches more there tells no mistake from the usual

Outcome = Literal["proven", "inert", "broad"]


class Trial:
    """One example, ready for many rules."""

    def __init__(self, example: Example, elsewhere: Elsewhere | None = None) -> None:
        self.example = example
        self._elsewhere = elsewhere or Elsewhere(example.language)
        self._words: Collection[str] = ()
        self._parts: dict[tuple[str, tuple[Span, ...]], Sequence[Any]] = {}

    def outcome(self, rule: Mapping[str, Any], words: Collection[str] = ()) -> Outcome:
        """Say what a rule (`rule`, `constraints`, `utils`) does on the example; `words` stand in what it matches."""
        self._words = words
        try:
            return self._outcome(rule)
        except EngineFailed:
            return "inert"

    def _outcome(self, rule: Mapping[str, Any]) -> Outcome:
        one = self.example
        if not self._fires(one.culprit, one.wrong, rule):
            return "inert"
        return "broad" if any(fails(rule) for fails in self._faults) else "proven"

    @cached_property
    def _faults(self) -> Sequence[Callable[[Mapping[str, Any]], bool]]:
        """What makes a rule too broad, the quickest to see first."""
        one = self.example
        return (
            lambda rule: self._stands(one.after, one.repaired, rule),
            lambda rule: self._stands(one.parent, one.came_upon, rule),
            lambda rule: not self._is_repaired(rule),
            lambda rule: len(self._all(one.after, rule)) > MOST_MATCHES,
            lambda rule: not self._fires(*self._renamed, rule),
            lambda rule: any(self._adds(edit.after, edit.adds, rule) for edit in one.controls),
            lambda rule: self.count_after(rule) > MOST_MATCHES,
        )

    def count_after(self, rule: Mapping[str, Any]) -> int:
        """Count the matches in the whole tree after the fix, the file itself first; stop where they are too many."""
        count = len(self._all(self.example.after, rule))
        if count > MOST_MATCHES:
            return count
        return count + self._elsewhere.count(rule, self._words, {self.example.path}, MOST_MATCHES - count)

    def share(self, words: Collection[str]) -> float:
        """Give the part of the tree's files that hold the rarest of some words."""
        return self._elsewhere.share(words)

    def _fires(self, text: str, place: Sequence[Span], rule: Mapping[str, Any]) -> bool:
        return any(_overlap(match, place) for match in self._added(text, self.example.brought, rule))

    def _adds(self, text: str, adds: tuple[Span, ...], rule: Mapping[str, Any]) -> bool:
        return bool(adds) and bool(self._added(text, adds, rule))

    def _added(self, text: str, adds: tuple[Span, ...], rule: Mapping[str, Any]) -> list[Match]:
        """Give the matches that count where a change adds these lines, as the kind `pattern` counts them."""
        if not self._may_match(text):
            return []
        parts = self._parts.get((text, adds))
        if parts is None:
            parts = self._parts[text, adds] = touched(text, self.example.language, adds)
        found = [match for part in parts for match in matches(part, rule)]
        return [
            match
            for match in found
            if any(span.first <= match.line <= span.last for span in adds)
            or (not match.is_long and _overlap(match, adds))
        ]

    def _stands(self, text: str, place: Sequence[Span], rule: Mapping[str, Any]) -> bool:
        return bool(place) and any(_overlap(match, place) for match in self._all(text, rule))

    def _all(self, text: str, rule: Mapping[str, Any]) -> list[Match]:
        if not self._may_match(text):
            return []
        return matches(parsed(text, self.example.language), rule)

    def _may_match(self, text: str) -> bool:
        return all(word in text for word in self._words)

    def _is_repaired(self, rule: Mapping[str, Any]) -> bool:
        """Say whether the rule matches in the function that the fix repaired, and more often before it than after."""
        before, after = self._around
        return sum(_overlap(match, before) for match in self._all(self.example.before, rule)) > sum(
            _overlap(match, after) for match in self._all(self.example.after, rule)
        )

    @cached_property
    def _around(self) -> tuple[list[Span], list[Span]]:
        """The functions, or the statements of the file, that the fix touched, before and after it."""
        old = list(lines_of_hunks(self.example.hunks))
        new = list(lines_of_hunks([(new, old) for old, new in self.example.hunks]))
        return (
            _outer(self.example.before, self.example.language, old),
            _outer(self.example.after, self.example.language, new),
        )

    @cached_property
    def _renamed(self) -> tuple[str, Sequence[Span]]:
        return renamed(self.example.culprit, self.example.language, self.example.wrong), self.example.wrong


def _outer(text: str, language: str, places: Iterable[Span]) -> list[Span]:
    places = list(places)
    root = tree(text, language)
    return [
        Span(one.line, one.end_line) for one in root.children if _overlaps(one.line, one.end_line, places)
    ] or places


def _overlap(match: Match, spans: Iterable[Span]) -> bool:
    return _overlaps(match.line, match.end_line, spans)


def _overlaps(first: int, last: int, spans: Iterable[Span]) -> bool:
    return any(first <= span.last and span.first <= last for span in spans)


def told(rule: Mapping[str, Any]) -> str:
    """Give a rule as one text, the same for the same rule."""
    return json.dumps(rule, sort_keys=True)
