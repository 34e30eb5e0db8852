"""`unrepeat coupling`: files that change together."""

import os
import posixpath
from collections.abc import Sequence
from typing import Any

import click

from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, repository_option
from unrepeat.errors import UnknownPath
from unrepeat.history.coupling import counted, coupled
from unrepeat.history.index import Index
from unrepeat.history.kinds_of_files import is_bookkeeping
from unrepeat.history.nodes import DELETE
from unrepeat.retro.study import text

FEWEST_WHEN_ASKED = 3  # times together, where a path is asked for by name


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@json_option
@repository_option
def coupling(paths: Sequence[str], as_json: bool, form: str, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """List files that change together, the surest first; with PATH, the partners of these files.

    `confidence` is the lower end of the 95 % interval for "when this changes, so does that"; `control` is how often
    that changes anyway. Changes of more than 30 files, lock and generated files and change logs do not count.
    """
    session = Session.begin(repo)
    head = session.repository.head()
    rows = session.with_index(
        [head], lambda index: pairs_of(index, head, [os.fsencode(posixpath.normpath(path)) for path in paths])
    )
    if as_json or form == "json":
        print_rows(rows)
        return
    for row in rows:
        print_line(
            f"{row['path']} -> {row['with']}  {row['support']} times together,"
            f" at least {row['confidence']:.0%} of its changes (else {row['control']:.1%})"
        )
    if not rows:
        print_line("No files change together often enough to tell.")


def pairs_of(index: Index, head: str, wanted: Sequence[bytes]) -> list[dict[str, Any]]:
    """Give the pairs that `coupling` prints, of all files or of those wanted; raise UnknownPath for one not known."""
    tip = index.ordinal(head)
    only = set()
    for path in wanted:
        number = index.path_number(path)
        if number is None:
            raise UnknownPath(
                f"{path.decode('utf-8', 'replace')!r} is no file that this history knows.",
                "Give paths relative to the repository's top, with `/`, as `git ls-files` lists them.",
            )
        only.add(number)
    names = index.all_paths()
    reachable = index.graph.reachable([tip])
    changes = counted(
        (change for change in index.changes() if reachable[change.ordinal]),
        {number for number, name in enumerate(names) if is_bookkeeping(name)} - only,
    )
    pairs = coupled(changes, only=only, fewest=FEWEST_WHEN_ASKED) if only else coupled(changes)
    return [
        {
            "path": text(names[pair.path]),
            "with": text(names[pair.partner]),
            "support": pair.support,
            "confidence": pair.confidence,
            "control": pair.control,
        }
        for pair in pairs
        if _is_there(index, pair.path, tip) and _is_there(index, pair.partner, tip)
    ]


def _is_there(index: Index, path: int, tip: int) -> bool:
    history = index.file_history(path)
    number = history.last_at(tip)
    return number is not None and history.nodes[number].kind != DELETE
