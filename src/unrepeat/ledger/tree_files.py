"""Say which files of a commit's tree count for what a need asks: no ledger, no submodule, no link into nowhere."""

import os
import posixpath
from collections.abc import Collection, Mapping
from functools import cached_property

from unrepeat.git import View
from unrepeat.ledger.effects import Entry, blobs
from unrepeat.ledger.globs import compiled
from unrepeat.ledger.kinds import FOLDER

_FILE = b"100"  # what the modes of plain files begin with; links and submodules have no lines of their own
_LINK = b"120000"
_MOST_LINKS = 40  # one after the other, as Linux follows them


class TreeFiles:
    """The files of a tree; those of the ledger, and the Markdown of other folders of records, stand apart."""

    def __init__(self, view: View, now: Mapping[bytes, Entry], folders_of_records: Collection[str]) -> None:
        self._view = view
        self._now = now
        self._paths = {os.fsdecode(path): path for path in now}
        self._folders_of_records = frozenset(folders_of_records)

    def is_apart(self, path: bytes) -> bool:
        """Say whether a file is the ledger's: its own words must not meet a need, and it stays when the code goes."""
        return self._is_apart(os.fsdecode(path))

    def plain(self, glob: str) -> dict[bytes, bytes]:
        """Give the plain files that a glob means (an empty one all), with their blobs (hex), less those apart."""
        pattern = compiled(glob or "**")
        return {
            path: self._now[path].oid
            for name, path in self._paths.items()
            if self._now[path].mode.startswith(_FILE) and not self._is_apart(name) and pattern.match(name)
        }

    def first(self, glob: str) -> str | None:
        """Give the first file that a glob means; one in the ledger's folder only where the glob names that folder."""
        pattern = compiled(glob)
        is_named = FOLDER in glob.split("/")
        for name, path in self._paths.items():
            if pattern.match(name) and (is_named or not _is_in_ledger(name)) and self._is_file(path):
                return name
        return None

    def _is_apart(self, name: str) -> bool:
        return _is_in_ledger(name) or (name.endswith(".md") and posixpath.dirname(name) in self._folders_of_records)

    def _is_file(self, path: bytes) -> bool:
        mode = self._now[path].mode
        return mode.startswith(_FILE) or (mode == _LINK and self._leads_somewhere(path))

    @cached_property
    def _targets(self) -> dict[bytes, bytes]:
        links = {path: entry.oid for path, entry in self._now.items() if entry.mode == _LINK}
        contents = dict(blobs(self._view, links.values()))
        return {path: contents.get(oid) or b"" for path, oid in links.items()}

    @cached_property
    def _folders(self) -> frozenset[bytes]:
        found: set[bytes] = {b""}
        for path, entry in self._now.items():
            above = posixpath.dirname(path)
            while not entry.is_submodule and above not in found:
                found.add(above)
                above = posixpath.dirname(above)
        return frozenset(found)

    def _leads_somewhere(self, path: bytes) -> bool:
        """Say whether a link leads to a file or folder of the tree, perhaps by way of others."""
        for _ in range(_MOST_LINKS):
            link = next((one for one in _with_above(path) if one in self._targets), None)
            if link is None:
                return path in self._folders or (path in self._now and not self._now[path].is_submodule)
            target = self._targets[link]
            if not target or target.startswith(b"/"):
                return False
            rest = path.removeprefix(link).lstrip(b"/")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(link), target, rest))
            path = b"" if path == b"." else path
        return False


def _is_in_ledger(name: str) -> bool:
    return name.startswith(f"{FOLDER}/")


def _with_above(path: bytes) -> list[bytes]:
    """Give the folders on the way to a path, the topmost first, and itself."""
    names = path.split(b"/")
    return [b"/".join(names[:length]) for length in range(1, len(names) + 1)]
