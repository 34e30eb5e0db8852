"""`hindsight`: what is known now is told as if it had been plain to see then."""

import re
from collections.abc import Iterator

from unrepeat.language.english.phrasing import without
from unrepeat.language.hit import Hit, Reading
from unrepeat.language.rules.moods import is_spoken_of

_SLOT = "<what was seen then, with its time>"
_LEADS = re.compile(
    r"^(?:but |and |so )?(?:obviously|clearly|of course|needless to say|plainly|evidently|in hindsight|with hindsight|in retrospect|with the benefit of hindsight|looking back)\s*,\s*"
)
_IN_HINDSIGHT = re.compile(r"\b(?:(?:in|with) (?:the benefit of )?hindsight|in retrospect)\b")
_OBVIOUS = re.compile(
    r"\b(?:it (?:is|was|should have been|seems|seemed|became) (?:quite |pretty |painfully |so |all too |plainly |blindingly )?(?:obvious|plain|evident|clear)\b(?! to (?:us|me) that we need)"
    r"|(?:was|were|is|are|should have been|must have been) (?:quite |pretty |painfully |blindingly |glaringly |plainly |so )?(?:obvious|plain to see|plain from|self-evident)\b"
    r"|obviously(?=,| (?:a|an|the|not|we|it|this|that|he|she|they|was|were|wrong|should|could|did|had|been|insufficient|broken|too)\b)|blatantly|glaringly|self-evidently|(?:an?|the|so many|all the) (?:blindingly |glaringly |painfully )?obvious (?:mistake|error|sign|signs|warning|warnings|problem|bug|flaw|risk|oversight|danger|symptom|symptoms|choice of words))"
)
_CLEARLY = re.compile(
    r"\bclearly (?:showed|shows|indicated|indicates|visible|wrong|broken|not (?:right|tested|enough|ready)|a (?:mistake|problem|bug|sign)|was|were|had|should|pointed|could|would|saw|knew|failing|failed|dangerous|risky|insufficient|missing|a bad)\b"
    r"|\b(?:the|all the|early|several|many|clear|obvious|plenty of) (?:warning )?signs (?:were|was|had been) (?:there|all there|missed|ignored|present|clear|obvious|everywhere)\b"
    r"|\bwriting was on the wall\b|\b(?:anyone|anybody|everyone|any engineer) (?:could|can|would|should) (?:have )?(?:see|seen|know|known|tell|told|spot|spotted|notice|noticed)\b"
    r"|\b(?:bound|waiting|destined) to (?:happen|fail|break|go wrong)\b|\bonly a (?:matter|question) of time\b|\bhow could (?:we|they|anyone|nobody|no one) (?:not|have)\b"
)
_PLAIN = re.compile(
    r"\b(?:must|ought to|should) have been (?:\w+ly )?(?:obvious|evident|apparent|clear|plain|visible|foreseeable)\b"
    r"|\b(?:was|were|is|are|became) (?:\w+ly )?(?:apparent|evident|foreseeable|predictable|inevitable) to (?:the |any |all |every)?\w+"
    r"|\b(?:was|were) (?:\w+ly )?(?:foreseeable|predictable|inevitable)\b|\b(?:was|were) (?:plain|evident|apparent|obvious|there),? but\b"
    r"|^(?:predictably|unsurprisingly|inevitably|as expected|not surprisingly|naturally),|\bas (?:was|were) to be expected\b|\bas (?:anyone|everyone) could have"
    r"|\b(?:it )?(?:goes|went) without saying\b|\b(?:came|comes|come) as no surprise\b|\bsurprised (?:nobody|no one|no-one)\b|\b(?:nobody|no one)[\w ]{0,20} (?:was|were) surprised\b"
    r"|\b(?:doesn't|didn't|does not|did not) take (?:a genius|a rocket scientist|an expert|much)\b|\b(?:everyone|everybody|anyone|anybody) knows? (?:that|how|you)\b"
    r"|\bsee (?:it|this|that) coming\b|\bhard to (?:understand|believe|see|imagine) (?:how|why|that) (?:we|they|anyone|nobody|it)\b|\bbaffling (?:how|why|that)\b"
    r"|\bclearly on the\b|\bretrospectively,? (?:it|we|this|that)\b|\b(?:painfully|blindingly|glaringly|perfectly|abundantly) (?:obvious|clear|evident|plain|apparent)\b"
    r"|\ball the (?:clues|signs|signals|warnings|evidence|information) (?:was|were|had been)\b|\bstar(?:ed|ing) (?:us|them|him|her|everyone|me) in the face\b|\bknew (?:full well|perfectly well|very well)\b"
    r"|\bany(?: \w+)? (?:engineer|developer|operator|reviewer|person|child|one) (?:would|could|should|can) (?:have )?(?:see|seen|know|known|notice|noticed|spot|spotted|tell|told)\b"
)
_NOT_OBVIOUS = re.compile(
    r"\b(?:not|never|no|n't|non-?|isn't|wasn't|less|hardly|nothing|made? it|make|makes|making|more|become|became less)\s*(?:immediately |at all |so |that |very |always |yet |entirely |particularly )?$"
)
_NOW = re.compile(r"\b(?:obvious|clear|plain|evident) (?:to (?:us|me|everyone) )?now\b|\b(?:laid|put|placed) side by side\b|\bobvious (?:why|how)\b")
_FUTURE = re.compile(
    r"\bobvious (?:next|fix|candidate|answer|improvement|place|follow|step|way|reasons?|alternative|cause to|to (?:the )?(?:user|reader|caller|operator|next|everyone|all))"
)


def look(reading: Reading) -> Iterator[Hit]:
    """Find words by which what is known now looks plain."""
    sentence = reading.sentence
    low = sentence.low
    if low.rstrip().endswith("?") and not low.startswith("how could"):
        return
    if reading.block.where == "heading":
        return
    lead = _LEADS.match(low)
    if lead:
        safe = without(sentence, sentence.start, sentence.start + lead.end())
        yield Hit(sentence.start, sentence.start + lead.end(), safe, is_safe=True)
        return
    if is_spoken_of(sentence.words) or _NOW.search(low):
        return
    for pattern in (_PLAIN, _OBVIOUS, _CLEARLY, _IN_HINDSIGHT):
        for found in pattern.finditer(low):
            if pattern is _OBVIOUS and (
                _NOT_OBVIOUS.search(low[: found.start()])
                or _FUTURE.search(low[found.start() :][:60])
                or " not " in found[0]
            ):
                continue
            yield _hit(reading, found.start(), found.end())
            return


def _hit(reading: Reading, start: int, end: int) -> Hit:
    sentence = reading.sentence
    word = sentence.low[start:end]
    if word in {"obviously", "plainly", "in hindsight", "with hindsight", "in retrospect", "blatantly", "glaringly"}:
        first = sentence.start + start
        if sentence.raw[start - 1 : start] == " " and sentence.raw[:start].rstrip().endswith(","):
            first = (
                sentence.start + len(sentence.raw[:start].rstrip()) - (0 if sentence.raw[end : end + 1] == "," else 1)
            )
        return Hit(
            sentence.start + start, sentence.start + end, without(sentence, first, sentence.start + end), is_safe=True
        )
    return Hit(sentence.start + start, sentence.start + end, f"<what was seen and known then>; {_SLOT}.")
