"""Who is likely to build on some files: the owners of the files, and of those that change together with them."""

import os
from collections.abc import Callable, Sequence

from unrepeat.cli.coupling import pairs_of
from unrepeat.cli.session import Session
from unrepeat.errors import UnrepeatError
from unrepeat.history.index import Index
from unrepeat.history.store import place_of_index
from unrepeat.ledger.audience import Suggested, audience, read_codeowners

MOST_NAMED = 5


def likely_audience(session: Session) -> Callable[[str], Sequence[str]]:
    """Give a function that names who is likely to build on a file, the likeliest first."""
    return lambda path: [one.who for one in suggested(session, [path])][:MOST_NAMED]


def suggested(session: Session, paths: Sequence[str]) -> list[Suggested]:
    """Say who should be told of a change to some files, and why; nobody where no owners are written down."""
    if not paths or not session.repository.names("HEAD"):
        return []
    head = session.repository.head()
    owners = read_codeowners(session.repository, head)
    if not owners.strip():
        return []
    return audience(paths, owners, _partners(session, head, paths))


def _partners(session: Session, head: str, paths: Sequence[str]) -> list[tuple[str, str, float]]:
    """Give the files that change together with some others, where history was indexed before: nobody waits for that."""
    if not place_of_index(session.repository, lambda _: None).exists():
        return []

    def find(index: Index) -> list[tuple[str, str, float]]:
        known = [path for path in map(os.fsencode, paths) if index.path_number(path) is not None]
        pairs = pairs_of(index, head, known) if known else []
        return [(pair["path"], pair["with"], pair["confidence"]) for pair in pairs]

    try:
        return session.with_index([head], find)
    except UnrepeatError:  # a suggestion that cannot be made is no reason to stop
        return []
