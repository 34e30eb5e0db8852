"""Signs that software of others came in: a name in a manifest, a folder of another project's code."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs.manifests import is_same, names, own_names, plain, reader_of
from unrepeat.ledger.signs.sign import Sign, first_line, is_aside

MOST_NAMED = 8  # dependencies in one question; the others are asked about when these are recorded
_MOST_MANIFESTS = 200  # read of one change: one that brings more is asked about anyway
_MOST_NAMES = 200  # of one manifest, likewise

_VENDORED = re.compile(
    r"(?:^|/)(?:_?vendor(?:ed)?|third[_-]?party|3rd[_-]?party|node_modules)/((?:[\w-]+\.[\w.-]+/[^/]+/)?[^/]+)(?=/|$)"
)
_BESIDE = re.compile(
    r"(?i)modules\.txt$|^(?:readme|license|copying|notice|build|meson\.build|cmakelists|makefile|__init__)"
)
_CONVENTIONAL = re.compile(
    r"^(feat|fix|chore|refactor|perf|build|revert|deps|docs?|tests?|ci|style)(?:\([^)\n]{0,80}\))?!?: ", re.MULTILINE
)
_SHIPS_NOTHING = frozenset({"doc", "docs", "test", "tests", "ci", "style"})


def dependency_signs(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    """Find the software of others that came in with a change."""
    said = set(_CONVENTIONAL.findall(message))
    if not said or said - _SHIPS_NOTHING:  # else the message says that it is for documents or checks alone
        yield from _named(edits)
    yield from _vendored(edits)


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


def _named(edits: Sequence[Edit]) -> Iterator[Sign]:
    """Find names that no manifest of the change asked for before: neither another version nor another place is new."""
    manifests = list(islice((edit for edit in edits if reader_of(edit.path)), _MOST_MANIFESTS))
    before = {edit.path: names(edit.path, edit.before) for edit in manifests}
    known: set[str] | None = None
    for edit in manifests:
        if not edit.added or is_aside(edit.path):
            continue
        after = names(edit.path, edit.after)
        came = [name for name, is_shipped in after.items() if is_shipped and name not in before[edit.path]]
        if not came:
            continue
        if known is None:
            known = {plain(name) for asked in before.values() for name in asked}
        own = own_names(edit.path, edit.after)
        gone = before[edit.path].keys() - after.keys()
        for name in came[:_MOST_NAMES]:
            is_new = plain(name) not in known and not name.startswith(own)
            known.add(plain(name))
            if is_new and not any(is_same(name, old) for old in gone):
                yield _came(edit, name)


def _came(edit: Edit, name: str) -> Sign:
    word = name.rpartition(":")[2]
    line = next((one.number for one in edit.added if word in one.text), first_line(edit))
    says, title = f"`{name}` came in as a dependency.", f"{name} does what we need"
    return Sign("dependency", edit.path, line, line, name, says, title, 90, is_named=True)


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
