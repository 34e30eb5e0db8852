"""Say in a sentence what a learned rule asks for."""

import re
from collections.abc import Sequence

from unrepeat.guards.learn.candidate import Candidate, names_in
from unrepeat.guards.learn.difference import Difference
from unrepeat.guards.learn.term import Term
from unrepeat.guards.syntax import Node

LONGEST = 72  # letters of code in a sentence
_JOINING = frozenset({"and", "or", "in", "is", "if", "else", "unless", "&&", "||", "?", ":"})
SHORTEST = 40  # letters of what took the place of something

_SAYS = {
    ("inside", "condition"): "{0} must sit where {1} was checked",
    ("inside", "operand"): "{0} must be checked together with {1}",
    ("inside", ""): "{0} must sit inside {1}",
    ("followed", ""): "{0} must be followed by {1}",
    ("preceded", ""): "{0} must come after {1}",
    ("needs", ""): "{0} must hold {1}",
    ("without", ""): "a function with {0} must hold {1}, too",
    ("without", "file"): "a file with {0} must hold {1}, too",
}


def says(candidate: Candidate, difference: Difference) -> str:
    """Say what a rule asks for; `difference` is the fix that it was learned from."""
    anchor, where = _subject(candidate.anchor), _where(candidate)
    if candidate.form == "merged":
        written = " ".join(difference.written_after(candidate.node).split())
        such = f", such as `{_short(written, LONGEST)}`" if written else ""
        return f"{anchor} went wrong more than once: write it as the fixes did{such}"
    if candidate.partner is None:
        return f"{_instead(candidate, anchor, difference)}{where}"
    partner = _partner(candidate.partner) if names_in(candidate.partner) else "a check of what they share"
    said = _SAYS.get((candidate.form, candidate.scale)) or _SAYS[candidate.form, ""]
    return f"{said.format(anchor, partner)}{where}"


def _instead(candidate: Candidate, anchor: str, difference: Difference) -> str:
    """Say what the fix did to a piece of code that was wrong itself."""
    swaps = difference.within(candidate.node)
    gone, came = (_plain(leaves) for leaves in swaps[0][1:]) if len(swaps) == 1 else ("", "")
    if gone and anchor == f"calls to `{gone}`" and came:
        return f"{anchor} should be calls to `{came}`"
    if _is_word(gone) and _is_word(came):
        return f"{anchor} should have `{came}` in the place of `{gone}`"
    if _is_word(came) and _stands_alone(came) and not gone and swaps:
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


def _stands_alone(text: str) -> bool:
    """Say whether no operator or keyword at its ends joins a text to what is left out."""
    words = text.split()
    return words[0] not in _JOINING and words[-1] not in _JOINING and re.search(r"[\w\"']$", text) is not None


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
