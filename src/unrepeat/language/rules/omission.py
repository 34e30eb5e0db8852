"""`omission`: a person failed, forgot or neglected to do something, or did not do what was theirs to do."""

from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import passive
from unrepeat.language.english.somebody import doer_of, is_like_a_name
from unrepeat.language.english.subjects import BLAMED, PEOPLE, Subject, before, phrase, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_asked, is_hypothetical, is_spoken_of, they_are_people
from unrepeat.language.rules.undone import undone
from unrepeat.language.sentences import Sentence, Word

_SLOT = "<what was known and visible then>"
_TARGETS = frozenset(
    {
        "slo",
        "slos",
        "sla",
        "slas",
        "target",
        "targets",
        "goal",
        "goals",
        "deadline",
        "deadlines",
        "point",
        "lunch",
        "flight",
        "you",
    }
)
_STATUS = frozenset(
    "confirm finish complete decide fix include schedule measure prepare investigate share publish start".split()
)
_NOT = frozenset({"not", "never"})


def look(reading: Reading) -> Iterator[Hit]:
    """Find omissions of people."""
    if is_spoken_of(reading.sentence.words) or is_asked(reading):
        return
    words = reading.sentence.words
    omissions, duties = lexicon().omissions, lexicon().forms("duties")
    yield from _in_a_phrase(reading)
    yield from undone(reading)
    for at, word in enumerate(words):
        if word.low in omissions:
            yield from _omitted(reading, at, omissions[word.low])
        elif word.low in duties and (
            duties[word.low].kind in {"base", "past", "participle"} or {"been", "had"} <= _group(words, at)
        ):
            yield from _not_done(reading, at, duties[word.low].base)
        elif word.low in {"left", "leave", "leaving"} and at + 1 < len(words) and words[at + 1].low == "out":
            yield from _left_out(reading, at)


def _in_a_phrase(reading: Reading) -> Iterator[Hit]:
    """Find turns of phrase that say of people that something was not done."""
    sentence, words = reading.sentence, reading.sentence.words
    for found in lexicon().phrases("omission-phrase").finditer(sentence.low):
        at = next((place for place, one in enumerate(words) if one.end > sentence.start + found.start()), None)
        is_known_negated = "round to" in found[0]  # `never got round to`
        if at is None or is_hypothetical(words, at) or _is_negated(words, at) != is_known_negated:
            continue
        subject = subject_of(words, at)
        is_said = found[0].startswith(("without", "slipped", "escaped"))
        if is_said or subject.who in PEOPLE or subject.who == "they":
            start = words[at].start if is_said else words[subject.first].start
            yield Hit(start, sentence.start + found.end(), f"<what was not done>; {_SLOT}.")
            return


def _omitted(reading: Reading, at: int, base: str) -> Iterator[Hit]:
    words = reading.sentence.words
    form = words[at].low
    following = words[at + 1].low if at + 1 < len(words) else ""
    if form in {base, f"{base}s"} and not _did(words, at):
        return  # the present, an infinitive: nothing that happened
    if (
        form.endswith("ing")
        or (at and words[at - 1].low == "to")
        or _is_negated(words, at)
        or is_hypothetical(words, at)
    ):
        return
    after = _after(words, at, base, following)
    if after is None:
        return
    group = {one.low for one in words[before(words, at) : at]}
    if group & {"rightly", "correctly", "wisely", "deliberately", "intentionally", "safely"}:
        return
    subject = doer_of(words, at)
    if _is_mental(words, after) and _is_unknown_name(words, subject):
        subject = Subject("person", subject.first, subject.last)
    if _is_passive(words, at):
        agent = _agent(words, at)
        if agent is not None:
            yield _hit(reading, agent, at, after)
        return
    if subject.who == "they" and base not in {"fail", "miss"}:
        subject = Subject("person", subject.first, subject.last)  # systems fail and miss, but do not neglect
    if not _blames(subject, reading):
        return
    yield _hit(reading, subject, at, after)


