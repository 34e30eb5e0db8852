"""The one place where exceptions become sentences and exit codes."""

import errno
import os
import platform
import sys
import traceback
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import click

from unrepeat import __version__
from unrepeat.cli.output import ReaderGoneError, shown
from unrepeat.errors import UnrepeatError

FINE, COULD_NOT, INTERRUPTED = 0, 2, 130
LONGEST_LINE = 500  # letters
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def handled(run: Callable[[], object]) -> int:
    """Run a command; give its exit code: 0 fine, 1 a finding, 2 it could not be done."""
    try:
        result = run()
        if sys.stdout is not None:  # as after `>&-`
            sys.stdout.flush()
    except click.ClickException as error:
        _show(error)
    except (KeyboardInterrupt, click.Abort) as stop:
        say(_stopped(stop))
        return INTERRUPTED
    except (ReaderGoneError, BrokenPipeError):
        _drop_output()
        return FINE
    except Exception as error:  # noqa: BLE001 -- the last resort, so that nobody meets a traceback
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            _drop_output()
        say(_told(error))
    else:
        return result if isinstance(result, int) else FINE
    return COULD_NOT


def _show(error: click.ClickException) -> None:
    """Tell of a wrong use as click does; the value that it repeats may steer a terminal, or fill it."""
    said = StringIO()
    error.show(said)
    for line in said.getvalue().splitlines():
        click.echo(_cut(shown(line)), err=True)


def _stopped(stop: BaseException) -> str:
    """Say what becomes of a command that a person ended: at work, or at a question (which then says what was kept)."""
    if isinstance(stop, click.Abort) and not isinstance(stop.__cause__, KeyboardInterrupt):
        click.echo(err=True)  # the question stands without an end
        return str(stop) or "Stopped. Nothing was recorded."
    return "Stopped. Nothing is lost; the index keeps what it had, and goes on from there."


def _told(error: Exception) -> str:
    """Say what happened and what to do, a line each."""
    if isinstance(error, UnrepeatError):
        return f"{error.what}\n{error.remedy}"
    if isinstance(error, MemoryError):
        return "There was not enough memory for this.\nClose other programs, or look at less with `--since`."
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return f"The output could not be written ({error.strerror}).\nMake room, or send it elsewhere."
    if isinstance(error, FileNotFoundError) and _has_nowhere_to_stand():
        return "The current folder is no longer there.\nGo to another one with `cd`."
    return _unexpected(error)


def _has_nowhere_to_stand() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def _drop_output() -> None:
    """Send what is still to be written nowhere: a second failure while Python ends would print a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def say(sentences: str) -> None:
    """Say something to the person, beside the results."""
    for line in sentences.splitlines():
        click.echo(f"unrepeat: {_cut(shown(line))}", err=True)


def _cut(line: str) -> str:
    """Give a line of a length that people read; its ends tell most."""
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE // 2]} ... {line[-LONGEST_LINE // 2 :]}"


def _unexpected(error: Exception) -> str:
    """Describe an error of ours so that it can be pasted: places in our code and versions, no names, no contents."""
    package = Path(__file__).parents[1]
    places = [
        f"{Path(frame.filename).relative_to(package)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(package)
    ]
    versions = f"unrepeat {__version__}, Python {platform.python_version()}, {platform.system()}"
    return (
        f"Something unexpected happened: {type(error).__name__} at {' < '.join(reversed(places[-4:]))} ({versions}).\n"
        "This is a mistake of ours. The line above names nobody and holds nothing of your repository: please report it."
    )
