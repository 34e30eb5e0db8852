"""`minimiser`: `just`, `simply` or `easily` beside a person makes light of what they had to do."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import without
from unrepeat.language.hit import Hit, Reading

_WORD = re.compile(r"\b(?:just|simply|easily|merely|only)\b")


def look(reading: Reading) -> Iterator[Hit]:
    """Find words that make light of work."""
    sentence = reading.sentence
    found = lexicon().phrases("minimiser").search(sentence.low)
    word = _WORD.search(sentence.low, found.start()) if found else None
    if word:
        first, last = sentence.start + word.start(), sentence.start + word.end()
        yield Hit(first, last, without(sentence, first, last), is_safe=True)
