"""Read the ledger from a folder of the disk, as it stands there now."""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from unrepeat.git import Repository
from unrepeat.ledger import madr
from unrepeat.ledger.catalogue import Catalogue, Entry
from unrepeat.ledger.files import TEMPORARY, Unreadable, read_plain
from unrepeat.ledger.kinds import FOLDER, KINDS, OF_FOLDER, SETTINGS, STATEMENTS
from unrepeat.ledger.ledger import Ledger, gathered
from unrepeat.ledger.parsing import Parsed, parse_record, parse_settings, parse_statement
from unrepeat.ledger.record import Problem

Parse = Callable[[str, bytes], Parsed]


def read_ledger(repository: Repository, folder: Path, catalogue: Catalogue) -> Ledger:
    """Read the ledger of a folder of the disk as it stands; what cannot be read is a problem, the rest is read on."""
    top = repository.worktree or folder.parent
    entries, problems = _entries_of_ledger(top, folder)
    settings: Mapping[str, Any] = {}
    for entry in _files(top, folder, SETTINGS, parse_settings, []):
        settings = catalogue.one(entry).settings or {}
        entries.append(entry)
    if repository.worktree is not None and folder.parent == repository.worktree:
        entries.extend(_entries_of_decisions(top, settings, problems))
    entries.sort(key=lambda entry: entry.path)
    return gathered(catalogue.here(entries), settings, problems)


def _shown(top: Path, path: Path) -> str:
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else path.as_posix()


def _read(parse: Parse, shown: str, file: Path) -> Parsed:
    try:
        return parse(shown, read_plain(file))
    except Unreadable as error:
        remedy = "Put a plain text file in its place, or delete it."
        return Parsed(problems=(Problem(shown, 0, str(error), remedy),))


def _entries_of_ledger(top: Path, folder: Path) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    if folder.is_symlink():
        problems.append(Problem(_shown(top, folder), 0, "the ledger's folder is a link", "Put a folder in its place."))
        return entries, problems
    for name, kind in OF_FOLDER.items():
        entries.extend(_files(top, folder / name, ".md", partial(parse_record, kind), problems))
    for name, word in STATEMENTS.items():
        for record in _folders(top, folder / name, problems):
            entries.extend(_files(top, record, ".yml", partial(parse_statement, word), problems))
    return entries, problems


def _folders(top: Path, folder: Path, problems: list[Problem]) -> Iterator[Path]:
    for entry in _listed(top, folder, problems):
        if entry.is_dir(follow_symlinks=False):
            yield folder / entry.name
        elif entry.is_symlink():
            problems.append(Problem(_shown(top, folder / entry.name), 0, "it is a link", "Delete it."))


def _listed(top: Path, folder: Path, problems: list[Problem]) -> list[os.DirEntry[str]]:
    if folder.is_symlink():
        problems.append(Problem(_shown(top, folder), 0, "this folder is a link", "Put a folder in its place."))
        return []
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.append(Problem(_shown(top, folder), 0, f"it cannot be listed ({error.strerror})", "Check its rights."))
        return []


def _files(top: Path, folder: Path, ending: str, parse: Parse, problems: list[Problem]) -> Iterator[Entry]:
    shown_folder = _shown(top, folder)
    for entry in _listed(top, folder, problems):
        shown = f"{shown_folder}/{entry.name}"
        if entry.name.endswith(TEMPORARY) and entry.name.startswith("."):
            what = "a write that was stopped left this behind; what it was to replace is whole"
            problems.append(Problem(shown, 0, what, "Delete it once no other `unrepeat` is running."))
        elif entry.name.endswith(ending):
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:  # deleted a moment ago
                continue
            stamp = f"{found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino} {found.st_mode}"
            written = max(found.st_mtime_ns, found.st_ctime_ns)
            yield Entry(shown, stamp, written, partial(_read, parse, shown, folder / entry.name))
        elif entry.is_dir(follow_symlinks=False):
            problems.append(Problem(shown, 0, "nothing in this folder is read", "Move its files up a level."))


def _entries_of_decisions(top: Path, settings: Mapping[str, Any], problems: list[Problem]) -> Iterator[Entry]:
    parse = partial(parse_record, KINDS["decision"])
    asked = settings.get("decisions")
    for name in asked or madr.USUAL_FOLDERS:
        folder = top / name
        if Path(name).is_absolute() or ".." in Path(name).parts or folder.resolve() != top.resolve() / name:
            if asked:
                what = f"the folder of decisions {name!r} leaves the repository or leads through a link"
                problems.append(Problem(f"{FOLDER}/{SETTINGS}", 0, what, "Name a folder of this repository."))
            continue
        ignored: list[Problem] = []  # other files and folders stand beside decisions with good reason
        for entry in _files(top, folder, ".md", parse, ignored):
            if entry.path.rpartition("/")[2].lower() not in madr.NO_RECORDS:
                yield entry
