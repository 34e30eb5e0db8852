"""Say which words must stand in a file for a rule of ast-grep to match it, so that most files need no parser."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from unrepeat.guards.syntax import EngineFailed, matches, parsed

_WORD = re.compile(r"[^\W\d]\w{2,}")
_NO_WORD = re.compile(r"\$+\w*|[\"'`].*?[\"'`]")  # a metavariable; a text, which may be quoted in another way
_RELATIONS = ("inside", "has", "precedes", "follows")
# How strictly a pattern is compared: the others pass over words such as `async`, or over any text.
# https://ast-grep.github.io/guide/rule-config/atomic-rule.html#pattern
_EXACT = frozenset({"smart", "cst"})


class Words(NamedTuple):
    """Words that all must stand in a text, and lists of which one must hold each."""

    every: frozenset[str]
    any_of: tuple[tuple["Words", ...], ...] = ()

    def stand_in(self, text: str) -> bool:
        """Say whether a text holds them."""
        return all(word in text for word in self.every) and all(
            any(one.stand_in(text) for one in several) for several in self.any_of
        )


def words_of(rule: Mapping[str, Any], utils: Mapping[str, Any], language: str) -> Words:
    """Give the words without which a rule cannot match; `utils` are those it may refer to, none of them in a circle."""
    every = set(_of_pattern(rule.get("pattern"), language))
    any_of: list[tuple[Words, ...]] = []
    for part in _parts(rule, utils):
        inner = words_of(part, utils, language)
        every |= inner.every
        any_of.extend(inner.any_of)
    if several := _rules(rule.get("any")):
        any_of.append(tuple(words_of(one, utils, language) for one in several))
    return Words(frozenset(every), tuple(any_of))


def _parts(rule: Mapping[str, Any], utils: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the rules that must match, too, wherever this one does."""
    yield from _rules(rule.get("all"))
    yield from _rules([rule.get(name) for name in _RELATIONS])
    yield from _rules([utils.get(str(rule.get("matches")))])


def _rules(listed: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 -- plain data of any form
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _of_pattern(pattern: Any, language: str) -> Iterable[str]:  # noqa: ANN401 -- as above
    if isinstance(pattern, Mapping):
        pattern = _selected(pattern, language) if pattern.get("strictness", "smart") in _EXACT else None
    return _WORD.findall(_NO_WORD.sub(" ", pattern)) if isinstance(pattern, str) else ()


def _selected(pattern: Mapping[str, Any], language: str) -> str | None:
    """Give the part of a pattern's context that is sought, where no other node of its kind stands beside it."""
    context, selector = pattern.get("context"), pattern.get("selector")
    if not isinstance(context, str) or not isinstance(selector, str):
        return context if selector is None else None
    try:
        # The engine, too, parses a metavariable as a plain name.
        found = matches(parsed(context.replace("$", "_"), language), {"rule": {"kind": selector}})
    except EngineFailed:
        return None
    if not found or any(one.end > found[0].end for one in found):
        return None
    return context[found[0].start : found[0].end]
