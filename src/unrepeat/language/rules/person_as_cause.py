"""`person-as-cause`: the grammar makes a person the cause of the harm, where a condition let it happen."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import passive
from unrepeat.language.english.subjects import BLAMED, Subject, before, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied, is_hypothetical, is_spoken_of, they_are_people
from unrepeat.language.sentences import Sentence, Word

_SLOT = "<the control that was absent>"
_PHRASAL = {
    ("take", "down"),
    ("bring", "down"),
    ("knock", "out"),
    ("knock", "over"),
    ("tear", "down"),
    ("blow", "up"),
    ("lock", "out"),
}
_BECAUSE_OF = re.compile(r"\b(?:because of|due to|thanks to|owing to|caused by|result of|down to)\b")
_POSSESSED = re.compile(
    r"\b(?:mistakes?|errors?|faults?|carelessness|oversights?|negligence|blunders?|incompetence|haste|inattention|inexperience|typos?"
    r"|slips?|laziness|failures?|bugs?|mess|screw-?ups?|poor|bad|wrong|careless|sloppy|hasty|reckless|fat-finger\w*)\b"
)
_BLAMING = re.compile(r"\bblam(?:es|ed)\b|\bi blame\b")
_MENDING = frozenset("delete remove revert drop disable close stop replace restore restart move".split())
_LEADING = frozenset({"when", "because", "after", "since", "once", "moment"})
_PARTED = re.compile(r"\b(?:after|before|because|since|when|once|until|while|as soon as)\b")
_DELIBERATE = frozenset({"deliberately", "intentionally", "purposely", "rightly", "correctly", "wisely"})
_MOVED_DOWN = 12  # words between `brought` and `down`


def look(reading: Reading) -> Iterator[Hit]:
    """Find persons who are made the cause, outside timelines and credits."""
    if is_spoken_of(reading.sentence.words):
        return
    yield from _first(_all(reading))


def _first(hits: Iterator[Hit]) -> Iterator[Hit]:
    found = next(hits, None)
    if found is not None:
        yield found


def _all(reading: Reading) -> Iterator[Hit]:
    sentence = reading.sentence
    words = sentence.words
    known = lexicon()
    harm, acts, causes = known.forms("harm"), known.forms("acts"), known.forms("causes")
    for at, word in enumerate(words):
        if word.low in harm and harm[word.low].kind in {"past", "participle"}:
            yield from _done(reading, at, harm[word.low].base, is_harm=True)
        if word.low in causes and causes[word.low].kind in {"past", "participle"} and _is_caused(words, at):
            yield from _done(reading, at, causes[word.low].base, is_harm=True)
        if word.low in acts and acts[word.low].kind in {"past", "participle"}:
            phrasal = (acts[word.low].base, words[at + 1].low) in _PHRASAL if at + 1 < len(words) else False
            yield from _done(
                reading, at, acts[word.low].base, is_harm=phrasal or _phrasal(words, at, acts[word.low].base)
            )
        elif word.low in {"took", "brought", "knocked", "tore", "blew", "locked"}:
            base = {
                "took": "take",
                "brought": "bring",
                "knocked": "knock",
                "tore": "tear",
                "blew": "blow",
                "locked": "lock",
            }[word.low]
            if _phrasal(words, at, base):
                yield from _done(reading, at, base, is_harm=True)
        if at and words[at - 1].low in known.set("fault_marks") and words[at - 1].low.endswith("ly"):
            yield from _wrongly(reading, at)
    worse = known.phrases("made-worse").search(sentence.low)
    if worse:
        at = next(place for place, one in enumerate(words) if one.end > sentence.start + worse.start())
        yield from _done(reading, at, "make", is_harm=True)
    yield from _on_somebody(reading)
    made = known.phrases("made-a-mistake").search(sentence.low)
    if made:
        at = next(place for place, one in enumerate(words) if one.end > sentence.start + made.start())
        yield from _done(reading, at, "make", is_harm=True)
    yield from _said_to_blame(reading)
    yield from _agents(reading)


def _wrongly(reading: Reading, at: int) -> Iterator[Hit]:
    """Find whatever a person did by mistake: `accidentally uninstalled`, `an engineer mistakenly executing`."""
    word = reading.sentence.words[at]
    if word.low.endswith("ing"):
        subject = subject_of(reading.sentence.words, at)
        if subject.who in BLAMED:
            yield Hit(reading.sentence.words[subject.first].start, word.end, f"<what happened to the system>; {_SLOT}.")
    elif word.low.endswith("ed"):
        yield from _done(reading, at, word.low.removesuffix("d").removesuffix("e"), is_harm=True)


def _is_caused(words: Sequence[Word], at: int) -> bool:
    """Say whether harm is what was caused; who `caused` something caused harm, whatever it was."""
    is_causing = lexicon().forms("causes")[words[at].low].base in {"cause", "provoke"}
    return is_causing or _follows(words, at, lexicon().set("harms"), 6)


def _phrasal(words: Sequence[Word], at: int, base: str) -> bool:
    return any((base, one.low) in _PHRASAL for one in words[at + 1 : at + _MOVED_DOWN])


def _follows(words: Sequence[Word], at: int, wanted: frozenset[str], within: int) -> bool:
    return any(one.low in wanted for one in words[at + 1 : at + 1 + within])


def _done(reading: Reading, at: int, base: str, *, is_harm: bool) -> Iterator[Hit]:
    words = reading.sentence.words
    start = before(words, at)
    group = {one.low for one in words[start:at]}
    if group & {"was", "were", "been", "be", "being", "is", "are", "not", "never"} or is_hypothetical(words, at):
        return
    if group & _DELIBERATE or (base == "break" and _follows(words, at, frozenset({"into", "down"}), 5)):
        return
    if at and words[at - 1].low in {"the", "a", "an", "this", "that", "its", "to"} | lexicon().set("prepositions"):
        return  # a participle before a noun: `the broken build`
    subject = subject_of(words, at)
    who = subject.who
    if who == "they":
        who = "person" if they_are_people(reading) else "thing"
    if who == "thing" and is_harm and _is_somebodys(words, subject, at):
        who = "person"
    if who not in BLAMED:
        return
    if not is_harm and not _is_marked(reading.sentence, subject, at, group):
        return
    told = passive(reading.sentence, at, base, negated=False)
    suggestion = f"{told}; {_SLOT}." if told else f"<what happened to the system>; {_SLOT}."
    note = "You need not take it on yourself." if who == "self" else ""
    yield Hit(words[subject.first].start, words[at].end, suggestion, note=note)


def _is_marked(sentence: Sentence, subject: Subject, at: int, group: set[str]) -> bool:
    """Say whether what follows tells that the act did harm, or how wrongly it was done."""
    known, words = lexicon(), sentence.words
    if group & known.set("fault_marks") or _is_given_as_cause(sentence, subject):
        return True
    form = known.forms("acts").get(words[at].low)
    base = form.base if form else ""
    end = next((place for place in range(at + 1, len(words)) if words[place].low in {";", ".", "but"}), len(words))
    after = [one.low for one in words[at + 1 : min(end, at + 16)]]
    if base not in _MENDING and known.set("fault_marks") & set(after):
        return True
    if base in known.set("losses") and known.set("precious") & set(after[:7]):
        return True
    stop = words[end].start if end < len(words) else sentence.end
    tail = sentence.low[words[at].end - sentence.start : stop - sentence.start]
    follows = _PARTED.split(tail, maxsplit=1)[0][8:]  # what came after, and no cause of the act itself
    return bool(known.phrases("mark").search(tail) or known.phrases("consequence").search(follows)) or _does_harm(after)


def _does_harm(after: Sequence[str]) -> bool:
    """Say whether harm is told right after the act: `merged it and broke`, `a build that bricked`."""
    harm, joins = lexicon().forms("harm"), {"and", "that", "which"}
    return any(former in joins and low in harm and harm[low].kind == "past" for former, low in pairwise(after))


def _is_somebodys(words: Sequence[Word], subject: Subject, verb: int) -> bool:
    """Say whether the subject is somebody's deed: `Tom's deploy took it down`, `a change by the new hire broke it`."""
    known = lexicon()
    named = words[subject.first : subject.last + 1]
    if not any(one.low in known.set("deeds") for one in named):
        return False
    is_owned = any(one.low.endswith(("'s", "s'")) and known.means_people(one) for one in named)
    between = range(subject.last + 1, verb)
    is_by = any(words[at].low in {"by", "from"} and _is_person(words, at + 1, at + 5) for at in between)
    return is_owned or is_by or named[0].low in {"his", "her", "my"}


def _is_given_as_cause(sentence: Sentence, subject: Subject) -> bool:
    """Say whether the sentence gives the act as the cause: `it failed when Tom ...`, `because Tom ..., it failed`."""
    words = sentence.words
    if subject.first == 0:
        return False
    former = words[subject.first - 1].low
    if former == "," and sentence.low.startswith("without "):
        return True
    head = sentence.low[: words[subject.first].start - sentence.start]
    return former in _LEADING and bool(lexicon().phrases("went-wrong").search(head))


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
        if _is_person(words, at + 1, at + 4):
            yield Hit(words[at].start, following[0].end, f"<what let it happen>; {_SLOT}.")


def _on_somebody(reading: Reading) -> Iterator[Hit]:
    """Find what is laid on a person or their deed: `this one is on Tom`, `the root cause was Tom's change`."""
    sentence, words = reading.sentence, reading.sentence.words
    for found in lexicon().phrases("on-somebody").finditer(sentence.low):
        at = next((place for place, one in enumerate(words) if one.start >= sentence.start + found.end()), None)
        if at is None or is_denied(words, at - 1, at):
            continue
        is_owned = words[at].low.endswith(("'s", "s'")) and _owner_is_person(words, at)
        is_name = words[at].text in lexicon().names and not _goes_on(words, at)
        following = [one.low for one in words[at + 1 : at + 3]]
        is_told = words[at].text[:1].isupper() and following == [",", "who"]  # a name that no list holds
        is_laid = found[0].endswith(("of", "with", "on")) and (
            words[at].low == "whoever" or _is_person(words, at, at + 4)
        )
        if is_owned or is_name or is_told or is_laid:
            yield Hit(sentence.start + found.start(), words[at].end, f"<what happened to the system>; {_SLOT}.")


