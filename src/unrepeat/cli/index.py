"""`unrepeat index`: build the history index, or catch it up."""

from dataclasses import asdict

import click

from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, repository_option


@click.command()
@click.option("--rebuild", is_flag=True, help="Throw the index away and build it anew.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes read the history at once.")
@json_option
@repository_option
def index(rebuild: bool, jobs: int | None, as_json: bool, form: str, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """Build the history index, or catch it up with new commits.

    Other commands do this by themselves. The index lies under the git directory and may be deleted at any time.
    """
    session = Session.begin(repo)
    totals = session.with_index([session.repository.head()], lambda one: one.totals(), jobs=jobs, rebuild=rebuild)
    if as_json or form == "json":
        print_rows([asdict(totals)])
        return
    print_line(
        f"{totals.commits:,} commits, {totals.paths:,} paths and {totals.hunks:,} hunks are indexed"
        f" ({totals.bytes / 1e6:.1f} MB, {totals.seconds:.1f} s)."
    )
    if totals.skipped_objects:
        print_line(
            f"{totals.skipped_objects:,} objects could not be read, and what depends on them is left out. In a partial"
            " clone this is expected; else `git fsck` tells more."
        )
