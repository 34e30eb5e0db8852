"""What is not told as a fact: conditions, wishes, policies, what may be; and whom `they` stands for."""

from collections.abc import Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.subjects import before
from unrepeat.language.hit import Reading
from unrepeat.language.sentences import Word

_CONDITIONS = frozenset({"if", "unless", "whenever", "lest", "whether", "suppose", "imagine", "in-case"})
_OPENING = frozenset("\"'\u201c\u2018")
_CLOSING = frozenset("\"'\u201d\u2019,.")
_FAR = 14  # words that a condition reaches


def is_hypothetical(words: Sequence[Word], verb: int) -> bool:
    """Say whether a verb tells of what may be, will be or would be, not of what was."""
    start = before(words, verb)
    group = {one.low for one in words[start:verb]}
    if group & {"will", "shall", "may", "can", "must"} or (
        group & {"would", "might", "could", "should"} and "have" not in group
    ):
        return True
    for at in range(start - 1, max(start - _FAR, -1), -1):
        low = words[at].low
        if low in _CONDITIONS:
            return "had" not in group
        if low == "case" and at and words[at - 1].low == "in":
            return True
        if low == "that" and at and words[at - 1].low in {"so", "ensure", "sure"}:
            return True
        if low in {";", ".", ":"}:
            return False
    return False


def is_denied(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether what stands on some words is denied or merely spoken of: `not X`, `rather than X`, `no X`, `"X"`."""
    known = lexicon()
    window = [one.low for one in words[max(first - 5, 0) : first]]
    reason = max((at for at, low in enumerate(window) if low in known.set("reasons")), default=-1)
    window = window[reason + 1 :]  # `it did not work because of a mistake` denies no mistake
    if "without" in window[:-2]:
        window.remove("without")  # `deploying it without a test was reckless`
    after = [one.low for one in words[last + 1 : last + 7]]
    if known.set("denials") & set(window) or _is_denied_after(after[:4]):
        return True
    if known.set("spoken") & {*window, *(low for low in after[:3] if low not in {"write", "say"})}:
        return True
    return bool(window and after) and window[-1] in _OPENING and after[0] in _CLOSING


def _is_denied_after(after: Sequence[str]) -> bool:
    """Say whether what was named is denied next: `human error is never ...`; not `by a human, not the tool`."""
    at = next((place for place, low in enumerate(after) if low in {"not", "never"}), None)
    return at is not None and "," not in after[:at]


def is_spoken_of(words: Sequence[Word]) -> bool:
    """Say whether a sentence speaks of words and does not use them: `please do not write that ...`, `lists '...'`."""
    lows = {one.low for one in words}
    if any(_forbids(words, at) for at in range(min(len(words), 9))):
        return True
    if (words and words[0].low in {"writing", "saying", "calling", "naming"}) or (
        {"call", "this"} <= lows and "easy" in lows
    ):
        return True  # `writing "John forgot"` teaches nothing
    if {"wrong", "would"} <= lows and {"conclude", "assume", "infer", "say", "think"} & lows:
        return True  # it would be wrong to conclude that ...
    if "saying" in lows and {"none", "not", "nothing"} & lows:
        return True
    return bool(lexicon().set("wording") & lows and lexicon().set("speaks") & lows)


def _forbids(words: Sequence[Word], at: int) -> bool:
    """Say whether what is not to be written or said is told here: `do not write that`, `never say`, `avoid to use`."""
    if words[at].low not in {"not", "never"} or (
        at and words[at - 1].low in {"did", "had", "was", "were", "has", "have"}
    ):
        return False
    return any(one.low in lexicon().set("wordings") for one in words[at + 1 : at + 4])


def is_asked(reading: Reading) -> bool:
    """Say whether a sentence asks who, whose or why, which is a matter of its own."""
    low = reading.sentence.low.strip().lstrip("\"'(*-")
    return low.rstrip("\"')*").endswith("?") and low.startswith(
        ("who ", "who's ", "whose ", "why ", "which ", "what were ")
    )


def they_are_people(reading: Reading) -> bool:
    """Say whether the sentence before, or this one so far, speaks of people."""
    former = reading.former.words if reading.former else []
    return any(lexicon().means_people(one) for one in (*former, *reading.sentence.words[:3]))
