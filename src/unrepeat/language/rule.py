"""A rule: what it is called, how gravely it speaks, where it holds, and how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Literal, cast

import yaml

from unrepeat.language.block import Where
from unrepeat.language.hit import Look

Group = Literal["language", "action"]
Severity = Literal["error", "warning", "info"]

# The rules of the house: each is a module below `rules/` with a function `look`. In the order in which they are told.
MODULES = {
    "person-as-cause": "person_as_cause",
    "human-error": "human_error",
    "omission": "omission",
    "counterfactual": "counterfactual",
    "hindsight": "hindsight",
    "judgement": "judgement",
    "who-or-why-question": "question",
    "single-cause": "single_cause",
    "minimiser": "minimiser",
    "vague-action": "vague_action",
    "open-action": "open_action",
}


@dataclass(frozen=True)
class Rule:
    """One rule with what its language's `rules.yml` says of it."""

    id: str
    group: Group
    severity: Severity
    message: str
    why: str
    source: str
    where: frozenset[Where]
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    is_on: bool
    look: Look


@cache
def rules() -> Mapping[str, Rule]:
    """Give the rules of the house by id."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("unrepeat.language.english") / "rules.yml").read_text("utf-8")
    told = yaml.load(text, Loader=loader)  # noqa: S506 -- it is a safe loader
    return {name: _rule(name, told[name]) for name in MODULES}


def _rule(name: str, told: Mapping[str, object]) -> Rule:
    module = import_module(f"unrepeat.language.rules.{MODULES[name]}")
    return Rule(
        id=name,
        group=cast("Group", told["group"]),
        severity=cast("Severity", told["severity"]),
        message=str(told["message"]),
        why=str(told["why"]),
        source=str(told["source"]),
        where=frozenset(cast("list[Where]", told["where"])),
        wrong=tuple(cast("list[str]", told["wrong"])),
        right=tuple(cast("list[str]", told["right"])),
        is_on=bool(told.get("is-on", True)),
        look=module.look,
    )
