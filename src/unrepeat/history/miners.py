"""Mine batches of commits in processes of their own, so that reading git's output and writing the index overlap.

Plain programs with pickles on their pipes, not a process pool: when this process dies, however it dies, theirs end at
the end of their input, and nothing is left running. (In one process, threads wait for each other's interpreter lock:
openvswitch/ovs took 18.6 s so, against 12 s.)
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from unrepeat.errors import GitError, UnrepeatError
from unrepeat.git import View, widen
from unrepeat.history.mine import Batch, mine

# Large, since git unpacks a file's versions from one another: the fewer batches, the fewer begin far from a whole one
# (openvswitch/ovs took git 14 s in batches of 1,500, 10 s in batches of 6,000 and more).
BATCH = 10_500
_FEWEST = 500  # for fewer, a program of its own is not worth its start

Listed = Sequence[tuple[str, int]]  # hash and number of parents, in order


@contextmanager
def mining(view: View, commits: Listed, jobs: int, *, partial: bool) -> Iterator[Iterator[Batch]]:
    """Begin to mine commits in batches, `jobs` at a time; inside, the batches can be had in order."""
    jobs = max(1, min(jobs, -(-len(commits) // _FEWEST)))
    rounds = -(-len(commits) // (BATCH * jobs))
    size = -(-len(commits) // (rounds * jobs))  # as many batches for each, all of a size
    batches = [commits[begin : begin + size] for begin in range(0, len(commits), size)]
    if len(batches) == 1:
        yield iter([mine(view, batches[0], partial=partial)])
        return
    with ExitStack() as stack:
        miners = [stack.enter_context(_miner(view, partial=partial)) for _ in range(jobs)]
        for number in range(min(2 * len(miners), len(batches))):  # one at work and one waiting for each
            _give(miners[number % len(miners)], batches[number])
        yield _taken(miners, batches)


def _taken(miners: "Sequence[subprocess.Popen[bytes]]", batches: Sequence[Listed]) -> Iterator[Batch]:
    for number in range(len(batches)):
        miner = miners[number % len(miners)]
        batch = _take(miner)
        ahead = number + 2 * len(miners)
        if ahead < len(batches):
            _give(miner, batches[ahead])
        yield batch


@contextmanager
def _miner(view: View, *, partial: bool) -> Iterator["subprocess.Popen[bytes]"]:
    package = str(Path(__file__).parents[2])
    search = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "unrepeat.history.miners", str(int(partial)), view.null, str(view.folder)],
        env=os.environ | {"PYTHONPATH": search},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=0,  # Ctrl-C is for us alone: we end it, and its git ends for want of a reader
    )
    try:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                widen(pipe)
        yield process
    finally:
        process.kill()
        process.communicate()


def _give(miner: "subprocess.Popen[bytes]", commits: Listed) -> None:
    assert miner.stdin is not None, "it was given a pipe"  # noqa: S101 -- tells mypy what PIPE means
    try:
        pickle.dump(list(commits), miner.stdin)
        miner.stdin.flush()
    except BrokenPipeError:
        raise _ended() from None


def _take(miner: "subprocess.Popen[bytes]") -> Batch:
    assert miner.stdout is not None, "it was given a pipe"  # noqa: S101 -- tells mypy what PIPE means
    try:
        answer: Batch | tuple[str, str] = pickle.load(miner.stdout)  # noqa: S301 -- from our own program
    except (EOFError, pickle.UnpicklingError):
        raise _ended() from None
    if isinstance(answer, tuple):
        raise GitError(*answer)
    return answer


def _ended() -> GitError:
    return GitError(
        "A program that reads the history ended early.",
        "Run the command again; what was indexed so far is kept. With little memory, use `--jobs 1`.",
    )


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    partial, null, folder = sys.argv[1:4]
    view = View(Path(folder), null)
    while True:
        try:
            commits = pickle.load(requests)  # noqa: S301 -- from our own program
        except EOFError:
            return
        answer: Batch | tuple[str, str]
        try:
            answer = mine(view, commits, partial=partial == "1")
        except UnrepeatError as error:
            answer = error.what, error.remedy
        except OSError as error:
            answer = (f"A temporary file could not be written ({error.strerror}).", "Make room, or set TMPDIR.")
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    try:
        _serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(1)
