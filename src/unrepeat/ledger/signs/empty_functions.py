"""Python functions that came in with nothing in them yet."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs.expressions import expression
from unrepeat.ledger.signs.found import Found

_NOTHING = re.compile(r"^(\s*)(?:(?:async )?def \w.*:\s*)?(?:pass|\.\.\.)\s*(?:#.*)?$")
_FUNCTION = re.compile(r"^(\s*)(?:async )?def (\w+)")
_CLASS = re.compile(r"^\s*class (\w+)\s*(?:\(([^)]*)\))?")
_QUOTES = ('"""', "'''")
_FAR = 40  # lines of a signature and what documents it
# Names that say that nothing is meant to happen, and what others fill in or frameworks call.
_MEANT = re.compile(
    r"__\w+__$|_*(?:no_?op|nothing|null|dummy|ignore|do_nothing|pass|stub|fake|mock|empty)|(?:on|visit|handle|pre|post|before|after)_"
    r"|(?:set_?up|tear_?down|main|cli|callback|close|flush|cleanup)$",
    re.IGNORECASE,
)
_STANDS_IN = re.compile(
    r"(?i)abstract|base|protocol|interface|mixin|null|noop|dummy|fake|mock|stub|dependency|error|exception"
)


def empty_functions(edit: Edit) -> Iterator[tuple[int, Found]]:
    """Find functions that are new in a file, documented or not, and whose body is `pass` or `...` alone.

    One that is decorated, nested, a method of a class with bases or of one that is there to be filled in by others is
    meant to be as it is.
    """
    if not edit.path.endswith(".py"):
        return
    came = [line for line in edit.added if line.text.rstrip().endswith(("pass", "...")) or "pass  #" in line.text]
    if not any(_NOTHING.match(line.text) for line in came):
        return
    around = edit.after.split("\n")
    added = {line.number for line in edit.added}
    for line in came:
        head = _head(line, around)
        if head is not None and head in added:
            found = _FUNCTION.match(around[head - 1])
            if found and _is_left_empty(found, head, around) and f"def {found[2]}(" not in edit.before:
                whole = around[head - 1] if head == line.number else ""
                yield head, Found("A function that does nothing", f"def {found[2]}", 35, expression(whole))


def removed_functions(edit: Edit) -> Iterator[str]:
    """Give, in the same form, the functions of which the first line went: one that comes in elsewhere has moved."""
    for line in edit.removed if edit.path.endswith(".py") else ():
        found = _FUNCTION.match(line.text)
        if found is not None:
            yield f"def {found[2]}"


def _head(line: Line, around: Sequence[str]) -> int | None:
    """Give the line in which the function begins that holds nothing but this line and what documents it."""
    if not _NOTHING.match(line.text):
        return None
    if _FUNCTION.match(line.text):
        return line.number
    indent = _indent(line.text)
    following = next((text for text in around[line.number : line.number + _FAR] if text.strip()), "")
    above = line.number - 1
    while above > 1 and not around[above - 1].strip():
        above -= 1
    place = _above_documentation(above, around)
    ends_signature = around[place - 1].rstrip().endswith(":")
    if indent == 0 or not ends_signature or (following and _indent(following) >= indent):
        return None
    outer = (number for number in range(place, max(place - _FAR, 0), -1) if _is_outside(around[number - 1], indent))
    first = next((number for number in outer if not around[number - 1].lstrip().startswith(")")), None)
    return first if first is not None and _FUNCTION.match(around[first - 1]) else None


def _is_outside(text: str, indent: int) -> bool:
    return text.strip() != "" and _indent(text) < indent


def _above_documentation(place: int, around: Sequence[str]) -> int:
    """Give the line above the text that documents a function, or the same one where there is no such text."""
    text = around[place - 1].strip()
    quotes = next((one for one in _QUOTES if text.endswith(one)), "")
    if not quotes:
        return place
    if text.startswith((quotes, f"r{quotes}")) and len(text) > len(quotes) + 2:
        return place - 1
    for number in range(place - 1, max(place - _FAR, 0), -1):
        if around[number - 1].strip().startswith((quotes, f"r{quotes}")):
            return number - 1
    return place


def _is_left_empty(found: re.Match[str], head: int, around: Sequence[str]) -> bool:
    above = around[head - 2].strip() if head > 1 else ""
    if _MEANT.match(found[2]) or above.startswith(("@", ")")):
        return False
    indent = len(found[1])
    if indent == 0:
        return True
    owner = next((text for text in reversed(around[: head - 1]) if text.strip() and _indent(text) < indent), "")
    named = _CLASS.match(owner)
    return named is not None and not named[2] and not _STANDS_IN.search(named[1])


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
