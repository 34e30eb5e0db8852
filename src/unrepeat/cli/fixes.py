"""`unrepeat fixes`: which changes are fixes, and by what signs."""

import click

from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, repository_option, since_option
from unrepeat.history.fixes import find_fixes


@click.command()
@since_option
@json_option
@repository_option
def fixes(since: int, as_json: bool, form: str, repo: str | None) -> None:  # noqa: FBT001 -- click passes options so
    """List the changes that look like fixes, the oldest first, each with a score and the signals behind it."""
    session = Session.begin(repo)
    head = session.repository.head()
    found = session.with_index([head], lambda index: list(find_fixes(index, index.ordinal(head), since=since)))
    found.sort(key=lambda fix: (fix.change.time, fix.change.commit))  # whatever the order they were indexed in
    if as_json or form == "json":
        print_rows(
            {
                "commit": fix.change.commit,
                "score": fix.score,
                "signals": [
                    {"name": signal.name, "says": signal.says, "weight": signal.weight} for signal in fix.signals
                ],
            }
            for fix in found
        )
        return
    for fix in found:
        signs = ", ".join(dict.fromkeys(signal.name for signal in fix.signals if signal.weight > 0))
        print_line(f"{fix.change.commit[:12]} {fix.change.day} {fix.score:4.0%}  {fix.change.subject[:80]}  ({signs})")
    print_line(f"{len(found):,} fixes." if found else "No change here looks like a fix.")
