"""Ask about a change of one file."""

from tests.ledger.made_edits import edit
from unrepeat.ledger.unrecorded import Question, question


def ask(path: str, before: str | None, after: str | None, message: str = "Change") -> Question | None:
    """Give the question about a change of one file, whose whole texts are given; None where there is no file."""
    return question([edit(path, before, after)], message)


def sort_of(path: str, before: str | None, after: str | None, message: str = "Change") -> str | None:
    """Give the sort of that question."""
    found = ask(path, before, after, message)
    return None if found is None else found.sort
