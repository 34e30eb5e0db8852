"""A program that does one thing to a ledger again and again, stopped a step later each time; it tells what was left.

Run as `python -m tests.ledger.stopped REPOSITORY HOW WHAT`, it prints a JSON list, an object a stop: how it ended, what
was said, the files left behind (`left`), and now and then those after doing it once more (`again`). HOW is `killed` (by
SIGKILL, at each line of the modules that write and each call that touches a file) or `full` (as if the disk were).
"""

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

from unrepeat.errors import LedgerError
from unrepeat.git import Repository
from unrepeat.ledger import files, private, store
from unrepeat.ledger.fields import given
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS
from unrepeat.ledger.parsing import parse_record
from unrepeat.ledger.store import Store

WRITING = {files.__file__, store.__file__, private.__file__}
TOUCHING = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod"}
DAY = date(2026, 3, 4)
NAME = "2026-03-04-made-here-abcd"
AGAIN = 5  # after each so many steps it is done once more
WORDS = "quick answers, " * 20


def new(ledger: Store) -> None:
    """Make a record."""
    wanted = given(KINDS["need"], ["paths=a.py", f"text={WORDS}"])
    with suppress(FileExistsError):
        ledger.add(KINDS["need"], "Made here", wanted, DAY, identity=NAME)


def change(ledger: Store) -> None:
    """Change a record."""
    found = ledger.now().find("known")
    ledger.edit(found, given(KINDS["risk"], ["paths+=b.py", f"text={WORDS}"], found.fields), DAY)


def acknowledge(ledger: Store) -> None:
    """Acknowledge a record."""
    ledger.say(ACKNOWLEDGEMENT, ledger.now().find("known"), "ops", DAY)


def share(ledger: Store) -> None:
    """Make a private note a record."""
    for note in private.read_all({}):
        with private.given_away(note):
            new(ledger)


def keep(_: Store) -> None:
    """Keep a private note."""
    private.keep(WORDS, DAY, {})


ACTS = {act.__name__: act for act in (new, change, acknowledge, share, keep)}


def _killed_after(steps: int, folders: list[Path]) -> None:
    """Let this process be killed after so many steps."""
    left = steps

    def step() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 -- Python's own signature
        if frame.f_code.co_filename not in WRITING:
            return None
        if event == "line":
            step()
        return trace

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in TOUCHING and any(f"{argument}".startswith(f"{one}") for argument in arguments for one in folders):
            step()

    sys.addaudithook(audit)
    sys.settrace(trace)


def _done(repository: Repository, what: str, limit: Callable[[], None]) -> int:
    """Do it in a process of its own; give how that ended."""
    child = os.fork()
    if child == 0:
        status = 70
        try:
            os.umask(0)
            with Store.open(repository, repository.folder / ".unrepeat") as opened:
                limit()
                ACTS[what](opened)
            status = 0
        except LedgerError as error:
            sys.settrace(None)
            resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
            (repository.folder.parent / "said").write_text(f"{error.what}\n{error.remedy}")
            status = 2
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _left(folders: list[Path]) -> dict[str, list[object]]:
    """Give every file and folder: its mode, and its content where it has one."""
    found: dict[str, list[object]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            content = path.read_bytes().decode("utf-8") if path.is_file() else None
            found[f"{path.relative_to(folder.parent)}"] = [path.stat().st_mode & 0o777, content]
    return found


def main(repository: Path, how: str, what: str) -> None:
    """Do it again and again until it is not stopped any more."""
    parse_record(KINDS["risk"], ".unrepeat/risks/known.md", (repository / ".unrepeat/risks/known.md").read_bytes())
    found = Repository.discover(repository)  # what is loaded by now costs the children nothing
    folders = [repository / ".unrepeat", private.folder().parent]
    pristine = repository.parent / "pristine"
    for number, folder in enumerate(folders):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, pristine / f"{number}")
    told = []
    for steps in range(10_000):
        (repository.parent / "said").unlink(missing_ok=True)
        size = steps * 37  # bytes

        def limit(steps: int = steps, size: int = size) -> None:
            if how == "killed":
                _killed_after(steps, folders)
            else:
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        status = _done(found, what, limit)
        said = repository.parent / "said"
        row: dict[str, object] = {"status": status, "said": said.read_text() if said.exists() else ""}
        row["left"] = _left(folders)
        if status == 0:
            told.append(row)
            break
        if steps % AGAIN == 0:
            row["status_again"] = _done(found, what, lambda: None)
            row["again"] = _left(folders)
        told.append(row)
        for number, folder in enumerate(folders):
            shutil.rmtree(folder)
            shutil.copytree(pristine / f"{number}", folder)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
