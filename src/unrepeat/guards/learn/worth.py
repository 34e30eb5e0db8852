"""Weigh how well a proven rule is likely to hold, from what it is about: our judgement, not a measurement."""

import re

from unrepeat.guards.learn.candidate import Candidate, names_in
from unrepeat.guards.learn.term import MANY

_FORMS = {
    "replaced": 0.0,
    "merged": 1.0,
    "needs": 1.0,
    "inside": 1.0,
    "followed": -1.0,
    "preceded": -1.0,
    "without": -1.5,
}
_ROLES = {"callee": 2.0, "attribute": 1.5, "key": 1.5, "constant": 1.0, "type": 0.0}
_WORD = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}")


def worth(candidate: Candidate, matches_now: int, share: float) -> float:
    """Give the worth of a rule: the more, the better; what is named counts for it, what must be just so against it.

    `share` is the part of the tree's files that hold the rarest of its names: common names will be met again anywhere.
    """
    roles = [role for role, _ in candidate.names]
    found = _FORMS[candidate.form] + max((_ROLES[role] for role in roles if role in _ROLES), default=-3.0)
    found -= (
        candidate.weight / 8 + (2.0 if "definition" in roles else 0.0) + (2.0 if candidate.scale == "file" else 0.0)
    )
    if candidate.partner is not None and {role for role, _ in names_in(candidate.partner)} <= {"type"}:
        found -= 2.0  # which type a thing is of says little about what it does
    found -= matches_now * (2.0 if _is_bare(candidate) else 0.5) + _texts(candidate) / 15
    return round(found - 2 * share + _affinity(candidate), 3)


def _is_bare(candidate: Candidate) -> bool:
    """Say whether a rule forbids a name whatever is done with it; where it stands elsewhere, that is too much."""
    return candidate.partner is None and not candidate.beside and sum(1 for _ in candidate.anchor.leaves()) <= 3


def _texts(candidate: Candidate) -> float:
    """Count the letters of literal texts that must be just so, past the first few."""
    letters = sum(
        len(leaf.text) for term in candidate.terms for leaf in term.leaves() if leaf.role == "literal" and not leaf.hole
    )
    return max(letters - 12, 0)


def _affinity(candidate: Candidate) -> float:
    """Say how much a piece of code has to do with what it needs: a variable that both use, or words in their names."""
    if candidate.partner is None:
        return 0.0
    shared = {leaf.hole for leaf in candidate.anchor.leaves()} & {leaf.hole for leaf in candidate.partner.leaves()}
    if shared - {"", MANY}:
        return 1.5
    mine, other = (
        {word.lower() for leaf in term.leaves() if not leaf.hole for word in _WORD.findall(leaf.text)}
        for term in (candidate.anchor, candidate.partner)
    )
    return 0.5 if mine & other else 0.0 if candidate.form in {"needs", "inside"} else -2.0
