"""`hindsight`: what is known now is told as if it had been plain to see then."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import without
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_spoken_of
from unrepeat.language.sentences import Sentence, Word

_SLOT = "<what was seen and known then, with its time>"
_PRESENT = re.compile(r"it is|it does|is |are |obviously|clearly|plainly|of course|no |little |only a|as ")
_ARE = frozenset({"is", "are", "can", "may", "will", "has", "have", "do", "does", "am"})
_WERE = frozenset({"was", "were", "had", "did"})
_WOULD = frozenset({"should", "could", "would", "might"})
_BREAKS = re.compile(r"\b(?:fills up|runs out|breaks|fails|crashes|dies|overflows|leaks|falls over)\b")
_ADVERBS = frozenset({"obviously", "in hindsight", "with hindsight", "in retrospect", "blatantly", "glaringly"})

_ASKED = re.compile(r"\bhow could\b|^(?:of course|obviously|naturally) ")  # questions that tell
_LOOKING_BACK = ("in hindsight", "with", "in retrospect", "looking back")


def look(reading: Reading) -> Iterator[Hit]:
    """Find words by which what is known now looks plain."""
    sentence, low = reading.sentence, reading.sentence.low
    if reading.block.where == "heading" or (low.rstrip().endswith("?") and not _ASKED.search(low)):
        return
    known = lexicon()
    lead = known.phrases("hindsight-lead", at="").match(low)
    if lead and (_was(sentence, lead.end()) or lead[0].startswith(_LOOKING_BACK)):
        end = sentence.start + lead.end()
        yield Hit(sentence.start, end, without(sentence, sentence.start, end), is_safe=True)
        return
    if is_spoken_of(sentence.words):
        return
    opening = known.phrases("hindsight-opening", at="").match(low)
    if opening and _was(sentence, opening.end()):
        end = sentence.start + opening.end()
        yield Hit(sentence.start, end, without(sentence, sentence.start, end), is_safe=True)
        return
    fine = [one.span() for one in known.phrases("not-hindsight").finditer(low)]
    for found in known.phrases("hindsight").finditer(low):
        if any(start < found.end() and found.start() < end for start, end in fine):
            continue
        present = _PRESENT.match(found[0])
        if present and not (_was(sentence, found.start() + present.end()) or _BREAKS.search(low)):
            continue  # an argument about what is
        if known.phrases("before-not-hindsight").search(low[: found.start()]):
            continue
        if not known.phrases("future", at="").search(low[found.start() : found.end() + 40]):
            yield _hit(reading, found.start(), found.end())


def _was(sentence: Sentence, start: int) -> bool:
    """Say whether a sentence tells what was, from a letter on: `of course, you can also ...` is no hindsight."""
    for at, one in enumerate(sentence.words):
        if one.start < sentence.start + start:
            continue
        if one.low in _WOULD:
            return any(later.low in {"have", "had"} for later in sentence.words[at + 1 : at + 4])
        if one.low in _ARE:
            return False
        if one.low in _WERE or _is_past(one):
            return True
    return any(one.low in _WERE for one in sentence.words if one.start < sentence.start + start)


def _is_past(word: Word) -> bool:
    known = lexicon()
    return known.is_past(word.low) and known.verb(word.low).past != word.low and word.text[0].islower()


def _hit(reading: Reading, start: int, end: int) -> Hit:
    sentence = reading.sentence
    first, last = sentence.start + start, sentence.start + end
    if sentence.low[start:end] not in _ADVERBS:
        return Hit(first, last, f"<what happened, as a fact>; {_SLOT}.")
    head = sentence.raw[:start].rstrip()
    cut = sentence.start + len(head) - (1 if head.endswith(",") and sentence.raw[end : end + 1] != "," else 0)
    return Hit(first, last, without(sentence, cut if head.endswith(",") else first, last), is_safe=True)
