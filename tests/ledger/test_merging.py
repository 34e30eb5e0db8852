"""Branches that both record, acknowledge and sign merge without conflict, and everybody's word holds afterwards."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.expectations import Rows, Run, succeeds
from tests.ledger.keeping import DAY, change, keep, opened
from tests.repository import Repo
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, KINDS, SIGNATURE
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.store import Store
from unrepeat.ledger.whole import problems

LATER = date(2026, 3, 9)


def _merged(repo: Repo, *works: Callable[[Store], object]) -> Ledger:
    """Do each work on a branch of its own, then merge all with git, which would stop at a conflict."""
    repo.commit("begin", {"a.py": "1\n"})
    for number, work in enumerate(works):
        repo.branch(f"branch-{number}", "main")
        with opened(repo) as store:
            work(store)
        repo.commit(f"record on branch {number}", {})
    repo.switch("main")
    for number in range(len(works)):
        repo.clock += 1
        repo.git("merge", "--quiet", "--no-edit", f"branch-{number}")
    assert repo.git("status", "--porcelain") == ""
    with opened(repo) as store:
        ledger = store.now()
        assert problems(store, ledger) == []
        assert ledger == store.at(repo.head())
    return ledger


def test_both_add_records_of_the_same_name(repo: Repo) -> None:
    def work(store: Store) -> None:
        for kind in KINDS:
            keep(store, kind, "The same title on the same day")

    ledger = _merged(repo, work, work)
    assert len(ledger.records) == 2 * len(KINDS)
    assert len(ledger.by_id) == 2 * len(KINDS)


@pytest.mark.parametrize("kind", [ACKNOWLEDGEMENT, SIGNATURE])
def test_both_say_their_word_on_the_same_record(kind: str, repo: Repo) -> None:
    with opened(repo) as store:
        known = keep(store, "agreement", "Answers within a day", "parties=ops,lead")

    def said(*words: tuple[str, date]) -> Callable[[Store], None]:
        def work(store: Store) -> None:
            for who, day in words:
                store.say(kind, store.now().find(known.id), who, day)

        return work

    ledger = _merged(
        repo,
        said(("ops", DAY), ("Platform Team", DAY), ("lead", DAY)),
        said(("ops", DAY), ("platform-team", DAY), ("lead", LATER), ("Zoë", DAY)),
    )
    assert sorted(ledger.said(kind, known)) == ["lead", "ops", "platform-team", comparable("Zoë")]
    assert len(ledger.said_of(kind, known)) == 6, "what both said alike is one file"


def test_one_changes_the_record_while_the_other_acknowledges_it(repo: Repo) -> None:
    with opened(repo) as store:
        known = keep(store, "decision", "Use a cache", "informed=ops,lead", "outcome=For a day.")
    ledger = _merged(
        repo,
        lambda store: change(store, store.now().find(known.id), "outcome=For a week."),
        lambda store: store.say(ACKNOWLEDGEMENT, store.now().find(known.id), "ops", DAY),
    )
    after = ledger.find(known.id)
    assert ledger.said(ACKNOWLEDGEMENT, after) == {}, "the word was on another version"
    assert [one.who for one in ledger.said_of(ACKNOWLEDGEMENT, after)] == ["ops"]


def test_one_changes_a_field_while_the_other_changes_one_further_down(repo: Repo) -> None:
    with opened(repo) as store:
        known = keep(
            store, "need", "Retry", "owner=ops", "feature=sync", "release=2", "paths=a.py", "links=x", "text=Words."
        )
    ledger = _merged(
        repo,
        lambda store: change(store, store.now().find(known.id), "owner=platform"),
        lambda store: change(store, store.now().find(known.id), "links+=y"),
    )
    after = ledger.find(known.id)
    assert (after.text("owner"), after.words("links")) == ("platform", ["x", "y"])


def test_both_capture_the_same_trailer(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    message = (
        "Cache answers\n\nDecision: Keep answers for a day,\n  since they are slow\nAssumes: The supplier agrees\n"
    )
    repo.branch("one")
    picked = repo.commit(message, {"a.py": "2\n"})
    succeeds(unrepeat("capture", cwd=repo.folder))
    repo.commit("keep what was captured")
    repo.git("checkout", "--quiet", "-b", "two", "main")
    repo.clock += 3 * 86400
    repo.git("cherry-pick", picked)
    assert repo.head() != picked
    succeeds(unrepeat("capture", cwd=repo.folder))
    repo.commit("keep what was captured here, too")
    repo.git("merge", "--quiet", "--no-edit", "one")
    found = rows("ls", cwd=repo.folder)
    assert [(row["kind"], row["title"]) for row in found] == [
        ("decision", "Keep answers for a day, since they are slow"),
        ("assumption", "The supplier agrees"),
    ]
    assert succeeds(unrepeat("capture", "main..HEAD", "--json", cwd=repo.folder)) == ""
