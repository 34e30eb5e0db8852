"""`open-action`: an action without an owner, a day, or a way to see that it is done."""

import re
from collections.abc import Iterator

from unrepeat.language.english.lexicon import lexicon
from unrepeat.language.hit import Hit, Reading

_NAMED = re.compile(r"\((?:[A-Z]\w+)(?:[ ,/&]+[A-Z]\w+)*\)|\b[A-Z][a-z]+ to [a-z]")  # (Ops), `Platform to add ...`
_TICKET = re.compile(r"#\d+|\b[A-Z]{2,10}-\d+\b|https?://|\bPR\b|\[[xX]\]|✅|~~")


def look(reading: Reading) -> Iterator[Hit]:
    """Find what an action lacks; a ticket holds its owner and its day."""
    block, sentence = reading.block, reading.sentence
    if block.where != "action" or reading.former is not None or len(sentence.words) < 2:
        return
    told = f"{block.raw}\n{block.beside}"
    if _TICKET.search(told):
        return
    known, low = lexicon(), told.lower()
    has_owner = bool(known.phrases("owner", at="").search(low) or _NAMED.search(told))
    has_owner = has_owner or any(word in known.names for word in re.findall(r"[^\W\d_]+", told))
    has_day = known.phrases("day", at=r"(?<!\w)").search(low)
    missing = [name for name, there in (("an owner", has_owner), ("a day", has_day)) if not there]
    if missing:
        said = f"It lacks {' and '.join(missing)}."
        yield Hit(
            sentence.start, sentence.end, f"{' '.join(sentence.raw.split()).rstrip('.')} (<owner>, <date>).", note=said
        )
