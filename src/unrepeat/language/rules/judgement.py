"""`judgement`: character or competence is judged, one's own included."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import without
from unrepeat.language.english.subjects import BLAMED, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied, is_spoken_of
from unrepeat.language.sentences import Word

_FACT = "<what was done, as a fact>; <what was known and visible then>."
_BE = frozenset({"was", "were", "is", "are", "am", "been", "being", "be", "seemed", "looked", "got"})
# What a change or a release may be without anybody being judged.
_OF_SYSTEMS = frozenset(
    {"slow", "bad", "poor", "blind", "useless", "dense", "thick", "unreliable", "mad", "awful", "terrible"}
)
_SELF = re.compile(r"\b(?:i|my|me|myself)\b")


def look(reading: Reading) -> Iterator[Hit]:
    """Find judgements of people and of what they did."""
    sentence = reading.sentence
    words = sentence.words
    known = lexicon()
    if is_spoken_of(words):
        return
    strong, nouns = known.set("judgements"), known.set("judgement_nouns")
    for at, word in enumerate(words):
        if word.low in strong or word.low in nouns:
            following = sentence.low[word.start - sentence.start :]
            if known.phrases("term-of-art").match(following) or is_denied(words, at, at):
                continue
            yield _hit(reading, at, is_adjective=word.low in strong)
            return
    for at, word in enumerate(words):
        if word.low in known.set("ambiguous_judgements") and _is_of_people(words, at) and not is_denied(words, at, at):
            if not known.phrases("term-of-art").match(sentence.low[word.start - sentence.start :]):
                yield _hit(reading, at, is_adjective=True)
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


def _is_of_people(words: Sequence[Word], at: int) -> bool:
    """Say whether a judgement is of a person or a deed: `a clumsy merge`, `the reviewer was impatient`."""
    known = lexicon()
    meant = known.set("persons") | known.set("teams") | known.set("deeds")
    if words[at].low.endswith("ly"):
        return subject_of(words, min(at + 1, len(words) - 1)).who in BLAMED
    for one in words[at + 1 : at + 3]:
        if one.low in meant:
            return one.low not in known.set("deeds") or words[at].low not in _OF_SYSTEMS
        if one.low in known.set("prepositions") or not one.low[0].isalpha():
            break
    if at and (
        words[at - 1].low in _BE or words[at - 1].low in known.set("adverbs") or words[at - 1].low in {"too", "so"}
    ):
        verb = next((back for back in range(at - 1, max(at - 4, -1), -1) if words[back].low in _BE), None)
        if verb is not None:
            subject = subject_of(words, verb)
            heads = {one.low for one in words[subject.first : subject.last + 1]}
            is_deed = bool(heads & known.set("deeds")) and words[at].low not in _OF_SYSTEMS
            return subject.is_people or is_deed
    return False


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