def _is_mental(words: Sequence[Word], verb: int) -> bool:
    """Say whether what was not done is done by people alone: who fails to notice is somebody."""
    return 0 <= verb < len(words) and words[verb].low in lexicon().set("mental")


def _is_unknown_name(words: Sequence[Word], subject: Subject) -> bool:
    """Say whether the subject may be a name that no list holds: one word with a capital, or `whoever` before it."""
    if any(one.low == "whoever" for one in words[max(subject.first - 6, 0) : subject.last + 1]):
        return True
    return subject.who == "thing" and is_like_a_name(words, subject.first, subject.last)


def _is_passive(words: Sequence[Word], at: int) -> bool:
    return bool({"was", "were", "been", "being", "is", "are"} & {one.low for one in words[before(words, at) : at]})


def _agent(words: Sequence[Word], at: int) -> Subject | None:
    """Give the people by whom something was overlooked, None where nobody is named."""
    by = next((place for place in range(at + 1, min(at + 3, len(words))) if words[place].low == "by"), None)
    if by is None:
        return None
    for last in range(by + 1, min(by + 6, len(words))):
        found = phrase(words, by + 1, last)
        if found.is_people:
            return found
    return None


def _left_out(reading: Reading, at: int) -> Iterator[Hit]:
    words = reading.sentence.words
    if _is_passive(words, at):
        agent = _agent(words, at + 1)
        if agent is not None:
            yield Hit(words[at].start, words[agent.last].end, f"<what was not done>; {_SLOT}.")
    elif words[at].low == "left" and subject_of(words, at).who in {*BLAMED, "they", "we"}:
        yield Hit(words[subject_of(words, at).first].start, words[at + 1].end, f"<what was not done>; {_SLOT}.")


def _after(words: Sequence[Word], at: int, base: str, following: str) -> int | None:
    """Give the place of the verb that was not done (-1 where there is none), None where this is no omission."""
    if base in {"fail", "neglect", "forget", "omit"} and following in {"to", "not"}:
        verb = at + 2
        if verb >= len(words) or (base == "fail" and words[verb].low in lexicon().set("attempts")):
            return None
        return verb
    if base == "fail":
        return (
            -1
            if following == "in"
            and any(one.low in {"duty", "duties", "task", "job", "responsibility"} for one in words[at + 1 : at + 6])
            else None
        )  # `failed over`, `the test failed`
    if base == "miss" and any(one.low in _TARGETS for one in words[at + 1 : at + 5]):
        return None
    if base in {"miss", "ignore", "disregard", "overlook", "neglect"} and (
        not following or following in {".", ",", "by"}
    ):
        return None if base == "miss" else -1
    return -1


def _is_neither(words: Sequence[Word], at: int) -> bool:
    """Say whether a verb belongs to `neither ... nor ...` of people, or to `not one of ...`."""
    known = lexicon()
    people = known.set("persons") | known.set("teams") | {"we", "i", "us", "them", "she", "he"}
    none = [place for place in range(max(at - 9, 0), at - 1) if words[place].low == "not" and _is_one(words, place + 1)]
    if none and any(one.low in people for one in words[none[-1] : at]):
        return True
    heads = [place for place in range(max(at - 12, 0), at) if words[place].low == "neither"]
    if heads and heads[-1] and words[heads[-1] - 1].low == "who":
        return False
    parted = {"that", "which", "because", "when", "since", "was", "were"}
    return (
        bool(heads)
        and not parted & {one.low for one in words[heads[-1] : at]}
        and any(one.low in people for one in words[max(heads[-1] - 1, 0) : at])
    )


def _is_one(words: Sequence[Word], at: int) -> bool:
    return words[at].low == "one" or [one.low for one in words[at : at + 2]] == ["a", "single"]


