"""`judgement`: character or competence is judged, one's own included."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import without
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied, is_spoken_of

_FACT = "<what was done, as a fact>; <what was known and visible then>."
_SELF = re.compile(r"\b(?:i|my|me|myself)\b")


def look(reading: Reading) -> Iterator[Hit]:
    """Find judgements of people and of what they did."""
    sentence = reading.sentence
    words = sentence.words
    known = lexicon()
    strong, nouns = known.set("judgements"), known.set("judgement_nouns")
    for at, word in enumerate(words):
        if word.low in strong or word.low in nouns:
            following = sentence.low[word.start - sentence.start :]
            if known.phrases("term-of-art").match(following) or is_denied(words, at, at):
                continue
            yield _hit(reading, at, is_adjective=word.low in strong)
            return
    for name in ("weak-judgement", "directed-judgement"):
        found = known.phrases(name).search(sentence.low)
        if found is None or known.phrases("term-of-art").match(found[0]) or is_spoken_of(words):
            continue
        first = next((at for at, one in enumerate(words) if one.start >= sentence.start + found.start()), 0)
        if name == "weak-judgement" and is_denied(words, first, first + 1):
            continue
        start = sentence.start
        yield Hit(start + found.start(), start + found.end(), _FACT, note=_note(sentence.low))
        return


def _hit(reading: Reading, at: int, *, is_adjective: bool) -> Hit:
    sentence = reading.sentence
    words = sentence.words
    word = words[at]
    before = words[at - 1].low if at else ""
    after = words[at + 1] if at + 1 < len(words) else None
    suggestion, safe = _FACT, False
    is_beside_noun = before in {
        "a",
        "an",
        "the",
        "this",
        "that",
        "his",
        "her",
        "their",
        "our",
        "my",
        "some",
        "such",
    } or before.endswith("'s")
    if (
        is_adjective
        and after is not None
        and after.low[0].isalpha()
        and after.low not in {"and", "or", "of", "to", "that"}
    ):
        if is_beside_noun or word.low.endswith("ly"):
            suggestion, safe = without(sentence, word.start, word.end), True
    return Hit(word.start, word.end, suggestion, is_safe=safe, note=_note(sentence.low))


def _note(low: str) -> str:
    return "You need not call it that." if _SELF.search(low) else ""
