"""Recognise a person whose name no list holds: by what only people do, and by how the sentence speaks of them."""

import re
from collections.abc import Sequence

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.subjects import Subject, subject_of
from unrepeat.language.sentences import Word

_OF_PEOPLE = frozenset({"he", "she", "his", "her", "himself", "herself"})
_MOST_NAMES = 3  # words of a name
# How a common noun ends that a sentence may begin with; a name seldom ends so.
_NOUN = re.compile(r"(?:s|ing|ions?|ments?|ity|ness|ed|ances?|ences?|ware|ise|ly|ics?|ism|age|ures?|hip|bot)$")
# How names of many tongues end, and hardly any product does.
_SURNAME = re.compile(
    r"..(?:ovi[c\u0107]|evi[c\u0107]|ova|eva|ovsk[iy]|wsk[ia]|nsk[iya]|czyk|wicz|enko|chuk|shvili|opoulos|akis|escu|oglu|sson|dottir"
    r"|qvist|quist|strom|inho|eira|swamy|murthy|rajan|kumar|singh|ibe|seun|nkwo|chukwu|yemi|tunde|mbele|zulu|nguyen|hoon|jin|wei)$"
)
_FAR = 6  # words between a name and the team that its bearer is of


def doer_of(words: Sequence[Word], verb: int) -> Subject:
    """Give the subject of a verb, a person where it may be the name of one."""
    subject = subject_of(words, verb)
    return Subject("person", subject.first, subject.last) if is_somebody(words, subject, verb) else subject


def is_somebody(words: Sequence[Word], subject: Subject, verb: int) -> bool:
    """Say whether the subject of a verb, though no list knows it, is a person."""
    if subject.who != "thing" or not is_like_a_name(words, subject.first, subject.last):
        return False
    known = lexicon()
    if any(_SURNAME.search(one.low) or not one.low.isascii() for one in words[subject.first : subject.last + 1]):
        return True
    form = known.forms("human_acts").get(words[verb].low)
    if form is not None and form.kind != "ing":
        return True
    following = [one.low for one in words[subject.last + 1 : subject.last + 3]]
    if following == [",", "who"] or (following and following[0] == "who"):
        return True
    if any(one.low in _OF_PEOPLE for one in words[subject.last + 1 :]):
        return True
    beside = words[subject.last + 1 : subject.last + 1 + _FAR]
    return (
        bool(beside) and beside[0].low in {"from", "on", "of"} and any(one.low in known.set("teams") for one in beside)
    )


def is_like_a_name(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether words may be somebody's name: capitals, no article before them, and no product that is known."""
    if last - first >= _MOST_NAMES:
        return False
    named = words[first : last + 1]
    return not (first and words[first - 1].low in lexicon().set("determiners")) and all(
        _may_be_name(one, is_first=at == 0) for at, one in enumerate(named, first)
    )


def _may_be_name(word: Word, *, is_first: bool) -> bool:
    known = lexicon()
    text = word.text.removesuffix("'s").removesuffix("\u2019s")
    low = text.lower()
    if not (text[:1].isupper() and text[1:].islower() and text.replace("-", "").isalpha()):
        return False
    if low in known.set("products") or low in known.set("things") or low in known.set("capitalised"):
        return False
    if any(low in known.set(name) for name in ("persons", "teams", "roles", "deeds", "determiners", "nobody")):
        return False
    if any(low in known.set(name) for name in ("adverbs", "prepositions", "clause_starters", "pronouns", "impact")):
        return False
    return not (is_first and _NOUN.search(low))
