"""What git blame says, and what we say, of the same file."""

import re
import subprocess
from pathlib import Path

from unrepeat.git import Repository
from unrepeat.history.index import open_index
from unrepeat.history.lines import Annotator

_HEADER = re.compile(rb"^([0-9a-f]{40,64}) (\d+) \d+")

Line = tuple[str, bytes, int]  # commit, path there, line number there


def blame(folder: Path, path: bytes, commit: str) -> list[Line]:
    """Ask git for the origin of each line."""
    command: list[str | bytes] = ["git", "-C", str(folder), "blame", "--line-porcelain", commit, "--", path]
    output = subprocess.run(command, capture_output=True, check=True).stdout
    found: list[Line] = []
    name, origin, line = b"", "", 0
    for row in output.split(b"\n"):
        header = _HEADER.match(row)
        if row.startswith(b"\t"):
            found.append((origin, name, line))
        elif header:
            origin, line = header[1].decode(), int(header[2])
        elif row.startswith(b"filename "):
            name = row[9:]
    return found


def ours(folder: Path, paths: list[bytes], commit: str) -> dict[bytes, list[Line]]:
    """Ask the index for the same, for several files."""
    repository = Repository.discover(folder)
    answers = {}
    with open_index(repository, [commit], jobs=1) as index:
        for path in paths:
            annotator = Annotator(index)
            number = index.path_number(path)
            assert number is not None, path
            lines = annotator.lines_at(number, index.ordinal(commit))
            assert lines is not None, path
            origins = [annotator.origins.of(line) for line in lines]
            answers[path] = [(index.hash(one.commit), index.path(one.path), one.line) for one in origins]
    return answers
