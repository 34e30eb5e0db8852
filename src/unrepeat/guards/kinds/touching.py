"""Say which files of a change a guard is about and where to look in them, for kinds about the act of changing."""

from collections.abc import Iterator

from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import NotValid
from unrepeat.guards.proposal import Proposal
from unrepeat.history.edit import Edit


def needs_paths(guard: Guard) -> None:
    """Raise NotValid where a guard names no files: about all of them, its kind would say nothing."""
    if not guard.paths:
        raise NotValid(f"a guard of kind `{guard.kind}` needs `paths`: the files that it is about", "paths")


def touching(guard: Guard, proposal: Proposal) -> Iterator[Edit]:
    """Give the edits that touch the guard's files, by their new names or their old ones."""
    for edit in proposal.edits:
        if guard.covers(edit.path) or (edit.old_path is not None and guard.covers(edit.old_path)):
            yield edit


def says_something(edit: Edit) -> bool:
    """Say whether an edit does more than give a file another name or mode."""
    return bool(edit.status in {"added", "deleted"} or edit.adds or edit.takes or edit.unread)


def line_of(edit: Edit) -> int:
    """Give the line to look at: the first that is added, else the first one; 0 where there is no text to look at."""
    if edit.adds:
        return edit.adds[0].first
    return 0 if edit.unread or not edit.after else 1
