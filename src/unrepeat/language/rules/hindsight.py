"""`hindsight`: what is known now is told as if it had been plain to see then."""

from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import without
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_spoken_of
from unrepeat.language.sentences import Word

_SLOT = "<what was seen and known then, with its time>"
_ADVERBS = frozenset({"obviously", "in hindsight", "with hindsight", "in retrospect", "blatantly", "glaringly"})

_LOOKING_BACK = ("in hindsight", "with", "in retrospect", "looking back")


def look(reading: Reading) -> Iterator[Hit]:
    """Find words by which what is known now looks plain."""
    sentence, low = reading.sentence, reading.sentence.low
    if reading.block.where == "heading" or (low.rstrip().endswith("?") and not low.startswith("how could")):
        return
    known = lexicon()
    lead = known.phrases("hindsight-lead", at="").match(low)
    if lead and (_tells_of_the_past(sentence.words) or lead[0].startswith(_LOOKING_BACK)):
        end = sentence.start + lead.end()
        yield Hit(sentence.start, end, without(sentence, sentence.start, end), is_safe=True)
        return
    if is_spoken_of(sentence.words):
        return
    opening = known.phrases("hindsight-opening", at="").match(low)
    if opening and _tells_of_the_past(sentence.words):
        end = sentence.start + opening.end()
        yield Hit(sentence.start, end, without(sentence, sentence.start, end), is_safe=True)
        return
    fine = [one.span() for one in known.phrases("not-hindsight").finditer(low)]
    for found in known.phrases("hindsight").finditer(low):
        if any(start < found.end() and found.start() < end for start, end in fine):
            continue
        if found[0].startswith("it is ") and not _tells_of_the_past(sentence.words):
            continue
        if known.phrases("before-not-hindsight").search(low[: found.start()]):
            continue
        if not known.phrases("future", at="").search(low[found.start() : found.end() + 40]):
            yield _hit(reading, found.start(), found.end())
            return


def _tells_of_the_past(words: Sequence[Word]) -> bool:
    """Say whether a sentence tells what was: `of course, you can also ...` is no hindsight."""
    pasts = {"was", "were", "had", "did"}
    return any(
        one.low in pasts
        or (lexicon().is_past(one.low) and lexicon().verb(one.low).past != one.low and one.text[0].islower())
        for one in words
    )


def _hit(reading: Reading, start: int, end: int) -> Hit:
    sentence = reading.sentence
    first, last = sentence.start + start, sentence.start + end
    if sentence.low[start:end] not in _ADVERBS:
        return Hit(first, last, f"<what happened, as a fact>; {_SLOT}.")
    head = sentence.raw[:start].rstrip()
    cut = sentence.start + len(head) - (1 if head.endswith(",") and sentence.raw[end : end + 1] != "," else 0)
    return Hit(first, last, without(sentence, cut if head.endswith(",") else first, last), is_safe=True)
