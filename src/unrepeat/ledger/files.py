"""The one seam to the ledger's files: read what is a plain file, write all or nothing, follow no link."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from unrepeat.errors import LedgerError

LARGEST = 1_000_000  # bytes of one record; a long retro has fifty thousand
TEMPORARY = ".tmp"  # the ending of what a writer that was stopped may leave behind


class Unreadable(Exception):
    """Why a file is not read."""


def read_plain(file: Path) -> bytes:
    """Give a plain file's bytes; raise Unreadable for a link, a device, or what is too large."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        link = error.errno == errno.ELOOP
        raise Unreadable("it is a link, which may lead anywhere" if link else (error.strerror or "no reason")) from None
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise Unreadable("it is no plain file")
    with os.fdopen(descriptor, "rb") as stream:
        if found.st_size > LARGEST:
            raise Unreadable(f"it is larger than a record may be ({found.st_size:,} of {LARGEST:,} bytes)")
        try:
            return stream.read(LARGEST + 1)
        except OSError as error:
            raise Unreadable(error.strerror or "no reason") from None


def write_new(root: Path, file: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file that must not be there yet, under a ledger's root; raise FileExistsError where it is."""
    _write(root, file, content, mode, anew=True)


def replace(root: Path, file: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file under a ledger's root, in the place of the one that is there."""
    with suppress(OSError):
        mode = stat.S_IMODE(file.lstat().st_mode)
    _write(root, file, content, mode, anew=False)


def _write(root: Path, file: Path, content: bytes, mode: int, *, anew: bool) -> None:
    """Write to a temporary file beside it, flush it, then give it its name: at no moment is a half there."""
    temporary: str | None = None
    try:
        make_folder(root, file.parent)
        descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=TEMPORARY, dir=file.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fchmod(descriptor, mode & ~_umask())
            os.fsync(descriptor)
        if anew:
            os.link(temporary, file, follow_symlinks=False)
        else:
            Path(temporary).replace(file)
            temporary = None
        _flush_folder(file.parent)
    except FileExistsError:
        raise
    except OSError as error:
        raise LedgerError(
            f"{file} could not be written ({error.strerror}).",
            "Make room or check the folder's rights, then run the command again; what was there is untouched.",
        ) from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()


def remove(file: Path) -> None:
    """Delete a file."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise LedgerError(f"{file} could not be deleted ({error.strerror}).", "Check the folder's rights.") from None


def make_folder(root: Path, folder: Path) -> None:
    """Make a folder at or under a root; raise LedgerError where the way leads through a link or out."""
    if ".." in folder.parts or not folder.is_relative_to(root):
        raise LedgerError(f"{folder} is not inside {root}.", "Give a name without `..` and `/`.")
    below = folder.relative_to(root).parts
    steps = [root.joinpath(*below[:count]) for count in range(len(below) + 1)]
    for step in steps:
        if step.is_symlink():
            raise LedgerError(f"{step} is a link, which may lead anywhere.", "Put a folder in its place.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"{folder} could not be made ({error.strerror}).", "Look at what stands there.") from None


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _flush_folder(folder: Path) -> None:
    """Let the new name, too, survive a power cut, where the system can flush folders."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def relative(top: Path, path: Path) -> str:
    """Give a path as it is told: relative to a folder where it lies in it, with `/`."""
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else path.as_posix()
