"""Files of the user's own, outside any repository: one that others could change is refused."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ELOOP
from pathlib import Path

from filelock import FileLock, Timeout

from unrepeat.errors import UnrepeatError

LARGEST = 50_000_000  # bytes of such a file; a line a day has a few thousand


class UnsafeFile(UnrepeatError):
    """A file of the user's own cannot be relied on: a link, another user's, open to others, or out of reach."""


def make_own_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; raise UnsafeFile where another stands there already."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise _out_of_reach(folder, error) from None
    _refuse_others(folder, found)


def open_own(file: Path, flags: int) -> int:
    """Open a file for its owner alone; give the descriptor.

    FileNotFoundError where it is missing and the flags do not make it; UnsafeFile where its content could be another's.
    """
    try:
        _refuse_others(file.parent, file.parent.stat())
        descriptor = os.open(file, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == ELOOP:
            raise UnsafeFile(f"{file} is a link, which may lead anywhere.", "Put a file in its place.") from None
        raise _out_of_reach(file, error) from None
    try:
        _refuse_unusual(file, os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def read_own(file: Path) -> bytes:
    """Give what such a file holds, nothing where there is none; raise UnsafeFile as `open_own` does."""
    try:
        with os.fdopen(open_own(file, os.O_RDONLY), "rb") as stream:
            return stream.read(LARGEST)
    except FileNotFoundError:
        return b""


@contextmanager
def alone(file: Path, seconds: float) -> Iterator[None]:
    """Let one process at a time work on a file; wait for the others for some seconds, then raise UnsafeFile."""
    make_own_folder(file.parent)
    lock = FileLock(file.with_name(f"{file.name}.lock"), mode=0o600)
    try:
        lock.acquire(timeout=max(seconds, 0))
    except Timeout:
        raise UnsafeFile(
            f"Another run has been at work on {file} for {seconds:.0f} seconds.", "Let it end, then run this again."
        ) from None
    except OSError as error:
        raise _out_of_reach(file, error) from None
    try:
        yield
    finally:
        lock.release()


def _refuse_unusual(file: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
        raise UnsafeFile(f"{file} is no plain file of a usual size.", "Look at it, then move it away.")
    _refuse_others(file, found)


def _refuse_others(path: Path, found: os.stat_result) -> None:
    if found.st_uid != os.geteuid():
        raise UnsafeFile(f"{path} belongs to another user.", "Move it away; a new one is made when it is needed.")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UnsafeFile(
            f"{path} may be written to by other users.", f"Read it through, then run `chmod go-w` on {path}."
        )


def _out_of_reach(path: Path, error: OSError) -> UnsafeFile:
    return UnsafeFile(f"{path} cannot be used ({error.strerror}).", "Make room or check the rights of its folder.")
