"""What is due: each thing that waits, on its day, for those for whom it waits, and no longer than it waits."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.ledger.keeping import DAY, change, keep, opened
from tests.repository import Repo
from unrepeat.ledger.due import due, waits_for
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, SIGNATURE
from unrepeat.ledger.store import Store

END = date(2027, 1, 1)


@pytest.fixture
def store(repo: Repo) -> Iterator[Store]:
    """Give an empty ledger."""
    repo.commit("begin", {"a.py": "1\n"})
    with opened(repo) as store:
        yield store


def waits(store: Store, until: date = END, person: str | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give what waits: kind, day, for whom."""
    return [(one.kind, f"{one.due}", one.who) for one in due(store.now(), until, person=person)]


@pytest.mark.parametrize(
    ("kind", "settings", "expected"),
    [
        ("action", ["due=2026-04-01", "owner=ops"], [("action", "2026-04-01", ("ops",))]),
        ("action", ["due=2026-04-01", "state=shown"], []),
        ("action", ["state=done", "done-on=2026-04-01", "shown-by=a test"], [("action", "2026-04-15", ())]),
        ("action", ["state=done", "done-on=2026-04-01"], []),
        ("assumption", ["validate-by=2026-04-01", "owner=ops"], [("validation", "2026-04-01", ("ops",))]),
        ("assumption", ["state=validated", "validate-by=2026-04-01"], []),
        ("assumption", ["state=validated", "valid-until=2026-05-01"], [("validation", "2026-05-01", ())]),
        ("assumption", ["state=refuted", "validate-by=2026-04-01"], []),
        ("decision", ["informed=a,b"], [("acknowledgement", "2026-03-11", ("a", "b"))]),
        ("decision", ["informed=a", "status=proposed"], []),
        ("decision", ["review-by=2026-06-01"], [("review", "2026-06-01", ())]),
        ("need", ["moves.cost=much", "told=a"], [("acknowledgement", "2026-03-04", ("a",))]),
        ("need", ["told=a"], []),
        (
            "need",
            ["check-ins=2026-04-01,2026-05-01", "owner=ops", "checked=2026-03-30"],
            [("check-in", "2026-05-01", ("ops",))],
        ),
        ("need", ["check-ins=2026-04-01", "state=dropped", "because=gone"], []),
        ("need", ["done-when=sign-off: qa"], [("sign-off", "2026-03-11", ("qa",))]),
        (
            "need",
            ["done-when=sign-off: qa", "check-ins=2026-04-01"],
            [("check-in", "2026-04-01", ()), ("sign-off", "2026-04-01", ("qa",))],
        ),
        ("risk", ["review-by=2026-06-01", "owner=ops"], [("review", "2026-06-01", ("ops",))]),
        ("risk", ["review-by=2026-06-01", "state=gone"], []),
        ("agreement", ["parties=team,manager"], [("sign-off", "2026-03-11", ("team", "manager"))]),
        ("agreement", ["parties=team", "state=ended", "check-ins=2026-04-01"], []),
        ("mistake", ["happened=2026-03-01"], []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) and value and isinstance(value[0], str) else None,
)
def test_each_thing_waits_on_its_day(
    store: Store, kind: str, settings: list[str], expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    keep(store, kind, "One", *settings)
    assert waits(store) == expected


def test_what_lies_further_ahead_is_left_out_and_a_person_sees_only_what_waits_for_them(store: Store) -> None:
    keep(store, "action", "Soon", "due=2026-03-05", "owner=ops")
    keep(store, "action", "Later", "due=2026-08-05", "owner=@Ops")
    keep(store, "action", "Of others", "due=2026-03-06", "owner=dev")
    assert [day for _, day, _ in waits(store, date(2026, 4, 1))] == ["2026-03-05", "2026-03-06"]
    assert [day for _, day, _ in waits(store, person="OPS")] == ["2026-03-05", "2026-08-05"]


def test_who_has_acknowledged_or_signed_is_asked_no_more_until_the_words_change(store: Store) -> None:
    decision = keep(store, "decision", "By mail", "informed=a,b")
    agreement = keep(store, "agreement", "We validate", "parties=team")
    store.say(ACKNOWLEDGEMENT, decision, "A", DAY)
    store.say(SIGNATURE, agreement, "team", DAY)
    assert waits(store) == [("acknowledgement", "2026-03-11", ("b",))]
    change(store, decision, "outcome=By letter")
    assert waits(store) == [("acknowledgement", "2026-03-11", ("a", "b"))]


def test_who_heard_of_a_change_order_is_not_asked_again_when_it_is_decided(store: Store) -> None:
    need = keep(store, "need", "Retry", "moves.cost=much", "told=a,b")
    store.say(ACKNOWLEDGEMENT, need, "a", DAY)
    change(store, need, "change-order=agreed", "decided-by=manager")
    assert waits(store) == [("acknowledgement", "2026-03-04", ("b",))]


def test_the_settings_say_how_long_an_acknowledgement_may_take(store: Store, repo: Repo) -> None:
    keep(store, "decision", "By mail", "informed=a")
    (repo.folder / ".unrepeat/settings.yml").write_text("acknowledge-within: 2\n")
    assert waits(store) == [("acknowledgement", "2026-03-06", ("a",))]


def test_an_assumption_without_a_command_is_validated_by_evidence(store: Store) -> None:
    by_hand = keep(store, "assumption", "Mail is quick", "validate-by=2026-04-01")
    by_itself = keep(store, "assumption", "Mail is there", "validate-by=2026-04-02", "command=true")
    found = [one.settles for one in due(store.now(), END)]
    assert found == [f"validate {by_hand.id} --evidence TEXT", f"validate {by_itself.id}"]


def test_whose_word_waits_is_known_on_whatever_day(store: Store) -> None:
    decision = keep(store, "decision", "By mail", "informed=A Team,b", "owner=c", "review-by=2026-06-01")
    agreement = keep(store, "agreement", "We validate", "parties=team,lead", "check-ins=2026-06-01")
    note = keep(store, "note", "A note", "informed=a")
    store.say(ACKNOWLEDGEMENT, decision, "b", DAY)
    known = store.now()
    assert [waits_for(one, known) for one in (decision, agreement, note)] == [{"a-team"}, {"team", "lead"}, set()]
