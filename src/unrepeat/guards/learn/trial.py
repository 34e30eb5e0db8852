"""Try a rule on the texts of an example: it must fire on the mistake, there, and on nothing beside."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from unrepeat.guards.learn.difference import lines_of_hunks
from unrepeat.guards.learn.elsewhere import Elsewhere
from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.renaming import renamed
from unrepeat.guards.learn.searching import Searching, Tired, counts, overlaps
from unrepeat.guards.syntax import EngineFailed, tree
from unrepeat.history.edit import Span

MOST_MATCHES = 3  # in the fixed tree: a rule that matches more there tells no mistake from the usual

Outcome = Literal["proven", "inert", "broad"]
Rule = Mapping[str, Any]


class Trial:
    """One example, ready for many rules."""

    def __init__(self, example: Example, elsewhere: Elsewhere | None = None) -> None:
        self.example = example
        self._elsewhere = elsewhere or Elsewhere(example.language)
        self._search = Searching(example.language)
        self._words: Collection[str] = ()
        self._known: dict[str, Outcome] = {}
        self._counted: dict[str, int] = {}
        self.is_tired = False

    def outcome(self, rule: Rule, words: Collection[str] = ()) -> Outcome:
        """Say what a rule (`rule` alone) does on the example; `words` stand in what it matches.

        When enough was tried, every further rule is `inert`.
        """
        name = told(rule)
        if name not in self._known:
            self._words = words
            try:
                self._known[name] = self._outcome(rule)
            except EngineFailed:
                self._known[name] = "inert"
            except Tired:
                self.is_tired = True
                self._known[name] = "inert"
        return self._known[name]

    def _outcome(self, rule: Rule) -> Outcome:
        one = self.example
        if not self._fires(one.culprit, one.wrong, rule):
            return "inert"
        return "broad" if any(fails(rule) for fails in self._faults) else "proven"

    @cached_property
    def _faults(self) -> Sequence[Callable[[Rule], bool]]:
        """What makes a rule too broad, the quickest to see first."""
        one = self.example
        return (
            lambda rule: self._stands(one.after, one.repaired, rule),
            lambda rule: self._stands(one.parent, one.came_upon, rule),
            lambda rule: not self._is_repaired(rule),
            lambda rule: len(self._search.everywhere(one.after, rule, self._words)) > MOST_MATCHES,
            lambda rule: not self._fires(*self._renamed, rule),
            lambda rule: any(self._search.added(edit.after, edit.adds, rule, self._words) for edit in one.controls),
            lambda rule: self.count_after(rule) > MOST_MATCHES,
        )

    def count_after(self, rule: Rule) -> int:
        """Count the matches in the whole tree after the fix, the file itself first; stop where they are too many."""
        name = told(rule)
        if name not in self._counted:
            count = len(self._search.everywhere(self.example.after, rule, self._words))
            if count <= MOST_MATCHES:
                count += self._elsewhere.count(rule, self._words, {self.example.path}, MOST_MATCHES - count)
            self._counted[name] = count
        return self._counted[name]

    def share(self, words: Collection[str]) -> float:
        """Give the part of the tree's files that hold the rarest of some words."""
        return self._elsewhere.share(words)

    def _fires(self, text: str, place: tuple[Span, ...], rule: Rule) -> bool:
        found = self._search.near(text, place, rule, self._words)
        return any(counts(match, self.example.brought) for match in found)

    def _stands(self, text: str, place: tuple[Span, ...], rule: Rule) -> bool:
        return bool(self._search.near(text, place, rule, self._words))

    def _is_repaired(self, rule: Rule) -> bool:
        """Say whether the rule matches in the function that the fix repaired, and more often before it than after."""
        before, after = self._around
        return len(self._search.near(self.example.before, before, rule, self._words)) > len(
            self._search.near(self.example.after, after, rule, self._words)
        )

    @cached_property
    def _around(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The functions, or the statements of the file, that the fix touched, before and after it."""
        old = list(lines_of_hunks(self.example.hunks))
        new = list(lines_of_hunks([(new, old) for old, new in self.example.hunks]))
        return (
            _outer(self.example.before, self.example.language, old),
            _outer(self.example.after, self.example.language, new),
        )

    @cached_property
    def _renamed(self) -> tuple[str, tuple[Span, ...]]:
        return renamed(self.example.culprit, self.example.language, self.example.wrong), self.example.wrong


def _outer(text: str, language: str, places: Iterable[Span]) -> tuple[Span, ...]:
    places = tuple(places)
    rows = tree(text, language).children
    return tuple(Span(one.line, one.end_line) for one in rows if overlaps(one.line, one.end_line, places)) or places


def told(rule: Mapping[str, Any]) -> str:
    """Give a rule as one text, the same for the same rule."""
    return json.dumps(rule, sort_keys=True)
