"""The command line run within the test's own process: a tenth of the time, where a program of its own adds nothing."""

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

from unrepeat.cli import cli
from unrepeat.cli.errors import handled

KEPT = ("PATH", "LANG")


@contextlib.contextmanager
def _place(cwd: Path, environment: dict[str, str]) -> Iterator[None]:
    """Stand in a folder, with an environment of one's own."""
    before, here = dict(os.environ), Path.cwd()
    os.environ.clear()
    os.environ.update({name: before[name] for name in KEPT if name in before} | environment)
    os.chdir(cwd)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


def runner(home: Path) -> Callable[..., CompletedProcess[str]]:
    """Give a function that takes what the fixture `unrepeat` takes, and gives what it gives."""
    home.mkdir(exist_ok=True)

    def run(*arguments: str, cwd: Path, stdin: str | None = None, **environment: str) -> CompletedProcess[str]:
        assert stdin is None, "nothing can be piped into this very process"
        output, errors = io.StringIO(), io.StringIO()
        place = _place(cwd, {"HOME": str(home)} | environment)
        with place, contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = handled(lambda: cli.main(list(arguments), standalone_mode=False, prog_name="unrepeat"))
        return CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())

    return run
