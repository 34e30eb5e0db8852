"""Read the ledger from a folder of the disk, as it stands there now."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from unrepeat.git import Repository
from unrepeat.ledger.catalogue import Catalogue, Entry
from unrepeat.ledger.files import Unreadable, read_plain, relative
from unrepeat.ledger.kinds import FOLDER, FOUND, NO_DECISIONS, OF_FOLDER, SETTINGS, STATEMENTS, USUAL_DECISIONS
from unrepeat.ledger.ledger import Ledger, gathered
from unrepeat.ledger.parsing import parse
from unrepeat.ledger.record import Parsed, Problem
from unrepeat.ledger.strays import misplaced, stray


def read_ledger(repository: Repository, folder: Path, catalogue: Catalogue) -> Ledger:
    """Read the ledger of a folder of the disk as it stands; what cannot be read is a problem, the rest is read on."""
    top = repository.worktree or folder.parent
    entries, problems = _entries_of_ledger(top, folder)
    settings: Mapping[str, Any] = {}
    beside = (
        () if folder.is_symlink() else _files(_listed(str(folder), "", []), relative(top, folder), SETTINGS, "settings")
    )
    for entry in beside:
        if entry.path.rpartition("/")[2] == SETTINGS:
            settings = catalogue.one(entry, _read).settings or {}
            entries.append(entry)
    if repository.worktree is not None and folder.parent == repository.worktree:
        entries.extend(_entries_of_decisions(top, settings, problems))
        problems.extend(_left_out(repository))
    entries.sort(key=lambda entry: entry.path)
    return gathered(catalogue.here(entries, _read), settings, problems, relative(top, folder))


def _left_out(repository: Repository) -> Iterator[Problem]:
    """Give the records that a sparse checkout leaves out of the work tree."""
    for path in repository.not_checked_out(FOLDER):
        remedy = "Bring them with `git sparse-checkout add .unrepeat`."
        yield Problem(path, 0, "this sparse checkout leaves it out", remedy)


def _read(entry: Entry) -> Parsed:
    try:
        return parse(entry.what, entry.path, read_plain(Path(entry.place)))
    except Unreadable as error:
        remedy = "Put a plain text file in its place, or delete it."
        return Parsed(problems=(Problem(entry.path, 0, str(error), remedy),))


def _entries_of_ledger(top: Path, folder: Path) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    shown = relative(top, folder)
    if folder.is_symlink():
        problems.append(Problem(shown, 0, "the ledger's folder is a link", "Put a folder in its place."))
        return entries, problems
    for entry in _listed(str(folder), shown, problems):
        name, is_folder = entry.name, entry.is_dir(follow_symlinks=False)
        if name in STATEMENTS and is_folder:
            for inner in _folders(entry.path, f"{shown}/{name}", problems):
                of_record = f"{shown}/{name}/{inner.name}"
                listed = _listed(inner.path, of_record, problems)
                entries.extend(_files(listed, of_record, ".yml", STATEMENTS[name]))
                problems.extend(_strays(listed, shown, f"{name}/{inner.name}"))
        elif name in OF_FOLDER and is_folder:
            entries.extend(_records(entry.path, shown, name, problems))
        elif name in OF_FOLDER or name in STATEMENTS:
            problems.append(misplaced(shown, name, is_link=entry.is_symlink()))
        elif problem := stray(shown, f"{name}/x" if is_folder else name):
            problems.append(problem)
    return entries, problems


def _records(folder: str, shown: str, kind: str, problems: list[Problem]) -> Iterator[Entry]:
    """Give the records of a kind, and tell what else stands in its folder."""
    listed = _listed(folder, f"{shown}/{kind}", problems)
    problems.extend(_strays(listed, shown, kind))
    yield from _files(listed, f"{shown}/{kind}", ".md", OF_FOLDER[kind].name)


def _strays(listed: Iterable["os.DirEntry[str]"], shown: str, inside: str) -> Iterator[Problem]:
    ending = ".md" if inside in OF_FOLDER else ".yml"
    for entry in listed:
        if entry.name.endswith(ending):  # it is read, or told where it cannot be
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if problem := stray(shown, f"{inside}/{entry.name}" + ("/x" if is_folder else "")):
            yield problem


def _folders(folder: str, shown: str, problems: list[Problem]) -> Iterator["os.DirEntry[str]"]:
    for entry in _listed(folder, shown, problems):
        if entry.is_dir(follow_symlinks=False):
            yield entry
        elif entry.is_symlink():
            problems.append(Problem(f"{shown}/{entry.name}", 0, "it is a link", "Delete it."))


def _listed(folder: str, shown: str, problems: list[Problem]) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.append(Problem(shown, 0, f"it cannot be listed ({error.strerror})", "Check its rights."))
        return []


def _files(listed: Iterable["os.DirEntry[str]"], shown_folder: str, ending: str, what: str) -> Iterator[Entry]:
    for entry in listed:
        if entry.name.endswith(ending):
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:  # deleted a moment ago
                continue
            stamp = f"{found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino} {found.st_mode} {what}"
            written = max(found.st_mtime_ns, found.st_ctime_ns)
            yield Entry(f"{shown_folder}/{entry.name}", what, stamp, written, entry.path)


def _is_within(top: Path, name: str) -> bool:
    """Say whether a folder's name leads to one of the repository that is not the ledger's own, and through no link."""
    parts = Path(name).parts
    if Path(name).is_absolute() or parts[:1] in {(), ("..",), (FOLDER,)} or not name.isprintable():
        return False
    try:
        return Path(os.path.realpath(top / name)) == top / name
    except (OSError, ValueError):
        return False


def _entries_of_decisions(top: Path, settings: Mapping[str, Any], problems: list[Problem]) -> Iterator[Entry]:
    asked = settings.get("decisions")
    real = Path(os.path.realpath(top))
    for name, written in {os.path.normpath(name): name for name in asked or USUAL_DECISIONS}.items():
        folder = top / name
        if not _is_within(real, name):
            if asked:
                wrong = f"the folder of decisions {written!r} leaves the repository or leads through a link"
                problems.append(Problem(f"{FOLDER}/{SETTINGS}", 0, wrong, "Name a folder of this repository."))
            continue
        what = "decision" if asked else FOUND
        for entry in _files(_listed(str(folder), "", []), relative(top, folder), ".md", what):
            if entry.path.rpartition("/")[2].lower() not in NO_DECISIONS:
                yield entry
