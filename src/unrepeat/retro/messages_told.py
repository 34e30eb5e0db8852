"""Find in a message what a retro quotes: its sentences, how something was noticed, a report, another reader."""

import re

from unrepeat.history.redact import SOMEONE, holds_address

LONGEST_SENTENCE = 200  # letters
LONGEST_BODY = 20_000  # letters; what follows are logs and quotations
_BETWEEN = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.) (?=[^a-z])")
_TRAILER = re.compile(r"^[A-Za-z][A-Za-z-]*: ?\S")
_REPORT = re.compile(r"^(Reported-(?:by|at)|Bug|BZ|Bugzilla|Closes|Resolves)[ \t]*:[ \t]*\S", re.MULTILINE)
_ISSUE = re.compile(r"\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?)[: ]+(#\d+)", re.IGNORECASE)
_READ_BY_ANOTHER = re.compile(r"^(?:Reviewed|Acked|Approved|Tested)-by[ \t]*:[ \t]*\S", re.MULTILINE | re.IGNORECASE)
_NOTICED = re.compile(
    r"\b(?:report(?:s|ed)|notic(?:e|ed)|observed|complain(?:s|ed|ts?)?|(?:customers?|users?|people|clients?)\s"
    r"(?:\w+\s){0,4}?(?:call|report|see|saw|get|got|hit|heard|hear|met|wrote)\w*|alert(?:s|ed)? (?:fired|us)"
    r"|monitor(?:ing|s)|dashboards?|CI|tests? (?:fail(?:s|ed)?|failing)|fuzz(?:er|ers|ing)|valgrind"
    r"|\w*sanitizer|coverity|traceback|(?:was|were|we|can be) see?n?|fail(?:s|ed)? with"
    r"|crash(?:es|ed) (?:when|on|in|with)|raised an?|warnings?|when (?:compiling|building|running))\b",
    re.IGNORECASE,
)


def sentences(body: str) -> list[str]:
    """Give the sentences of a body's prose that name nobody, each on one line; logs, lists and trailers are none."""
    found: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", body[:LONGEST_BODY]):
        lines = paragraph.strip("\n").split("\n")
        if any(re.match(r"\s|[-*>#|$]|\d+[.)]", line) for line in lines) or all(map(_TRAILER.match, lines)):
            continue
        text = " ".join(" ".join(lines).split())
        found.extend(one for one in _BETWEEN.split(text) if _is_told(one))
    return found


def tells_more(body: str) -> bool:
    """Say whether a body says anything beside trailers and rules: a line of three words does."""
    lines = (line for line in body[:LONGEST_BODY].splitlines() if not _TRAILER.match(line.strip()))
    return any(len(re.findall(r"[^\W\d_]{2,}", line)) > 2 for line in lines)


def noticed(told: list[str]) -> str:
    """Give the first sentence that tells how something was noticed, empty where none does."""
    return next((one for one in told if _NOTICED.search(one)), "")


def was_read_by_another(message: str) -> bool:
    """Say whether a message says that somebody else read the change."""
    return _READ_BY_ANOTHER.search(message) is not None


def report(message: str) -> str:
    """Give the trailer or number by which a message names a report, empty where it names none."""
    found = _REPORT.search(message)
    if found:
        return found[1]
    numbered = _ISSUE.search(message)
    return numbered[1] if numbered else ""


def _is_told(sentence: str) -> bool:
    """Say whether a sentence is whole, of a length to be read, and names nobody."""
    whole = len(sentence.split()) > 2 and len(sentence) <= LONGEST_SENTENCE and not sentence.endswith((":", ","))
    return whole and not re.search(rf"@|\b{SOMEONE}\b", sentence) and not holds_address(sentence)
