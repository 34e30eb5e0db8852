"""Who does it: the grammatical subject of a verb, by closed classes of words and without a parser.

From the verb leftwards: past auxiliaries and adverbs stands a noun phrase, which may hang on another by a preposition;
after `and` the verb shares the subject of the one before; after `who` it is what stands before that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from unrepeat.language.block import CODE
from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.sentences import Word

Who = Literal["person", "self", "we", "they", "team", "nobody", "role", "thing", "none"]

PEOPLE: frozenset[Who] = frozenset({"person", "self", "we", "team", "nobody"})
BLAMED: frozenset[Who] = frozenset({"person", "self", "team"})
_PRONOUNS: dict[str, Who] = {
    **dict.fromkeys(("i", "myself"), "self"),
    **dict.fromkeys(("we", "us", "ourselves"), "we"),
    **dict.fromkeys(("he", "she", "you"), "person"),
    "they": "they",
}
_OF_MACHINES = ("manager", "planner", "editor", "driver", "operator", "inspector", "dispatcher", "coordinator", "owner")
_WHOLE = 4  # words of a phrase before `who`
_CLAUSE = 10  # words of a clause with `who`
_STOPS = frozenset(
    {",", ";", ".", ":", "that", "which", "and", "when", "because", "while", "if", "how", "whether", "said"}
)
_FARTHEST = 40  # words between a subject and its verb
_PARTITIVE = frozenset(
    "one two three four five six some none any each many most several few half all both member members part either"
    " neither whoever anyone anybody nobody somebody someone everyone".split()
)


@dataclass(frozen=True)
class Subject:
    """Who or what does it, and on which words (from, to) of the sentence that is said."""

    who: Who
    first: int = 0
    last: int = 0

    @property
    def is_people(self) -> bool:
        """Whether people do it, oneself and one's team included."""
        return self.who in PEOPLE


def before(words: Sequence[Word], verb: int) -> int:
    """Give the first word of the group of auxiliaries and adverbs that ends with a verb."""
    at = verb
    while at > 0 and (words[at - 1].low in _between() or words[at - 1].low.endswith("ly")):
        at -= 1
    return at


@cache
def _between() -> frozenset[str]:
    known = lexicon()
    return known.set("auxiliaries") | known.set("adverbs")


def subject_of(words: Sequence[Word], verb: int, depth: int = 0) -> Subject:
    """Give the subject of a verb (its place among the words of a sentence)."""
    at = before(words, verb) - 1
    if at < 0:
        return Subject("none")
    low = words[at].low
    if low in {",", ")", "\u2014", "\u2013"}:
        opened = _opening(words, at)
        if opened is None or opened == 0:
            return _shared(words, at, depth) if low == "," else Subject("none")
        at = opened - 1
        low = words[at].low
    if low in {"who", "that", "which"} and at > 0 and not (low == "that" and _says(words, at - 1)):
        at -= 2 if words[at - 1].low == "," else 1
        return (_nearest(words, at) if low == "who" else None) or _phrase(words, at)
    if low in {"and", "or", "but", "then"}:
        return _shared(words, at, depth)
    subject = _phrase(words, at)
    return subject if subject.is_people or subject.who == "they" else _past_clause(words, at) or subject


def _nearest(words: Sequence[Word], end: int) -> Subject | None:
    """Give the people just before `who`, whatever they hang on: `by an employee who ...`."""
    for first in range(end, max(end - _WHOLE, -1), -1):
        found = _classified(words, first, end)
        if found.is_people:
            return found
        if not _is_of_phrase(words[first]):
            break
    return None


def _past_clause(words: Sequence[Word], at: int) -> Subject | None:
    """Give the people of whom a clause with `who` tells first: `the intern who wrote it` before `did not test it`."""
    for place in range(at, max(at - _CLAUSE, 0), -1):
        if words[place].low in _STOPS:
            return None
        if words[place].low == "who":
            inside = words[place + 1 : at + 1]
            is_told = any(
                lexicon().is_past(one.low) or one.low in {"was", "were", "had", "is", "has"} for one in inside
            )
            return _nearest(words, place - 1) if is_told else None
    return None


