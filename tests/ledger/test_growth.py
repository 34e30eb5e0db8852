"""Growth by quarter: each figure has its base, and what is not yet due counts against nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.growing import day, ledger, record, said
from unrepeat.ledger.due import ACKNOWLEDGE_WITHIN
from unrepeat.ledger.figures import Count, Days, Share
from unrepeat.ledger.growth import Growth, TeamQuarter, growth, of_the_like
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.own_growth import own_growth
from unrepeat.ledger.quarters import Quarter
from unrepeat.ledger.record import Record
from unrepeat.ledger.repeats import repeats
from unrepeat.ledger.schemas import Settings

AS_OF = day("2026-08-20")


def told(*records: Record, **more: Any) -> Growth:  # noqa: ANN401 -- what `ledger` takes
    return growth(ledger(*records, **more), AS_OF, {}, {})


def quarter(found: Growth, name: str) -> TeamQuarter:
    return next(one for one in found.quarters if one.quarter.name == name)


def test_changes_are_counted_beside_what_was_recorded_from_its_first_quarter_on() -> None:
    known = ledger(record("mistake", "a", date="2026-02-03"))
    changes = {day("2025-12-31"): 50, day("2026-01-01"): 2, day("2026-03-31"): 3, day("2026-08-20"): 4}
    found = growth(known, AS_OF, changes, {})
    assert [(one.quarter.name, one.changes.number, one.mistakes.number, one.is_over) for one in found.quarters] == [
        ("2026-Q1", 5, 1, True),
        ("2026-Q2", 0, 0, True),
        ("2026-Q3", 4, 0, False),
    ]


def test_a_change_of_a_wrong_clock_is_no_later_than_the_head() -> None:
    found = growth(ledger(record("mistake", "a", date="2026-07-03")), AS_OF, {day("2099-01-01"): 1}, {})
    assert [one.changes for one in found.quarters] == [Count(1)]


def test_where_nothing_is_recorded_there_is_the_running_quarter_alone() -> None:
    found = growth(ledger(record("note", "2026-01-01-a")), AS_OF, {day("2020-01-01"): 9, AS_OF: 2}, {})
    assert found.is_empty
    assert [(one.quarter.name, one.changes.number) for one in found.quarters] == [("2026-Q3", 2)]


def test_the_days_until_a_mistake_is_shared_count_from_its_happening_else_from_its_first_change() -> None:
    found = growth(
        ledger(
            record("mistake", "a", date="2026-04-10", happened="2026-04-01", commits=["aaaaaaa"]),
            record("mistake", "b", date="2026-04-10", commits=["bbbbbbb", "ccccccc"]),
            record("mistake", "c", date="2026-04-10"),
            record("mistake", "d", date="2026-04-10", commits=["ddddddd"]),
        ),
        AS_OF,
        {},
        {
            "aaaaaaa": day("2026-04-09"),
            "bbbbbbb": day("2026-04-08"),
            "ccccccc": day("2026-04-07"),
            "ddddddd": day("2026-04-11"),
        },
    )
    assert quarter(found, "2026-Q2").sharing == Days(6, 2)
    assert quarter(found, "2026-Q2").mistakes == Count(4)


def test_lesson_and_proof_belong_to_the_quarter_in_which_they_came() -> None:
    found = told(
        record("mistake", "a", date="2026-01-10", state="proven", answered_on="2026-04-01", proven_on="2026-07-05"),
        record("mistake", "b", date="2026-04-10", state="answered", answered_on="2026-04-05"),
        record("mistake", "c", date="2026-04-10", state="open", answered_on="2026-04-30"),
        record("mistake", "d", date="2026-04-10"),
    )
    assert quarter(found, "2026-Q1").lesson == Days(None, 0)
    assert quarter(found, "2026-Q2").lesson == Days(40.5, 2)
    assert quarter(found, "2026-Q3").proof == Days(95, 1)


def test_a_repeat_shares_a_condition_or_a_place_with_an_earlier_one() -> None:
    found = told(
        record("mistake", "a", date="2026-01-10", conditions=["not shared"], paths=["a.py"]),
        record("mistake", "b", date="2026-02-10", conditions=["missing test"], paths=["a.py"]),
        record("mistake", "c", date="2026-02-11", conditions=["overload"], paths=["b.py"]),
        record("mistake", "d", date="2026-04-12", conditions=["not shared"]),
    )
    assert quarter(found, "2026-Q1").repeats == Share(1, 3)
    assert quarter(found, "2026-Q2").repeats == Share(1, 1)
    assert quarter(found, "2026-Q3").repeats == Share(0, 0)


mistakes: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        date=st.dates(date(2026, 1, 1), date(2026, 1, 9)).map(str),
        conditions=st.lists(st.sampled_from(["overload", "not shared", "missing test"]), max_size=2),
        paths=st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=2),
    ),
    max_size=8,
)


@given(mistakes)
def test_one_pass_finds_the_repeats_that_asking_for_each_finds(drawn: list[dict[str, Any]]) -> None:
    known = ledger(*(record("mistake", f"m{number}", **fields) for number, fields in enumerate(drawn)))
    assert of_the_like(known) == {one.id for one in known.records if repeats(one, known)}


def test_actions_are_told_by_the_quarter_of_their_due_day() -> None:
    found = told(
        record("action", "in-time", due="2026-05-10", state="done", done_on="2026-05-10"),
        record("action", "late", due="2026-05-10", state="shown", done_on="2026-05-11", shown_on="2026-06-01"),
        record("action", "shown-only", due="2026-05-10", state="shown", shown_on="2026-05-09"),
        record("action", "open-again", due="2026-05-10", state="open", done_on="2026-05-01"),
        record("action", "aside", due="2026-05-10", state="wont-do", because="the part is gone"),
        record("action", "without-a-day", state="done"),
    )
    assert quarter(found, "2026-Q2").actions == Share(2, 4)
    assert quarter(found, "2026-Q2").shown == Share(2, 4)
    assert quarter(found, "2026-Q2").set_aside == Count(1)


@pytest.mark.parametrize(("due", "whole"), [("2026-08-19", 1), ("2026-08-20", 0), ("2026-08-21", 0), ("2030-01-01", 0)])
def test_what_is_not_yet_due_counts_against_nobody(due: str, whole: int) -> None:
    found = told(record("action", "a", due=due), record("mistake", "b", date="2026-07-01"))
    assert quarter(found, "2026-Q3").actions == Share(0, whole)
    assert [one.quarter.name for one in found.quarters] == ["2026-Q3"]


def test_a_decision_is_told_in_time_when_each_who_must_know_said_so_of_whatever_version() -> None:
    names: dict[str, Any] = {"informed": ["Ana", "@org/team-b"], "date": "2026-05-01"}
    found = told(
        record("decision", "in-time", **names),
        record("decision", "half", **names),
        record("decision", "late", **names),
        record("decision", "nobody-named", date="2026-05-01"),
        record("decision", "proposed", status="proposed", **names),
        record("decision", "superseded", status="superseded by in-time", **names),
        words=[
            *(said(name, "ana", "2026-05-02") for name in ("in-time", "half", "late", "superseded")),
            *(said(name, "org team b", "2026-05-08") for name in ("in-time", "superseded")),
            said("late", "org team b", "2026-05-09"),
        ],
    )
    assert quarter(found, "2026-Q2").decisions == Share(2, 4)


def test_the_settings_say_how_many_days_there_are_to_acknowledge() -> None:
    decision = record("decision", "a", informed=["Ana"], date="2026-08-01")
    words = [said("a", "ana", "2026-08-11")]
    assert told(decision, words=words, acknowledge_within=10).quarters[0].decisions == Share(1, 1)
    assert told(decision, words=words).quarters[0].decisions == Share(0, 1)
    assert told(decision, words=words, acknowledge_within=30).is_empty
    assert Settings.model_fields["acknowledge_within"].default == ACKNOWLEDGE_WITHIN


def test_a_check_in_is_held_on_its_day_or_soon_after_and_each_day_serves_one() -> None:
    check_ins = ["2026-04-01", "2026-04-03", "2026-05-01", "2026-06-01", "2026-08-13"]
    found = told(
        record("agreement", "a", check_ins=check_ins, checked=["2026-04-02", "2026-05-08", "2026-06-09"]),
        record("need", "dropped", state="dropped", because="not needed", check_ins=["2026-04-01"]),
        record("need", "b", check_ins=["2026-04-01"], checked=["2026-04-01"]),
    )
    assert quarter(found, "2026-Q2").check_ins == Share(3, 5)
    assert quarter(found, "2026-Q3").check_ins == Share(0, 0)


def kept(found: Growth, name: str) -> dict[str, tuple[Share, Share]]:
    return {one.agreement.id: (one.measured, one.check_ins) for one in quarter(found, name).agreements}


def test_an_agreement_is_measured_by_the_records_since_it_began() -> None:
    found = told(
        record("agreement", "a", date="2026-04-15", measure="actions-done-in-time"),
        record("agreement", "b", date="2026-04-15", measure="decisions-acknowledged-in-time"),
        record("agreement", "c", date="2026-04-15", measure="assumptions-validated-in-time"),
        record("agreement", "d", date="2026-04-15", measure="check-ins-held", check_ins=["2026-05-01"]),
        record("agreement", "e", date="2026-04-15"),
        record("action", "early", due="2026-04-14"),
        record("action", "x", due="2026-04-15", state="done", done_on="2026-04-15"),
        record("decision", "y", date="2026-05-01", informed=["Ana"]),
        record("assumption", "p", validate_by="2026-05-01", validated_on="2026-05-01", state="refuted"),
        record("assumption", "q", validate_by="2026-05-01", validated_on="2026-05-02", state="validated"),
        record("assumption", "r", validate_by="2026-05-01"),
        record("assumption", "s", validate_by="2026-05-01", validated_on="2026-05-01", state="open"),
        record("need", "z", check_ins=["2026-06-01"], checked=["2026-06-01"]),
    )
    assert kept(found, "2026-Q2") == {
        "a": (Share(1, 1), Share(0, 0)),
        "b": (Share(0, 1), Share(0, 0)),
        "c": (Share(1, 4), Share(0, 0)),
        "d": (Share(1, 2), Share(0, 1)),
    }


def test_an_agreement_of_a_feature_is_measured_by_the_records_of_that_feature() -> None:
    found = told(
        record("agreement", "a", date="2026-04-15", measure="actions-done-in-time", feature="Check out"),
        record("action", "x", due="2026-05-15", state="done", done_on="2026-05-15", feature="check-out"),
        record("action", "y", due="2026-05-15"),
    )
    assert kept(found, "2026-Q2") == {"a": (Share(1, 1), Share(0, 0))}


def test_of_an_ended_agreement_nothing_is_asked_after_it_was_last_looked_at() -> None:
    ended: dict[str, Any] = {"state": "ended", "date": "2026-01-01", "check_ins": ["2026-02-01", "2026-05-01"]}
    late = record("action", "x", due="2026-05-15")
    looked_at = record("agreement", "a", measure="actions-done-in-time", checked=["2026-02-01"], **ended)
    assert kept(told(looked_at, late), "2026-Q1") == {"a": (Share(0, 0), Share(1, 1))}
    assert kept(told(looked_at, late), "2026-Q2") == {}
    assert kept(told(record("agreement", "a", measure="actions-done-in-time", **ended), late), "2026-Q2") == {}


def test_the_latest_thanks_of_a_quarter_come_first() -> None:
    found = told(*(record("thanks", f"t{number}", date=f"2026-05-{10 + number}", whom="Ana") for number in (2, 1, 3)))
    assert [one.id for one in quarter(found, "2026-Q2").thanks] == ["t3", "t2", "t1"]


def test_a_record_without_a_day_counts_by_the_day_in_its_id_and_is_told_where_there_is_none() -> None:
    found = told(
        record("mistake", "2026-05-03-slip-abcd"), record("mistake", "slip"), record("mistake", "2026-13-45-x")
    )
    assert quarter(found, "2026-Q2").mistakes == Count(1)
    assert found.without_day == 2


def test_what_was_recorded_after_the_head_counts_and_a_slip_of_the_pen_brings_no_empty_years() -> None:
    found = told(record("mistake", "a", date="2026-05-01"), record("mistake", "b", date="2126-05-01"))
    assert [one.quarter.name for one in found.quarters] == ["2026-Q2", "2026-Q3", "2126-Q2"]


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.lists(days), st.dictionaries(days, st.integers(0, 9)), days)
def test_every_mistake_and_every_change_since_the_first_is_in_one_quarter(
    shared: list[date], changes: dict[date, int], as_of: date
) -> None:
    known = ledger(*(record("mistake", f"m{number}", date=f"{one}") for number, one in enumerate(shared)))
    found = growth(known, as_of, changes, {})
    names = [one.quarter for one in found.quarters]
    assert names == sorted(set(names))
    assert sum(one.mistakes.number for one in found.quarters) == len(shared)
    begun = min(names)
    counted = {one: number for one, number in changes.items() if Quarter.of(min(one, as_of)) >= begun}
    assert sum(one.changes.number for one in found.quarters) == sum(counted.values())


@given(st.permutations(range(6)))
def test_the_order_of_the_files_changes_nothing(order: list[int]) -> None:
    records = [
        record("mistake", "a", date="2026-01-10", conditions=["overload"]),
        record("mistake", "b", date="2026-01-10", conditions=["overload"]),
        record("thanks", "c", date="2026-01-10", whom="Ana"),
        record("thanks", "d", date="2026-01-10", whom="Ana"),
        record("action", "e", due="2026-01-10"),
        record("agreement", "f", check_ins=["2026-01-10"], measure="actions-done-in-time"),
    ]
    assert told(*(records[place] for place in order)) == told(*records)


@given(days)
def test_a_quarter_holds_its_days(one: date) -> None:
    found = Quarter.of(one)
    assert Quarter.of(date(found.year, 3 * found.number, 1)) == found
    later = date(one.year, 3 * found.number, 28) + timedelta(days=5)
    assert found.following == Quarter.of(later)
    assert found.name == f"{one.year}-Q{found.number}"


def own_ledger() -> Ledger:
    return ledger(
        record("action", "mine", due="2026-05-10", owner="Ana Ray", state="shown", done_on="2026-05-09"),
        record("action", "mine-too", due="2026-05-10", owner="ana@example.org"),
        record("action", "aside", due="2026-05-10", owner="Ana Ray", state="wont-do", because="gone"),
        record("action", "theirs", due="2026-05-10", owner="platform-team"),
        record("action", "nobodys", due="2026-05-10"),
        record("decision", "d", date="2026-05-01", informed=["Ana Ray", "platform-team"]),
        record("decision", "e", date="2026-05-01", informed=["platform-team"]),
        record("thanks", "t", date="2026-05-20", whom="ana ray"),
        record("thanks", "u", date="2026-05-20", whom="platform-team"),
        record("mistake", "m", date="2026-01-01", happened="2026-01-01"),
        words=[said("d", "Ana Ray", "2026-05-02"), said("e", "platform team", "2026-05-02")],
    )


def test_ones_own_growth_is_of_own_actions_words_notes_and_thanks() -> None:
    rows = own_growth(own_ledger(), AS_OF, {"ana-ray", "ana-example-org"}, ["2026-02-01", "2026-09-01", "2026-99-01"])
    assert [(one.quarter.name, one.notes.number) for one in rows] == [
        ("2026-Q1", 1),
        ("2026-Q2", 0),
        ("2026-Q3", 1),
    ]
    spring = rows[1]
    assert (spring.actions, spring.shown, spring.set_aside) == (Share(1, 2), Share(1, 2), Count(1))
    assert (spring.decisions, spring.acknowledgements) == (Share(1, 1), Count(1))
    assert [one.id for one in spring.thanks] == ["t"]


def test_of_somebody_nothing_is_recorded_of_there_is_nothing_to_tell() -> None:
    assert own_growth(own_ledger(), AS_OF, {"somebody-else"}, []) == []


def test_ones_own_growth_has_no_figure_of_mistakes() -> None:
    (row,) = own_growth(ledger(record("mistake", "m", date="2026-08-01")), AS_OF, {"ana"}, ["2026-08-01"])
    assert not [name for name in vars(row) if "mistake" in name or "repeat" in name]