def _goes_on(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and (following.low in lexicon().set("things") or following.text[:1].isupper())


def _agents(reading: Reading) -> Iterator[Hit]:
    """Find `caused by PERSON`, `because of PERSON's mistake`, `the engineer's mistake`."""
    sentence = reading.sentence
    words = sentence.words
    for found in lexicon().phrases("agent").finditer(sentence.low):
        at = next((place for place, one in enumerate(words) if one.start >= sentence.start + found.end()), None)
        if at is None or not _is_person(words, at, at + 4) or is_denied(words, at - 2, at):
            continue
        if found[0].split()[0] in {
            "made",
            "merged",
            "pushed",
            "deployed",
            "removed",
            "disabled",
            "created",
            "committed",
            "introduced",
            "deleted",
        }:
            known = lexicon()
            said = {one.low for one in words}
            if not (said & (known.set("harms") | known.set("fault_marks"))) and not lexicon().phrases("mark").search(
                sentence.low
            ):
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


def _owner_is_person(words: Sequence[Word], at: int) -> bool:
    return lexicon().means_people(words[at])


def _is_person(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a noun phrase that begins here is a person."""
    known = lexicon()
    for at in range(first, min(last, len(words))):
        low = words[at].low
        if low in known.set("roles") or low in {",", ".", ";", ":"} or low in known.set("prepositions"):
            return False
        if (
            low in {"him", "her", "me", "someone", "somebody"}
            or low in known.set("persons")
            or words[at].text in known.names
            or low.startswith("@")
        ):
            return not (
                at + 1 < len(words) and words[at + 1].low in known.set("things") and low not in known.set("persons")
            )
    return False
