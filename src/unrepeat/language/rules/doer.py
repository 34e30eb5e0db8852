"""Say who is told to have done what a verb in the past tells of, and for certain."""

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.somebody import doer_of
from unrepeat.language.english.subjects import Subject, before
from unrepeat.language.hit import Reading
from unrepeat.language.rules.moods import is_hypothetical, they_are_people

_UNDONE = frozenset("was were been be being is are not never got could should would might ought".split())
_DELIBERATE = frozenset("deliberately intentionally purposely rightly correctly wisely".split())
_BEFORE_NOUN = frozenset({"the", "a", "an", "this", "that", "its", "to"})
_NOBODY = Subject("none")


def doer(reading: Reading, at: int) -> Subject:
    """Give who did what a verb tells of; `none` where it is passive, denied, wished or meant so, or no verb at all."""
    words = reading.sentence.words
    group = {one.low for one in words[before(words, at) : at]}
    if group & _UNDONE or group & _DELIBERATE or is_hypothetical(words, at):
        return _NOBODY
    if at and words[at - 1].low in _BEFORE_NOUN | lexicon().set("prepositions"):
        return _NOBODY  # a participle before a noun: `the broken build`
    subject = doer_of(words, at)
    if subject.who != "none" and words[subject.last + 1].low in lexicon().set("slips"):
        return _NOBODY  # `human error, which caused`
    if subject.who == "person" and words[subject.last].low == "you" and group & {"have", "had"}:
        return _NOBODY  # `now that you have configured it`
    if subject.who == "they":
        return Subject("person" if they_are_people(reading) else "thing", subject.first, subject.last)
    return subject
