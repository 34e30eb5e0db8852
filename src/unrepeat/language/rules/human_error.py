"""`human-error`: a slip of people is given as the cause, where it is where the looking begins."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.subjects import phrase
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied, is_spoken_of
from unrepeat.language.sentences import Word

_SLOT = "<the control that was absent, or the step that let it through>"
_MEETING = (
    "prevent",
    "reduc",
    "protect",
    "minimi",
    "eliminat",
    "mitigat",
    "tolerat",
    "guard",
    "against",
    "robust",
    "catch",
)
_MADE = frozenset({"made", "committed", "done"})
_FAR = 8  # words between a slip and `made by`
_ENDS = frozenset({",", ".", ";", ":", "/", "[", "(", "<"})
_OF = frozenset({"by", "of", "on", "in", "within", "from", "among", "at"})
_CAUSE = re.compile(
    r"\b(?:due to|because of|caused by|(?:as a |the )?result of|attributed to|traced (?:back )?to|owing to|through)\s"
)
_OVERSIGHT = re.compile(r"oversight (?:committee|board|body|process|group|role|of the (?:project|programme|budget))")


def look(reading: Reading) -> Iterator[Hit]:
    """Find human error as a cause, unless that is denied or only spoken of."""
    sentence = reading.sentence
    for start, end in _candidates(reading):
        if lexicon().phrases("technical", at=r"^[\s-]*").match(sentence.low[end:]) or _OVERSIGHT.match(
            sentence.low, start
        ):
            continue
        first, last = _words_at(reading, start, end)
        if is_denied(sentence.words, first, last) or is_spoken_of(sentence.words) or _is_met(sentence.words, first):
            continue
        if reading.block.where == "heading" and first > 4:
            continue
        yield Hit(sentence.start + start, sentence.start + end, _suggestion(sentence.raw, end))
        return


def _candidates(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give where a slip of people is named: by its kind, as a cause, or with those whose it is."""
    low = reading.sentence.low
    known = lexicon()
    for name in ("human-error", "human-cause"):
        for found in known.phrases(name).finditer(low):
            yield found.span()
    words, begin = reading.sentence.words, reading.sentence.start
    people = known.set("persons") | known.set("teams")
    for at in range(1, len(words)):
        if (
            words[at].low in known.set("slips")
            and words[at - 1].low in people
            and words[at - 1].low not in {"member", "members"}
        ):
            yield words[at - 1].start - begin, words[at].end - begin
        owner = next((back for back in range(at - 1, max(at - 4, -1), -1) if _is_owner(words[back])), None)
        if words[at].low in known.set("slips") and owner is not None:
            yield words[owner].start - begin, words[at].end - begin
    is_mended = low.lstrip(" -*#[]0123456789:").startswith(("fix", "correct", "mend", "repair"))
    for found in known.phrases("slip").finditer(low) if not is_mended else ():
        at = next((place for place, one in enumerate(words) if one.end >= begin + found.end()), len(words))
        last = _owner(words, at)
        if last is not None:
            yield found.start(), words[last].end - begin


def _is_owner(word: Word) -> bool:
    """Say whether a word owns a slip as one of many would: `an analyst's mistake`; one by name is the cause oneself."""
    known, low = lexicon(), word.low.rstrip("'").removesuffix("'s")
    return word.low.endswith(("'s", "s'")) and (low in known.set("persons") or low in known.set("teams"))


def _is_met(words: Sequence[Word], first: int) -> bool:
    """Say whether something is done about slips to come: `to prevent human error`."""
    return any(one.low.startswith(_MEETING) for one in words[max(first - 4, 0) : first])


def _owner(words: Sequence[Word], slip: int) -> int | None:
    """Give the last word of the people by, of or among whom a slip was made, None where none are named."""
    at = slip + 1
    made = next((place for place in range(at, min(at + _FAR, len(words))) if words[place].low in _MADE), None)
    if made is not None and made + 1 < len(words) and words[made + 1].low == "by":
        at = made + 1
    if at >= len(words) or words[at].low not in _OF:
        return None
    for last in range(at + 1, min(at + 8, len(words))):
        if words[last].low in _ENDS or words[last].low in lexicon().set("clause_starters"):
            return None
        found = phrase(words, at + 1, last)
        following = words[last + 1].low if last + 1 < len(words) else ""
        if found.is_people and not following.startswith(("'", "-")) and not _goes_on(words, last):
            return last
    return None


def _goes_on(words: Sequence[Word], last: int) -> bool:
    """Say whether a noun follows that makes the people part of a thing's name: `the operator console`."""
    return last + 1 < len(words) and words[last + 1].low in lexicon().set("things")


def _words_at(reading: Reading, start: int, end: int) -> tuple[int, int]:
    words = reading.sentence.words
    begin = reading.sentence.start
    first = next((at for at, one in enumerate(words) if one.end > begin + start), 0)
    last = next((at for at in range(len(words) - 1, -1, -1) if words[at].start < begin + end), len(words) - 1)
    return first, last


def _suggestion(raw: str, end: int) -> str:
    """Keep what happened where the slip is given as its cause; what took its place only the writer can say."""
    cause = _CAUSE.search(raw[:end].lower())
    if cause and cause.end() <= end and cause.start() > 0:
        return " ".join(f"{raw[: cause.end()]}{_SLOT}{raw[end:]}".split())
    return f"<what happened>; {_SLOT}."