def _says(words: Sequence[Word], at: int) -> bool:
    """Say whether `that` after this word begins a clause of its own: what is said, known or so."""
    return words[at].low in lexicon().set("saying")


def _opening(words: Sequence[Word], closing: int) -> int | None:
    """Give where the aside begins that ends at a comma or bracket, None where none does."""
    opening = {")": "("}.get(words[closing].low, words[closing].low)
    for at in range(closing - 1, max(closing - 16, -1), -1):
        if words[at].low == opening:
            inside = words[at + 1].low if at + 1 < closing else ""
            is_aside = opening != "," or inside in lexicon().set("asides") or inside.endswith("ing")
            return at if is_aside else None
    return None


def _shared(words: Sequence[Word], at: int, depth: int) -> Subject:
    """Give the subject that a verb after `and` or a comma shares with the verb before it."""
    if depth > 3:
        return Subject("none")
    start = at
    while start > 0 and words[start - 1].low not in {";", ":", ".", "\u2014"} and at - start < _FARTHEST:
        start -= 1
    # the first phrase of the clause, past what leads in
    for place in range(start, at):
        if words[place].low in lexicon().set("leading_in") and place + 1 < at:
            later = _leading(words, place + 1, at)
            if words[place].low == "who" and place > 0:
                return _phrase(words, place - 1)
            if later.is_people:
                return later
    return _leading(words, start, at)


def _leading(words: Sequence[Word], start: int, end: int) -> Subject:
    """Give the first noun phrase from a place on, past an adverbial that ends with a comma."""
    comma = next((at for at in range(start, min(end, start + 14)) if words[at].low == ","), None)
    for place in (start, *([comma + 1] if comma is not None and comma + 1 < end else [])):
        first = _past_adverbs(words, place, end)
        if first >= end or words[first].low in lexicon().set("prepositions"):
            continue
        last = first
        while last + 1 < end and _is_of_phrase(words[last + 1]) and last - first < 8:
            last += 1
        # as long a phrase as names somebody; what follows it is the verb
        people = (found for stop in range(last, first - 1, -1) if (found := _classified(words, first, stop)).is_people)
        return next(people, Subject("thing", first, last))
    return Subject("none")


def _past_adverbs(words: Sequence[Word], place: int, end: int) -> int:
    while place < end and (
        words[place].low in lexicon().set("adverbs") or words[place].low in {"and", "so", "but", ","}
    ):
        place += 1
    return place


def _is_of_phrase(word: Word) -> bool:
    known = lexicon()
    return (
        word.low not in known.set("auxiliaries")
        and word.low not in known.set("prepositions")
        and word.low not in known.set("clause_starters")
        and (word.low[0].isalnum() or word.low[0] in {CODE, "@"})
    )


def _phrase(words: Sequence[Word], end: int) -> Subject:
    """Give the noun phrase that ends at a word; one that hangs on a preposition leads to what it hangs on."""
    known = lexicon()
    prepositions = known.set("prepositions")
    last = end
    while last >= 0:
        first = last
        while first > 0 and _is_of_phrase(words[first - 1]) and last - first < 6 and not _begins(words, first):
            first -= 1
        if not _is_of_phrase(words[last]):
            return Subject("none")
        before_it = words[first - 1].low if first > 0 else ""
        if before_it in prepositions and (before_it not in {"since", "as", "after", "before", "until"} or first < 2):
            if before_it == "of" and first >= 2 and words[first - 2].low in {"none", "neither"}:
                return (
                    Subject("nobody", first - 2, last)
                    if _classified(words, first, last).is_people
                    else Subject("thing", first, last)
                )
            if before_it == "of" and first >= 2 and words[first - 2].low in _PARTITIVE:
                return _classified(words, first, last)
            if first < 2 or not _is_of_phrase(words[first - 2]):
                return _after_adverbial(words, first, last)
            last = first - 2
            continue
        return _classified(words, first, last)
    return Subject("none")


