"""`counterfactual`: what somebody should, could or would have done, and what would have been avoided then."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import passive
from unrepeat.language.english.subjects import Subject, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import they_are_people
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
_EPISTEMIC = frozenset({"could", "might", "may"})
_IF_ONLY = re.compile(r"\bif only\b")
_HAD = re.compile(r"(?:^|[,;]\s|\bbut\s|\band\s)had\s")


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
    yield from _had(reading)


def _modal(reading: Reading, at: int) -> Iterator[Hit]:
    words = reading.sentence.words
    parts = _perfect(words, at)
    if parts is None:
        return
    have, participle, negated = parts
    modal = words[at].low
    subject = subject_of(words, at)
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
            return (place, end, negated) if end < len(words) and words[end].low[0].isalpha() else None
        if low not in adverbs and low not in {"to"} and not low.endswith("ly"):
            return None
        place += 1
    return None


def _blames(modal: str, subject: Subject, verb: str, words: Sequence[Word], *, is_passive: bool, negated: bool) -> bool:
    if subject.is_people:
        # Nobody could have known: that takes blame away. `We would have`, `we might have` tell of what was, or may be.
        if modal in {"could", "might"} and (negated or subject.who == "nobody" or verb in {"known", "seen", "been"}):
            return False
        if modal == "would" and not _has_condition(words):
            return False
        return not (modal == "might" and verb in {"been", "had"})
    if is_passive:
        if modal == "should":
            return verb in _AVOIDED
        return modal in {"could", "would", "might"} and verb in _AVOIDED and _is_impact(words, subject) and not negated
    return False  # what a system should have done is how it was meant; what would have been is how it works


def _is_impact(words: Sequence[Word], subject: Subject) -> bool:
    if subject.who == "none":
        return True
    return any(
        one.low.removesuffix("s") in _IMPACT or one.low in _IMPACT for one in words[subject.first : subject.last + 1]
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
        leads = at == 0 or words[at - 1].low in {",", ";", "but", "and"}
        if leads and at + 2 < len(words):
            for end in range(at + 1, min(at + 8, len(words) - 1)):
                subject = subject_of(words, end + 1) if end > at else Subject("none")
                if subject.is_people and subject.first == at + 1:
                    yield Hit(
                        word.start, words[min(end + 1, len(words) - 1)].end, f"<what was done and known then>; {_SLOT}."
                    )
                    return
                low = words[end + 1].low
                if low == "been" and end + 2 < len(words) and words[end + 2].low in _AVOIDED:
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
