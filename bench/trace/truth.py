"""Fixes, and the culprits that their own messages state.

A message states a culprit in the forms `Fixes`, regression and introduced (`history.stated`); what it follows up or
reverts is not counted, for half of these repair nothing. A fix is no merge and the head descends from it; a culprit
counts only where the fix descends from it.
"""

import random
from collections.abc import Mapping

from unrepeat.history.index import Index
from unrepeat.history.stated import Statements

FORMS = frozenset({"fixes", "regression", "introduced"})

Truth = Mapping[int, frozenset[int]]  # by fix, its culprits; commits by their numbers in an index


def stated(index: Index, head: int) -> Truth:
    """Give every fix that states a culprit, with those it states."""
    statements = Statements(index)
    reachable = index.graph.reachable([head])
    found: dict[int, frozenset[int]] = {}
    for change in index.changes():
        if change.is_merge or not reachable[change.ordinal]:
            continue
        culprits = frozenset(
            statement.commit
            for statement in statements.in_message(change.message, change.ordinal)
            if statement.form in FORMS and index.graph.descends(change.ordinal, statement.commit)
        )
        if culprits:
            found[change.ordinal] = culprits
    return found


def sample(truth: Truth, most: int) -> Truth:
    """Give so many fixes at most, drawn at random, the same ones each time."""
    chosen = random.Random(0).sample(sorted(truth), min(most, len(truth)))
    return {fix: truth[fix] for fix in sorted(chosen)}
