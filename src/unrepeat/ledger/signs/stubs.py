"""Code that stands in for code that is still to be written: stubs, and values that are still to be filled in."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.history.edit import Line
from unrepeat.ledger.signs.expressions import expression
from unrepeat.ledger.signs.found import Found
from unrepeat.ledger.signs.words import words

HINTS = "mplemented ??? todo! unimplemented! TODO CHANGE_ME CHANGEME REPLACE_ME REPLACEME YOUR_ YOUR-".split()
_STUB = re.compile(
    r"\b(?:todo|unimplemented)!\s?[(\[{]|\bthrow new (?:System\.)?NotImplementedException\b|= \?\?\?\s*$"
    r"|^\s*TODO\(\"\"\)"
)
_RAISED = re.compile(r"\braise NotImplementedError\b")
_REFUSING = (
    r"(?:\bthrow new \w*(?:Error|Exception)|\bpanic!?|\bfatalError|\berrors\.(?:New|Errorf)|\bfmt\.Errorf|\bErr"
    r"|\banyhow!|\bbail!|\braise \w*(?:Error|Exception)|\breject|\bdie|\babort|\bfail)"
)
_REFUSED = re.compile(
    rf"{_REFUSING}\s?\(\s?[\"'`](?:[^\"'`]{{0,60}}\W)?"
    r"(?:not (?:yet )?implemented(?! (?:on|for|by|in)\b)|unimplemented|TODO)\b",
    re.IGNORECASE,
)
_REFUSING_CODE = re.compile(rf"{_REFUSING}\s?\(")
_PLACEHOLDER = re.compile(r"[\"'=:<\s](CHANGE_?ME|REPLACE_?ME|YOUR[_-][A-Z_-]{2,40}[_-]HERE)\b")
_NOT_YET = re.compile(r"(?i)\byet\b|\btodo\b|implement")
_FUNCTION = re.compile(r"\b(?:def|func|fn|function)\s+(?:\([^)]*\)\s*)?(\w+)")
_FAR = 40  # lines above a stub, among which its function begins


def stub_in(line: Line, code: str, around: Sequence[str]) -> Found | None:
    """Give the stub in a line; `code` is the line with its texts emptied, `around` are all lines of its file."""
    if not (
        _STUB.search(code)
        or (_REFUSED.search(line.text) and _REFUSING_CODE.search(code))
        or (_RAISED.search(code) and _is_left_open(line, around))
    ):
        return None
    text = " ".join(line.text.split())
    # where it says nothing of its own, the name of its function tells it from others
    name = "" if words(text) else next(_names_above(line, around), "")
    return Found("A stub", f"{name}: {text}" if name else text, 40, expression(line.text))


def placeholder_in(text: str, code: str) -> Found | None:
    """Give the value in a line that is still to be filled in."""
    found = _PLACEHOLDER.search(text)
    return Found("A placeholder value", found[1], 50, expression(text)) if found and code.strip() else None


def _names_above(line: Line, around: Sequence[str]) -> Iterator[str]:
    for above in reversed(around[max(line.number - _FAR, 0) : line.number]):
        found = _FUNCTION.search(above)
        if found is not None:
            yield found[1]


def _is_left_open(line: Line, around: Sequence[str]) -> bool:
    """Say whether a NotImplementedError leaves something open.

    It does not where a method does nothing else, which is how a base class names what others bring, nor where one case
    of several is refused in words that do not say that it will come.
    """
    said = " ".join(text.strip() for text in around[line.number - 1 : line.number + 2])
    if _NOT_YET.search(said.replace("NotImplementedError", "")):
        return True
    indent = _indent(line.text)
    for above in reversed(around[max(line.number - _FAR, 0) : line.number - 1]):
        if above.strip() and _indent(above) < indent:
            if above.lstrip().startswith(("def ", "async def ", ")")):
                return _indent(above) == 0  # a function: a stub; a method: for others to bring
            return "NotImplementedError(" not in said
    return False


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
