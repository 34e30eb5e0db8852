"""`vague-action`: an action that nobody can see to be done: a soft verb, and nothing that tells its end."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.hit import Hit, Reading

_MARKS = r"^\W*(?:\[[ x]\]\s*)?(?:\*\*)?"
_NOUNS = re.compile(
    r"^\W*(?:more|better|additional|improved|further|closer|stricter|stronger|enhanced|clearer|proper)\s+(?:\w+[\s,]*){1,6}\W*$"
)
_OWNED = re.compile(r"@[\w.-]+|\b\d{4}-\d\d-\d\d\b")  # who sees to it and by when says nothing of what
_NAMED = re.compile('[\ue000\\d@#/]|"[^"]+"|“[^”]+”')
_SHORT = 8  # words; more say what is to be added
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
    known = lexicon()
    leads = rf"{_MARKS}(?:{known.phrases('action-lead', at='').pattern})?"
    if known.phrases("careful").search(low):
        return True
    if _NAMED.search(_OWNED.sub("", whole)) or known.phrases("concrete", at="").search(whole):
        return False
    if known.phrases("hard-verb", at=leads).match(low):
        return bool(known.phrases("vague-object").search(low)) and words <= _SHORT
    if re.match(rf"{known.phrases('soft-verb', at=leads).pattern}\b", low):
        return words <= _LONG
    return bool(_NOUNS.match(low) or (known.phrases("vague-object").search(low) and words <= _SHORT))
