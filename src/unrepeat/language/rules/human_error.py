"""`human-error`: a slip of people is given as the cause, where it is where the looking begins."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied

_SLOT = "<the control that was absent, or the step that let it through>"
_WHO = (
    r"human|operator|user|pilot|engineer|developer|admin(?:istrator)?|dba|sysadmin|manual|people|personnel|staff|employee"
    r"|contractor|programmer|programming|maintainer|reviewer|team|individual|personal|clerical|on-call|oncall|technician"
)
_SLIP = r"errors?|mistakes?|oversights?|negligence|slips?|lapses?|carelessness|inattention|failings?|shortcomings?|blunders?"
_NAMED = re.compile(rf"\b(?:{_WHO})[ -](?:{_SLIP})\b")
_CAUSE = (
    r"(?:due to|because of|caused by|as a result of|the result of|result of|resulted from|resulting from|stem(?:s|med|ming)? from"
    r"|attribut(?:ed|able) to|traced (?:back )?to|down to|through|(?:root )?cause\s*(?:is|was|:)|reason\s*(?:is|was|:)|owing to|by)"
)
_CAUSED = re.compile(
    rf"{_CAUSE}\s+(?:(?:an?|the|our|some|simple|pure|plain|sheer|his|her|their|my|one|honest|unfortunate|small|big|basic|silly)\s+)*"
    rf"(?:{_SLIP}|carelessness|complacency|haste|inexperience|ignorance|incompetence|laziness|forgetfulness|fat[- ]finger\w*"
    r"|(?:a )?lack of (?:care|attention|diligence|discipline|attention to detail|knowledge|experience|skills?|training|vigilance))\b"
)
_OURS = re.compile(
    rf"\b(?:an?|the|our|my|his|her|their)\s+(?:\w+\s+)?(?:{_SLIP})\s+(?:of|by|from|on)\s+(?:the\s+|our\s+|my\s+|his\s+|her\s+|their\s+|an?\s+|one\s+of\s+)?"
    r"(?:(?:part|side|behalf|end)\b|[\w-]+)"
)
_PEOPLE_MADE = re.compile(r"\b(?:mistakes?|errors?|slips?|typos?) (?:was|were|is) made by\b|\bfat[- ]fingere?d?\b")
_TECHNICAL = re.compile(
    r"^\s*(?:messages?|handling|handlers?|rates?|pages?|codes?|logs?|reports?|budgets?|responses?|types?|prompts?|class(?:es)?"
    r"|correction|detection|tolerance|factors?)\b"
)
_OVERSIGHT = re.compile(r"\boversight (?:committee|board|body|process|group|of the)\b")


def look(reading: Reading) -> Iterator[Hit]:
    """Find human error as a cause, unless that is denied or only spoken of."""
    sentence = reading.sentence
    if reading.block.where == "heading" and not reading.sentence.low.startswith(("root cause", "cause")):
        return
    for found in _candidates(sentence.low):
        start, end = found
        if _TECHNICAL.match(sentence.low[end:]) or _OVERSIGHT.match(sentence.low, start):
            continue
        first, last = _words_at(reading, start, end)
        if is_denied(sentence.words, first, last):
            continue
        cause = re.search(rf"{_CAUSE}\s+(?:(?:an?|the|our|some|simple|pure)\s+)*$", sentence.low[:start])
        yield Hit(
            sentence.start + start,
            sentence.start + end,
            _suggestion(sentence.raw, start, end, is_after_cause=bool(cause)),
        )
        return


def _candidates(low: str) -> Iterator[tuple[int, int]]:
    for pattern in (_NAMED, _CAUSED):
        for found in pattern.finditer(low):
            start = found.start()
            slip = re.search(
                rf"(?:{_SLIP}|carelessness|complacency|haste|inexperience|ignorance|incompetence|laziness|forgetfulness|fat[- ]finger\w*|lack of [\w ]+)$",
                found[0],
            )
            if pattern is _CAUSED and slip and not _is_of_people(low, found.start() + slip.start(), found.end()):
                continue
            yield start, found.end()
    for found in _OURS.finditer(low):
        owner = found[0].rsplit(None, 1)[-1]
        known = lexicon()
        if owner in {"part", "side", "behalf", "end"} or owner in known.set("persons") or owner in known.set("teams"):
            yield found.span()
    for found in _PEOPLE_MADE.finditer(low):
        yield found.span()


def _is_of_people(low: str, start: int, end: int) -> bool:
    """Say whether a slip that is given as a cause is one of people: mistakes and oversights are, errors need not be."""
    slip = low[start:end]
    if slip.startswith("error"):
        before = low[max(start - 30, 0) : start]
        return bool(re.search(r"\b(?:my|his|her|their|our|your|human)\s+(?:own\s+)?$", before))
    if slip.startswith(("lapse", "slip")):
        return bool(re.search(r"\b(?:my|his|her|our|a|momentary)\s+(?:\w+\s+)?$", low[max(start - 24, 0) : start]))
    return True


def _words_at(reading: Reading, start: int, end: int) -> tuple[int, int]:
    words = reading.sentence.words
    begin = reading.sentence.start
    first = next((at for at, one in enumerate(words) if one.end > begin + start), 0)
    last = next((at for at in range(len(words) - 1, -1, -1) if words[at].start < begin + end), len(words) - 1)
    return first, last


def _suggestion(raw: str, start: int, end: int, *, is_after_cause: bool) -> str:
    head = raw[:start].rstrip()
    if is_after_cause:
        return f"{' '.join(head.split())} {_SLOT}{raw[end:]}".strip()
    cause = re.match(rf"(?i){_CAUSE}\b", raw[start:end])
    if cause:
        return " ".join(f"{head} {cause[0]} {_SLOT}{raw[end:]}".split())
    return f"<what happened>; {_SLOT}."
