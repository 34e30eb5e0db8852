"""`single-cause`: one cause is given for what several conditions made possible. Advisory alone."""

from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.hit import Hit, Reading


def look(reading: Reading) -> Iterator[Hit]:
    """Find a single cause."""
    found = lexicon().phrases("single-cause", at=r"(?<!\w)").search(reading.sentence.low)
    if found and reading.block.where != "heading" and not reading.sentence.low.rstrip().endswith("?"):
        start = reading.sentence.start
        yield Hit(
            start + found.start(),
            start + found.end(),
            "Among the conditions that made it possible: <each, with its evidence>.",
        )
