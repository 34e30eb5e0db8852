"""The page of the rules is fresh."""

from pathlib import Path

from unrepeat.language.documented import renewed

PAGE = Path(__file__).parents[2] / "docs" / "language.md"


def test_the_page_tells_the_rules_as_they_are() -> None:
    text = PAGE.read_text("utf-8")
    assert renewed(text) == text, "run `python -m unrepeat.language.documented docs/language.md`"
