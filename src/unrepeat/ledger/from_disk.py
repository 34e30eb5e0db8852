"""Read the ledger from a folder of the disk, as it stands there now."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from unrepeat.git import Repository
from unrepeat.ledger.catalogue import Catalogue, Entry
from unrepeat.ledger.files import TEMPORARY, Unreadable, read_plain, relative
from unrepeat.ledger.kinds import FOLDER, NO_DECISIONS, OF_FOLDER, SETTINGS, STATEMENTS, USUAL_DECISIONS
from unrepeat.ledger.ledger import Ledger, gathered
from unrepeat.ledger.parsing import parse
from unrepeat.ledger.record import Parsed, Problem


def read_ledger(repository: Repository, folder: Path, catalogue: Catalogue) -> Ledger:
    """Read the ledger of a folder of the disk as it stands; what cannot be read is a problem, the rest is read on."""
    top = repository.worktree or folder.parent
    entries, problems = _entries_of_ledger(top, folder)
    settings: Mapping[str, Any] = {}
    beside = () if folder.is_symlink() else _files(str(folder), relative(top, folder), SETTINGS, "settings", [])
    for entry in beside:
        if entry.path.rpartition("/")[2] == SETTINGS:
            settings = catalogue.one(entry, _read).settings or {}
            entries.append(entry)
    if repository.worktree is not None and folder.parent == repository.worktree:
        entries.extend(_entries_of_decisions(top, settings, problems))
    entries.sort(key=lambda entry: entry.path)
    return gathered(catalogue.here(entries, _read), settings, problems)


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
    within = {entry.name: entry for entry in _listed(str(folder), shown, problems)}
    for name in within.keys() - {*OF_FOLDER, *STATEMENTS}:
        if name.lower() in OF_FOLDER:
            remedy = f"Rename it to {name.lower()}."
            problems.append(Problem(f"{shown}/{name}", 0, "nothing in this folder is read", remedy))
    for name in within.keys() & {*OF_FOLDER, *STATEMENTS}:
        if not within[name].is_dir(follow_symlinks=False):
            what = f"this is {'a link' if within[name].is_symlink() else 'a file'}, where a folder should be"
            problems.append(Problem(f"{shown}/{name}", 0, what, "Put a folder in its place."))
        elif name in OF_FOLDER:
            of_kind = _files(within[name].path, f"{shown}/{name}", ".md", OF_FOLDER[name].name, problems)
            entries.extend(of_kind)
        else:
            for inner in _folders(within[name].path, f"{shown}/{name}", problems):
                said = _files(inner.path, f"{shown}/{name}/{inner.name}", ".yml", STATEMENTS[name], problems)
                entries.extend(said)
    return entries, problems


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


def _files(folder: str, shown_folder: str, ending: str, what: str, problems: list[Problem]) -> Iterator[Entry]:
    for entry in _listed(folder, shown_folder, problems):
        name = entry.name
        if name.endswith(ending):
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:  # deleted a moment ago
                continue
            shown = f"{shown_folder}/{name}"
            stamp = f"{found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino} {found.st_mode}"
            written = max(found.st_mtime_ns, found.st_ctime_ns)
            yield Entry(shown, what, stamp, written, entry.path)
        elif name.startswith(".") and name.endswith(TEMPORARY):
            left = "a write that was stopped left this behind; what it was to replace is whole"
            remedy = "Delete it once no other `unrepeat` is running."
            problems.append(Problem(f"{shown_folder}/{name}", 0, left, remedy))
        elif name.lower().endswith(ending):
            remedy = f"Give it an ending in small letters: {ending}."
            problems.append(Problem(f"{shown_folder}/{name}", 0, "a file of this ending is not read", remedy))
        elif entry.is_dir(follow_symlinks=False):
            remedy = "Move its files up a level."
            problems.append(Problem(f"{shown_folder}/{name}", 0, "nothing in this folder is read", remedy))


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
                what = f"the folder of decisions {written!r} leaves the repository or leads through a link"
                problems.append(Problem(f"{FOLDER}/{SETTINGS}", 0, what, "Name a folder of this repository."))
            continue
        ignored: list[Problem] = []  # other files and folders stand beside decisions with good reason
        for entry in _files(str(folder), relative(top, folder), ".md", "decision", ignored):
            if entry.path.rpartition("/")[2].lower() not in NO_DECISIONS:
                yield entry
