"""Find deeds that a sentence gives as the cause by its frame, whatever the deed: `it went wrong when Tom ...`."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import passive
from unrepeat.language.english.somebody import is_like_a_name
from unrepeat.language.english.subjects import BLAMED, Subject
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.doer import doer
from unrepeat.language.sentences import Word

_SLOT = "<the control that was absent>"
_LEADING = frozenset({"when", "because", "after", "since", "once", "moment", "that", ":"})
_FAR = 14  # words between a deed and what it did
_ADJECTIVES = 4  # words between an owner and the deed
_CLEFT = re.compile(
    r"\b(?:(?:it|this|that) (?:was|is)|it's|that's) (?:(?:actually|in fact|once again|again|then|only) )?"
)


def framed(reading: Reading) -> Iterator[Hit]:
    """Give where a person's deed is framed as the cause."""
    yield from _by_its_place(reading)
    yield from _cleft(reading)
    yield from _owned(reading)


def _by_its_place(reading: Reading) -> Iterator[Hit]:
    """Find `it went wrong when PERSON did`, `root cause: PERSON did`, `PERSON did, and it went dark`."""
    sentence, words, known = reading.sentence, reading.sentence.words, lexicon()
    wrong = [found.end() + sentence.start for found in known.phrases("went-wrong-when").finditer(sentence.low)]
    outcome = known.phrases("outcome", at="").search(sentence.low)
    is_mistaken = known.phrases("misbelief").search(sentence.low) is not None
    if not wrong and outcome is None and not is_mistaken and not known.phrases("mark-of-any").search(sentence.low):
        return
    for at, word in enumerate(words):
        if word.text[:1].isupper() or not known.is_past(word.low) or word.low in known.forms("helpful"):
            continue
        subject = doer(reading, at)
        if subject.who not in BLAMED and not (subject.who == "we" and _is_told_after(words, subject, wrong)):
            continue
        follows = outcome is not None and outcome.end() + sentence.start > word.end
        is_alone = not _helps_first(words, subject, at)
        if (
            _is_told_after(words, subject, wrong)
            or (follows and is_alone and subject.who in {"person", "team"})
            or (is_mistaken and subject.who != "we" and word.low in known.forms("acts"))
            or _is_wrong(reading, subject, at)
        ):
            yield _hit(reading, subject, at)
            return


def _is_told_after(words: Sequence[Word], subject: Subject, wrong: Sequence[int]) -> bool:
    """Say whether the subject follows at once on what went wrong: `it failed when TOM ...`, `root cause: TOM ...`."""
    if subject.who == "none":
        return False
    begin = words[subject.first].start
    return any(end <= begin and _words_between(words, end, begin) <= _ADJECTIVES for end in wrong)


def _words_between(words: Sequence[Word], start: int, end: int) -> int:
    """Count the words between two places of a block."""
    return sum(1 for one in words if start <= one.start < end)


def _is_wrong(reading: Reading, subject: Subject, at: int) -> bool:
    """Say whether what follows the verb tells how wrong it was: `installed a faulty driver`, `with red tests`."""
    sentence = reading.sentence
    if subject.who == "we" or sentence.words[at].low in lexicon().forms("mending"):
        return False
    tail = sentence.low[sentence.words[at].end - sentence.start :]
    return bool(lexicon().phrases("mark-of-any", at=r"^[^.;,]{0,90}?\b").match(tail))


def _helps_first(words: Sequence[Word], subject: Subject, at: int) -> bool:
    """Say whether the person first did what helps: `Tom found it, opened a call, and it crashed again`."""
    helpful = lexicon().forms("helpful")
    return any(one.low in helpful for one in words[subject.last + 1 : at])


def _cleft(reading: Reading) -> Iterator[Hit]:
    """Find `it was PERSON who ...`, `it was PERSON's change that ...`, `what broke it was PERSON's change`."""
    sentence, words, known = reading.sentence, reading.sentence.words, lexicon()
    leads = [*_CLEFT.finditer(sentence.low), *known.phrases("what-broke").finditer(sentence.low)]
    for found in leads:
        first = next((at for at, one in enumerate(words) if one.start >= sentence.start + found.end()), None)
        if first is None:
            continue
        is_what = not found[0].startswith(("it", "this", "that"))
        stop = next((at for at in range(first, min(first + 12, len(words))) if _ends(words[at])), len(words))
        if is_what and _names_doer(words, first, stop):
            yield _whole(reading, found.start(), first)
            return
        if (
            stop < len(words)
            and words[stop].low in {"who", "that", "which", "whose"}
            and _names_doer(words, first, stop)
        ):
            verb = next((at for at in range(stop + 1, min(stop + 5, len(words))) if known.is_past(words[at].low)), None)
            if verb is not None and words[verb].low not in known.forms("helpful"):
                yield _whole(reading, found.start(), stop)
                return