def _did(words: Sequence[Word], at: int) -> bool:
    return any(one.low in {"did", "had", "have", "has"} for one in words[before(words, at) : at])


def _is_negated(words: Sequence[Word], at: int) -> bool:
    return any(one.low in _NOT for one in words[before(words, at) : at])


def _not_done(reading: Reading, at: int, base: str) -> Iterator[Hit]:
    words = reading.sentence.words
    if is_hypothetical(words, at) or base in {"do", "have"}:
        return
    group = _group(words, at)
    kind = lexicon().forms("duties")[words[at].low].kind
    subject = subject_of(words, at)
    if subject.who == "nobody" or _is_neither(words, at):
        if subject.first and words[subject.first - 1].low in {"what", "where", "who"}:
            return  # `what nobody recorded` is a thing
        if (kind == "past" or "had" in group) and not group & {
            "not",
            "never",
            "has",
            "have",
            "was",
            "were",
            "is",
            "are",
            "be",
            "been",
        }:
            yield _hit(reading, subject, at, at)
        return
    if kind == "ing":
        group -= {"been"}
    if not group & _NOT or group & {"be", "been", "was", "were"} or not _is_past(group, base, kind):
        return
    if base in lexicon().set("mental") and (subject.who == "they" or _is_unknown_name(words, subject)):
        subject = Subject("person", subject.first, subject.last)
    is_own = subject.who in {"we", "self"} or words[subject.last].low == "you"
    if is_own and "have" in group and "never" not in group:
        return  # `we have not tested this on Windows` tells how things stand
    if not _is_perception(words, at) and _blames(subject, reading):
        yield _hit(reading, subject, at, at)


def _group(words: Sequence[Word], at: int) -> set[str]:
    """Give the auxiliaries and adverbs before a verb."""
    return {one.low for one in words[before(words, at) : at]}


def _is_past(group: set[str], base: str, kind: str) -> bool:
    """Say whether what was not done is over; what is not yet confirmed or finished is told as it stands."""
    if group & {"might", "may", "could", "would", "can", "will"}:
        return False
    if group & {"did", "had"} or ("never" in group and kind != "base"):
        return True
    return bool(group & {"has", "have"}) and kind in {"past", "participle"} and base not in _STATUS


def _is_perception(words: Sequence[Word], at: int) -> bool:
    """Say whether what was not done is not in a person's hand: `did not get`, `did not run into`."""
    following = words[at + 1].low if at + 1 < len(words) else ""
    return words[at].low in {"run", "think", "look", "find"} and following in {"into", "out", "like"}


def _blames(subject: Subject, reading: Reading) -> bool:
    if subject.who == "they":
        return they_are_people(reading)
    return subject.is_people


def _hit(reading: Reading, subject: Subject, at: int, verb: int) -> Hit:
    words = reading.sentence.words
    first = min(subject.first, at) if subject.who != "none" else at
    return Hit(words[first].start, words[at].end, _suggestion(reading.sentence, at, verb))


def _suggestion(sentence: Sentence, at: int, verb: int) -> str:
    words = sentence.words
    base = ""
    if 0 <= verb < len(words):
        base = (
            lexicon().forms("duties")[words[verb].low].base
            if words[verb].low in lexicon().forms("duties")
            else words[verb].low
        )
    told = passive(sentence, verb, base, negated=True) if base.isalpha() else None
    if told is None:
        omission = lexicon().omissions.get(words[at].low, "")
        if omission in {"miss", "overlook", "ignore", "disregard", "forget", "neglect"}:
            told = passive(
                sentence,
                at,
                {
                    "miss": "see",
                    "overlook": "see",
                    "ignore": "act on",
                    "disregard": "heed",
                    "forget": "do",
                    "neglect": "see to",
                }[omission],
                negated=True,
            )
            told = told.replace("act oned", "acted on").replace("see toed", "seen to") if told else None
    return f"{told}; {_SLOT}." if told else f"<what was not done>; {_SLOT}."
