"""Strings are links joined where a fix is itself a later fix's culprit."""

from hypothesis import given
from hypothesis import strategies as st

from unrepeat.change import Change
from unrepeat.history.strings import DAY, WITHOUT_CASES, Link, join, usual_time_to_fail

TIMES = [number * DAY for number in range(30)]
CHANGES = {
    number: Change(number, f"{number:040x}", (), TIMES[number], f"change {number}", (number % 3,), 5, 5)
    for number in range(30)
}


def link(fix: int, culprit: int) -> Link:
    """Make a link that stands."""
    return Link(fix, culprit, 0.9, confirmed=False)


def test_a_fix_of_a_fix_is_a_string_and_a_lone_fix_is_none() -> None:
    found = join([link(3, 1), link(5, 3), link(9, 8)], CHANGES, TIMES, now=TIMES[29])

    assert [string.commits for string in found] == [(1, 3, 5)]
    assert [(one.fix, one.culprit) for one in found[0].links] == [(3, 1), (5, 3)]


def test_strings_that_share_a_change_are_one() -> None:
    found = join([link(2, 0), link(4, 2), link(3, 0), link(6, 3)], CHANGES, TIMES, now=TIMES[29])

    assert [string.commits for string in found] == [(0, 2, 3, 4, 6)]


def test_a_string_is_open_while_its_last_fix_is_younger_than_failing_fixes_get() -> None:
    links = [link(2, 1), link(4, 2), link(6, 4), link(8, 6), link(10, 8)]
    usual = usual_time_to_fail(links, TIMES)

    assert usual == 2 * DAY
    assert join(links, CHANGES, TIMES, now=TIMES[11])[0].open
    assert not join(links, CHANGES, TIMES, now=TIMES[12])[0].open


def test_without_enough_cases_a_month_is_waited() -> None:
    assert usual_time_to_fail([link(3, 1), link(5, 3)], TIMES) == WITHOUT_CASES


@given(st.lists(st.tuples(st.integers(1, 29), st.integers(0, 28)).filter(lambda pair: pair[0] > pair[1]), unique=True))
def test_each_string_has_an_oldest_commit_of_its_own_and_every_link_inside(pairs: list[tuple[int, int]]) -> None:
    found = join([link(fix, culprit) for fix, culprit in pairs], CHANGES, TIMES, now=TIMES[29])

    everyone = [commit for string in found for commit in string.commits]
    assert len(everyone) == len(set(everyone))
    for string in found:
        assert list(string.commits) == sorted(string.commits)
        fixes = {one.fix for one in string.links}
        assert fixes & {one.culprit for one in string.links}
        assert {commit for one in string.links for commit in one[:2]} == set(string.commits)
