"""Growth in words: kind, small numbers as what they are, no course where there is none to see."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.growing import day, ledger, record
from unrepeat.ledger.growth import growth
from unrepeat.ledger.own_growth import own_growth
from unrepeat.ledger.record import Record
from unrepeat.ledger.schemas import Measure
from unrepeat.retro.growth_page import own_page, team_page
from unrepeat.retro.growth_table import sparkline

AS_OF = day("2026-11-20")


def page(*records: Record, changes: dict[date, int] | None = None) -> list[str]:
    return team_page(growth(ledger(*records), AS_OF, changes or {}, {}), AS_OF)


def sentence(lines: Sequence[str], begin: str) -> str:
    return next((line for line in lines if line.startswith(begin)), "")


def shared(number: int, months: dict[str, int]) -> list[Record]:
    """Share so many mistakes in each month, each some days after it happened."""
    return [
        record("mistake", f"{month}-{one}", date=f"{month}-20", happened=f"{day(f'{month}-20') - timedelta(days)}")
        for month, days in months.items()
        for one in range(number)
    ]


def test_where_nothing_is_recorded_a_kind_word_is_said() -> None:
    lines = page(changes={AS_OF: 3})
    assert lines[0].startswith("Nothing is recorded yet")
    assert lines[-1] == "This quarter 3 changes were delivered."


def test_the_table_has_a_line_a_quarter_the_oldest_first_and_no_empty_columns() -> None:
    lines = page(
        record("mistake", "a", date="2026-05-01", happened="2026-04-30"),
        record("action", "b", due="2026-11-01", state="done", done_on="2026-11-01"),
        record("action", "c", due="2026-11-01"),
        changes={day("2026-05-01"): 1200, day("2026-11-02"): 7},
    )
    assert lines[:15] == [
        "How we grew, as of 20 Nov 2026",
        "",
        "            changes  mistakes     shared      like an",
        "          delivered    shared      after  earlier one",
        "2026-Q2       1,200         1  1 day (1)       0 of 1",
        "2026-Q3           0         0          -            -",
        "2026-Q4*          7         0          -            -",
        "                █▁▁       █▁▁",
        "",
        "          actions    shown",
        "          in time  to work",
        "2026-Q2         -        -",
        "2026-Q3         -        -",
        "2026-Q4*   1 of 2   0 of 2",
        "",
    ]
    assert lines[15] == "(* still running; days are medians, with the number of cases)"


def test_two_years_are_shown_and_it_is_told_that_there_is_more() -> None:
    lines = page(record("mistake", "a", date="2024-01-01"), record("mistake", "b", date="2026-01-01"))
    assert [line[:7] for line in lines if line.startswith("202")] == [
        *("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"),
        *("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"),
    ]
    assert "(* still running; days are medians, with the number of cases; 4 earlier: `--json`)" in lines


EASE = "a private note makes the first step easier"
MONTHS = ("2026-02", "2026-05", "2026-08")


@pytest.mark.parametrize(
    ("days", "number", "course"),
    [
        ((9, 5, 2), 4, " Sooner than before: 9, 5 and 2 days."),
        (
            (2, 5, 9),
            4,
            f" It was 2, 5 and 9 days in the last three full quarters with any; {EASE}.",
        ),
        ((9, 2, 5), 4, ""),
        ((5, 5, 5), 4, ""),
        ((9, 5, 2), 3, ""),
    ],
)
def test_a_course_is_told_where_three_quarters_with_ten_cases_have_one(
    days: tuple[int, ...], number: int, course: str
) -> None:
    lines = page(*shared(number, dict(zip(MONTHS, days, strict=True))))
    told = sentence(lines, "From a mistake to its being shared")
    assert told == f"From a mistake to its being shared: {days[-1]} days (the median of {number}) in 2026-Q3.{course}"


def test_no_course_is_told_from_two_quarters_nor_from_one_that_still_runs() -> None:
    for months in ({"2026-02": 9, "2026-05": 2}, {"2026-05": 9, "2026-08": 5, "2026-11": 2}):
        lines = page(*shared(8, months))
        assert "before" not in sentence(lines, "From a mistake to its being shared")


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_sharing_more_is_told_as_good_and_sharing_less_as_nothing_bad(counts: list[int]) -> None:
    months = ("2026-02", "2026-05", "2026-08", "2026-11")
    records = [
        record("mistake", f"{month}-{one}", date=f"{month}-10")
        for month, number in zip(months, counts, strict=True)
        for one in range(number)
    ]
    told = sentence(page(*records, record("thanks", "t", date="2026-01-01")), "In 2026-Q4 so far")
    known = [number for number in counts if number][-3:]
    assert ("a sign of trust" in told) == (counts[-1] > 0 and len(known) == 3 and known == sorted(known) != known[::-1])
    assert ("Thank you" in told) == (counts[-1] > 0)
    assert "less" not in told.lower()
    assert "fewer" not in told.lower()


def acted(done: int, due: int) -> list[Record]:
    made: dict[str, Any] = {"due": "2026-08-10"}
    return [
        record("action", f"a{number}", **made, **({"state": "done", "done_on": "2026-08-10"} if number < done else {}))
        for number in range(due)
    ]


@pytest.mark.parametrize(
    ("done", "due", "told"), [(6, 9, "6 of 9 "), (6, 10, "6 of 10 (60%) "), (199, 200, "199 of 200 (over 99%) ")]
)
def test_a_percentage_is_told_from_ten_cases_on(done: int, due: int, told: str) -> None:
    assert sentence(page(*acted(done, due)), "Actions due").startswith(
        f"Actions due in 2026-Q3: {told}done by their day"
    )
    assert ("%" in "\n".join(page(*acted(done, due)))) == (due >= 10)


def test_what_was_set_aside_is_told_apart_and_kindly() -> None:
    lines = page(record("action", "a", due="2026-08-10", state="wont-do", because="the part is gone"))
    assert (
        sentence(lines, "Actions due") == "Actions due in 2026-Q3: 1 set aside with a reason, which is an answer too."
    )


def test_an_agreement_is_told_by_its_title_with_what_the_records_say() -> None:
    lines = page(
        record("agreement", "a", "We \x1b[31mtell\nothers", date="2026-01-01", measure="actions-done-in-time"),
        record("agreement", "b", "We meet", date="2026-01-01", check_ins=["2026-08-01"], checked=["2026-08-01"]),
        *acted(1, 2),
    )
    assert "Agreement “We tell”: actions done in time 1 of 2 in 2026-Q3." in lines
    assert "Agreement “We meet”: looked at it together 1 of 1 in 2026-Q3." in lines


@pytest.mark.parametrize("measure", get_args(Measure))
def test_every_measure_of_agreements_is_computed_and_told(measure: str) -> None:
    lines = page(
        record("agreement", "a", "We agree", date="2026-01-01", measure=measure),
        record("action", "b", due="2026-08-10"),
        record("decision", "c", date="2026-08-10", informed=["Ana"]),
        record("assumption", "d", validate_by="2026-08-10"),
        record("need", "e", check_ins=["2026-08-10"]),
    )
    assert f"Agreement “We agree”: {measure.replace('-', ' ')} 0 of 1 in 2026-Q3." in lines


def test_the_latest_thanks_of_the_latest_quarter_with_some_are_shown() -> None:
    thanks = [record("thanks", f"t{one}", f"Help {one}", date=f"2026-08-{10 + one}", whom="Ana") for one in range(5)]
    lines = page(record("thanks", "t", "Old help", date="2026-02-01", whom="Bo"), *thanks)
    assert lines[-4:] == ["Thanks in 2026-Q3:", "  To Ana: Help 4", "  To Ana: Help 3", "  To Ana: Help 2"]


def test_mistakes_without_a_day_are_told() -> None:
    for more in ([], [record("mistake", "b", date="2026-08-01")]):
        assert sentence(page(record("mistake", "a"), *more), "1 mistake has no day to be counted by")


def test_ones_own_page_shows_the_latest_private_notes_and_own_thanks() -> None:
    notes = [(f"2026-08-0{number}", f"note {number}\nmore") for number in range(1, 6)]
    known = ledger(record("thanks", "t", "Help", date="2026-08-10", whom="Ana"))
    rows = own_growth(known, AS_OF, {"ana"}, [said for said, _ in notes])
    lines = own_page(rows, AS_OF, notes)
    assert lines[-7:] == [
        "Your latest private notes:",
        "  2026-08-05  note 5 more",
        "  2026-08-04  note 4 more",
        "  2026-08-03  note 3 more",
        "",
        "Thanks to you:",
        "  Help",
    ]
    assert own_page([], AS_OF, [])[0].startswith("Nothing of yours is recorded yet")


@given(st.lists(st.none() | st.floats(0, 1e6), max_size=12))
def test_small_bars_are_drawn_from_three_known_levels_on_one_for_each_quarter(levels: list[float | None]) -> None:
    known = [one for one in levels if one is not None]
    drawn = sparkline(levels)
    assert len(drawn) == (len(levels) if len(known) >= 3 else 0)
    if drawn and max(known) > 0:
        assert drawn[levels.index(max(known))] == "█"
        assert [one == "·" for one in drawn] == [one is None for one in levels]


def test_small_bars_rise_with_their_levels() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, 0, 0]) == "▁▁▁"
