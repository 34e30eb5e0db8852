"""`judgement`: character or competence is judged, one's own included."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import without
from unrepeat.language.english.subjects import BLAMED, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_asked, is_denied, is_spoken_of
from unrepeat.language.sentences import Word

_FACT = "<what was done, as a fact>; <what was known and visible then>."
_BE = frozenset({"was", "were", "is", "are", "am", "been", "being", "be", "seemed", "looked", "got"})
# What a change or a release may be without anybody being judged.
_OF_SYSTEMS = frozenset(
    {"slow", "bad", "poor", "blind", "useless", "dense", "thick", "unreliable", "mad", "awful", "terrible"}
)
_SELF = re.compile(r"\b(?:i|my|me|mine|myself)\b")


def look(reading: Reading) -> Iterator[Hit]:
    """Find judgements of people and of what they did."""
    sentence = reading.sentence
    words = sentence.words
    known = lexicon()
    if is_spoken_of(words) or is_asked(reading) or "liab" in sentence.low:  # a licence speaks of negligence
        return
    for at, word in enumerate(words):
        is_term = known.phrases("term-of-art").match(sentence.low[word.start - sentence.start :])
        if not is_term and _is_judged(words, at) and not is_denied(words, at, at):
            yield _hit(reading, at, is_adjective=word.low not in known.set("judgement_nouns"))
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


def _is_judged(words: Sequence[Word], at: int) -> bool:
    known, low = lexicon(), words[at].low
    if low in known.set("judgements") or low in known.set("judgement_nouns"):
        return True
    return low in known.set("ambiguous_judgements") and _is_of_people(words, at)


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
    sentence, words = reading.sentence, reading.sentence.words
    word = words[at]
    before = words[at - 1].low if at else ""
    is_beside_noun = before.endswith("'s") or before in lexicon().set("determiners") or word.low.endswith("ly")
    if is_adjective and is_beside_noun and at + 1 < len(words) and _stands_alone(words[at + 1]):
        return Hit(
            word.start, word.end, without(sentence, word.start, word.end), is_safe=True, note=_note(sentence.low)
        )
    return Hit(word.start, word.end, _FACT, note=_note(sentence.low))


def _stands_alone(following: Word) -> bool:
    """Say whether the sentence holds without the word before this one."""
    return following.low[0].isalpha() and following.low not in {"and", "or", "of", "to", "that"}


def _note(low: str) -> str:
    return "You need not call it that." if _SELF.search(low) else ""
