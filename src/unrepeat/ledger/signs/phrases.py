"""The words by which people say that an answer is somebody else's."""

import re

# A line without any of these is passed over at once.
HINTS = (
    "from|based on|inspired by|according|per | by |agreed with|source:|taken over|copied|adapted|ported|borrowed"
    "|says|said|recommend|states|claims|confirm|advis|suggest|guarantee|promise|assure|told"
    "|stackoverflow|stackexchange|superuser|serverfault|askubuntu"
).split("|")

_QUESTIONS_AND_ANSWERS = r"\b(?:stackoverflow|stackexchange|superuser|serverfault|askubuntu)\.com/(?:a|q|questions)/"
_PARTY = r"(?:teams?|vendors?|suppliers?|manufacturers?|consultants?|contractors?|department|colleagues|auditors?)"
_MANY = r"(?:the |our |their )?(?:[\w.&-]{1,30} ){0,3}"
_THE_PARTY = rf"(?:the |our |their |another )(?:[\w.&-]{{1,30}} ){{0,3}}{_PARTY}\b(?! (?:id|size|name|member|page)\b)"
_ADVISER = rf"(?:{_PARTY}|documentation|docs|manual|guide|support|dev(?:eloper)?s|maintainers|experts?)"
_TAKEN = r"\b(?:adapted|copied|borrowed|taken(?: over)?|lifted|ported|stolen|cribbed)(?: \w{1,20}){0,2} from:?"
_ENDINGS = r"(?:pyi?|c|cc|cpp|h|hpp|go|rs|java|kt|rb|js|mjs|ts|tsx|jsx|sh|php|swift|scala|cs|lua|pl|el|vue)"
# Whose it was: an address, a team, a name in capitals, a name's. What follows `the` begins with a capital, too.
_SOMEBODYS = (
    rf"(?:https?://|(?-i:the [A-Z][a-z]{{2}}|[A-Z][a-z]{{2}})|[\w.-]{{1,40}}'s? |{_THE_PARTY}"
    rf"|(?:[\w-]{{1,40}}/)+[\w.-]{{1,40}}\.{_ENDINGS}\b)"
)
# Not from another place of the same history, nor what a licence says.
_NOT_OURS = r"(?!\s*(?:commit|master|main|branch|trunk|v?\d|[0-9a-f]{7,40}\b|https?://(?:www\.)?apache\.org/licenses))"
_SAYS = (
    r"(?:says?|said|recommend(?:s|ed)?|states|claims|confirm(?:s|ed)|advises?|advised|suggest(?:s|ed)?|guarantees|promised"
    r"|told us|assured? us)"
)

# A comment that begins so speaks of itself, whatever the name that follows.
_BEGINS = (
    rf"^\W*(?:adapted|ported|borrowed|lifted|cribbed|stolen) from{_NOT_OURS}"
    r"(?! (?:the|this|that|these|an?|our|its?|above|below|here|previous|old|self)\b) \w"
)

_SAID = [
    rf"{_TAKEN}{_NOT_OURS} {_SOMEBODYS}",
    r"\b(?:based on|inspired by):? https?://(?!\S*/(?:pull|issues|merge_requests|discussions)/)",
    rf"\b(?:suggested|recommended|proposed|advised) by {_MANY}{_ADVISER}\b",
    rf"\bprovided by {_MANY}(?:{_PARTY}|support)\b",
    rf"\b(?:according to|per|(?:told|agreed|confirmed|promised|requested|decided) (?:by|with)) {_THE_PARTY}",
    r"\bas (?:told|agreed|confirmed) (?:by|with) (?-i:[A-Z][a-z]{2})",
    rf"\b{_PARTY} {_SAYS}\b",
]
_IN_COMMENTS = re.compile("|".join([*_SAID, _BEGINS, r"^\W*source: ?https?://", _QUESTIONS_AND_ANSWERS]), re.IGNORECASE)
_IN_MESSAGES = re.compile("|".join(_SAID), re.IGNORECASE)
# Prose within code that is no comment, as in the text that documents a function.
_IN_PROSE = re.compile(
    rf"^\W*(?-i:Adapted|Copied|Borrowed|Taken over|Lifted|Ported)(?: \w{{1,20}}){{0,2}} from:?{_NOT_OURS} {_SOMEBODYS}",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"(?i)\bcopyright\b|\blicen[cs]ed? under\b|\bwithout specific prior\b|\bas.is\b")


def in_comment(comment: str) -> bool:
    """Say whether a comment says so."""
    return _IN_COMMENTS.search(comment) is not None and _LICENCE.search(comment) is None


def in_prose(line: str) -> bool:
    """Say whether a line that is no comment reads as one that says so."""
    return _IN_PROSE.search(line) is not None


def in_message(paragraph: str) -> str:
    """Give the words of a paragraph that say so, empty where none do."""
    found = _IN_MESSAGES.search(paragraph)
    return " ".join(paragraph[found.start() : found.end() + 60].split()) if found else ""
