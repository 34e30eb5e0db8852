"""`counterfactual`: what somebody should, could or would have done, and what would have been avoided then."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import passive
from unrepeat.language.english.subjects import Subject, phrase, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_spoken_of, they_are_people
from unrepeat.language.rules.unreal import unreal
from unrepeat.language.sentences import Word

_SLOT = "<the action that makes sure of it next time>"
_BEFALLEN = frozenset(
    "known seen been had violated lost received experienced suffered encountered accessed read".split()
)
_ANYBODY = frozenset({"anyone", "anybody", "everyone", "someone", "you"})
_ANY = frozenset({"a", "an", "any", "every", "most", "one"})
_SOONER = re.compile(
    r"\b(?:earlier|sooner|beforehand|in time|right away|immediately|at once|ago|before|first|straight away)\b"
)
_EXPECTED = re.compile(
    r"by the time|by now|by the end of|by then|\bby (?:q\d|next|\d)|within the (?:last|past|next)|\bmust have an?\b"
    r"|if you|should have (?:been (?:fixed|resolved|addressed) in|received) |^(?:each|every|all|new) "
)
_MODALS = frozenset({"should", "could", "would", "might", "ought"})


def look(reading: Reading) -> Iterator[Hit]:
    """Find what was not so and is held against somebody."""
    sentence = reading.sentence
    if sentence.low.rstrip().endswith("?") or (reading.block.where == "heading"):
        return
    words = sentence.words
    told = [hit for at, word in enumerate(words) if word.low in _MODALS for hit in _modal(reading, at)]
    yield from told or unreal(reading)


def _is_wished(words: Sequence[Word], subject: Subject) -> bool:
    """Say whether the subject is what people are wished to have done: `better planning by the committee`."""
    named = words[subject.first : subject.last + 1]
    whole = words[: subject.last + 8]
    known = lexicon()
    is_work = any(one.low in known.set("work_of_people") for one in whole)
    has_wish = any(one.low in known.set("wished") for one in whole)
    has_people = any(known.means_people(one) for one in whole)
    return bool(named) and is_work and (has_wish or has_people)


def _modal(reading: Reading, at: int) -> Iterator[Hit]:
    words = reading.sentence.words
    parts = _perfect(words, at)
    if parts is None:
        return
    have, participle, negated = parts
    modal = "should" if words[at].low == "ought" else words[at].low
    is_second = at > 1 and words[at - 1].low in {"and", "or"} and words[at - 2].low in _MODALS
    subject = subject_of(words, at - 2 if is_second else at)
    is_passive = words[have + 1].low == "been" if have + 1 < len(words) else False
    verb = words[participle].low if participle < len(words) else ""
    if subject.who == "they":
        are_people = they_are_people(reading) or (not is_passive and verb in lexicon().forms("duties"))
        subject = Subject("person" if are_people else "thing", subject.first, subject.last)
    if not _blames(modal, subject, verb, words, is_passive=is_passive, negated=negated):
        return
    first = words[subject.first].start if subject.who != "none" else words[at].start
    end = min(participle, len(words) - 1)
    yield Hit(
        first, words[end].end, _suggestion(reading, at, subject, participle, is_passive=is_passive, negated=negated)
    )


def _perfect(words: Sequence[Word], at: int) -> tuple[int, int, bool] | None:
    """Give the places of `have` and of the participle after a modal, and whether it is denied; None where none is."""
    negated = False
    place = at + 1
    adverbs = lexicon().set("adverbs")
    while place < len(words) and place <= at + 4:
        low = words[place].low
        if low == "not":
            negated = True
        if low in {"have", "of", "had", "has"}:  # `should of` and `should had`, as they are often heard
            end = place + 1
            while end < len(words) and (
                words[end].low in adverbs or words[end].low.endswith("ly") or words[end].low in {"been", "be"}
            ):
                end += 1
            is_going_on = (
                end > place + 1 and words[end - 1].low == "been" and words[min(end, len(words) - 1)].low.endswith("ing")
            )
            is_participle = end < len(words) and (
                lexicon().is_participle(words[end].low) or is_going_on or low in {"had", "has"}
            )
            return (place, end, negated) if is_participle else None
        if low not in adverbs and low != "to" and not low.endswith("ly"):
            return None
        place += 1
    return None


def _blames(modal: str, subject: Subject, verb: str, words: Sequence[Word], *, is_passive: bool, negated: bool) -> bool:
    known = lexicon()
    if is_spoken_of(words) or (modal == "should" and not negated and _is_expected(words)):
        return False
    if subject.is_people:
        return not _is_fair(modal, subject, verb, words, negated=negated)
    if is_passive and modal == "should":
        return _is_due(words, subject, verb)
    if is_passive:
        return verb in known.set("averted") and _is_impact(words, subject) and not negated
    # What a system should have done is how it was meant; what would have been is how it works.
    return modal == "would" and verb in known.set("saved") and not negated and _is_wished(words, subject)


def _is_due(words: Sequence[Word], subject: Subject, verb: str) -> bool:
    """Say whether people should have seen to what was not done, and not a system as it was meant to work."""
    if _is_by_people(words, verb) or _is_sooner(words, verb):
        return True
    known = lexicon()
    is_theirs = any(one.low in known.set("processes") for one in words[subject.first : subject.last + 1])
    return (is_theirs or verb in known.set("avoided")) and not _is_by(words, verb)


def _is_sooner(words: Sequence[Word], verb: str) -> bool:
    """Say whether what should have been done should have been so earlier, which only people can see to."""
    at = next((place for place, one in enumerate(words) if one.low == verb), len(words))
    return bool(_SOONER.search(" ".join(one.low for one in words[at + 1 :])))


def _is_by(words: Sequence[Word], verb: str) -> bool:
    at = next((place for place, one in enumerate(words) if one.low == verb), len(words))
    return any(one.low == "by" for one in words[at + 1 : at + 3])


def _is_by_people(words: Sequence[Word], verb: str) -> bool:
    """Say whether those by whom something should have been done are people."""
    at = next((place for place, one in enumerate(words) if one.low == verb), len(words))
    return any(
        words[place].low == "by"
        and any(phrase(words, place + 1, last).is_people for last in range(place + 1, min(place + 5, len(words))))
        for place in range(at + 1, min(at + 4, len(words)))
    )


def _is_fair(modal: str, subject: Subject, verb: str, words: Sequence[Word], *, negated: bool) -> bool:
    """Say whether what is said of people is no reproach: they could not have known, or would have all the same."""
    who = words[subject.last].low
    if modal in {"could", "might"}:
        return negated or subject.who == "nobody" or verb in _BEFALLEN or who in _ANYBODY
    if modal == "should":
        return False
    lows = {one.low for one in words}
    if words[subject.first].low in _ANY and verb not in {"done", "made", "reacted", "acted", "had", "been"}:
        return False  # an experienced admin would have checked
    is_by_doing = any(one.low == "by" and after.low.endswith("ing") for one, after in pairwise(words))
    return who == "you" or not (lows & {"if", "had", "unless", "ideally"} or is_by_doing)


def _is_impact(words: Sequence[Word], subject: Subject) -> bool:
    impact = lexicon().set("impact")
    named = words[subject.first : subject.last + 1]
    return subject.who == "none" or any(one.low in impact or one.low.removesuffix("s") in impact for one in named)


def _is_expected(words: Sequence[Word]) -> bool:
    """Say whether `should have` is a guess at what is done by now: `by the time you read this`."""
    return bool(_EXPECTED.search(" ".join(one.low for one in words)))


def _suggestion(
    reading: Reading, at: int, subject: Subject, participle: int, *, is_passive: bool, negated: bool
) -> str:
    sentence = reading.sentence
    words = sentence.words
    if participle >= len(words) or words[at].low != "should":
        return f"<what happened, as a fact>; {_SLOT}."
    if is_passive and subject.who == "thing":
        thing = sentence.shown(words[subject.first].start, words[subject.last].end)
        be = "were" if words[subject.last].low.endswith("s") and not words[subject.last].low.endswith("ss") else "was"
        tail = sentence.shown(words[participle].start, sentence.end).rstrip(".")
        return f"{thing[:1].upper()}{thing[1:]} {be} {'' if negated else 'not '}{tail}; {_SLOT}."
    forms = (lexicon().forms(name).get(words[participle].low) for name in ("duties", "acts", "harm"))
    base = next((form.base for form in forms if form), None)
    told = passive(sentence, participle, base, negated=not negated) if base else None
    return f"{told}; {_SLOT}." if told else f"<what happened, as a fact>; {_SLOT}."
