"""The rules as a section of docs/language.md: `python -m unrepeat.language.documented docs/language.md` renews it."""

import sys
from collections.abc import Iterator
from pathlib import Path

from unrepeat.language.lint import lint
from unrepeat.language.rule import Rule, rules

MARK = "<!-- The rules below are written by `python -m unrepeat.language.documented docs/language.md`. -->"


def documented() -> str:
    """Give a heading for each rule, with what it says, why, its source, and its examples with their rewrites."""
    return "\n".join(line for rule in rules().values() for line in _rule(rule))


def renewed(page: str) -> str:
    """Give a page with its rules as they are now."""
    return f"{page.partition(MARK)[0]}{MARK}\n\n{documented()}"


def _rule(rule: Rule) -> Iterator[str]:
    switch = "" if rule.is_on else ", off unless the settings say otherwise"
    yield f"### {rule.id}\n"
    yield f"{rule.severity}, group {rule.group}{switch}; looks at: {', '.join(sorted(rule.where))}.\n"
    yield f"*{rule.message}* {rule.why} Source: {rule.source}.\n"
    yield "| said | instead |\n|---|---|"
    for sentence in rule.wrong:
        yield f"| {_cell(sentence)} | {_cell(_suggested(rule, sentence))} |"
    yield f"\nFine: {' · '.join(_cell(sentence) for sentence in rule.right)}\n"


def _suggested(rule: Rule, sentence: str) -> str:
    text = f"# Action items\n\n- {sentence}\n" if rule.group == "action" else f"{sentence}\n"
    return next(one.suggestion for one in lint(text, "x.md", "markdown", [rule]))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which page to renew: python -m unrepeat.language.documented docs/language.md")
    place = Path(sys.argv[1])
    place.write_text(renewed(place.read_text("utf-8")), "utf-8")
