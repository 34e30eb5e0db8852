"""Read `git log -z --raw`: commits with the files that each of them changed."""

from collections.abc import Iterator
from typing import IO, NamedTuple

# Four fields, each ended by NUL, then the raw lines; a message holds no NUL, so nothing in it can be taken for one.
HEADER = "--format=%H%x00%P%x00%ct%x00%B"
OPTIONS = ("-z", "--raw", "--no-abbrev", "--encoding=UTF-8", "--no-color", HEADER)

SUBMODULE = b"160000"
LAST_SECOND = 253_402_300_799  # of the year 9999; git takes any number for a time, calendars do not


class RawChange(NamedTuple):
    """One file of one commit: status letter, path, and the blobs before and after (hex).

    For a combined line (a merge against all of its parents) `before` holds one blob a parent, joined by spaces.
    """

    status: bytes
    path: bytes
    before: bytes
    after: bytes


class RawCommit(NamedTuple):
    """One commit: hashes in hex, the time in seconds since 1970 (UTC), the message as git gives it."""

    commit: str
    parents: list[str]
    time: int
    message: bytes
    changes: list[RawChange]


def read_log(stream: IO[bytes]) -> Iterator[RawCommit]:
    """Read what `git log` prints with OPTIONS, commit by commit."""
    fields = _split(stream, b"\0")
    field = next(fields, None)
    while field is not None:
        commit, parents, time = field.decode("ascii"), next(fields), next(fields)
        message = next(fields)
        changes: list[RawChange] = []
        while (field := next(fields, None)) is not None:
            line = field.lstrip(b"\n")
            if line.startswith(b":"):
                change = read_change(line, fields)
                if change is not None:
                    changes.append(change)
            elif line:  # an empty field stands before combined lines
                break
        yield RawCommit(commit, parents.decode("ascii").split(), min(int(time or 0), LAST_SECOND), message, changes)


def read_change(line: bytes, fields: Iterator[bytes]) -> RawChange | None:
    """Read one raw line and the path that follows it; None for what holds no lines (submodules)."""
    parents = len(line) - len(line.lstrip(b":"))
    parts = line[parents:].split(b" ")
    modes, blobs, status = parts[: parents + 1], parts[parents + 1 : -1], parts[-1]
    path = next(fields)
    if parents > 1:
        if modes[-1] == SUBMODULE:
            return None
        return RawChange(status, path, b" ".join(blobs[:-1]), blobs[-1])
    before, after = blobs
    letter = status[:1]
    if modes[1] == SUBMODULE or (letter == b"D" and modes[0] == SUBMODULE):
        return None
    if letter == b"T":  # a link became a file, or the like: nothing of the old content lives on (as blame sees it)
        letter, before = b"A", b"0" * len(before)
    return RawChange(letter, path, before, after)


def _split(stream: IO[bytes], separator: bytes, size: int = 1 << 18) -> Iterator[bytes]:
    rest = b""
    while block := stream.read(size):
        parts = (rest + block).split(separator)
        rest = parts.pop()
        yield from parts
    if rest:
        yield rest
