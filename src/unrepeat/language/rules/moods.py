"""What is not told as a fact: conditions, wishes, policies, what may be; and whom `they` stands for."""

from collections.abc import Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.subjects import before
from unrepeat.language.hit import Reading
from unrepeat.language.sentences import Word

_CONDITIONS = frozenset({"if", "unless", "whenever", "lest", "whether", "suppose", "imagine", "in-case"})
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
    window = [one.low for one in words[max(first - 7, 0) : first]]
    if {"nobody", "none"} & set(window) or ("one" in window and "no" in window):
        return True
    if {
        "not",
        "never",
        "no",
        "nor",
        "without",
        "neither",
        "hardly",
        "rather",
        "instead",
        "isn't",
        "avoid",
        "avoids",
        "avoiding",
    } & set(window):
        return True
    after = [one.low for one in words[last + 1 : last + 7]]
    if {"not", "never"} & set(after[:4]):
        return True
    spoken = {
        "term",
        "suspected",
        "whether",
        "law",
        "insurance",
        "clause",
        "phrase",
        "word",
        "words",
        "label",
        "labels",
        "called",
        "calling",
        "say",
        "saying",
        "write",
        "blaming",
        "policy",
        "naming",
        "accept",
        "accepts",
        "accepting",
        "cite",
        "citing",
        "concept",
        "attributing",
        "attribute",
    }
    if spoken & set(window) or spoken & set(after[:3]):
        return True
    return bool(window and window[-1] in {'"', "'", "\u201c", "\u2018"}) and bool(
        after and after[0] in {'"', "'", "\u201d", "\u2019", ",", "."}
    )


def is_spoken_of(words: Sequence[Word]) -> bool:
    """Say whether a sentence speaks of words and does not use them: `please do not write that ...`, `lists '...'`."""
    lows = [one.low for one in words]
    head = lows[:10]
    asks_not = "not" in head and {"write", "say", "use", "ask", "blame", "assume", "tell", "put", "name", "call"} & set(
        head
    )
    spoken = {
        "expressions",
        "phrases",
        "wording",
        "sentences",
        "words",
        "vocabulary",
        "style",
        "guide",
        "term",
        "terms",
        "facilitator",
        "sentence",
        "example",
        "guideline",
        "template",
    }
    speaks = {
        "lists",
        "listed",
        "flags",
        "flagged",
        "reads",
        "quotes",
        "quoted",
        "replace",
        "avoid",
        "bans",
        "says",
        "called",
        "means",
        "defines",
        "defined",
    }
    if "wrong" in lows and {"conclude", "assume", "infer", "say", "think"} & set(lows) and "would" in lows:
        return True  # it would be wrong to conclude that ...
    if "saying" in lows and {"none", "not", "nothing"} & set(lows):
        return True
    return bool(asks_not) or bool(spoken & set(lows) and speaks & set(lows))


def they_are_people(reading: Reading) -> bool:
    """Say whether the sentence before, or this one so far, speaks of people and of nothing else in the plural."""
    known = lexicon()
    former = reading.former.words if reading.former else []
    said = [*former, *reading.sentence.words[:3]]
    people = any(
        one.low in known.set("persons") or one.low in known.set("teams") or one.text in known.names for one in said
    )
    return people
