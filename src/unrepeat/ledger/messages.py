"""Read what a message says of other commits: that it takes them back, or that it is a copy of them."""

import re
from typing import NamedTuple

_HASH = r"[0-9a-f]{7,64}"
_LINKING = r"(?:\s|,|;|&|\band\b|\bcommits?\b|\(\"[^\"\n]*\"\))+"
_TAKING_BACK = r"(?:revert(?:s|ed|ing)?|back(?:s|ed|ing)?[ -]?out|undo(?:es|ing)?|undid|roll(?:s|ed|ing)?[ -]?back)"
_COMMITS = r"(?:(?:merge[ \t])?(?:commits?|changesets?|changes?|merges?|revisions?|patch(?:es)?)):?"
# What stands before such words: `lib:`, `fix(api)!:`. A plan is none.
_TOPIC = r"(?!(?:todo|fixme|xxx|note|later|plan|next)\b)[\w*/.,()!-]++:[ \t]++"
# What `+` follows another is never tried shorter: else one line of many dashes takes a time that grows with its square.
_REVERTS = re.compile(
    rf"^(?P<bullet>[ \t>*-]*+)(?P<topic>{_TOPIC})?"
    rf"(?P<who>this[ \t]++(?:commit[ \t]++|change[ \t]++|patch[ \t]++)?|also[ \t]++)?"
    rf"(?P<verb>{_TAKING_BACK})(?:[ \t]of\b)?:?\s++(?:the\s++)?(?:{_COMMITS}\s++)?"
    rf"(?:\[[^\]\n]*+\]|\"[^\"\n]*+\")?[ \t]*+[(\[`<]*+(?:https?://[^\s/]++/\S+/commit/)?"
    rf"(?P<hashes>{_HASH}\b(?:{_LINKING}{_HASH}\b)*)(?=(?P<rest>[^\n.]*+(?:\n[^\n.]*+)?))",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT = re.compile(rf"(?:{_TOPIC})?{_TAKING_BACK}\b(?!-)(?:[ \t]of\b)?[ \t:(]", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"\((?:commit )?({_HASH})\)")
_QUOTED = re.compile(r":? ?[\"“](.+)[\"”](?:[ .,;:].*)?")
_FOOTER = re.compile(rf"^Refs?:[ \t]*+#?({_HASH}\b(?:[ \t,#]+{_HASH}\b)*)", re.IGNORECASE | re.MULTILINE)
# "This partially reverts" says other words before the verb; these come after it. A part of the change still stands.
_IN_PART = re.compile(
    r"\b(?:partly|partial(?:ly)?|in part|except|(?:parts?|some|half|most|bits?) of)\b|\A['\u2019]s\b", re.IGNORECASE
)
_SENTENCE_ENDS = tuple(".:;!?)]\"'")

_REVERSING = re.compile(rf"\breversing\s+changes\s+made\s+to\s+({_HASH})\b")
_PICKED = re.compile(rf"\(cherry[ -]picked from commit ({_HASH})\)", re.IGNORECASE)
_WORDS = (b"evert", b"picked from", b"REVERT", b"back", b"Back", b"BACK", b"undo", b"Undo", b"UNDO", b"ndid")


class Said(NamedTuple):
    """What a message says of other commits: hashes in small letters, whole or not."""

    reverts: tuple[str, ...]
    reverts_subject: str  # that of the commit it takes back, where it gives no hash
    reversing_to: str  # of a merge taken back: the parent that is kept
    copies: tuple[str, ...]


def may_speak(message: bytes) -> bool:
    """Say at once, of most messages, that they say nothing of other commits."""
    return any(word in message for word in _WORDS)


def said(message: str) -> Said:
    """Read a message for what it takes back, and for what it is a copy of."""
    reverts = [name for found in _REVERTS.finditer(message) if _is_meant(message, found) for name in _names(found)]
    taken_back = _after_verb(message.partition("\n")[0])
    if taken_back and not reverts:
        reverts = [name.casefold() for name in _IN_BRACKETS.findall(taken_back)] or [
            name for found in _FOOTER.finditer(message) for name in re.findall(_HASH, found[1].casefold())
        ]
    quoted = _QUOTED.fullmatch(taken_back.strip()) if not reverts else None
    reversing = _REVERSING.search(message)
    return Said(
        tuple(reverts),
        quoted[1] if quoted else "",
        reversing[1] if reversing else "",
        tuple(name.casefold() for name in _PICKED.findall(message)),
    )


def _names(found: re.Match[str]) -> list[str]:
    return re.findall(rf"\b{_HASH}\b", found["hashes"].casefold())


def _is_meant(message: str, found: re.Match[str]) -> bool:
    """Say whether the words are a statement of their own, about whole commits.

    A line may begin in the middle of a sentence: we cannot just / revert 0123456, since others use it.
    """
    if _IN_PART.search(found["rest"]):
        return False
    if found["bullet"].strip() or found["topic"] or found["who"] or found["verb"][0].isupper():
        return True
    end = max(found.start() - 1, 0)
    above = message[message.rfind("\n", 0, end) + 1 : end].rstrip()
    return not above or above.endswith(_SENTENCE_ENDS)


def _after_verb(subject: str) -> str:
    """Give what a subject says to take back, empty where it takes back nothing, or a part alone."""
    found = _SUBJECT.match(subject)
    what = subject[found.end() - 1 :] if found else ""
    outside = re.sub(r"\"[^\"]*\"", "", what)  # what is in quotes is the subject of another commit
    return "" if _IN_PART.search(outside) else what
