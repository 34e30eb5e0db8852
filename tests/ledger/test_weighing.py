"""Weighed options can be re-read: the sum, how close it was, and what would have turned it."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.ledger.weighing import Weighing, weigh

CRITERIA = {"cost": 3, "speed": 5, "support": 2}
A = {"cost": 3, "speed": 5, "support": 2}
B = {"cost": 5, "speed": 3, "support": 3}

names = st.sampled_from(["cost", "speed", "support"])
weights = st.dictionaries(names, st.integers(1, 6), min_size=1)


@st.composite
def weighed(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Draw criteria, and two to four options with a score for each."""
    criteria = draw(weights)
    scores = st.fixed_dictionaries({name: st.integers(0, 5) for name in criteria})
    return criteria, draw(st.dictionaries(st.sampled_from("ABCD"), scores, min_size=2))


def leaders(criteria: dict[str, int], options: dict[str, dict[str, int]]) -> set[str]:
    """Say in the plainest way who is first."""
    sums = {option: sum(criteria[name] * scores[name] for name in criteria) for option, scores in options.items()}
    return {option for option, total in sums.items() if total == max(sums.values())}


def told(result: Weighing) -> str:
    """Give all that was said."""
    return " ".join((*result.says, *result.problems))


def test_the_sum_how_close_it_was_and_what_would_turn_it_are_said() -> None:
    assert weigh(CRITERIA, {"A": A, "B": B}).says == (
        "Of 50 points, which the highest score given (5) everywhere would make: A 38 and B 36.",
        "A is ahead of B by 2 points, 4% of the most possible.",
        "A weight of 5 instead of 3 for cost would put B first.",
        "A score of 2 instead of 3 for A on cost would put B first.",
    )


def test_sums_are_exact() -> None:
    (one, *_) = weigh({"cost": 0.1, "speed": 0.2}, {"A": {"cost": 1, "speed": 1}, "B": {"cost": 0, "speed": 0}}).ranking

    assert one.least == Fraction(3, 10)


def test_steps_are_as_fine_as_the_numbers_given() -> None:
    result = weigh({"cost": 1.5, "speed": 1}, {"A": {"cost": 2, "speed": 1}, "B": {"cost": 1, "speed": 2}})

    assert "A weight of 0.9 instead of 1.5 for cost would put B first." in result.says


def test_options_that_share_the_first_place_are_said_to() -> None:
    result = weigh({"cost": 1}, {"A": {"cost": 3}, "B": {"cost": 3}, "C": {"cost": 1}})

    assert "A and B share first place." in result.says
    assert not result.turns


def test_a_missing_score_is_named_and_gives_a_range() -> None:
    result = weigh(CRITERIA, {"A": A, "B": {"cost": 5, "speed": 3, "support": None}, "C": dict.fromkeys(CRITERIA, 2)})

    ranges = [(one.option, int(one.least), int(one.most)) for one in result.ranking]
    assert ranges == [("A", 38, 38), ("B", 34, 40), ("C", 20, 20)]
    assert "B has no score for support yet, so its sum is only known within a range." in result.says
    assert "The order is open: A and B can each still be first." in result.says
    assert not result.turns


def test_a_missing_score_that_cannot_change_the_first_place_is_no_obstacle() -> None:
    result = weigh(CRITERIA, {"A": A, "B": {"cost": 2, "speed": 2}})

    assert "A is first, whatever the missing scores turn out to be." in result.says


def test_a_single_option_was_not_compared() -> None:
    assert "A is the only option, so nothing was compared." in weigh(CRITERIA, {"A": A}).says


def test_scores_below_zero_give_points_and_no_share() -> None:
    result = weigh({"cost": 1}, {"A": {"cost": 3}, "B": {"cost": -3}})

    assert result.says[:2] == ("The weighted sums are: A 3 and B -3.", "A is ahead of B by 6 points.")


@pytest.mark.parametrize(
    ("criteria", "options", "says"),
    [
        ({"cost": 0}, {"A": {"cost": 1}}, "The weight of cost is 0; give it a weight above 0"),
        ({"cost": -2}, {"A": {"cost": 1}}, "The weight of cost is -2; give it a weight above 0"),
        ({"cost": "3"}, {"A": {"cost": 1}}, "The weight of cost is the text '3'; write a number"),
        ({"cost": True}, {"A": {"cost": 1}}, "The weight of cost is yes; write a number"),
        ({"cost": 1}, {"A": {"cost": float("nan")}}, "The score of A for cost is no number to weigh with"),
        ({"cost": 1}, {"A": {"cost": 10**400}}, "The score of A for cost is no number to weigh with"),
        ({"cost": 1}, {"A": {"cost": [1]}}, "The score of A for cost is a list"),
        ({"cost": 1}, {"A": {"speed": 1}}, "A has a score for speed, which is not among the criteria"),
        ({"cost": 1}, {"A": 4}, "A has no scores"),
        ({"cost": 1}, {"A": {}}, "No option has a score yet"),
        ({}, {"A": {}}, "There are no criteria"),
        ({"cost": 1}, {}, "There are no options"),
    ],
)
def test_what_cannot_be_weighed_is_a_sentence(criteria: dict[str, Any], options: dict[str, Any], says: str) -> None:
    result = weigh(criteria, options)

    assert says in told(result)
    assert not result.ranking
    assert all(problem.endswith(".") for problem in result.problems)


@given(weighed())
def test_the_ranking_is_that_of_the_sums(drawn: tuple[dict[str, int], dict[str, dict[str, int]]]) -> None:
    criteria, options = drawn
    ranking = weigh(criteria, options).ranking

    for one in ranking:
        assert one.least == one.most == sum(criteria[name] * options[one.option][name] for name in criteria)
    assert [one.least for one in ranking] == sorted((one.least for one in ranking), reverse=True)


@given(weighed())
def test_what_is_said_to_turn_it_does_and_nothing_smaller_would(
    drawn: tuple[dict[str, int], dict[str, dict[str, int]]],
) -> None:
    criteria, options = drawn
    before = leaders(criteria, options)
    result = weigh(criteria, options)
    if len(before) > 1:
        assert not result.turns
        return
    by_weight = {
        (name, weight): leaders({**criteria, name: weight}, options) for name in criteria for weight in range(1, 80)
    }
    given = {score for scores in options.values() for score in scores.values()}
    by_score = {
        (option, name, score): leaders(criteria, {**options, option: {**options[option], name: score}})
        for option in options
        for name in criteria
        for score in range(min(given), max(given) + 1)
    }
    sizes = [abs(weight - criteria[name]) for (name, weight), first in by_weight.items() if not first & before]
    steps = [abs(score - options[o][name]) for (o, name, score), first in by_score.items() if not first & before]
    turns = {turn.option is None: turn for turn in result.turns}
    assert [abs(turn.instead - turn.now) for turn in result.turns] == [min(each) for each in (sizes, steps) if each]
    if True in turns:
        assert set(turns[True].first) == by_weight[turns[True].criterion, int(turns[True].instead)]
    if False in turns:
        turn = turns[False]
        assert set(turn.first) == by_score[turn.option or "", turn.criterion, int(turn.instead)]
