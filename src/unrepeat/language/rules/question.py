"""`who-or-why-question`: a question that asks for a person, or asks one to defend what they did."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import capital
from unrepeat.language.english.subjects import BLAMED, phrase, subject_of
from unrepeat.language.hit import Hit, Reading

_WHY = re.compile(
    r"^(?:and |but |so |then )?why (?:the (?:hell|heck) |on earth )?"
    r"(?:(?:do|did|does|was|were|had|has|have|would|is|are|could|should)(?:n't|nt)?"
    r"|can(?:'t|not)(?= (?:the|your|our|his|her)\b))\b"
)
_MOST_MARKS = " \"'(*-"


def look(reading: Reading) -> Iterator[Hit]:
    """Find questions about a person; those about a system, and about what comes next, pass."""
    sentence = reading.sentence
    low = sentence.low.strip().lstrip(_MOST_MARKS)
    is_asked = low.rstrip("\"')").endswith("?")
    may_be_asked = reading.block.where in {"prose", "timeline"} and low.startswith(("who ", "whose ", "why "))
    if not is_asked and (low.endswith(".") or not may_be_asked):
        return
    known = lexicon()
    start = sentence.start + max(sentence.low.find(low[:12]), 0)
    if known.phrases("kind-who", at="^").match(low):
        return
    if known.phrases("who-question", at="^" if not is_asked else r"\b").search(low):
        yield Hit(start, sentence.end, _of_who(low))
    elif low.startswith("how could ") and _asks_of_people(reading):
        yield Hit(start, sentence.end, "What made it look right at the time?")
    elif _WHY.match(low):
        suggestion = _of_why(reading)
        if suggestion:
            yield Hit(start, sentence.end, suggestion)


def _asks_of_people(reading: Reading) -> bool:
    """Say whether somebody else is asked about: `how could the on-call sleep through it?`."""
    words = reading.sentence.words
    at = next((place for place, one in enumerate(words) if one.low == "could"), len(words))
    found = (phrase(words, at + 1, last) for last in range(at + 1, min(at + 6, len(words))))
    return any(one.who in BLAMED for one in found) and words[at + 1].low != "you"


def _of_who(low: str) -> str:
    """Ask how it came about, where a deed and its object are named."""
    known = lexicon()
    found = re.search(r"\bwho (?:\w+ )??([a-z]+) ((?:the|our|this|that|a|an) .{2,80})\?$", low)
    participle = _participle(found[1]) if found else None
    if found is None or participle is None or known.phrases("mark").search(found[2]):
        return "What made this possible?"
    head = found[2].split(" ", 2)[1]
    be = "were" if head.endswith("s") and not head.endswith("ss") else "was"
    return f"How did it come that {found[2]} {be} {participle}?"


def _participle(past: str) -> str | None:
    known = lexicon()
    forms = (known.forms(name).get(past) for name in ("harm", "acts", "causes", "duties"))
    return next((known.verb(form.base).participle for form in forms if form and form.kind == "past"), None)


def _of_why(reading: Reading) -> str | None:
    """Give the question put to the situation, None where no person is asked about."""
    sentence = reading.sentence
    words = sentence.words
    why = next(at for at, one in enumerate(words) if one.low == "why")
    at = why + 1
    while (
        at < len(words)
        and words[at].low in {"the", "hell", "heck", "on", "earth"}
        and words[at + 1].low in {"hell", "heck", "earth", "did", "was"}
    ):
        at += 1
    negated = False
    at += 1  # past the auxiliary
    if at < len(words) and words[at].low == "not":
        negated, at = True, at + 1
    for end in range(at, min(at + 6, len(words))):
        subject = subject_of(words, end + 1) if end + 1 < len(words) else None
        if subject is not None and subject.is_people and subject.first >= at:
            rest_at = subject.last + 1
            if rest_at < len(words) and words[rest_at].low == "not":
                negated, rest_at = True, rest_at + 1
            if subject.who == "nobody":
                negated = True
            if rest_at >= len(words) or words[why + 1].low not in {"did", "do", "does", "didn't"}:
                return "What made it look right at the time?"
            rest = sentence.shown(words[rest_at].start, sentence.end).rstrip("?").strip()
            return capital(f"what made it look right {'not ' if negated else ''}to {rest}?")
    return None
