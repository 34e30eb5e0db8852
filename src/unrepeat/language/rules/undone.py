"""Find what was left undone where a noun or the passive tells it: `our failure to test`, `unnoticed by the team`."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.somebody import is_like_a_name
from unrepeat.language.english.subjects import phrase
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied, is_hypothetical
from unrepeat.language.sentences import Word

_SUGGESTION = "<what was not done>; <what was known and visible then>."
_CAUSES = re.compile(
    r"\b(?:causes?|reasons?|due to|because of|caused by|result of|factors?|blamed?|responsib\w+|fault"
    r"|explained by|stem\w*|came from|owing to|thanks to|attribut\w+|down to)\b"
)
_EFFECTS = re.compile(r"\b(?:causes?|caused|reasons?|led to|resulted|cost|meant|explains?|is why)\b")
_OWNERS = frozenset({"our", "his", "her", "my", "their"})
_FAR = 7  # words of a phrase that names people


def undone(reading: Reading) -> Iterator[Hit]:
    """Give where a noun, or what became of a thing, says of people that something was not done."""
    sentence, words, known = reading.sentence, reading.sentence.words, lexicon()
    for found in known.phrases("omission-noun").finditer(sentence.low):
        at = next(place for place, one in enumerate(words) if one.end > sentence.start + found.start())
        if _is_of_people(reading, at, found[0]) and not is_denied(words, at, at) and not is_hypothetical(words, at):
            yield Hit(words[max(at - 1, 0)].start, sentence.start + found.end(), _SUGGESTION)
            return
    for found in known.phrases("omission-of").finditer(sentence.low):
        at = next((place for place, one in enumerate(words) if one.start >= sentence.start + found.end()), len(words))
        if at < len(words) and _names_people(words, at, min(at + _FAR, len(words))) and not is_hypothetical(words, at):
            yield Hit(sentence.start + found.start(), words[at].end, _SUGGESTION)
            return
    yield from _failing(reading)


def _is_of_people(reading: Reading, at: int, noun: str) -> bool:
    """Say whether what a noun says was not done was people's to do: theirs by name, or a duty given as the cause."""
    words, low = reading.sentence.words, reading.sentence.low
    known = lexicon()
    if " part " in noun:
        return True
    back = next((at - step for step in (1, 2, 3) if at >= step and _is_owner(words, at - step)), None)
    has_duty = any(one.low in known.forms("duties") for one in words[at + 1 : at + 9])
    if back is not None and (words[back].low not in _OWNERS or has_duty or not noun.endswith("to")):
        return noun.endswith(("to", "of")) or "lack" in noun or "absence" in noun
    start = next((place + 1 for place in range(at, min(at + 5, len(words))) if words[place].low in {"of", "by"}), None)
    if noun.startswith(("failure", "inability", "unwillingness", "refusal", "reluctance", "failing")):
        if start is not None and _names_people(words, start, min(start + _FAR, len(words))):
            return any(one.low == "to" for one in words[start : start + _FAR])
        head = low[: words[at].start - reading.sentence.start]
        is_cause = bool(_CAUSES.search(head[-60:])) or (at < 2 and bool(_EFFECTS.search(low)))
        return noun.endswith("to") and has_duty and is_cause
    by = next((place for place in range(at + 1, min(at + 9, len(words))) if words[place].low in {"by", "from"}), None)
    return by is not None and _names_people(words, by + 1, min(by + _FAR, len(words)))


def _is_owner(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.low in _OWNERS:
        return True
    is_possessive = word.low.endswith(("'s", "s'"))
    return is_possessive and (lexicon().means_people(word) or word.text[:1].isupper() or is_like_a_name(words, at, at))


def _names_people(words: Sequence[Word], first: int, stop: int) -> bool:
    """Say whether a noun phrase that begins here names people, and goes on to no thing of theirs."""
    for last in range(first, stop):
        if words[last].low in {",", ".", ";", ":"} or words[last].low in lexicon().set("prepositions"):
            return False
        if phrase(words, first, last).is_people:
            following = words[last + 1] if last + 1 < len(words) else None
            known = lexicon()
            is_thing = following is not None and following.low in known.set("things") - known.set("persons")
            return not is_thing
    return False


def _failing(reading: Reading) -> Iterator[Hit]:
    """Find `Failing to read it, Kwame ...` and `responsible for failing to`, where the subject stands elsewhere."""
    words, low = reading.sentence.words, reading.sentence.low
    for at, word in enumerate(words[:-2]):
        if word.low not in {"failing", "neglecting", "forgetting", "omitting"} or words[at + 1].low != "to":
            continue
        head = low[: word.start - reading.sentence.start]
        comma = next((place for place in range(at + 2, len(words)) if words[place].low == ","), None)
        is_leading = at <= 1 and comma is not None and _names_people(words, comma + 1, min(comma + 6, len(words)))
        if is_leading or (
            at and words[at - 1].low in {"for", "by"} and _CAUSES.search(head) and not is_denied(words, at, at)
        ):
            yield Hit(word.start, words[at + 1].end, _SUGGESTION)
            return
