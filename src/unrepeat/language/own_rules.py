"""A team's own rules: patterns in a YAML file, matched by an engine that takes no longer than the text is long."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import re2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from unrepeat.language.block import Where
from unrepeat.language.hit import Hit, Look, Reading
from unrepeat.language.rule import Rule, Severity
from unrepeat.ledger.files import Unreadable, read_plain
from unrepeat.ledger.reading import YamlProblem, read

MOST_MEMORY = 8 << 20  # bytes for one pattern


class NotARule(Exception):
    """Why a file holds no rules, in a sentence."""


class OwnRule(BaseModel):
    """One rule of a team: what is not to be said, and what to say instead."""

    model_config = ConfigDict(extra="forbid")

    pattern: Annotated[str, Field(min_length=1, max_length=2_000)]
    message: Annotated[str, Field(min_length=1)]
    suggestion: str = ""
    severity: Severity = "warning"
    group: Literal["language", "action"] = "language"
    where: list[Where] = ["prose", "item"]


def own_rules(file: Path) -> list[Rule]:
    """Read a team's rules: `rules:` with a mapping from ids to rules; raise NotARule."""
    try:
        told = read(read_plain(file).decode("utf-8")).data.get("rules")
    except (Unreadable, UnicodeDecodeError, YamlProblem) as problem:
        raise NotARule(f"it cannot be read: {problem}.") from None
    if not isinstance(told, dict):
        raise NotARule("it has no `rules:` with a mapping from ids to rules.")
    return [_rule(str(name), one) for name, one in told.items()]


def _rule(name: str, told: object) -> Rule:
    try:
        own = OwnRule.model_validate(told)
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise NotARule(f"the rule {name}: {field}: {first['msg'].lower()}.") from None
    return Rule(
        id=name,
        group=own.group,
        severity=own.severity,
        message=own.message,
        why="A rule of this team.",
        source="this team",
        where=frozenset(own.where),
        wrong=(),
        right=(),
        is_on=True,
        look=_look(name, own),
    )


def _look(name: str, own: OwnRule) -> Look:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    try:
        pattern = re2.compile(own.pattern, options=options)
    except re2.error as problem:
        raise NotARule(f"the rule {name}: its pattern is none: {problem}.") from None

    def look(reading: Reading) -> Iterator[Hit]:
        start = reading.sentence.start
        found = pattern.search(reading.sentence.text)
        if found:
            yield Hit(start + found.start(), start + found.end(), own.suggestion)

    return look
