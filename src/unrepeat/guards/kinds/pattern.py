"""`pattern`: code of a shape that went wrong, found in the syntax tree by an ast-grep rule where a change adds it."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotValid
from unrepeat.guards.kinds.pattern_tree import touched
from unrepeat.guards.kinds.pattern_words import Words, words_of
from unrepeat.guards.kinds.rules import only, word
from unrepeat.guards.proposal import Proposal
from unrepeat.guards.syntax import ENDINGS, LANGUAGES, EngineFailed, matches, parsed
from unrepeat.history.edit import Edit

_FIELDS = ("language", "rule", "constraints", "utils")
LONGEST = 2_000  # letters of a text in a rule; the engine ends the process at one that is nested some 30,000 deep
_SCRIPT = re.compile(r"#!.*\b(python|bash|sh|ruby|node|php|lua)[\d.]*\b")
_OF_PROGRAM = {"sh": "bash", "node": "javascript"}


class Pattern:
    """A pattern that is ready to be sought.

    Rule: as in ast-grep's own files (https://ast-grep.github.io/reference/yaml.html): `language`, `rule`,
    `constraints`, `utils`. A match counts where the change adds a line on which it begins, or one of its lines where
    they are few. Files of the language are known by their endings; a script without one by its first line, and any
    file that `paths` names without a wildcard.
    """

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, _FIELDS)
        self._guard = guard
        self._language = word(guard.rule, "language").lower()
        if self._language not in LANGUAGES:
            raise NotValid(
                f"the language {self._language[:40]!r} is not known; there are {', '.join(LANGUAGES)}", "language"
            )
        rule = guard.rule.get("rule")
        if not isinstance(rule, Mapping) or not rule:
            raise NotValid('`rule` should be a rule of ast-grep, such as {pattern: "count($$$ARGS)"}', "rule")
        parts = {name: guard.rule[name] for name in ("constraints", "utils") if guard.rule.get(name)}
        self._config = plain({"rule": rule, **parts})
        self._check()

    def _check(self) -> None:
        if any(len(text) > LONGEST for text in _texts(self._config)):
            raise NotValid(f"its rule has a text of more than {LONGEST:,} letters", "rule")
        _refuse_circles(self._config.get("utils"))
        try:
            matches(parsed("", self._language), self._config)
        except EngineFailed as failed:
            raise NotValid(f"ast-grep cannot use its rule: {failed.what}", "rule") from None

    @cached_property
    def words(self) -> Words:
        """Words that stand in every file that can match."""
        return words_of(self._config["rule"], self._config.get("utils") or {}, self._language)

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give each match that begins on a line which the change adds; raise CannotRun where a file cannot be read."""
        for edit in proposal.edits:
            if self._guard.covers(edit.path) and self._is_in_language(edit):
                yield from self._in_file(edit)

    def _is_in_language(self, edit: Edit) -> bool:
        _, dot, ending = edit.path.rpartition("/")[2].rpartition(".")
        if dot:
            return ending.lower() in ENDINGS[self._language]
        script = _SCRIPT.match(edit.after)
        language = _OF_PROGRAM.get(script[1], script[1]) if script else ""
        return language == self._language or edit.path in self._guard.paths

    def _in_file(self, edit: Edit) -> Iterator[Firing]:
        if edit.unread and edit.status != "deleted":
            raise CannotRun(
                f"{edit.path} could not be read ({edit.unread}).", "Look at it by hand, or narrow the guard's `paths`."
            )
        if not edit.adds or not self.words.stand_in(edit.after):
            return
        try:
            found = [
                match
                for part in touched(edit.after, self._language, edit.adds)
                for match in matches(part, self._config)
                if any(span.first <= match.line <= span.last for span in edit.adds)
                or (not match.is_long and any(s.first <= match.end_line and match.line <= s.last for s in edit.adds))
            ]
        except EngineFailed as failed:
            raise CannotRun(
                f"ast-grep failed on {edit.path}: {failed.what}.", "Look at it by hand, or narrow the guard's `paths`."
            ) from None
        for match in found:
            yield Firing(edit.path, match.line, match.end_line, self._guard.title, match.text)


def plain(value: Any) -> Any:  # noqa: ANN401 -- plain data of any form
    """Give data as the engine's binding takes it: numbers that remember their spelling become plain ones."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    return float(value) if isinstance(value, float) else str(value)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 -- as above
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _texts(one)


def _refuse_circles(utils: Any) -> None:  # noqa: ANN401 -- as above
    """Raise NotValid where rules of `utils` lead back to themselves: the engine may go round until the process ends."""
    if not isinstance(utils, Mapping):
        return
    try:
        TopologicalSorter({name: set(_referred(rule)) for name, rule in utils.items()}).prepare()
    except CycleError as circle:
        through = " -> ".join(map(str, circle.args[1]))
        raise NotValid(f"its `utils` lead back to themselves ({through[:100]})", "utils") from None


def _referred(rule: Any) -> Collection[str]:  # noqa: ANN401 -- as above
    """Give the names that a rule refers to by `matches`, however deep."""
    if isinstance(rule, list):
        return {name for one in rule for name in _referred(one)}
    if not isinstance(rule, Mapping):
        return set()
    inner = {name for one in rule.values() for name in _referred(one)}
    return inner | ({rule["matches"]} if isinstance(rule.get("matches"), str) else set())
