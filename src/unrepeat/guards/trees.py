"""The trees of a repository as guards read them: from its objects, never from a work tree."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from unrepeat.errors import UnknownPath
from unrepeat.git import View
from unrepeat.history import contents
from unrepeat.history.read_edits import LARGEST

AT_ONCE = 1_000  # files that are read together
_FILE = b"100"  # what the modes of plain files begin with


class GitTree:
    """The tree of a commit, or a tree itself (hash)."""

    def __init__(self, view: View, name: str) -> None:
        self._view = view
        self.name = name
        self._texts: dict[str, str | None] = {}

    def paths(self) -> Mapping[str, str]:
        """Give the path of each plain file, with its blob (hex)."""
        return self._paths

    def under(self, folder: str) -> Mapping[str, str]:
        """Give the plain files below a folder, with their blobs (hex), without listing the whole tree."""
        return self._listed(f"{folder}/")

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Give the contents of blobs (hex) that are there and not large, in one run of git."""
        sizes = contents.sizes(self._view, (name.encode() for name in names))
        small = [blob for blob, size in sizes.items() if size <= LARGEST]
        return {blob.decode(): content for blob, content in contents.texts(self._view, small).items()}

    def texts(self, paths: Sequence[str]) -> Iterator[dict[str, str]]:
        """Give the texts of plain files as `text` does, some at a time, each time in few runs of git."""
        for begin in range(0, len(paths), AT_ONCE):
            some = frozenset(paths[begin : begin + AT_ONCE])
            blobs = {path: blob for path, blob in self._listed(*sorted(some)).items() if path in some}
            held = self.contents(blobs.values())
            yield {
                path: held[blob].decode("utf-8", "surrogateescape")
                for path, blob in blobs.items()
                if blob in held and b"\0" not in held[blob][:8000]
            }

    def text(self, path: str) -> str | None:
        """Give a file's text; None where there is none, or it is binary, large or missing from this clone."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    @cached_property
    def _paths(self) -> dict[str, str]:
        return self._listed()

    def _listed(self, *within: str) -> dict[str, str]:
        found = {}
        listed = self._view.run("ls-tree", "-r", "-z", "--full-tree", self.name, "--", *within)
        for entry in listed.split(b"\0")[:-1]:
            about, _, path = entry.partition(b"\t")
            mode, _, blob = about.split(b" ")
            if mode.startswith(_FILE):
                found[path.decode("utf-8", "surrogateescape")] = blob.decode()
        return found

    def _read(self, path: str) -> str | None:
        try:
            content = self._view.file(self.name, os.fsencode(path))
        except (UnknownPath, ValueError):  # the latter: a path with a NUL, which no tree holds
            return None
        return _text(content)


def _text(content: bytes) -> str | None:
    if len(content) > LARGEST or b"\0" in content[:8000]:
        return None
    return content.decode("utf-8", "surrogateescape")
