"""The rules as a style for Vale (https://vale.sh/docs/topics/styles): what words alone can tell."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml

from unrepeat.language.rule import Rule, rules

_LEVELS = {"error": "error", "warning": "warning", "info": "suggestion"}
_HEAD = """# Written by `unrepeat vale-style` from the rule `{name}`; do not edit.
# Only what words alone can tell: Vale does not know who the grammar blames, so it finds less than `unrepeat lint`, and
# is wrong more often where a system is meant. {why}
"""


def style() -> Mapping[str, str]:
    """Give the files of the style by name, one for each rule that has words of its own."""
    text = (files("unrepeat.language.english") / "vale.yml").read_text("utf-8")
    tokens: Mapping[str, list[str]] = yaml.safe_load(text)
    return {f"{_name(name)}.yml": _file(rules()[name], words) for name, words in tokens.items()}


def _name(rule: str) -> str:
    return "".join(part.capitalize() for part in rule.split("-"))


def _file(rule: Rule, tokens: list[str]) -> str:
    told: dict[str, Any] = {
        "extends": "existence",
        "message": f"'%s': {rule.message}",
        "level": _LEVELS[rule.severity],
        "ignorecase": True,
        "scope": "text",
        "tokens": tokens,
    }
    head = _HEAD.format(name=rule.id, why=rule.why)
    return head + yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=1_000)
