"""Signs that somebody else's answer came in: a dependency, a vendored project, a solution taken from elsewhere."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs.comments import LONGEST, Syntax, split, syntax_of
from unrepeat.ledger.signs.manifests import names, plain, reader_of
from unrepeat.ledger.signs.sign import Sign, first_line, is_aside, is_written_by_hand

MOST_NAMED = 8  # dependencies in one question; the others are asked about when these are recorded
_MOST_MANIFESTS = 200  # read of one change, and as many names of each: one that brings more is asked about anyway

_VENDORED = re.compile(
    r"(?:^|/)(?:_?vendor(?:ed)?|third[_-]?party|3rd[_-]?party|node_modules)/((?:[\w-]+\.[\w.-]+/[^/]+/)?[^/]+)(?=/|$)"
)
_BESIDE = re.compile(
    r"(?i)modules\.txt$|^(?:readme|license|copying|notice|build|meson\.build|cmakelists|makefile|__init__)"
)

# A line without any of these is passed over at once.
_HINTS = ("from", " by ", "ased on", "stack", "superuser", "serverfault", "askubuntu", " FROM", " BY ")
_QUESTIONS_AND_ANSWERS = re.compile(
    r"\b(?:stackoverflow|stackexchange|superuser|serverfault|askubuntu)\.com/(?:a|q|questions)/"
)
_TAKEN = re.compile(
    r"(?i:\b(?:adapted|copied|borrowed|taken|lifted|ported|stolen|cribbed)(?: \w{1,20}){0,2} from:?)"
    r" (?:https?://|the [A-Z][a-z]{2}|[A-Z][a-z]{2}|[\w.-]{1,40}'s? )"
    r"|(?i:\b(?:based on|inspired by):?) https?://"
)
_ADVISED = re.compile(
    r"(?i)\b(?:suggested|recommended|proposed|advised|provided) by (?:the |our |their )?(?:[\w.-]{1,30} ){0,3}"
    r"(?:team|vendor|supplier|manufacturer|consultants?|documentation|docs|manual|guide|support|dev(?:eloper)?s"
    r"|maintainers)\b"
)


def borrowed_signs(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    """Find the answers of others that came in with a change."""
    yield from _dependencies(edits)
    yield from _vendored(edits)
    yield from _told_in_comments(edits)
    yield from _told_in_message(edits, message)


def together(signs: Sequence[Sign]) -> Sign:
    """Give the sign that stands for several dependencies which came in at once, so that they are asked about once."""
    first, *more = signs
    if not more:
        return first
    named = [sign.subject for sign in signs[:MOST_NAMED]]
    listed = ", ".join(f"`{name}`" for name in named) + (" and others" if len(signs) > MOST_NAMED else "")
    return first._replace(
        says=f"Dependencies came in: {listed}.", title=f"{', '.join(named[:-1])} and {named[-1]} do what we need"
    )


def _dependencies(edits: Sequence[Edit]) -> Iterator[Sign]:
    """Find names that no manifest of the change asked for before: neither another version nor another place is new."""
    manifests = list(islice((edit for edit in edits if reader_of(edit.path)), _MOST_MANIFESTS))
    known = {plain(name) for edit in manifests for name in names(edit.path, edit.before)}
    for edit in manifests:
        if is_aside(edit.path) or edit.status == "deleted":
            continue
        for name, is_shipped in islice(names(edit.path, edit.after).items(), _MOST_MANIFESTS):
            if is_shipped and plain(name) not in known:
                known.add(plain(name))
                word = name.rpartition(":")[2]
                line = next((one.number for one in edit.added if word in one.text), first_line(edit))
                says, title = f"`{name}` came in as a dependency.", f"{name} does what we need"
                yield Sign("dependency", edit.path, line, line, name, says, title, 90, is_named=True)


def _vendored(edits: Sequence[Edit]) -> Iterator[Sign]:
    """Find folders of another project's code in which everything is new."""
    folders: dict[str, list[Edit]] = {}
    for edit in edits:
        found = _VENDORED.search(edit.path)
        if found is not None and not is_aside(edit.path) and not _BESIDE.search(found[1]):
            folders.setdefault(edit.path[: found.end()], []).append(edit)
    for folder, within in folders.items():
        if all(edit.status == "added" for edit in within):
            says, title = (
                f"Code of another project came in: {folder}.",
                f"{folder} does what we need and is kept up to date",
            )
            yield Sign("dependency", within[0].path, 1, 1, folder, says, title, 80)


def _told_in_comments(edits: Sequence[Edit]) -> Iterator[Sign]:
    gone: set[str] | None = None
    for edit in edits:
        syntax = syntax_of(edit.path)
        if syntax is None or is_aside(edit.path) or not is_written_by_hand(edit.path):
            continue
        told = [(line, words) for line in edit.added if (words := _told_in(line, syntax))]
        if len(told) <= sum(bool(_told_in(line, syntax)) for line in edit.removed):
            continue  # nothing was said, or it was only said anew
        if gone is None:
            gone = {words for each in edits for line in each.removed if (words := _told_in(line, syntax_of(each.path)))}
        for line, words in told:
            if words not in gone:
                says = "A comment says that this solution comes from elsewhere."
                title = f"{edit.path}: what was taken over holds here"
                yield Sign("dependency", edit.path, line.number, line.number, words, says, title, 70)


def _told_in(line: Line, syntax: Syntax | None) -> str:
    """Give the comment of a line that says so, its blanks collapsed; empty where it says nothing of the kind."""
    if syntax is None or not any(hint in line.text for hint in _HINTS):
        return ""
    comment = split(line.text, syntax).comment
    return " ".join(comment.split()) if _is_told(comment) or _QUESTIONS_AND_ANSWERS.search(comment) else ""


def _told_in_message(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    told = next((line for line in message.splitlines() if _is_told(line)), None)
    shipped = [e for e in edits if not is_aside(e.path) and is_written_by_hand(e.path) and e.status != "deleted"]
    if told is not None and shipped:
        largest = max(shipped, key=lambda edit: len(edit.added))
        says = "The message says that this solution comes from elsewhere."
        title, line = f"{largest.path}: what was taken over holds here", first_line(largest)
        yield Sign("dependency", largest.path, line, line, " ".join(told.split()), says, title, 60)


def _is_told(text: str) -> bool:
    return any(pattern.search(text[:LONGEST]) for pattern in (_TAKEN, _ADVISED))
