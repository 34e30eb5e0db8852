"""Run a command of the ledger in a scratch copy of a commit's tree: bounded, with nothing of the user's around it."""

import math
import os
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, NamedTuple

from unrepeat.errors import GitError, UnrepeatError
from unrepeat.git import GitStopped, Repository, View
from unrepeat.ledger.written_tree import write_tree

# Fixed, for the user's own PATH may name folders of a repository.
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_ADDRESSES = 4 << 30  # bytes of memory that a program may ask for
_FILE = 1 << 30  # bytes of a file that it may write
_GLANCE = 0.02  # seconds between looks at whether the shell has ended while a child of its keeps the output open
_PATIENCE = 5.0  # seconds for killed processes to be gone


class CannotRun(UnrepeatError):
    """A command of the ledger could not be run, which says nothing about its answer."""


class Ran(NamedTuple):
    """How a command ended: its exit status (128 and the number of a signal that ended it), and what it said.

    The status is None where it was ended for the time it took or the output it gave. The output is text in its order,
    stdout and stderr in one: to be escaped wherever it is shown. `left_out` counts the paths of the commit that could
    not be given to it: links that lead out of the tree, names that no folder can hold.
    """

    status: int | None
    output: str
    ended: Literal["done", "time", "output"]
    left_out: int


def run_in_tree(
    repository: Repository, commit: str, command: str, *, seconds: float = 60, output_bytes: int = 65536
) -> Ran:
    """Run a shell command in the tree of a commit (a full hash), as `run_in_view` does."""
    with repository.view() as view:
        return run_in_view(repository, view, commit, command, seconds=seconds, output_bytes=output_bytes)


def run_in_view(
    repository: Repository, view: View, name: str, command: str, *, seconds: float = 60, output_bytes: int = 65536
) -> Ran:
    """Run a shell command in the tree of a commit or in a tree (hash), written anew into a folder that is removed.

    The tree may be one that the view alone holds, such as that of what is staged. It asks nobody: whoever calls this
    has asked `trust.is_trusted`. The command gets no input, no environment but PATH, HOME (the scratch folder, above
    the tree, so that the tree brings no settings) and LANG, and no more memory, time and room than stated here; when it
    ends, so does what it started. It is bounded, not locked in: it may read what the user may read. In its output, the
    scratch tree's own path is left out, so that the same command says the same again. Raises CannotRun, GitError.
    """
    with _scratch_folder() as folder:
        tree = folder / "tree"
        left_out = _fill(repository, view, name, tree)
        process = _started(command, tree, folder, seconds)
        try:
            output, ended = _watched(process, seconds, output_bytes)
        finally:
            _end(process, folder)
        status = process.returncode if process.returncode >= 0 else 128 - process.returncode
        return Ran(status if ended == "done" else None, _told(output, tree), ended, left_out)


def _told(output: bytes, tree: Path) -> str:
    """Give an output as text, with paths in the tree as they are in the repository."""
    text = output.decode("utf-8", "replace")
    for place in {os.path.realpath(tree), str(tree)}:
        text = text.replace(f"{place}/", "").replace(place, ".")
    return text


def _fill(repository: Repository, view: View, name: str, tree: Path) -> int:
    try:
        tree.mkdir()
        return write_tree(view, name, tree)
    except GitError as error:
        if isinstance(error, GitStopped) or not repository.is_partial():
            raise
        raise CannotRun(
            f"Commit {name[:12]} is not all in this clone ({error.what.rstrip('.')}).",
            "Check it out once, which brings its files, or use a full clone.",
        ) from None
    except OSError as error:
        raise CannotRun(
            f"The tree of {name[:12]} could not be written out ({error.strerror}).",
            "Make room, or set TMPDIR to another disk.",
        ) from None


def _started(command: str, tree: Path, home: Path, seconds: float) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            ["/bin/sh", "-c", command],
            cwd=tree,
            env={"PATH": _PATH, "HOME": str(home), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            start_new_session=True,
            preexec_fn=_limits(seconds),  # noqa: PLW1509 -- between fork and exec it makes system calls alone
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CannotRun(
            f"The shell could not be started with this command ({reason}).", "Look at the command in its record."
        ) from None


def _limits(seconds: float) -> Callable[[], None]:
    """Give what sets the limits of a process; they hold for each that it starts."""
    # Time is watched from outside; this is for what escapes the end, and no program can come to it before.
    wanted = {
        resource.RLIMIT_CPU: math.ceil(seconds) * (os.cpu_count() or 1) + 1,
        resource.RLIMIT_FSIZE: _FILE,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform != "darwin":  # where every program has more addresses than this from its first moment
        wanted[resource.RLIMIT_AS] = _ADDRESSES
    given = {kind: resource.getrlimit(kind)[1] for kind in wanted}
    limits = {kind: limit if given[kind] < 0 else min(limit, given[kind]) for kind, limit in wanted.items()}

    def set_limits() -> None:
        for kind, limit in limits.items():
            resource.setrlimit(kind, (limit, limit))

    return set_limits


def _watched(
    process: "subprocess.Popen[bytes]", seconds: float, most: int
) -> tuple[bytes, Literal["done", "time", "output"]]:
    """Read what a process says until it ends, its time is over, or it has said too much."""
    pipe = process.stdout
    assert pipe is not None, "Popen was given a pipe"  # noqa: S101 -- tells mypy what PIPE means
    output = bytearray()
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            has_ended = process.poll() is not None
            if not selector.select(0 if has_ended else min(left, _GLANCE)):
                if has_ended:
                    return bytes(output), "done"
                continue
            piece = os.read(pipe.fileno(), 1 << 16)
            if not piece:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(left)
                    return bytes(output), "done"
                break
            output += piece
            if len(output) > most:
                return bytes(output[:most]), "output"
    return bytes(output), "time"


def _end(process: "subprocess.Popen[bytes]", home: Path) -> None:
    """Kill a process with all that it started, and wait until they are gone."""
    with suppress(ProcessLookupError, PermissionError):  # the latter: on macOS, of a group that has ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()
    deadline = time.monotonic() + _PATIENCE
    while (others := _left_behind(home)) and time.monotonic() < deadline:
        for other in others:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(other, signal.SIGKILL)
        time.sleep(_GLANCE / 10)


def _left_behind(home: Path) -> list[int]:
    """Find processes that left the group but carry its HOME, as a build's servers do.

    Jenkins finds what a build left behind in the same way (its ProcessTreeKiller). Without /proc, none are found.
    """
    mark = b"HOME=" + os.fsencode(home)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    try:
        folder = Path(tempfile.mkdtemp(prefix="unrepeat-"))
    except OSError as error:
        raise CannotRun(
            f"No temporary folder could be made ({error.strerror}).", "Make room, or set TMPDIR to another disk."
        ) from None
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    try:
        with suppress(RecursionError):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        if folder.exists():  # after a second Ctrl-C, or where a command took away its folders' rights or nested many
            subprocess.run(
                ["/bin/sh", "-c", 'chmod -R u+rwx -- "$1"; rm -rf -- "$1"', "sh", str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # so that a third does not reach it
                check=False,
            )
