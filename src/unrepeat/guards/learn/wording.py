"""Say in a sentence what a learned rule asks for."""

import re
from collections.abc import Sequence

from unrepeat.guards.learn.candidate import Candidate
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.term import Term
from unrepeat.guards.syntax import Node

LONGEST = 72  # letters of code in a sentence
SHORTEST = 40  # letters of what took the place of something


def says(candidate: Candidate, difference: Difference) -> str:
    """Say what a rule asks for; `difference` is the fix that it was learned from."""
    anchor, where = _subject(candidate.anchor), _where(candidate)
    if candidate.form == "merged":
        written = " ".join(difference.written_after(candidate.node).split())
        such = f", such as `{_short(written, LONGEST)}`" if written else ""
        return f"{anchor} went wrong more than once: write it as the fixes did{such}"
    if candidate.partner is None:
        return f"{_instead(candidate, anchor, difference)}{where}"
    partner = _partner(candidate.partner)
    match candidate.form, candidate.scale:
        case "inside", "condition":
            return f"{anchor} must sit where {partner} was checked{where}"
        case "inside", "operand":
            return f"{anchor} must be checked together with {partner}{where}"
        case "inside", _:
            return f"{anchor} must sit inside {partner}{where}"
        case "followed", _:
            return f"{anchor} must be followed by {partner}{where}"
        case "preceded", _:
            return f"{anchor} must come after {partner}{where}"
        case "needs", _:
            return f"{anchor} must hold {partner}{where}"
        case _, "file":
            return f"a file with {anchor} must hold {partner}, too{where}"
    return f"a function with {anchor} must hold {partner}, too{where}"


def _instead(candidate: Candidate, anchor: str, difference: Difference) -> str:
    """Say what the fix did to a piece of code that was wrong itself."""
    swaps = difference.within(candidate.node)
    gone, came = (_plain(leaves) for leaves in swaps[0][1:]) if len(swaps) == 1 else ("", "")
    if gone and anchor == f"calls to `{gone}`" and came:
        return f"{anchor} should be calls to `{came}`"
    if _is_word(gone) and _is_word(came):
        return f"{anchor} should have `{came}` in the place of `{gone}`"
    if _is_word(came) and not gone and swaps:
        return f"{anchor} should hold `{came}`"
    written = difference.written_after(candidate.node)
    if not written:
        return f"{anchor} should not be written"
    return f"{anchor} should be as the fix wrote it: `{_short(' '.join(written.split()), LONGEST)}`"


def _plain(leaves: Sequence[Node]) -> str:
    return " ".join(leaves[0].source[leaves[0].start : leaves[-1].end].split()) if leaves else ""


def _is_word(text: str) -> bool:
    """Say whether a text is short, and whole: no bracket is open in it."""
    return 0 < len(text) <= SHORTEST and not re.search(r"[(){}\[\],;]", text)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _where(candidate: Candidate) -> str:
    if not candidate.beside:
        return ""
    told = candidate.beside[-1]
    if all(leaf.role == "definition" for leaf in told.leaves()):
        return f" in `{told.text}`"
    return f" beside {_code(told)}"


def _subject(term: Term) -> str:
    """Name what a rule is about: a call by what it calls, anything else by its code."""
    callees = [leaf.text for leaf in term.leaves() if leaf.role == "callee" and not leaf.hole]
    plain = re.fullmatch(r"(?:\$\w+(?:\.|->|::))?[\w?!]+\s*\(\$\$\$\)", term.written())
    if plain and len(callees) == 1:
        return f"calls to `{callees[0]}`"
    return _code(term)


def _partner(term: Term) -> str:
    written = term.written()
    found = re.fullmatch(r"([\w?!]+)\s*\(\$\$\$\)", written)
    return f"a call to `{found[1]}`" if found else _code(term)


def _code(term: Term) -> str:
    text = re.sub(r"\$\$\$|\$[A-Z]\d*\b|\$V\d+", "…", " ".join(term.written().split()))
    return f"`{_short(_without_brackets(text), LONGEST)}`"


def _without_brackets(text: str) -> str:
    """Take off brackets around the whole of a condition, and a semicolon."""
    text = text.removesuffix(";")
    inner = text[1:-1]
    is_around = text.startswith("(") and text.endswith(")") and inner.find(")") >= inner.find("(")
    return inner if is_around and inner.count("(") == inner.count(")") else text
