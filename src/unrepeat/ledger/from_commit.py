"""Read the ledger as it stood in a commit."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from unrepeat.git import Repository, View
from unrepeat.ledger.catalogue import Catalogue, Entry
from unrepeat.ledger.files import LARGEST
from unrepeat.ledger.kinds import FOLDER, FOUND, NO_DECISIONS, OF_FOLDER, SETTINGS, STATEMENTS, USUAL_DECISIONS
from unrepeat.ledger.ledger import Ledger, gathered
from unrepeat.ledger.parsing import parse
from unrepeat.ledger.record import Parsed, Problem
from unrepeat.ledger.strays import misplaced, stray

LINK, FOREIGN = "link", "foreign"  # stand for the blob of a symbolic link, and for a submodule; neither is read
_OTHERS = {b"120000": LINK}
_LEDGER = f"{FOLDER}".encode()


def read_ledger_at(repository: Repository, commit: str, catalogue: Catalogue) -> Ledger:
    """Read the ledger as it stood in a commit (full hash)."""
    with repository.view() as view:
        blobs = _blobs_of(view, commit)
        settings, problems = _settings_at(view, blobs)
        asked = settings.get("decisions")
        folders = tuple(f"{PurePosixPath(name)}/" for name in asked or USUAL_DECISIONS)
        decision = "decision" if asked else FOUND
        entries = [
            Entry(path, what, f"{blobs[path]} {what}", 0, blobs[path])
            for path in sorted(blobs)
            if (what := _what(path, folders, decision))
        ]
        contents = _Contents(view, [entry.place for entry in entries])
        problems.extend(_strays(blobs, {entry.path for entry in entries}))
        return gathered(catalogue.there(entries, contents.parsed), settings, problems, FOLDER)


def _blobs_of(view: View, commit: str) -> dict[str, str]:
    """Give the files of a commit that may be of the ledger, with the names of their blobs, or LINK or FOREIGN."""
    listed = view.run("ls-tree", "-r", "-z", "--full-tree", commit)
    found = {}
    for line in listed.split(b"\0"):
        meta, _, path = line.partition(b"\t")
        if path.endswith((b".md", b".yml")) or path.startswith(_LEDGER):
            mode, _, blob = meta.split()
            found[os.fsdecode(path)] = blob.decode() if mode.startswith(b"100") else _OTHERS.get(mode, FOREIGN)
    return found


def _strays(blobs: Mapping[str, str], read: Collection[str]) -> Iterator[Problem]:
    """Tell what stands in the ledger's folder and is not read, each once."""
    told: dict[str, Problem] = {}
    for path, blob in blobs.items():
        first, _, inside = path.partition("/")
        if first != FOLDER or path in read:
            continue
        if not inside:
            problem: Problem | None = Problem(FOLDER, 0, "the ledger's folder is a link", "Put a folder in its place.")
        elif inside in {*OF_FOLDER, *STATEMENTS}:
            problem = misplaced(FOLDER, inside, is_link=blob == LINK)
        else:
            problem = stray(FOLDER, inside)
        if problem:
            told.setdefault(problem.path, problem)
    yield from told.values()


def _what(path: str, folders: tuple[str, ...], decision: str) -> str | None:
    """Say what a file of a commit should hold, None where it is none of the ledger's."""
    parts = path.split("/")
    if parts[0] == FOLDER:
        if len(parts) == 3 and parts[1] in OF_FOLDER and path.endswith(".md"):
            return OF_FOLDER[parts[1]].name
        if len(parts) == 4 and parts[1] in STATEMENTS and path.endswith(".yml"):
            return STATEMENTS[parts[1]]
        return None
    folder, _, name = path.rpartition("/")
    is_decision = name.endswith(".md") and name.lower() not in NO_DECISIONS and f"{folder}/" in folders
    return decision if is_decision else None


def _settings_at(view: View, blobs: Mapping[str, str]) -> tuple[Mapping[str, Any], list[Problem]]:
    path = f"{FOLDER}/{SETTINGS}"
    if path not in blobs:
        return {}, []
    parsed = _Contents(view, [blobs[path]]).parsed(Entry(path, "settings", blobs[path], 0, blobs[path]))
    return parsed.settings or {}, list(parsed.problems)


class _Contents:
    """The contents of blobs, read all at once when the first of them is asked for."""

    def __init__(self, view: View, blobs: Sequence[str]) -> None:
        self._view = view
        self._blobs = blobs
        self._contents: dict[str, bytes] | None = None

    def parsed(self, entry: Entry) -> Parsed:
        """Parse the blob that an entry names."""
        if self._contents is None:
            self._contents = _read_blobs(self._view, self._blobs)
        if entry.place in {LINK, FOREIGN}:
            what = "it is a link, which may lead anywhere"
            return Parsed(problems=(Problem(entry.path, 0, what, "Put a plain text file in its place, or delete it."),))
        content = self._contents.get(entry.place)
        if content is None:
            what = "this clone does not hold it, or it is larger than a record may be"
            return Parsed(problems=(Problem(entry.path, 0, what, "Fetch it, or make it shorter."),))
        return parse(entry.what, entry.path, content)


def _read_blobs(view: View, blobs: Sequence[str]) -> dict[str, bytes]:
    asked = "\n".join(dict.fromkeys(blob for blob in blobs if blob not in {LINK, FOREIGN})).encode() + b"\n"
    sizes = view.run("cat-file", "--batch-check", stdin=asked)
    small = [
        line.split()[0] for line in sizes.splitlines() if line.split()[1] == b"blob" and int(line.split()[2]) <= LARGEST
    ]
    found = {}
    with view.stream("cat-file", "--batch", stdin=b"\n".join(small) + b"\n") as answer:
        for header in iter(answer.readline, b""):
            name, kind, size = header.split()[:3] if len(header.split()) == 3 else (header.split()[0], b"", b"0")
            if kind == b"blob":
                found[name.decode()] = answer.read(int(size))
                answer.read(1)
    return found