def _begins(words: Sequence[Word], first: int) -> bool:
    """Say whether a noun phrase begins here: an article, a pronoun, or a name after a word of another sort."""
    word = words[first]
    known = lexicon()
    if word.low in {"i", "we", "he", "she", "they", "you", "it", "nobody", "someone", "somebody", "everyone"}:
        return True
    if word.low in known.set("determiners") and words[first - 1].low not in known.set("determiners"):
        return True
    return (
        _is_name(words, first)
        and not words[first - 1].text[:1].isupper()
        and words[first - 1].low not in known.set("determiners")
    )


def _after_adverbial(words: Sequence[Word], first: int, last: int) -> Subject:
    """Read `During the deployment engineers ...`, where no article parts what leads in from the subject."""
    if words[last].low in lexicon().set("persons") and words[last].low.endswith("s") and last > first:
        return Subject("person", last, last)
    return Subject("thing", first, last)


def phrase(words: Sequence[Word], first: int, last: int) -> Subject:
    """Say who is meant by a noun phrase that stands on some words."""
    return _classified(words, first, last)


def _classified(words: Sequence[Word], first: int, last: int) -> Subject:
    if last > first and (words[last].low.endswith("ing") or words[last].low in lexicon().set("trailing")):
        people = Subject(_who(words, first, last - 1), first, last - 1)
        if people.is_people:
            return people  # `two admins working`, `the developer responsible`
    return Subject(_who(words, first, last), first, last)


def _who(words: Sequence[Word], first: int, last: int) -> Who:  # noqa: PLR0911 -- a case each
    low = words[last].low
    if _is_nobody(words, first, last):
        return "nobody"
    pronoun = _PRONOUNS.get(low)
    if pronoun is not None:
        return pronoun if words[last].text != "US" else "thing"
    known = lexicon()
    if low in known.set("roles"):
        return "role"
    if low in known.set("teams"):
        return "we" if words[first].low == "our" or low in known.set("companies") else "team"
    if low == "operator" and first < last and words[last - 1].text[:1].isupper():
        return "thing"  # the Prometheus Operator and its kin
    if low in known.set("bare_teams") and last == 0 and words[last].text[:1].isupper():
        return "team"
    return "person" if _is_person(words, first, last) else "thing"


def _is_nobody(words: Sequence[Word], first: int, last: int) -> bool:
    known = lexicon()
    low = words[last].low
    if low in known.set("nobody") or (first < last and words[first].low in {"none", "neither"}):
        return True
    return words[first].low == "no" and (low in known.set("persons") or low == "one")


def _is_person(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a phrase names a person: by what they do, by title, by name (`Tom`, `Tom Miller`, `R. Okafor`)."""
    known = lexicon()
    low = words[last].low
    if low.endswith(_OF_MACHINES) and last > first and words[last - 1].low in known.set("machines"):
        return False  # the query planner, a package manager
    if low in known.set("persons") or words[first].low in known.set("titles") or words[last].text.startswith("@"):
        return True
    is_hand = low in {"master", "controller", "hand", "agent", "agents", "rep", "reps"}
    if is_hand and last > first and words[last - 1].low in known.set("masters"):
        return True
    return _is_named(words, first, last)


def _is_named(words: Sequence[Word], first: int, last: int) -> bool:
    if _is_name(words, last):
        return True
    if not words[last].text[:1].isupper():
        return False
    if last > first and (_is_name(words, last - 1) or _is_initial(words[last - 1])):
        return True
    return first > 1 and words[first - 1].low == "." and _is_initial(words[first - 2])


def _is_initial(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isupper()


def _is_name(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is somebody's given name, and not the first half of a thing's."""
    word = words[at]
    if word.text not in lexicon().names:
        return False
    following = words[at + 1].low if at + 1 < len(words) else ""
    return following not in lexicon().set("things")
