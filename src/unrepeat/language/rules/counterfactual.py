"""`counterfactual`: what somebody should, could or would have done, and what would have been avoided then."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import passive
from unrepeat.language.english.subjects import Subject, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_spoken_of, they_are_people
from unrepeat.language.sentences import Word

_SLOT = "<the action that makes sure of it next time>"
_MODALS = frozenset({"should", "could", "would", "might", "ought"})
_AVOIDED = frozenset(
    "avoided prevented caught detected noticed spotted mitigated averted stopped shortened reduced minimised minimized "
    "tested reviewed checked verified validated communicated documented escalated planned rolled reverted flagged monitored "
    "discussed considered anticipated foreseen known told informed announced asked investigated audited approved rehearsed "
    "staged canaried updated handled addressed fixed done run used followed written added included raised shared seen "
    "recognised recognized identified picked found resolved restored rotated renewed removed closed disabled enabled "
    "configured limited involved consulted questioned challenged".split()
)
_IMPACT = frozenset(
    "outage incident downtime failure crash disruption impact problem issue bug error damage loss regression breach leak it "
    "this that all everything which mistake alert page change deployment deploy release migration rollback fix test "
    "configuration review upgrade script command access risk flaw defect dependency certificate key steps".split()
)
_SAVED = frozenset(
    "prevented avoided caught saved stopped spared averted shortened helped found noticed shown revealed spotted".split()
)
_WISHED = frozenset(
    "better proper more earlier closer careful quicker clearer simple little bit second thorough timely early real any decent basic good".split()
)
_DONE_BY_PEOPLE = frozenset(
    "planning communication handover review reading look glance call question check testing preparation care attention training coordination supervision thought diligence discipline judgement judgment work conversation warning word".split()
)
_IF_ONLY = re.compile(r"\bif only\b")
_WERE_IT_NOT = re.compile(r"\b(?:were it not for|had it not been for|but for)\s+(\S+(?:\s+\S+){0,3})")


def look(reading: Reading) -> Iterator[Hit]:
    """Find what was not so and is held against somebody."""
    sentence = reading.sentence
    if sentence.low.rstrip().endswith("?") or (reading.block.where == "heading"):
        return
    words = sentence.words
    told = False
    for at, word in enumerate(words):
        if word.low in _MODALS:
            for hit in _modal(reading, at):
                told = True
                yield hit
    if told:
        return
    only = _IF_ONLY.search(sentence.low)
    if only:
        yield Hit(
            sentence.start + only.start(), sentence.start + only.end(), f"<what was done and known then>; {_SLOT}."
        )
        return
    wished = lexicon().phrases("wished").search(sentence.low)
    if wished and not is_spoken_of(words):
        yield Hit(
            sentence.start + wished.start(), sentence.start + wished.end(), f"<what was done and known then>; {_SLOT}."
        )
        return
    without = _WERE_IT_NOT.search(sentence.low)
    if without and _names_people(reading, without.start(1), without.end(1)):
        yield Hit(
            sentence.start + without.start(),
            sentence.start + without.end(),
            f"<what was done and known then>; {_SLOT}.",
        )
        return
    yield from _had(reading)


def _names_people(reading: Reading, start: int, end: int) -> bool:
    """Say whether people, or what is theirs, stand within some letters of a sentence."""
    known = lexicon()
    begin = reading.sentence.start
    for one in reading.sentence.words:
        if begin + start <= one.start < begin + end:
            low, text = one.low.removesuffix("'s").rstrip("'"), one.text.removesuffix("'s").removesuffix("’s")
            if (
                low in known.set("persons")
                or low in known.set("teams")
                or text in known.names
                or low in {"his", "her", "their", "my"}
            ):
                return True
    return False


def _is_wished(words: Sequence[Word], subject: Subject) -> bool:
    """Say whether the subject is what people are wished to have done: `better planning by the committee`."""
    phrase = words[subject.first : subject.last + 1]
    whole = words[: subject.last + 8]
    known = lexicon()
    is_work = any(one.low in _DONE_BY_PEOPLE for one in whole)
    has_wish = any(one.low in _WISHED for one in whole)
    has_people = any(one.low in known.set("persons") | known.set("teams") or one.text in known.names for one in whole)
    return bool(phrase) and is_work and (has_wish or has_people)


def _modal(reading: Reading, at: int) -> Iterator[Hit]:
    words = reading.sentence.words
    parts = _perfect(words, at)
    if parts is None:
        return
    have, participle, negated = parts
    modal = words[at].low
    is_second = at > 1 and words[at - 1].low in {"and", "or"} and words[at - 2].low in _MODALS
    subject = subject_of(words, at - 2 if is_second else at)
    if subject.who == "they":
        subject = Subject("person" if they_are_people(reading) else "thing", subject.first, subject.last)
    is_passive = words[have + 1].low == "been" if have + 1 < len(words) else False
    verb = words[participle].low if participle < len(words) else ""
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
        if low in {"have", "of"}:  # `should of`, as it is often heard
            end = place + 1
            while end < len(words) and (
                words[end].low in adverbs or words[end].low.endswith("ly") or words[end].low in {"been", "be"}
            ):
                end += 1
            is_participle = end < len(words) and lexicon().is_participle(words[end].low)
            return (place, end, negated) if is_participle else None
        if low not in adverbs and low not in {"to"} and not low.endswith("ly"):
            return None
        place += 1
    return None


def _blames(modal: str, subject: Subject, verb: str, words: Sequence[Word], *, is_passive: bool, negated: bool) -> bool:
    if is_spoken_of(words):
        return False
    if subject.is_people:
        if modal in {"could", "might"} and words[subject.last].low in {
            "anyone",
            "anybody",
            "everyone",
            "someone",
            "you",
        }:
            return False
        # Nobody could have known: that takes blame away. `We would have`, `we might have` tell of what was, or may be.
        if modal in {"could", "might"} and (negated or subject.who == "nobody" or verb in {"known", "seen", "been"}):
            return False
        if modal == "would" and words[subject.last].low == "you":
            return False
        if modal == "should" and not negated and _is_expected(words):
            return False
        if modal == "would" and not _has_condition(words):
            return "ideally" in {one.low for one in words}
        return not (modal == "might" and verb in {"been", "had"})
    if is_passive:
        if modal == "should":
            return verb in _AVOIDED
        return modal in {"could", "would", "might"} and verb in _AVOIDED and _is_impact(words, subject) and not negated
    if modal == "would" and verb in _SAVED and not negated and _is_wished(words, subject):
        return True
    return False  # what a system should have done is how it was meant; what would have been is how it works


def _is_impact(words: Sequence[Word], subject: Subject) -> bool:
    if subject.who == "none":
        return True
    return any(
        one.low.removesuffix("s") in _IMPACT or one.low in _IMPACT for one in words[subject.first : subject.last + 1]
    )


def _is_expected(words: Sequence[Word]) -> bool:
    """Say whether `should have` is a guess at what is done by now: `by the time you read this`."""
    lows = [one.low for one in words]
    return any(
        lows[at] == "by" and lows[at + 1 : at + 3] in (["the", "time"], ["now"]) or lows[at : at + 2] == ["by", "now"]
        for at in range(len(lows))
    )


def _has_condition(words: Sequence[Word]) -> bool:
    return any(one.low in {"if", "had", "unless"} for one in words)


def _had(reading: Reading) -> Iterator[Hit]:
    """Find `had the reviewer read it`, `if we had tested it`."""
    words = reading.sentence.words
    forms = lexicon().forms("duties")
    for at, word in enumerate(words):
        if word.low != "had":
            continue
        leads = (
            at == 0
            or words[at - 1].low in {",", ";", "but", "and"}
            or words[at - 1].low in _AVOIDED
            or words[at - 1].low in {"happened", "occurred"}
        )
        if leads and at + 2 < len(words):
            for end in range(at + 1, min(at + 8, len(words) - 1)):
                subject = subject_of(words, end + 1) if end > at else Subject("none")
                if subject.is_people and subject.first == at + 1 and words[at + 1].low != "you":
                    yield Hit(
                        word.start, words[min(end + 1, len(words) - 1)].end, f"<what was done and known then>; {_SLOT}."
                    )
                    return
                low = words[end + 1].low
                if (
                    low == "been"
                    and words[at + 1].low != "you"
                    and end + 2 < len(words)
                    and words[end + 2].low in _AVOIDED
                ):
                    yield Hit(word.start, words[end + 2].end, f"<what was done and known then>; {_SLOT}.")
                    return
            continue
        condition = next(
            (back for back in range(at - 1, max(at - 8, -1), -1) if words[back].low in {"if", "wish"}), None
        )
        if condition is None:
            continue
        subject = subject_of(words, at)
        after = next((one.low for one in words[at + 1 : at + 5] if one.low in forms or one.low in _AVOIDED), "")
        is_people = subject.is_people or (subject.who == "they" and they_are_people(reading))
        if is_people or ("been" in {one.low for one in words[at + 1 : at + 4]} and after in _AVOIDED):
            yield Hit(words[condition].start, word.end, f"<what was done and known then>; {_SLOT}.")
            return


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
    base = next(
        (
            form.base
            for name in ("duties", "acts", "harm")
            for low, form in lexicon().forms(name).items()
            if low == words[participle].low
        ),
        None,
    )
    told = passive(sentence, participle, base, negated=not negated) if base else None
    return f"{told}; {_SLOT}." if told else f"<what happened, as a fact>; {_SLOT}."
