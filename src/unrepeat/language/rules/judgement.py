"""`judgement`: character or competence is judged, one's own included."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.english.phrasing import without
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_denied

_OF_ART = re.compile(
    r"^(?:lazy(?:-|\s+)(?:load\w*|evaluat\w*|init\w*|delet\w*|import\w*|sync\w*|cop\w*|quantif\w*|list\w*|thread\w*|expand\w*|connect\w*|fetch\w*|consensus|free\w*|alloc\w*|bind\w*|matching|property|properties|attribut\w*|seq\w*|compil\w*|checkout|mode|dns|bool\w*)"
    r"|lazily (?:load\w*|evaluat\w*|init\w*|creat\w*|import\w*|comput\w*|fetch\w*|resolv\w*|allocat\w*|open\w*|connect\w*|built|filled|populated|instantiated)"
    r"|naive(?:ly)? (?:bayes|implementation|approach|algorithm|solution|parsing|parser|datetime|date|times?|retry|client|loop|search|version|string|caching|query)"
    r"|dumb (?:terminal|pipe|pipes|client|proxy|http|protocol|init|term)|stupid simple|silly (?:window|season)|hasty generali[sz]ation"
    r"|unacceptable (?:for|to) (?:the )?(?:user|customer|latenc\w*|risk|parser)"
    r"|bad (?:request|gateway|block|blocks|sector|sectors|data|config\w*|file|files|input|record|records|actor|actors|state|host|node|path|pointer|release|build|deploy\w*|version|value|values|image|row|rows|packet|packets|hash|credentials?|certificate|news|luck|day|link|links|response|responses|query|queries|smell)"
    r"|poor (?:performance|connect\w*|quality|signal|network|latency|throughput|experience|result\w*|resolution|cache|locality|man's|visibility|observability))"
)
_STATEMENT_OF_WEAK = re.compile(
    r"\b(?:bad|poor|terrible|awful|horrible|lousy|dreadful|appalling|abysmal) (?:\w+ )?(?:commit|merge|judge?ment|decisions?|calls?|choices?|job|practices?|behaviou?r|attitude|discipline|workmanship|engineering|idea|communication|leadership|management)\b"
)
_SELF = re.compile(r"\b(?:i|my|me|myself)\b")
_DIRECTED = re.compile(
    r"\b(?:should|ought to) be ashamed\b|\b(?:he|she|they|you|i|we) (?:was|were|am|are) (?:too |so |just |simply |very |really )?(?:slow|inexperienced|incapable|unqualified|distracted|overconfident|arrogant|asleep|drunk|lazy|ignorant|naive|useless|panicking|panicky|clumsy|hopeless)\b|\b(?:does|do|did)(?:n't| not) (?:know|understand) (?:what (?:he|she|they|you) (?:was|were|is|are) doing|how to do (?:his|her|their) job)\b|\bknows? better\b|\bknown better\b"
)


def look(reading: Reading) -> Iterator[Hit]:
    """Find judgements of people and of what they did."""
    sentence = reading.sentence
    words = sentence.words
    known = lexicon()
    strong, nouns = known.set("judgements"), known.set("judgement_nouns")
    for at, word in enumerate(words):
        if word.low in strong or word.low in nouns:
            following = sentence.low[word.start - sentence.start :]
            if _OF_ART.match(following) or is_denied(words, at, at):
                continue
            yield _hit(reading, at, is_adjective=word.low in strong)
            return
    for pattern in (_STATEMENT_OF_WEAK, _DIRECTED):
        found = pattern.search(sentence.low)
        if found and not _OF_ART.match(found[0]):
            first = next((at for at, one in enumerate(words) if one.start >= sentence.start + found.start()), 0)
            if is_denied(words, first, first + 1):
                continue
            yield Hit(
                sentence.start + found.start(),
                sentence.start + found.end(),
                "<what was done, as a fact>; <what was known and visible then>.",
                note=_note(sentence.low),
            )
            return


def _hit(reading: Reading, at: int, *, is_adjective: bool) -> Hit:
    sentence = reading.sentence
    words = sentence.words
    word = words[at]
    before = words[at - 1].low if at else ""
    after = words[at + 1] if at + 1 < len(words) else None
    suggestion, safe = "<what was done, as a fact>; <what was known and visible then>.", False
    is_beside_noun = before in {
        "a",
        "an",
        "the",
        "this",
        "that",
        "his",
        "her",
        "their",
        "our",
        "my",
        "some",
        "such",
    } or before.endswith("'s")
    if (
        is_adjective
        and after is not None
        and after.low[0].isalpha()
        and after.low not in {"and", "or", "of", "to", "that"}
    ):
        if is_beside_noun or word.low.endswith("ly"):
            suggestion, safe = without(sentence, word.start, word.end), True
    return Hit(word.start, word.end, suggestion, is_safe=safe, note=_note(sentence.low))


def _note(low: str) -> str:
    return "You need not call it that." if _SELF.search(low) else ""
