"""What is said at the moment of writing: who will be asked again, and what no gate will find."""

from collections.abc import Iterator

import pytest

from tests.ledger.keeping import DAY, change, keep, opened
from tests.repository import Repo
from unrepeat.errors import LedgerError
from unrepeat.ledger.advice import made_void, refuse_unkept, remarks
from unrepeat.ledger.fields import given
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS, SIGNATURE
from unrepeat.ledger.store import Store

MOVED = "moves.cost=much"


@pytest.fixture
def store(repo: Repo) -> Iterator[Store]:
    """Give an empty ledger."""
    repo.commit("begin", {"a.py": "1\n"})
    with opened(repo) as store:
        yield store


@pytest.mark.parametrize(
    ("kind", "settings", "change_of", "expected"),
    [
        ("decision", ["informed=ops,lead"], "outcome=By letter", "lead, ops"),
        ("decision", ["informed=Ops"], "outcome=By letter", "ops"),
        ("decision", ["informed=lead"], "informed+=other", ""),
        ("decision", ["informed=other"], "outcome=By letter", ""),
        ("decision", ["informed=ops"], "status=rejected", ""),
        ("need", ["told=ops", MOVED], "text=More", "ops"),
        ("need", ["told=ops"], "text=More", ""),
        ("need", ["done-when=sign-off: lead"], "text=More", "lead"),
        ("need", ["done-when=sign-off: lead"], "done-when=path: a.py", ""),
        ("agreement", ["parties=lead,other"], "habit=We try", "lead"),
        ("note", ["informed=ops"], "text=More", ""),
    ],
)
def test_only_those_whose_word_waits_will_be_asked_again(
    kind: str, settings: list[str], change_of: str, expected: str, store: Store
) -> None:
    before = keep(store, kind, "One", *settings)
    for who in ("ops", "lead"):
        store.say(ACKNOWLEDGEMENT, before, who, DAY)
        store.say(SIGNATURE, before, who, DAY)
    known = store.now()
    said = made_void(before, change(store, before, change_of), known)
    assert (said or "").partition(" will be asked")[0] == (f"The words changed, so {expected}" if expected else "")


def test_who_said_nothing_yet_is_not_asked_again(store: Store) -> None:
    before = keep(store, "decision", "One", "informed=ops")
    known = store.now()
    assert made_void(before, change(store, before, "outcome=By letter"), known) is None


@pytest.mark.parametrize(
    ("kind", "settings", "expected"),
    [
        ("need", [], "names no feature"),
        ("decision", [], "neither a feature nor files"),
        ("decision", ["feature=mail"], ""),
        ("decision", ["release=2"], ""),
        ("decision", ["paths=a.py"], ""),
        ("assumption", [], "what rests on it, so no gate waits for it"),
        ("assumption", ["paths=a.py"], "what rests on it, so only by its files does a gate find it"),
        ("assumption", ["rests=mail"], ""),
        ("assumption", ["feature=mail"], ""),
        ("note", [], ""),
    ],
)
def test_what_no_gate_would_find_is_told(kind: str, settings: list[str], expected: str, store: Store) -> None:
    record = keep(store, kind, "One", *settings)
    said = list(remarks(record, store.now()))
    assert len(said) == (1 if expected else 0)
    assert all(expected in one and f"unrepeat set {record.id} " in one for one in said)


@pytest.mark.parametrize(
    ("title", "setting", "says"),
    [
        ("", "owner=ops", "no title"),
        ("A", "due=soon", "no date"),
        ("A", "owner=\udcff", "UTF-8"),
        ("A", "id=b", "`id`"),
    ],
)
def test_what_could_not_be_kept_is_told_and_nothing_is_written(
    title: str, setting: str, says: str, store: Store, repo: Repo
) -> None:
    with pytest.raises(LedgerError, match=says):
        refuse_unkept(KINDS["action"], title, given(KINDS["action"], [setting]), DAY)
    refuse_unkept(KINDS["action"], "A", given(KINDS["action"], ["due=2026-05-06"]), DAY)
    assert not (repo.folder / ".unrepeat").exists()
    assert store.now().records == ()
