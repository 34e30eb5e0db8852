"""Write a copy of a history in which messages alone are other: same trees, parents, times and headers.

No object is read but commits, and none is written but commits: the copy borrows all others from the repository
(`objects/info/alternates`). The commits go into one pack, as gitformat-pack(5) has it, at thousands a second.
"""

import hashlib
import os
import subprocess
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from unrepeat.git import Repository, View, environment

COMMIT = 1  # the type of a commit in a pack

Rewrite = Callable[[str], str]


def rewritten(repository: Repository, folder: Path, rewrite: Rewrite) -> Mapping[str, str]:
    """Write the history of HEAD into an empty folder; give the new hash of each commit by its old one."""
    form = repository.object_format
    git = ("git", "-C", str(folder))
    made = (*git, "init", "--quiet", "--bare", "--template=", f"--object-format={form}")
    subprocess.run(made, env=environment(), check=True)
    (folder / "objects/info").mkdir(exist_ok=True)
    (folder / "objects/info/alternates").write_bytes(os.fsencode(repository.objects) + b"\n")
    head = repository.head()
    with repository.view() as view:
        commits = view.run("rev-list", "--topo-order", "--reverse", head).decode().split()
        pack = _Pack(folder / "objects/pack/pack-rewritten.pack", len(commits), form)
        new: dict[str, str] = {}
        for commit, content in zip(commits, _contents(view, commits), strict=True):
            new[commit] = pack.add(_with(content, new, rewrite))
        pack.close()
    subprocess.run([*git, "index-pack", str(pack.file)], env=environment(), check=True, stdout=subprocess.DEVNULL)
    shallow = [new[commit] for commit in sorted(repository.shallow_commits()) if commit in new]
    if shallow:
        (folder / "shallow").write_text("".join(f"{commit}\n" for commit in shallow))
    subprocess.run([*git, "update-ref", "HEAD", new[head]], env=environment(), check=True)
    return new


def _contents(view: View, commits: list[str]) -> Iterator[bytes]:
    with view.stream("cat-file", "--batch", stdin="\n".join(commits).encode() + b"\n") as output:
        for _ in commits:
            size = int(output.readline().split()[2])
            yield output.read(size)
            output.read(1)


def _with(content: bytes, new: Mapping[str, str], rewrite: Rewrite) -> bytes:
    """Give a commit with its parents' new names and its new message; a parent that a shallow clone left out stays."""
    header, blank, message = content.partition(b"\n\n")
    lines = header.split(b"\n")
    for number, line in enumerate(lines):
        if line.startswith(b"parent "):
            old = line[7:].decode()
            lines[number] = b"parent " + new.get(old, old).encode()
    text = rewrite(message.decode("utf-8", "surrogateescape"))
    return b"\n".join(lines) + blank + text.encode("utf-8", "surrogateescape")


class _Pack:
    """A pack that is being written; its commits are named as git will name them."""

    def __init__(self, file: Path, count: int, form: str) -> None:
        self.file = file
        self._form = form
        self._sum = hashlib.new(form, usedforsecurity=False)
        self._output: IO[bytes] = file.open("wb")
        self._write(b"PACK" + (2).to_bytes(4, "big") + count.to_bytes(4, "big"))

    def add(self, commit: bytes) -> str:
        """Write a commit; give its hash."""
        size = len(commit)
        first, size = COMMIT << 4 | size & 15, size >> 4
        head = bytearray()
        while size:
            head.append(first | 128)
            first, size = size & 127, size >> 7
        head.append(first)
        self._write(bytes(head) + zlib.compress(commit, 1))
        return hashlib.new(self._form, b"commit %d\0" % len(commit) + commit, usedforsecurity=False).hexdigest()

    def close(self) -> None:
        """Write the sum that ends a pack."""
        self._output.write(self._sum.digest())
        self._output.close()

    def _write(self, data: bytes) -> None:
        self._sum.update(data)
        self._output.write(data)
