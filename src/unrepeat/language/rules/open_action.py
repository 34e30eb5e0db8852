"""`open-action`: an action without an owner, a day, or a way to see that it is done."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.hit import Hit, Reading

_OWNER = re.compile(
    r"@\w|\b(?:owner|assignee|assigned to|who|responsible|lead|dri)\b\s*[:=]?\s*\S|\((?:[A-Z]\w+)(?:[ ,/&]+[A-Z]\w+)*\)|\b[A-Z][a-z]+ to [a-z]|\bteam\b"
)
_DAY = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:by|due|before|until|within|end of|next|this) (?:the )?(?:end|next|mon|tue|wed|thu|fri|sat|sun|week|month|quarter|sprint|release|q[1-4]|\d|tomorrow|today)|\bq[1-4]\b|\b(?:done|completed|finished|merged|shipped|deployed|in progress|wont-do|won't do)\b",
    re.IGNORECASE,
)
_TICKET = re.compile(r"#\d+|\b[A-Z]{2,10}-\d+\b|https?://|\bPR\b|\[[xX]\]|✅|~~")


def look(reading: Reading) -> Iterator[Hit]:
    """Find what an action lacks; a ticket holds its owner and its day."""
    block, sentence = reading.block, reading.sentence
    if block.where != "action" or reading.former is not None or len(sentence.words) < 2:
        return
    told = f"{block.raw}\n{block.beside}"
    if _TICKET.search(told):
        return
    has_owner = _OWNER.search(told) or any(word in lexicon().names for word in re.findall(r"[^\W\d_]+", told))
    missing = [name for name, there in (("an owner", has_owner), ("a day", _DAY.search(told))) if not there]
    if missing:
        said = f"It lacks {' and '.join(missing)}."
        yield Hit(
            sentence.start, sentence.end, f"{' '.join(sentence.raw.split()).rstrip('.')} (<owner>, <date>).", note=said
        )
