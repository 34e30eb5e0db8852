"""`minimiser`: `just`, `simply` or `easily` beside a person makes light of what they had to do."""

import re
from collections.abc import Iterator

from unrepeat.language.english.phrasing import without
from unrepeat.language.hit import Hit, Reading

_LIGHT = re.compile(
    r"\b(?:i|we|he|she|they|you|someone|the \w+) (?:\w+ )?(just|simply|easily|merely|only) (?:had|has|have|needed|needs|need|could|should|did)\b|\b(?:could|should|would) (?:have )?(just|simply|easily|merely) "
)


def look(reading: Reading) -> Iterator[Hit]:
    """Find words that make light of work."""
    sentence = reading.sentence
    found = _LIGHT.search(sentence.low)
    if found:
        group = 1 if found[1] else 2
        first, last = sentence.start + found.start(group), sentence.start + found.end(group)
        yield Hit(first, last, without(sentence, first, last), is_safe=True)
