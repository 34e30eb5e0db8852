"""`person-as-cause`: the grammar makes a person the cause of the harm, where a condition let it happen."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import passive
from unrepeat.language.english.subjects import BLAMED, Subject, before, subject_of
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.doer import doer
from unrepeat.language.rules.framed import framed
from unrepeat.language.rules.laid_on import is_person, laid_on
from unrepeat.language.rules.moods import is_asked, is_spoken_of
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
_LEADING = frozenset({"when", "because", "after", "since", "once", "moment"})
_PARTED = re.compile(r"\b(?:after|before|because|since|when|once|until|while|as soon as)\b")
_NEXT_CLAUSE = re.compile(r", (?=the |it |this |that |all |our |one )")
_MOVED_DOWN = 12  # words between `brought` and `down`


def look(reading: Reading) -> Iterator[Hit]:
    """Find persons who are made the cause, outside timelines and credits."""
    if is_spoken_of(reading.sentence.words) or is_asked(reading):
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
    for name in ("made-worse", "made-a-mistake"):
        for found in known.phrases(name).finditer(sentence.low):
            at = next(place for place, one in enumerate(words) if one.end > sentence.start + found.start())
            yield from _done(reading, at, "make" if words[at].low == "made" else "", is_harm=True)
    yield from laid_on(reading)
    yield from framed(reading)


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
    if base == "break" and _follows(words, at, frozenset({"into", "down"}), 5):
        return
    subject = doer(reading, at)
    who, group = subject.who, {one.low for one in words[before(words, at) : at]}
    if who == "thing" and is_harm and _is_somebodys(words, subject, at):
        who = "person"
    if who == "we" and is_harm and base in lexicon().set("own_harm"):
        who = "self"
    if who not in BLAMED:
        return
    if not is_harm and not _is_marked(reading.sentence, subject, at, group):
        return
    told = passive(reading.sentence, at, base, negated=False) if base else None
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
    if base not in known.set("mending") and known.set("fault_marks") & set(after):
        return True
    if base in known.set("losses") and known.set("precious") & set(after[:7]):
        return True
    stop = words[end].start if end < len(words) else sentence.end
    tail = sentence.low[words[at].end - sentence.start : stop - sentence.start]
    tail = _NEXT_CLAUSE.split(tail, maxsplit=1)[0] if sentence.low.startswith(("when ", "after ", "as ")) else tail
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
    is_by = any(words[at].low in {"by", "from"} and is_person(words, at + 1, at + 5) for at in between)
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
