"""Scores become probabilities, and what people said of links moves them."""

from importlib.resources import files
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from unrepeat.history.features import NAMES
from unrepeat.history.rank import ahead_of_others, chance, shift, shipped

scores = st.lists(st.floats(-20, 20), min_size=1, max_size=8)


def test_the_ranking_fits_the_features_and_is_small() -> None:
    odds = shipped().odds({1: [0.0] * len(NAMES), 2: [1.0] * len(NAMES)})

    assert set(odds) == {1, 2}
    assert len(files("unrepeat.history").joinpath("ranking.json").read_bytes()) < 1 << 20


@given(scores)
def test_who_scores_higher_is_further_ahead(given_scores: list[float]) -> None:
    ahead = ahead_of_others(given_scores, 0.0)
    ordered = sorted(zip(given_scores, ahead, strict=True))
    assert all(one[1] <= other[1] + 1e-6 for one, other in pairwise(ordered))


def test_one_that_stands_alone_is_measured_against_none() -> None:
    assert ahead_of_others([-3.0], 1.0)[0] < 0 < ahead_of_others([3.0], 1.0)[0]


def test_probabilities_stay_within_bounds() -> None:
    assert (chance(-1e9), chance(0.0), chance(1e9)) == (0.0, 0.5, 1.0)


def test_without_verdicts_nothing_is_moved() -> None:
    assert shift([]) == 0


def test_verdicts_move_likelihoods_towards_what_people_said() -> None:
    few, many = shift([(1.0, False)] * 2), shift([(1.0, False)] * 40)

    assert many < few < 0 < shift([(-1.0, True)] * 3)
    assert many > -10  # links said to be wrong never rule out the next one
