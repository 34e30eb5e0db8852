"""Write the tree of a commit into a folder, and nothing outside it, wherever its names may want to lead."""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from errno import EEXIST, EILSEQ, EINVAL, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR
from pathlib import Path
from typing import IO, NamedTuple

from unrepeat.errors import UnrepeatError
from unrepeat.git import View

MOST_PATHS = 500_000  # the largest public repositories have about as many
LARGEST = 4 << 30  # bytes; a few objects, named over and over, can stand for more than any disk holds
_LONGEST_LIST = 100_000_000  # bytes of all paths; of half a million, each may have two hundred
_LONGEST_TARGET = 4096  # bytes of a link's target, PATH_MAX
_PIECE = 1 << 20

_LINK, _SUBMODULE, _PROGRAM = b"120000", b"160000", b"100755"
# What only this path suffers from; a full disk is none of it.
_NO_PLACE = frozenset({EEXIST, EILSEQ, EINVAL, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR})


class TreeUnreadable(UnrepeatError):
    """The tree of a commit cannot be written out, for it is not all here or is too large."""


class _Entry(NamedTuple):
    mode: bytes
    name: bytes  # of the object, in hexadecimal
    path: bytes


def write_tree(view: View, commit: str, folder: Path) -> int:
    """Write a commit's files, links and folders into an empty folder; give how many paths were left out.

    Left out are paths that lead out of the folder or into a `.git`, links that lead out of it, and what this system has
    no place for. A submodule is an empty folder. Nothing is filtered or converted. Raises TreeUnreadable where an
    object is missing or the tree is too large, GitError where git cannot read it, OSError where the disk is full.
    """
    listed = _listed(view, commit)
    # A tree may name a path twice, as a link and as a folder. So all folders come first and all links last: while
    # files are written there is no link that a path could lead through.
    made = {b""}
    entries = [entry for entry in listed if _is_inside(entry.path) and _make_folders(folder, entry, made)]
    left_out = len(listed) - len(entries)
    targets: dict[bytes, bytes] = {}
    with_content = [entry for entry in entries if entry.mode != _SUBMODULE]
    left_out += _write_files(view, with_content, folder, targets)
    return left_out + _write_links(folder, targets)


def _listed(view: View, commit: str) -> list[_Entry]:
    entries: list[_Entry] = []
    rest, read = b"", 0
    with view.stream("ls-tree", "-r", "-z", "--full-tree", commit) as output:
        while piece := output.read(_PIECE):
            *lines, rest = (rest + piece).split(b"\0")
            for line in lines:
                about, _, path = line.partition(b"\t")
                mode, _, name = about.split(b" ")
                entries.append(_Entry(mode, name, path))
            read += len(piece)
            if len(entries) > MOST_PATHS or read > _LONGEST_LIST:
                raise _too_large(f"more than {MOST_PATHS:,} paths, or paths without end")
    return entries


def _is_inside(path: bytes) -> bool:
    return not any(part in {b"", b".", b".."} or _is_git_folder(part) for part in path.split(b"/"))


def _is_git_folder(part: bytes) -> bool:
    """Say whether some file system takes this name for `.git`, which could tell git to run a program.

    The ways to write it are those of git's `verify_path`: other case, invisible letters, Windows' short name.
    """
    letters = part.decode("utf-8", "replace")
    plain = "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")
    return plain.casefold().rstrip(". ") in {".git", "git~1"}


def _make_folders(top: Path, entry: _Entry, made: set[bytes]) -> bool:
    """Make the folders that a path needs, and the one that it is; say whether there is a place for it."""
    needed = entry.path if entry.mode == _SUBMODULE else entry.path.rpartition(b"/")[0]
    if needed in made:
        return True
    parts = needed.split(b"/")
    for count in range(1, len(parts) + 1):
        folder = b"/".join(parts[:count])
        if folder not in made:
            try:
                (top / os.fsdecode(folder)).mkdir()
            except OSError as error:
                if error.errno not in _NO_PLACE:
                    raise
                return False
            made.add(folder)
    return True


def _write_files(view: View, entries: Sequence[_Entry], top: Path, targets: dict[bytes, bytes]) -> int:
    """Write the files, collect the targets of links by their path; give how many were left out."""
    left_out, size_of_all = 0, 0
    wanted = b"".join(entry.name + b"\n" for entry in entries)
    with view.stream("cat-file", "--batch", stdin=wanted) as output:
        for entry in entries:
            size, is_file = _announced(output)
            size_of_all += size
            if size_of_all > LARGEST:
                raise _too_large(f"more than {LARGEST >> 30} GiB")
            pieces = _pieces(output, size)
            if entry.mode == _LINK and is_file and size <= _LONGEST_TARGET:
                targets[entry.path] = b"".join(pieces)
            elif entry.mode == _LINK or not is_file or not _write_file(top, entry, pieces):
                left_out += 1
                for _ in pieces:  # so that the next object is read from its beginning
                    pass
            output.read(1)
    return left_out


def _announced(output: IO[bytes]) -> tuple[int, bool]:
    """Read the line before an object; give its size in bytes, and whether it is a file's content."""
    announced = output.readline().split(b" ")
    if len(announced) != 3:
        raise TreeUnreadable(
            "Parts of this commit are not in this clone.",
            "Check the commit out once, which brings its files, or use a full clone.",
        )
    return int(announced[2]), announced[1] == b"blob"


def _pieces(output: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        piece = output.read(min(size, _PIECE))
        if not piece:
            raise TreeUnreadable("Git stopped in the middle of a file of this commit.", "Try `git fsck`.")
        size -= len(piece)
        yield piece


def _write_file(top: Path, entry: _Entry, pieces: Iterator[bytes]) -> bool:
    rights = 0o777 if entry.mode == _PROGRAM else 0o666
    try:
        descriptor = os.open(
            top / os.fsdecode(entry.path), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, rights
        )
    except OSError as error:
        if error.errno not in _NO_PLACE:
            raise
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(pieces)
    return True


def _write_links(top: Path, targets: dict[bytes, bytes]) -> int:
    """Make the links, then take away those that lead out; give how many are not there."""
    made = []
    for path, target in targets.items():
        link = top / os.fsdecode(path)
        try:
            link.symlink_to(os.fsdecode(target))
            made.append(link)
        except ValueError:  # a zero byte
            continue
        except OSError as error:
            if error.errno not in _NO_PLACE:
                raise
    inside = os.path.realpath(top)
    # A link may lead out through others, so each is followed while all are there; without some, none leads further.
    leading_out = [link for link in made if os.path.commonpath([inside, os.path.realpath(link)]) != inside]
    for link in leading_out:
        link.unlink()
    return len(targets) - len(made) + len(leading_out)


def _too_large(reason: str) -> TreeUnreadable:
    return TreeUnreadable(f"The tree of this commit is too large to be written out ({reason}).", "Run it by hand.")
