"""Ancestors, asked of thousands at once, are those that a walk over all parents finds."""

from hypothesis import given
from hypothesis import strategies as st

from unrepeat.history.ancestry import Ancestry
from unrepeat.history.graph import CommitGraph

Parents = list[list[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Parents:
    """Make a history: each commit has parents among those before it."""
    count = draw(st.integers(1, 24))
    return [
        sorted(draw(st.sets(st.integers(max(0, commit - 6), commit - 1), max_size=3)), reverse=True) if commit else []
        for commit in range(count)
    ]


def walked(parents: Parents, commit: int) -> set[int]:
    """Give all ancestors by walking."""
    found: set[int] = set()
    waiting = list(parents[commit])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(parents[one])
    return found


@given(graphs())
def test_ancestors_are_those_that_a_walk_finds(parents: Parents) -> None:
    graph = CommitGraph(parents)
    ancestry = Ancestry(graph)
    for commit in range(len(parents)):
        expected = walked(parents, commit)
        found = ancestry.of(commit)
        assert {one for one in range(len(parents)) if one in found} == expected
        assert found.total == len(expected)
        assert all(0 <= ancestry.distance(found, one) <= found.total for one in expected)
        assert {one for one in range(commit) if graph.descends(commit, one)} == expected


def test_in_a_straight_line_the_distance_is_what_came_in_between() -> None:
    ancestry = Ancestry(CommitGraph([[], [0], [1], [2], [3]]))
    assert [ancestry.distance(ancestry.of(4), commit) for commit in range(4)] == [3, 2, 1, 0]
