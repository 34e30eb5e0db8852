"""Find what is laid on somebody: `Tom is to blame`, `this one is on Tom`, `caused by an engineer`, `Tom's mistake`."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.somebody import is_like_a_name
from unrepeat.language.english.subjects import BLAMED, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied, is_hypothetical
from unrepeat.language.sentences import Word

_SLOT = "<the control that was absent>"
_BECAUSE_OF = re.compile(r"\b(?:because of|due to|thanks to|owing to|caused by|result of|down to)\b")
_POSSESSED = re.compile(
    r"\b(?:mistakes?|errors?|faults?|carelessness|oversights?|negligence|blunders?|incompetence|haste|inattention|inexperience|typos?"
    r"|slips?|laziness|failures?|bugs?|mess|screw-?ups?|poor|bad|wrong|careless|sloppy|hasty|reckless|fat-finger\w*)\b"
)
_BLAMING = re.compile(r"\bblam(?:es|ed)\b|\bi blame\b")


def laid_on(reading: Reading) -> Iterator[Hit]:
    """Give where the harm, or the blame for it, is laid on a person."""
    yield from _on_somebody(reading)
    yield from _said_to_blame(reading)
    yield from _agents(reading)
    ours = lexicon().phrases("our-bad").search(reading.sentence.low)
    if ours:
        start = reading.sentence.start
        yield Hit(start + ours.start(), start + ours.end(), f"<what let it happen>; {_SLOT}.")


def _said_to_blame(reading: Reading) -> Iterator[Hit]:
    sentence = reading.sentence
    words = sentence.words
    for found in lexicon().phrases("blame").finditer(sentence.low):
        at = next((place for place, one in enumerate(words) if one.start >= sentence.start + found.start()), None)
        if at is None or is_denied(words, at, at):
            continue
        subject = subject_of(words, at + 1)
        if subject.who in BLAMED and subject.who != "nobody":
            yield Hit(words[subject.first].start, sentence.start + found.end(), f"<what let it happen>; {_SLOT}.")
    for found in _BLAMING.finditer(sentence.low):
        at = next(place for place, one in enumerate(words) if one.end > sentence.start + found.start())
        following = words[at + 1 : at + 5]
        is_git = at and (
            words[at - 1].low in {"git", "the", "no", "of", "to", "a"} or words[at - 1].low.startswith("\ue000")
        )
        if is_git or is_denied(words, at, at) or not following:
            continue
        if is_person(words, at + 1, at + 4):
            yield Hit(words[at].start, following[0].end, f"<what let it happen>; {_SLOT}.")


def _on_somebody(reading: Reading) -> Iterator[Hit]:
    """Find what is laid on a person or their deed: `this one is on Tom`, `the root cause was Tom's change`."""
    sentence, words = reading.sentence, reading.sentence.words
    for found in lexicon().phrases("on-somebody").finditer(sentence.low):
        at = next((place for place, one in enumerate(words) if one.start >= sentence.start + found.end()), None)
        if at is None or is_denied(words, at - 1, at):
            continue
        is_owned = words[at].low.endswith(("'s", "s'")) and _owner_is_person(words, at)
        is_owned = is_owned or (_is_owned_by_people(words, at) and not _owns_slip(words, at))
        is_name = words[at].text in lexicon().names and not _goes_on(words, at)
        following = [one.low for one in words[at + 1 : at + 3]]
        is_told = words[at].text[:1].isupper() and following == [",", "who"]  # a name that no list holds
        is_laid = found[0].endswith(("of", "with", "on")) and (
            words[at].low == "whoever" or is_person(words, at, at + 4)
        )
        is_laid = is_laid or (found[0].endswith("to") and found[0].count(" ") > 1 and _is_nothing_but_people(words, at))
        if is_owned or is_name or is_told or is_laid:
            yield Hit(sentence.start + found.start(), words[at].end, f"<what happened to the system>; {_SLOT}.")


def _is_nothing_but_people(words: Sequence[Word], at: int) -> bool:
    """Say whether people are named from a word on, and nothing of theirs: `it was due to the network team`."""
    ends = (place for place in range(at, min(at + 5, len(words))) if lexicon().means_people(words[place]))
    last = next(
        (place for place in ends if place + 1 >= len(words) or words[place + 1].low in {".", ",", ";", "who"}), None
    )
    return last is not None and is_person(words, at, last + 1)


def _is_owned_by_people(words: Sequence[Word], at: int) -> bool:
    return words[at].low.endswith(("'s", "s'")) and lexicon().means_people(words[at])


def _owns_slip(words: Sequence[Word], at: int) -> bool:
    return any(one.low in lexicon().set("slips") for one in words[at + 1 : at + 4])


def _goes_on(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and (following.low in lexicon().set("things") or following.text[:1].isupper())


def _agents(reading: Reading) -> Iterator[Hit]:
    """Find `caused by PERSON`, `because of PERSON's mistake`, `the engineer's mistake`."""
    sentence = reading.sentence
    words = sentence.words
    known = lexicon()
    done_by = [(found, False) for found in known.phrases("agent").finditer(sentence.low)]
    done_by += [(found, True) for found in known.phrases("agent-of-act").finditer(sentence.low)]
    for found, is_act in done_by:
        at = next((place for place, one in enumerate(words) if one.start >= sentence.start + found.end()), None)
        if at is None or not is_person(words, at, at + 4) or is_denied(words, at - 2, at):
            continue
        if is_act and not _is_wrong_act(reading, at - 2):
            continue
        yield Hit(
            sentence.start + found.start(),
            words[min(at + 1, len(words) - 1)].end,
            f"<what happened to the system>; {_SLOT}.",
        )
    for at, word in enumerate(words):
        is_owned = word.low.endswith(("'s", "s'")) or word.low in {"his", "her", "my"}
        if not is_owned or at + 1 >= len(words):
            continue
        if word.low in {"his", "her", "my"} or _owner_is_person(words, at):
            tail = sentence.low[word.end - sentence.start : word.end - sentence.start + 40]
            wrong = _POSSESSED.match(tail.strip()) or _POSSESSED.search(" ".join(tail.split()[:2]))
            causal = _BECAUSE_OF.search(sentence.low[: word.start - sentence.start][-40:])
            if (
                wrong
                and not is_denied(words, at, at + 1)
                and (
                    causal
                    or wrong[0] not in {"bug", "bugs", "failure", "failures", "error", "errors", "poor", "bad", "wrong"}
                )
            ):
                yield Hit(word.start, words[at + 1].end, f"<what happened to the system>; {_SLOT}.")


def _is_wrong_act(reading: Reading, verb: int) -> bool:
    """Say whether a sentence tells of an act (its place) that it did harm, or how wrongly it was done."""
    known, words = lexicon(), reading.sentence.words
    is_slip = verb > 0 and any(one.low in known.set("slips") for one in words[verb - 1 : verb])
    if is_slip or words[verb].low in known.forms("helpful") or is_hypothetical(words, verb):
        return False  # `an error made by` is told as human error
    if {one.low for one in words} & known.set("fault_marks"):
        return True
    return any(known.phrases(name).search(reading.sentence.low) for name in ("mark", "mark-of-any"))


def _owner_is_person(words: Sequence[Word], at: int) -> bool:
    """Say whether an owner is one person by name; the slip of `an analyst` is told as human error."""
    word = words[at]
    return word.text.removesuffix("'s").removesuffix("\u2019s").rstrip("'") in lexicon().names or word.low[0] == "@"


def is_person(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a noun phrase that begins here is a person."""
    known = lexicon()
    for at in range(first, min(last, len(words))):
        low = words[at].low
        if at == first and low.endswith("ing"):
            return False  # `by emailing the team`
        is_owner = low.endswith(("'s", "s'")) and (known.means_people(words[at]) or is_like_a_name(words, at, at))
        if is_owner and any(one.low in known.set("deeds") for one in words[at + 1 : at + 4]):
            return True
        if at + 1 < len(words) and words[at + 1].low in known.set("slips"):
            return False  # `human error` is a matter of its own
        if low in known.set("roles") or low in {",", ".", ";", ":"} or low in known.set("prepositions"):
            return False
        if (
            low in {"him", "her", "me", "someone", "somebody"}
            or low in known.set("persons")
            or low in known.set("crews")
            or words[at].text in known.names
            or low.startswith("@")
        ):
            return not (
                at + 1 < len(words) and words[at + 1].low in known.set("things") and low not in known.set("persons")
            )
    return False
