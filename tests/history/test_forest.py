"""Trees evaluated all at once give what each gives by itself."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.history.forest import LANE, Forest

FEATURES = 4
Tree = dict[str, list[Any]]


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Make a tree of two to sixteen leaves, or a single one."""
    tree: Tree = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}
    thresholds = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0])

    def grow(leaves: int) -> int:
        if leaves == 1:
            tree["value"].append(draw(st.floats(-5, 5)))
            return -len(tree["value"])
        at = len(tree["feature"])
        tree["feature"].append(draw(st.integers(0, FEATURES - 1)))
        tree["threshold"].append(draw(thresholds))
        tree["left"].append(0)
        tree["right"].append(0)
        left = draw(st.integers(1, leaves - 1))
        tree["left"][at], tree["right"][at] = grow(left), grow(leaves - left)
        return at

    grow(draw(st.integers(1, LANE)))
    return tree


def walked(tree: Tree, row: list[float]) -> float:
    """Give what a tree says, walked from its root."""
    node = 0 if tree["feature"] else -1
    while node >= 0:
        goes_left = row[tree["feature"][node]] <= tree["threshold"][node]
        node = tree["left" if goes_left else "right"][node]
    return float(tree["value"][-1 - node])


@given(
    st.lists(trees(), min_size=1, max_size=6),
    st.lists(st.sampled_from([-1.0, -0.2, 0.0, 0.5, 0.7, 1.0, 2.0, 3.0]), min_size=FEATURES, max_size=FEATURES),
)
def test_all_trees_together_say_what_each_says(given_trees: list[Tree], row: list[float]) -> None:
    expected = sum(walked(tree, row) for tree in given_trees)
    assert math.isclose(Forest(given_trees, FEATURES).score(row), expected, abs_tol=1e-9)


def test_a_tree_with_too_many_leaves_is_refused() -> None:
    count = LANE + 1
    tree: Tree = {
        "feature": [0] * (count - 1),
        "threshold": [float(number) for number in range(count - 1)],
        "left": [-1 - number for number in range(count - 1)],
        "right": [*range(1, count - 1), -count],
        "value": [0.0] * count,
    }
    with pytest.raises(ValueError, match="17 leaves"):
        Forest([tree], 1)
