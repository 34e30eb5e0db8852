"""What commands share: their options, the repository, the index caught up, and a person's verdicts."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from unrepeat.cli.errors import say
from unrepeat.errors import IndexDamaged, LedgerError
from unrepeat.git import Repository
from unrepeat.ledger.kinds import FOLDER
from unrepeat.ledger.links import ledger_folder, read_all

if TYPE_CHECKING:
    from unrepeat.history.index import Index
    from unrepeat.ledger.ledger import Ledger
    from unrepeat.ledger.store import Store

Answer = TypeVar("Answer")
Command = TypeVar("Command", bound=Callable[..., Any])


def repository_option(command: Command) -> Command:
    """Add `--repo` to a command."""
    return click.option("--repo", type=click.Path(), help="The repository; by default the one around this folder.")(
        command
    )


def json_option(command: Command) -> Command:
    """Add `--json`, and `--format json` that means the same."""
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object a line.")(command)
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help="`json` is the same as --json."
    )(command)


def ledger_option(command: Command) -> Command:
    """Add `--ledger`, for repositories without a work tree."""
    return click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        help="The ledger's folder; by default `.unrepeat` in the work tree.",
    )(command)


def since_option(command: Command) -> Command:
    """Add `--since`."""
    return click.option(
        "--since", type=Day(), default=0, metavar="DATE", help="Leave out what ended before YYYY-MM-DD."
    )(command)


class Day(click.ParamType[int]):
    """A day as YYYY-MM-DD; gives the seconds since 1970 at its beginning, in UTC."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 -- click's signature
        """Read a day."""
        if isinstance(value, int):
            return value
        try:
            return int(datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
        except ValueError:
            self.fail(f"{value!r} is no date. Write it as YYYY-MM-DD, such as 2026-03-04.", param, ctx)


@dataclass
class Session:
    """One run of a command on one repository."""

    repository: Repository
    ledger: Path | None

    @classmethod
    def begin(cls, repo: str | None, ledger: Path | None = None) -> "Session":
        """Find the repository: the one given here, the one given before the command, or the one around us."""
        context = click.get_current_context(silent=True)
        outer = context.find_root().obj if context else None
        repository = Repository.discover(Path(repo or outer or "."))
        return cls(repository, ledger_folder(repository, ledger))

    def with_index(
        self, tips: Sequence[str], work: "Callable[[Index], Answer]", *, jobs: int | None = None, rebuild: bool = False
    ) -> Answer:
        """Open the index, caught up with some commits, and work with it; built anew once where it turns out damaged."""
        from unrepeat.history.index import open_index

        for last in (False, True):
            progress = ProgressBar("Reading the history")
            try:
                with open_index(
                    self.repository,
                    tips,
                    jobs=jobs or default_jobs(),
                    rebuild=rebuild or last,
                    progress=progress,
                    note=say,
                ) as index:
                    progress.end()
                    return work(index)
            except IndexDamaged:
                if last:
                    raise
                say("The history index was damaged; it is being built anew.")
            finally:
                progress.end()
        raise IndexDamaged

    @contextmanager
    def store(self) -> Iterator["Store"]:
        """Open the ledger to write to it; raise LedgerError where there is no folder for one."""
        from unrepeat.ledger.store import Store

        if self.ledger is None:
            raise LedgerError(
                "This repository has no work tree to keep a ledger in.", "Name a folder for it with `--ledger DIR`."
            )
        with Store.open(self.repository, _without_dots(self.ledger)) as store:
            yield store

    @contextmanager
    def read(self, at: str | None = None) -> Iterator[tuple["Store", "Ledger"]]:
        """Read the ledger as it is, or as of a commit; a repository without a work tree is read as of its head.

        What cannot be read is told, once, and passed over.
        """
        from unrepeat.ledger.store import Store

        if self.ledger is None:
            at = at or "HEAD"
        with Store.open(self.repository, _without_dots(self.ledger or Path(FOLDER))) as store:
            ledger = store.now() if at is None else store.at(self.repository.resolve(at))
            if ledger.problems:
                first = ledger.problems[0]
                place = f"{first.path}, line {first.line}" if first.line else first.path
                more = f" ({len(ledger.problems) - 1} more)" if len(ledger.problems) > 1 else ""
                say(f"{place}: {first.what}{more}. It is passed over; `unrepeat fsck` tells all, and what to do.")
            yield store, ledger

    def verdicts(self, index: "Index") -> dict[tuple[int, int], str]:
        """Give people's verdicts on links of this history; a file that cannot be read is told, and passed over."""
        from unrepeat.history.past import verdicts_in

        said = []
        for verdict in read_all(self.ledger):
            if isinstance(verdict, LedgerError):
                say(f"{verdict.what} It is passed over. {verdict.remedy}")
            else:
                said.append((verdict.fix, verdict.culprit, verdict.verdict))
        return verdicts_in(index, said)


def _without_dots(folder: Path) -> Path:
    """Give a folder's whole path, `..` worked out as it is written: a link on the way is seen and refused later."""
    return Path(os.path.normpath(folder.absolute()))


def default_jobs() -> int:
    """Give how many processes may read the history at once: one a processor, four at most."""
    return max(1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4))


class ProgressBar:
    """Shows on a terminal how far something is; elsewhere nothing."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show that so many of all are done."""
        if self._bar is None and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=total)
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
