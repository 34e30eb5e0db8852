"""Seek rules in texts, whole or at some lines of them, for as long as the effort lasts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from unrepeat.guards.kinds.pattern_tree import touched
from unrepeat.guards.syntax import LONG, Match, is_like, kept, match_of, matches, parsed
from unrepeat.history.edit import Span

MOST_LETTERS = 40_000_000  # that rules of one file are sought in; what is left untried is not offered
_EACH = 3_000  # letters that the making of a rule costs as much as
_MOST_PARTS = 20  # of a tree that are sought apart; more are sought at once

Rule = Mapping[str, Any]


class Tired(Exception):
    """Enough was sought."""


class _Parts(NamedTuple):
    """The parts of a tree that stand on some lines: those sought as a whole, and those looked at alone."""

    whole: tuple[Any, ...]
    alone: tuple[Any, ...]
    letters: int


class Searching:
    """Searches in texts of one language; raises Tired where MOST_LETTERS were looked at, whatever the machine's speed.

    Rules have no constraints and no utilities.
    """

    def __init__(self, language: str, most: int = MOST_LETTERS) -> None:
        self.language = language
        self._left = most

    def everywhere(self, text: str, rule: Rule, words: Collection[str]) -> list[Match]:
        """Give every match in a text; `words` stand in all that the rule matches."""
        if not all(word in text for word in words):
            return []
        self.spend(len(text))
        return matches(parsed(text, self.language), rule)

    def added(self, text: str, adds: tuple[Span, ...], rule: Rule, words: Collection[str]) -> list[Match]:
        """Give the matches that count where a change adds some lines, as the kind `pattern` counts them."""
        if not adds or not all(word in text for word in words):
            return []
        nodes = tuple(touched(text, self.language, adds))
        parts = _Parts(nodes, (), sum(map(_letters, nodes)))
        return [match for match in self._in(parts, rule) if counts(match, adds)]

    def near(self, text: str, spans: tuple[Span, ...], rule: Rule, words: Collection[str]) -> list[Match]:
        """Give the matches that stand on one of some lines or more."""
        if not spans or not all(word in text for word in words):
            return []
        root, known = kept(text, self.language)
        parts = known.get(("near", spans))
        if parts is None:
            parts = known["near", spans] = _parts(root, spans)
        return [match for match in self._in(parts, rule) if overlaps(match.line, match.end_line, spans)]

    def _in(self, parts: _Parts, rule: Rule) -> Iterator[Match]:
        self.spend(parts.letters + _EACH * len(parts.whole))
        for node in parts.alone:
            if is_like(node, rule["rule"]):
                yield match_of(node)
        for node in parts.whole:
            yield from matches(node, rule)

    def spend(self, letters: int) -> None:
        """Count letters that are looked at; raise Tired where there were enough before."""
        if self._left <= 0:
            raise Tired
        self._left -= letters


def _parts(root: Any, spans: Sequence[Span]) -> _Parts:  # noqa: ANN401 -- the engine's node
    alone: list[Any] = []
    whole = tuple(islice(_whole(root, spans, alone), _MOST_PARTS + 1))
    if len(whole) > _MOST_PARTS:
        return _Parts((root,), (), _letters(root))
    return _Parts(whole, tuple(alone), sum(map(_letters, whole)))


def _whole(root: Any, spans: Sequence[Span], alone: list[Any]) -> Iterator[Any]:  # noqa: ANN401 -- as above
    """Give the short nodes on some lines; the long ones around them, in which much else stands, come to `alone`."""
    left = [root]
    while left:
        node = left.pop()
        place = node.range()
        first, last = place.start.line + 1, place.end.line + 1
        if not overlaps(first, last, spans):
            continue
        if last - first < LONG:
            yield node
        else:
            alone.append(node)
            left.extend(node.children())


def counts(match: Match, adds: Collection[Span]) -> bool:
    """Say whether a match counts where a change adds some lines, as the kind `pattern` counts it."""
    return any(span.first <= match.line <= span.last for span in adds) or (
        not match.is_long and overlaps(match.line, match.end_line, adds)
    )


def overlaps(first: int, last: int, spans: Collection[Span]) -> bool:
    """Say whether some lines meet one of others."""
    return any(first <= span.last and span.first <= last for span in spans)


def _letters(node: Any) -> int:  # noqa: ANN401 -- as above
    place = node.range()
    return int(place.end.index - place.start.index)
