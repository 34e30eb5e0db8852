"""`vague-action`: an action that nobody can see to be done: a soft verb, and neither an object nor an end that says so."""

import re
from collections.abc import Iterator

from unrepeat.language.hit import Hit, Reading

_SOFT = (
    r"improve|enhance|increase|strengthen|investigate|look (?:into|at)|explore|consider|think about|review|revisit|ensure|make sure"
    r"|be more|pay (?:more )?attention|try(?: to)?|better|more|discuss|evaluate|assess|examine|monitor|reduce|optimi[sz]e|refine|raise"
    r"|learn|train|educate|remind|encourage|communicate|understand|keep an eye|work on|address|clean up|tidy|harden|streamline|continue"
    r"|focus on|take care|double[- ]check|share|study|research|avoid|prevent|follow up|clarify|define|update|handle|fix|plan|help|get better|aim"
)
_BEGINS = re.compile(
    rf"^\W*(?:\[[ x]\]\s*)?(?:\*\*)?(?:(?:we|the team|everyone|i|engineers|all)\s+(?:should|need to|must|will|have to|ought to|want to|plan to|are going to|'ll)\s+(?:also\s+)?|to\s+|please\s+|should\s+|need to\s+)?(?:{_SOFT})\b"
)
_NOUNS = re.compile(
    r"^\W*(?:(?:more|better|additional|improved|further|closer|stricter|stronger|enhanced|clearer|proper)\s+)(?:\w+[\s,]*){1,6}\W*$"
)
_CONCRETE = re.compile(
    '[\ue000\\d@#/]|"[^"]+"|“[^”]+”'
    r"|\b(?:so that|until|unless|fails? (?:on|when|if|the)|rejects?|refuses?|returns?|alerts? (?:when|if|on|for)|alert(?:s|ing)? (?:for|on) (?:all )?\w+ (?:that|which|where|above|over|below)|pages? (?:when|if)|when(?:ever)?|if|once|every|each|per"
    r"|at least|at most|within|threshold|instead of|before (?:each|every|it|the|they|any)|after (?:each|every)|by adding|by using|by moving|by making|blocks?|exits?|rather than|and (?:fail|reject|block|alert|page)|such that|timeout of|limit of|from \w+ to \w+)\b"
)
_HARD = re.compile(
    r"^\W*(?:\[[ x]\]\s*)?(?:add|create|write|remove|delete|move|migrate|replace|implement|introduce|automate|enable|disable|upgrade|pin|lock|rotate|rename|split|cap|limit|enforce|document|publish|schedule|run|configure|set|switch|delegate|assign|build|backfill|deprecate|drop|extract|convert|wire|expose|record|deploy|roll out|turn)\b"
)
_VAGUE_ANYWAY = re.compile(
    r"\b(?:more|better|further|additional|improved|some|proper|adequate|appropriate|sufficient)\s+(?:\w+\s+)?(?:tests?|testing|monitoring|alerts?|alerting|documentation|docs|training|communication|care|attention|logging|visibility|coverage|awareness|processes|process|checks?|observability|metrics|reviews?|planning|tooling|validation|safeguards?|resilience|redundancy|runbooks?)\b"
)
_CAREFUL = re.compile(
    r"\b(?:be (?:more )?(?:careful|aware|vigilant|mindful|attentive|cautious|proactive)|more careful|pay (?:more |closer )?attention|take (?:more )?care|not (?:to )?(?:do|make) (?:it|this|that|the same mistake) again|try harder|think twice|communicate better|best practices?)\b"
)
_LONG = 16  # words; an action that says so much says what it is about


def look(reading: Reading) -> Iterator[Hit]:
    """Find vague actions where actions stand."""
    if reading.block.where != "action":
        return
    sentence = reading.sentence
    if sentence.start > 0 and reading.former is not None:
        return  # what follows the first sentence explains the action
    low = sentence.low
    words = sum(1 for one in sentence.words if one.low[0].isalnum())
    if words < 2:
        return
    if _is_vague(low, reading.block.text.lower(), words):
        yield Hit(
            sentence.start,
            sentence.end,
            "<verb> <object>, so that <what can be seen when it is done>; <owner>, <date>.",
        )


def _is_vague(low: str, whole: str, words: int) -> bool:
    if _CAREFUL.search(low):
        return True
    if _CONCRETE.search(whole):
        return False
    if _HARD.match(low):
        return bool(_VAGUE_ANYWAY.search(low)) and words <= 8
    if _BEGINS.match(low):
        return words <= _LONG
    return bool(_NOUNS.match(low) or (_VAGUE_ANYWAY.search(low) and words <= 8))