def _ends(word: Word) -> bool:
    return word.low in {"who", "that", "which", "whose", ",", ".", ";", ":"}


def _names_doer(words: Sequence[Word], first: int, stop: int) -> bool:
    """Say whether a phrase names a person, or a deed of one's."""
    known = lexicon()
    named = words[first:stop]
    head = next((at for at, one in enumerate(named) if one.low in known.set("prepositions")), len(named))
    if any(_is_owner(words, first + at) for at in range(len(named))):
        return any(one.low in known.set("deeds") for one in named)
    if any(one.low in known.set("roles") for one in named[:head]):
        return False
    is_some = bool(named) and named[0].low in {"one", "two", "some"} and head < len(named) and named[head].low == "of"
    if is_some:
        return any(known.means_people(one) for one in named[head:])
    last = named[head - 1] if head else None
    by = next((at for at, one in enumerate(named) if one.low in {"by", "of"}), None)
    if by is not None and any(one.low in known.set("deeds") for one in named[:by]):
        return any(known.means_people(one) for one in named[by:])
    return last is not None and (known.means_people(last) or is_like_a_name(words, first, first + head - 1))


def _is_owner(words: Sequence[Word], at: int) -> bool:
    """Say whether a word owns a deed: `Tom's`, `the intern's`, `his`, or a name that no list holds."""
    word = words[at]
    if word.low in {"his", "her", "my"}:
        return True
    return word.low.endswith(("'s", "s'")) and (
        lexicon().means_people(word) or (is_like_a_name(words, at, at) and _owns_human_deed(words, at))
    )


def _owns_human_deed(words: Sequence[Word], at: int) -> bool:
    return any(one.low in lexicon().set("human_deeds") for one in words[at + 1 : at + 1 + _ADJECTIVES])


def _owned(reading: Reading) -> Iterator[Hit]:
    """Find a deed of somebody's that did the harm: `Tom's decision to skip the canary cost us a weekend`."""
    sentence, words, known = reading.sentence, reading.sentence.words, lexicon()
    for at in range(len(words)):
        deed = _deed(words, at)
        if deed is None:
            continue
        for verb in range(deed + 1, min(deed + _FAR, len(words))):
            if words[verb].low in {".", ";", "but"}:
                break
            tail = sentence.low[words[verb].start - sentence.start :]
            is_done = words[verb - 1].low not in {"to", "was", "were", "not", "the", "a"}
            if is_done and known.phrases("ruins", at="^").match(tail):
                yield _whole(reading, words[at].start - sentence.start, verb)
                return


def _deed(words: Sequence[Word], at: int) -> int | None:
    """Give where somebody's deed is named that begins at a word: `Tom's CHANGE`, `the DECISION of the team`."""
    known = lexicon()
    deeds = known.set("deeds") | known.set("human_deeds")
    if _is_owner(words, at):
        return next((to for to in range(at + 1, min(at + 2 + _ADJECTIVES, len(words))) if words[to].low in deeds), None)
    is_slip = words[at].low in known.set("slips") or (at and words[at - 1].low in known.set("fault_marks"))
    if words[at].low in deeds and not is_slip and words[at + 1 : at + 2] and words[at + 1].low in {"by", "of", "from"}:
        beside = words[at + 2 : at + 6]
        if any(
            one.low in known.set("persons") or one.low in known.set("teams") or one.text in known.names
            for one in beside
        ):
            return at + 1
    return None


def _hit(reading: Reading, subject: Subject, at: int) -> Hit:
    words = reading.sentence.words
    verbs = (lexicon().forms(name).get(words[at].low) for name in ("acts", "harm", "human_acts"))
    form = next((one for one in verbs if one), None)
    told = passive(reading.sentence, at, form.base, negated=False) if form else None
    suggestion = f"{told}; {_SLOT}." if told else f"<what happened to the system>; {_SLOT}."
    note = "You need not take it on yourself." if subject.who == "self" else ""
    return Hit(words[subject.first].start, words[at].end, suggestion, note=note)


def _whole(reading: Reading, start: int, last: int) -> Hit:
    sentence = reading.sentence
    return Hit(sentence.start + start, sentence.words[last].end, f"<what happened to the system>; {_SLOT}.")
