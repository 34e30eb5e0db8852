"""`unrepeat lines`: where each line of a file comes from."""

import os
import posixpath
from typing import Any

import click

from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, repository_option
from unrepeat.errors import UnknownPath
from unrepeat.history.index import Index
from unrepeat.history.lines import Annotator, Origin
from unrepeat.retro.study import text


@click.command()
@click.argument("path")
@click.option("--at", "revision", default="HEAD", metavar="REV", help="The commit to look at; by default HEAD.")
@json_option
@repository_option
def lines(path: str, revision: str, as_json: bool, form: str, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """Tell for each line of PATH the commit, path and line number where it was written.

    PATH is relative to the repository's top, with `/`. Merges and renames are followed as `git blame` follows them.
    """
    session = Session.begin(repo)
    repository = session.repository
    commit = repository.head() if revision == "HEAD" else repository.resolve(revision)
    name = os.fsencode(posixpath.normpath(path))
    with repository.view() as view:
        content = view.file(commit, name)
    count = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
    rows = session.with_index([commit], lambda index: _rows(index, name, commit, count))
    if as_json or form == "json":
        print_rows(rows)
        return
    shown = content.split(b"\n")
    for row, line in zip(rows, shown, strict=False):
        origin = f"{row['commit'][:12]} {row['original_line']:>5}"
        print_line(f"{origin}  {row['line']:>5}  {line.decode('utf-8', 'replace')}")


def _rows(index: Index, path: bytes, commit: str, count: int) -> list[dict[str, Any]]:
    number, ordinal = index.path_number(path), index.ordinal(commit)
    last = None if number is None else index.file_history(number).last_at(ordinal)
    if number is None or last is None:
        raise UnknownPath(
            f"{path.decode('utf-8', 'replace')!r} has no lines to follow in commit {commit[:12]}.",
            "Submodules and files that a partial clone left out cannot be followed.",
        )
    annotator = Annotator(index)
    found = annotator.lines_at(number, ordinal)
    origins = [annotator.origins.of(line) for line in found or ()][:count]
    # Of a binary file, or one with a missing object in its past, the rest is known to stand since its last change.
    latest = index.file_history(number).nodes[last].commit
    origins += [Origin(latest, number, line) for line in range(len(origins) + 1, count + 1)]
    names = {path: text(index.path(path)) for path in {origin.path for origin in origins}}
    return [
        {
            "line": line,
            "commit": index.hash(origin.commit),
            "path": names[origin.path],
            "original_line": origin.line,
        }
        for line, origin in enumerate(origins, 1)
    ]
