"""`unrepeat strings`: fixes that needed fixes, joined in order."""

import json
from typing import Any

import click

from unrepeat import __version__
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option, since_option
from unrepeat.history.index import Index
from unrepeat.history.past import look_back
from unrepeat.retro.study import fingerprint, moment, text


@click.command()
@since_option
@click.option("--unaided", is_flag=True, help="Do not read what messages say of other commits.")
@json_option
@ledger_option
@repository_option
def strings(since: int, unaided: bool, **common: Any) -> None:  # noqa: FBT001, ANN401 -- click passes options so
    """List the strings of mistakes, the most recent first: a fix that is itself the culprit of a later fix."""
    session = Session.begin(common["repo"], common["ledger"])
    head = session.repository.head()
    rows = session.with_index([head], lambda index: string_rows(session, index, head, unaided=unaided))
    rows = [row for row in rows if row.pop("seconds") >= since]
    if common["as_json"] or common["form"] == "json":
        print_rows({key: value for key, value in row.items() if key != "subjects"} for row in rows)
        return
    for row in rows:
        span = f"{row['first'][:10]} to {row['last'][:10]}" + (", still open" if row["open"] else "")
        print_line(f"{row['id'][:19]}  {len(row['commits'])} changes, {span}")
        for commit, subject in zip(row["commits"], row["subjects"], strict=True):
            ties = [link for link in row["links"] if link["fix"] == commit]
            tied = "".join(
                f"  <- {link['culprit'][:12]} ({'confirmed' if link['confirmed'] else format(link['score'], '.0%')})"
                for link in ties
            )
            print_line(f"  {commit[:12]}  {subject[:80]}{tied}")
    print_line(
        f"{len(rows):,} string{'' if len(rows) == 1 else 's'}." if rows else "No strings were found in this history."
    )


def string_rows(session: Session, index: Index, head: str, *, unaided: bool = False) -> list[dict[str, Any]]:
    """Give the strings of a head as `--json` prints them, with the subjects of their commits; kept for next time."""
    verdicts = session.verdicts(index)
    key = f"strings {__version__} {head} {unaided} {fingerprint(verdicts)}"

    def make() -> str:
        past = look_back(index, index.ordinal(head), verdicts=verdicts, unaided=unaided)
        paths = index.all_paths()
        return json.dumps(
            [
                {
                    "id": f"string-{index.hash(string.commits[0])}",
                    "commits": [index.hash(commit) for commit in string.commits],
                    "links": [
                        {
                            "fix": index.hash(link.fix),
                            "culprit": index.hash(link.culprit),
                            "score": link.score,
                            "confirmed": link.confirmed,
                        }
                        for link in string.links
                    ],
                    "paths": [text(paths[path]) for path in string.paths],
                    "first": moment(string.first),
                    "last": moment(string.last),
                    "open": string.open,
                    "seconds": string.last,
                    "subjects": [past.changes[commit].subject for commit in string.commits],
                }
                for string in past.strings
            ]
        )

    rows: list[dict[str, Any]] = json.loads(index.derived(key, make))
    return rows
