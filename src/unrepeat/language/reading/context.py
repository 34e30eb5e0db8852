"""What a heading, a column or the beginning of a line says of the text that follows it."""

import re

from unrepeat.language.block import Where
from unrepeat.language.english.lexicon import lexicon

_BEGINS = r"^\W*"
_TIME = re.compile(
    r"^\W*(?:\[?(?:\d{4}[-/.]\d\d?[-/.]\d\d?[T ,]*)?~?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?"
    r"\s*(?:[ap]\.?m\.?|UTC|GMT|Z|[A-Z]{2,4}T)?\b"
    r"|\d{4}-\d\d-\d\d\b|T\s?[+-]\s?\d+)",
    re.IGNORECASE,
)
_LONGEST_CREDITS = 5  # words of a heading under which people are named


def of_heading(text: str) -> Where:
    """Say what stands under a heading."""
    known, low = lexicon(), text.lower()
    if known.phrases("heading-of-timeline").search(low):
        return "timeline"
    if known.phrases("heading-of-actions").search(low):
        return "action"
    names_people = known.phrases("heading-of-credits").search(low) and len(low.split()) <= _LONGEST_CREDITS
    return "credit" if names_people else "prose"


def of_line(text: str, under: Where, usual: Where) -> Where:
    """Say what a paragraph or an item is, by how it begins and under which heading it stands."""
    if lexicon().phrases("credit-line", at=_BEGINS).search(text.lower()):
        return "credit"
    if _TIME.search(text) and under != "action":
        return "timeline"
    if under == "action":
        return "action" if usual == "item" else usual
    return under if under in {"timeline", "credit"} else usual


def of_columns(headers: list[str], under: Where) -> list[Where]:
    """Say what the cells of each column of a table are."""
    known = lexicon()
    lows = [header.lower() for header in headers]
    times = [bool(known.phrases("column-of-time", at=_BEGINS).search(low)) for low in lows]
    owners = [bool(known.phrases("column-of-owner", at=_BEGINS).search(low)) for low in lows]
    if any(times[:2]) and under != "action":
        return ["timeline"] * len(headers)
    is_plan = under == "action" or any(owners)
    found: list[Where] = []
    for low, of_time, of_owner in zip(lows, times, owners, strict=True):
        is_action = is_plan and "action" not in found and known.phrases("column-of-action", at=_BEGINS).search(low)
        found.append("action" if is_action else "credit" if of_owner or of_time else "item")
    return found
