"""Read many blobs in one run of git: how large each is, and what it holds."""

from collections.abc import Iterable, Sequence

from unrepeat.errors import GitError
from unrepeat.git import View


def is_blob(name: bytes) -> bool:
    """Say whether a hash (hex) names an object at all: zeros stand for none."""
    return bool(name.strip(b"0"))


def sizes(view: View, names: Iterable[bytes]) -> dict[bytes, int]:
    """Give the size, in bytes, of each blob (hex) that is there."""
    wanted = sorted(set(filter(is_blob, names)))
    if not wanted:
        return {}
    answer = view.run("cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=b"\n".join(wanted) + b"\n")
    said = (line.split(b" ") for line in answer.splitlines())
    return {name: int(size) for name, size in said if size.isdigit()}


def texts(view: View, names: Sequence[bytes]) -> dict[bytes, bytes]:
    """Give the contents of blobs (hex), without those that are damaged; all of them stand in memory."""
    if not names:
        return {}
    found = {}
    try:
        with view.stream("cat-file", "--batch", stdin=b"\n".join(names) + b"\n") as output:
            for name in names:
                size = int(output.readline().split(b" ")[2])
                found[name] = output.read(size + 1)[:-1]
    except (GitError, IndexError, ValueError):  # the output ended at an object that cannot be read
        if len(names) == 1:
            return {}
        middle = len(names) // 2
        return texts(view, names[:middle]) | texts(view, names[middle:])
    return found
