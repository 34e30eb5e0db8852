"""What is asked about: a text, a change to be, or a commit, as the terms by which the like of it is sought."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from unrepeat.change import Change
from unrepeat.history.edit import Edit
from unrepeat.history.index import Index
from unrepeat.recall.changed import changed_names
from unrepeat.recall.terms import error_strings, identifiers, mark, named_paths, spelled, weighed


@dataclass(frozen=True)
class Asked:
    """Terms of title and body, with how often they are said, and names of code by their marks.

    `changed_paths` are those of a change, `named_paths` those in its text. `error_strings` and `spelled` lead from
    terms to the words as they are written. `before`: only entries with a smaller number are sought. `itself`: the id of
    what is asked about, empty where it is in no index.
    """

    title: dict[str, float]
    body: dict[str, float]
    names: dict[str, str]
    changed_paths: tuple[str, ...] = ()
    named_paths: tuple[str, ...] = ()
    error_strings: dict[tuple[str, ...], str] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    before: int = 0
    itself: str = ""


def about_text(text: str, before: int) -> Asked:
    """Ask about some words: a message, an error, what went wrong; the names of code and paths they hold count more."""
    first, _, rest = text.strip().partition("\n")
    return _of_text(first, rest, before)


def _of_text(title: str, body: str, before: int) -> Asked:
    whole = f"{title}\n{body}"
    paths = named_paths(whole)
    for path in paths:  # they are sought as paths
        title, body = title.replace(path, " "), body.replace(path, " ")
    return Asked(
        title=weighed(title),
        body=weighed(body),
        names={mark(name): name for name in identifiers(f"{title}\n{body}")},
        named_paths=tuple(paths),
        error_strings=error_strings(whole),
        spelled=spelled(whole),
        before=before,
    )


def about_edits(edits: Sequence[Edit], before: int) -> Asked:
    """Ask about a change that has no message yet: the names of code that it adds and takes speak for it."""
    names = changed_names(edits)
    return Asked(
        title={},
        body=weighed(" ".join(names)),
        names={mark(name): name for name in names},
        changed_paths=tuple(edit.path for edit in edits),
        spelled=spelled(" ".join(names)),
        before=before,
    )


def about_commit(index: Index, change: Change, edits: Sequence[Edit]) -> Asked:
    """Ask about a commit: its message, the names of code it changed, its files; what came after it is not sought."""
    subject, _, body = change.message.partition("\n")
    said = _of_text(subject, body, change.ordinal + 1)
    return replace(
        said,
        names=said.names | {mark(name): name for name in changed_names(edits)},
        changed_paths=tuple(os.fsdecode(index.path(number)) for number in change.paths),
        itself=change.commit,
    )
