"""The words by which a message says that more has to follow."""

import re

from unrepeat.ledger.signs.messages import paragraphs

_CHANGE = r"(?:change|commit|patch|pr|pull request|merge request|branch|series)(?:es|s)?"
_POSTPONED = re.compile(
    r"\bstill (?:has|have|needs?) to be (?:\w+ly )?\w+(?:ed|en|ne|ade|ilt|own|un|ut|et)\b"
    rf"|(?<!done )\bin (?:a|an|another) (?:later|follow-?up|future|subsequent|separate|next|upcoming) {_CHANGE}\b"
    rf"|\b(?:later|follow-?up|subsequent|upcoming|future) {_CHANGE} (?:will|should|must|shall)\b"
    r"|\bwill follow(?=\s*(?:[.,;!)]|in\b|later\b|soon\b|once\b|when\b|shortly\b|separately\b|as\b|$))"
    r"|\b(?:left|leave|leaving|kept|postponed|deferred) (?:\w+ ){0,3}(?:for|to|until) (?:later|another|the next"
    r"|a (?:later|follow|future|separate))\b"
    r"|\bas an? (?:follow-?up|todo)\b",
    re.IGNORECASE,
)


def postponed(message: str) -> str:
    """Give the words of a message that say so, empty where none do."""
    for paragraph in paragraphs(message):
        found = _POSTPONED.search(paragraph)
        if found is not None:
            return paragraph[max(found.start() - 60, 0) : found.end() + 60]
    return ""
