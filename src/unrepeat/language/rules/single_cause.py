"""`single-cause`: one cause is given for what several conditions made possible. Advisory alone."""

import re
from collections.abc import Iterator

from unrepeat.language.hit import Hit, Reading

_ONE = re.compile(
    r"\bthe (?:one|only|sole|single|real|true|ultimate) (?:root )?cause\b(?! (?:could|for a list))|\bthe root cause (?:is|was)\b|\bwas solely (?:caused by|due to)\b|\bsolely because\b"
)


def look(reading: Reading) -> Iterator[Hit]:
    """Find a single cause."""
    found = _ONE.search(reading.sentence.low)
    if found and reading.block.where != "heading" and not reading.sentence.low.rstrip().endswith("?"):
        start = reading.sentence.start
        yield Hit(
            start + found.start(),
            start + found.end(),
            "Among the conditions that made it possible: <each, with its evidence>.",
        )
