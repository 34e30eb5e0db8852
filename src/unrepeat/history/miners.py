"""Mine batches of commits in processes of their own, so that reading git's output and writing the index overlap.

Plain programs, not a process pool: when this process dies, however it dies, theirs end at the end of their input, and
nothing is left running. Answers are files in the view, and only their names go through a pipe: on one machine, pages of
answers of many megabytes were lost in it (git/git, three runs of five); and so what waits takes no memory. (In one
process, threads wait for each other's interpreter lock: openvswitch/ovs took 18.6 s so, against 12 s.)
"""

import functools
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

from unrepeat.errors import GitError, UnrepeatError
from unrepeat.git import View, widen
from unrepeat.history.mine import Batch, Listing, list_changes, mine

# Large, since git unpacks a file's versions from one another: the fewer batches, the fewer begin far from a whole one
# (openvswitch/ovs took git 14 s in batches of 1,500, 10 s in batches of 6,000 and more).
BATCH = 8_000
_FEWEST = 500  # for fewer, a program of its own is not worth its start

Listed = Sequence[tuple[str, int]]  # hash and number of parents, in order
Prepare = Callable[[list[bytes]], list[str]]
Answer = TypeVar("Answer")
Failure = tuple[str, str]  # what happened, what to do


@contextmanager
def mining(
    view: View, commits: Listed, jobs: int, prepare: Prepare, *, partial: bool
) -> Iterator[Iterator[tuple[list[str], Batch]]]:
    """Begin to mine commits in batches, `jobs` at a time; inside, the batches can be had in order.

    Each comes with its messages, which `prepare` has made fit to be kept while the batch was still being mined.
    """
    jobs = max(1, min(jobs, -(-len(commits) // _FEWEST)))
    batches = _batches(commits, jobs)
    if len(batches) == 1:
        listing = list_changes(view, batches[0], partial=partial)
        yield ((prepare(one.messages), mine(view, one)) for one in [listing])
        return
    with ExitStack() as stack:
        miners = [_Miner(view, partial=partial) for _ in range(jobs)]
        for miner in miners:
            stack.callback(miner.end)
        for number in range(min(2 * len(miners), len(batches))):  # one at work and one waiting for each
            miners[number % len(miners)].give(batches[number])
        yield _taken(miners, batches, prepare)


def _batches(commits: Listed, jobs: int) -> list[Listed]:
    """Cut batches of one size, at least two for each miner: one can be listed and written while another is compared."""
    rounds = max(-(-len(commits) // (BATCH * jobs)), 2 if jobs > 1 or len(commits) > BATCH // 2 else 1)
    size = -(-len(commits) // (rounds * jobs))
    return [commits[begin : begin + size] for begin in range(0, len(commits), size)]


def _taken(
    miners: "Sequence[_Miner]", batches: Sequence[Listed], prepare: Prepare
) -> Iterator[tuple[list[str], Batch]]:
    for number in range(len(batches)):
        miner = miners[number % len(miners)]
        messages = prepare(miner.take(list))
        batch = miner.take(Batch)
        ahead = number + 2 * len(miners)
        if ahead < len(batches):
            miner.give(batches[ahead])
        yield messages, batch


class _Miner:
    """One program that mines, and a thread that takes its answers as they come, so that it never waits for us."""

    def __init__(self, view: View, *, partial: bool) -> None:
        package = str(Path(__file__).parents[2])
        search = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "unrepeat.history.miners", str(int(partial)), view.null, str(view.folder)],
            env=os.environ | {"PYTHONPATH": search},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for us alone: we end it, and its git ends for want of a reader
        )
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                widen(pipe)
        self._answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()  # files
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(ValueError, OSError):
            if self.process.stdout is not None:
                for line in self.process.stdout:
                    self._answers.put(os.fsdecode(line.rstrip(b"\n")))
        self._answers.put(None)

    def give(self, commits: Listed) -> None:
        """Ask for a batch."""
        assert self.process.stdin is not None, "it was given a pipe"  # noqa: S101 -- tells mypy what PIPE means
        try:
            pickle.dump(list(commits), self.process.stdin)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise _ended() from None

    def take(self, kind: type[Answer]) -> Answer:
        """Wait for the next answer; raise GitError where it tells of one, or where the program has ended."""
        file = self._answers.get()
        if file is None:
            raise _ended()
        try:
            with Path(file).open("rb") as stream:
                answer = pickle.load(stream)  # noqa: S301 -- from our own program
        except (OSError, pickle.UnpicklingError, EOFError):
            raise _ended() from None
        finally:
            Path(file).unlink(missing_ok=True)
        if isinstance(answer, tuple):
            raise GitError(*answer)
        if not isinstance(answer, kind):
            raise _ended()
        return answer

    def end(self) -> None:
        """End the program and the thread."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _ended() -> GitError:
    return GitError(
        "A program that reads the history ended early.",
        "Run the command again; what was indexed so far is kept. With little memory, use `--jobs 1`.",
    )


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more; the next is listed while the last is compared."""
    partial, null, folder = sys.argv[1:4]
    view = View(Path(folder), null)

    def list_next() -> Listing | Failure | None:
        try:
            commits = pickle.load(requests)  # noqa: S301 -- from our own program
        except EOFError:
            return None
        return _told(lambda: list_changes(view, commits, partial=partial == "1"))

    with ThreadPoolExecutor(1) as ahead:
        listing = ahead.submit(list_next).result()
        while listing is not None:
            _send(listing if isinstance(listing, tuple) else listing.messages, view, answers)
            following = ahead.submit(list_next)
            if not isinstance(listing, tuple):
                _send(_told(functools.partial(mine, view, listing)), view, answers)
            listing = following.result()


def _told(work: Callable[[], Answer]) -> Answer | Failure:
    """Do some work; where it fails, give what happened and what to do."""
    try:
        return work()
    except UnrepeatError as error:
        return error.what, error.remedy
    except OSError as error:
        return f"A temporary file could not be written ({error.strerror}).", "Make room, or set TMPDIR."


def _send(answer: object, view: View, answers: IO[bytes]) -> None:
    with tempfile.NamedTemporaryFile(dir=view.folder, prefix="answer-", delete=False) as file:
        pickle.dump(answer, file)
    answers.write(os.fsencode(file.name) + b"\n")
    answers.flush()


if __name__ == "__main__":
    try:
        _serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(1)
