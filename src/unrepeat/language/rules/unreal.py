"""Find conditions that are told as unmet: `if only`, `had the reviewer read it`, `were it not for Tom`."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.subjects import subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_spoken_of, they_are_people
from unrepeat.language.sentences import Word

SUGGESTION = "<what was done and known then>; <the action that makes sure of it next time>."
_IF_ONLY = re.compile(r"\bif only\b(?=.*\b(?:had|hadn't|could|would|were|did)\b)(?! (?:an?|one|\d))")
_WERE_IT_NOT = re.compile(r"\b(?:were it not for|had it not been for|but for)\s+(\S+(?:\s+\S+){0,3})")


def unreal(reading: Reading) -> Iterator[Hit]:
    """Give where a sentence holds an unmet condition against somebody."""
    sentence, words = reading.sentence, reading.sentence.words
    only = _IF_ONLY.search(sentence.low)
    if only:
        yield Hit(sentence.start + only.start(), sentence.start + only.end(), SUGGESTION)
        return
    for name in ("wished", "small-work"):
        wished = lexicon().phrases(name).search(sentence.low)
        if wished and not is_spoken_of(words):
            yield Hit(sentence.start + wished.start(), sentence.start + wished.end(), SUGGESTION)
            return
    without = _WERE_IT_NOT.search(sentence.low)
    if without and _names_people(reading, without.start(1), without.end(1)):
        yield Hit(sentence.start + without.start(), sentence.start + without.end(), SUGGESTION)
        return
    yield from _had(reading)


def _names_people(reading: Reading, start: int, end: int) -> bool:
    """Say whether people, or what is theirs, stand within some letters of a sentence."""
    begin = reading.sentence.start
    inside = (one for one in reading.sentence.words if begin + start <= one.start < begin + end)
    return any(lexicon().means_people(one) or one.low in {"his", "her", "their", "my"} for one in inside)


def _had(reading: Reading) -> Iterator[Hit]:
    """Find `had the reviewer read it`, `if we had tested it`."""
    words = reading.sentence.words
    for at, word in enumerate(words):
        if word.low != "had":
            continue
        found = (_inverted(reading, at) if _leads(words, at) else None) or _after_if(reading, at)
        if found is not None:
            yield found
            return


def _leads(words: Sequence[Word], at: int) -> bool:
    """Say whether `had` begins a condition: at the start of a clause, or after what would have been avoided."""
    former = words[at - 1].low if at else ","
    if "would have" in " ".join(one.low for one in words[:at]) and words[at + 1 : at + 2]:
        return True
    return former in {",", ";", "but", "and", "happened", "occurred"} or former in lexicon().set("avoided")


def _inverted(reading: Reading, at: int) -> Hit | None:
    words = reading.sentence.words
    if at + 2 >= len(words) or words[at + 1].low == "you":
        return None
    for end in range(at + 1, min(at + 8, len(words) - 1)):
        subject = subject_of(words, end + 1)
        if subject.is_people and subject.first == at + 1:
            return Hit(words[at].start, words[end + 1].end, SUGGESTION)
        is_passive = words[end + 1].low == "been" and end + 2 < len(words)
        if is_passive and words[end + 2].low in lexicon().set("avoided"):
            return Hit(words[at].start, words[end + 2].end, SUGGESTION)
    return None


def _after_if(reading: Reading, at: int) -> Hit | None:
    words = reading.sentence.words
    earlier = range(at - 1, max(at - 8, -1), -1)
    condition = next((back for back in earlier if words[back].low in {"if", "wish"}), None)
    if condition is None:
        return None
    if words[condition - 1].low == "as" and condition:
        return None  # `as if you had written`
    subject = subject_of(words, at)
    following = [one.low for one in words[at + 1 : at + 5]]
    is_avoided = "been" in following and any(low in lexicon().set("avoided") for low in following)
    if subject.is_people or (subject.who == "they" and they_are_people(reading)) or is_avoided:
        return Hit(words[condition].start, words[at].end, SUGGESTION)
    return None
