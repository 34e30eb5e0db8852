"""Keep records in a test's repository, as the command line would."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger.fields import given
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store

DAY = date(2026, 3, 4)


@contextmanager
def opened(repo: Repo) -> Iterator[Store]:
    """Open the ledger of a test's repository."""
    with Store.open(Repository.discover(repo.folder), repo.folder / ".unrepeat") as store:
        yield store


def keep(store: Store, kind: str, title: str, *settings: str, day: date = DAY) -> Record:
    """Keep a record with settings of the form KEY=VALUE."""
    return store.add(KINDS[kind], title, given(KINDS[kind], settings), day)


def change(store: Store, record: Record, *settings: str, day: date = DAY) -> Record:
    """Change a record by settings of the form KEY=VALUE."""
    return store.edit(record, given(KINDS[record.kind], settings, record.fields), day)
