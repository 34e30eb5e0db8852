"""Tests that are switched off until something is done."""

import re
from collections.abc import Sequence

from unrepeat.history.edit import Line
from unrepeat.ledger.signs.expressions import expression
from unrepeat.ledger.signs.found import Found

HINTS = ("xfail", "kip", "isabled(", "gnore", ".todo(")
_SKIPPED = re.compile(
    r"@pytest\.mark\.(?:xfail|skip)\(\s*(?:$|reason\s*=|strict\s*=|raises\s*=|[\"'f])"
    r"|@(?:unittest\.)?(?:skip|Disabled|Ignore)\(\s*[\"']|#\[ignore\s*=\s*\"|\b(?:it|test|describe)\.todo\("
)
_IN_BODY = re.compile(
    r"\b(?:[tb]|pytest|self|GinkgoT\(\))\.(?:Skipf?|skip|skipTest|SkipNow)\(\s*[\"'`f]|(?<![\w.])(?:Skip|skip)\(\s*[\"'`]"
)
_WAITS = re.compile(
    r"(?i)\b(?:until|once|todo|fixme|not (?:yet )?(?:implemented|supported)|unimplemented|flak[ey]y?|broken|fails?"
    r"|re-?enable|for now|temporar\w+|disabled|bug)\b|#\d|/issues/\d"
)
_REASON = re.compile(r"\breason\s*=|@(?:unittest\.)?(?:skip|Disabled|Ignore)\(|#\[ignore|\.todo\(|skip\(\s*[\"'f]")
_FAR = 4  # lines over which a decorator may go on


def skipped_in(line: Line, around: Sequence[str]) -> Found | None:
    """Give the test that a line switches off, for a reason that it tells and that does not lie in the system."""
    text = line.text
    in_body = _IN_BODY.search(text)
    if in_body:
        if not _WAITS.search(text, in_body.end() - 1):
            return None
    elif not (_SKIPPED.search(text) and _REASON.search(" ".join(around[line.number - 1 : line.number - 1 + _FAR]))):
        return None
    tells_why = in_body or _REASON.search(text)  # else the next lines do
    said = " ".join(around[line.number - 1 : line.number - 1 + (1 if tells_why else _FAR)])
    return Found("A test that is skipped", " ".join(said.split()), 25, expression(text) if tells_why else "")
