"""Approvals are counted: by others than the writer, by the last word of each, from the groups that are asked."""

import pytest

from tests.guards.proposals import added, firings, guard, made, places
from unrepeat.guards.kinds import CannotRun, NotReplayable, NotValid, ready
from unrepeat.guards.proposal import Proposal, PullRequest, Review

TABLES = {"count": 2, "from": ["@acme/databases", "second-reader"]}


def reviewed(*reviews: Review, author: str = "writer") -> Proposal:
    """Give a change of a table with the reviews it got."""
    return made(added("db/a.sql", "x\n"), pull_request=PullRequest("A table", "", author, (), reviews))


def approvals(proposal: Proposal, rule: dict[str, object]) -> str:
    """Give what the guard says in brackets, empty where it is silent."""
    found = firings(guard("reviewers", rule, "db/**"), proposal)
    assert places(found) in ([], [("db/a.sql", 1, 1)])
    return found[0].message.partition("(")[2].rstrip(")") if found else ""


def test_enough_approvals_are_silence_and_fewer_are_counted() -> None:
    one, two = Review("first-reader", approved=True), Review("second-reader", approved=True)
    assert approvals(reviewed(one), {}) == ""
    assert approvals(reviewed(), {}) == "0 of 1 approvals"
    assert approvals(reviewed(one), {"count": 2}) == "1 of 2 approvals"
    assert approvals(reviewed(one, two), {"count": 2}) == ""


def test_the_groups_that_are_asked_count_by_team_or_by_name() -> None:
    of_team = Review("first-reader", approved=True, teams=("acme/Databases",))
    assert approvals(reviewed(of_team, Review("Second-Reader", approved=True)), TABLES) == ""
    said = approvals(reviewed(of_team, Review("third-reader", approved=True)), TABLES)
    assert said == "1 of 2 approvals by @acme/databases or second-reader"


@pytest.mark.parametrize(
    ("team", "asked", "counts"),
    [
        ("acme/databases", "databases", True),
        ("databases", "@acme/databases", True),
        ("other/databases", "@acme/databases", False),
        ("acme/data", "databases", False),
    ],
)
def test_a_team_is_known_with_its_organisation_or_without(team: str, asked: str, counts: bool) -> None:  # noqa: FBT001 -- what is expected
    review = Review("first-reader", approved=True, teams=(team,))
    assert (approvals(reviewed(review), {"from": asked}) == "") is counts


def test_a_handle_is_no_team_of_that_name() -> None:
    assert approvals(reviewed(Review("databases", approved=True)), {"from": "@acme/databases"})


def test_who_wrote_it_does_not_count_and_the_last_word_does() -> None:
    own = Review("@Writer", approved=True)
    changed = Review("first-reader", approved=True), Review("first-reader", approved=False)
    assert approvals(reviewed(own), {}) == "0 of 1 approvals"
    assert approvals(reviewed(*changed), {}) == "0 of 1 approvals"
    assert approvals(reviewed(*reversed(changed)), {}) == ""
    assert approvals(reviewed(changed[0], changed[0]), {"count": 2}) == "1 of 2 approvals"


def test_where_nobody_knows_who_wrote_it_one_more_approval_is_needed_to_be_sure() -> None:
    one, two = Review("first-reader", approved=True), Review("second-reader", approved=True)
    with pytest.raises(CannotRun, match="who wrote"):
        approvals(reviewed(one, author=""), {})
    assert approvals(reviewed(one, two, author=""), {}) == ""
    assert approvals(reviewed(author=""), {}) == "0 of 1 approvals"


def test_without_reviews_nothing_can_be_said_of_files_that_wait_for_them() -> None:
    change = made(added("db/a.sql", "x\n"))
    for request in (None, PullRequest("A table", "", "writer")):
        with pytest.raises(NotReplayable):
            approvals(made(*change.edits, pull_request=request), {})
    assert firings(guard("reviewers", {}, "src/**"), change) == []
    assert firings(guard("reviewers", {}), made(*change.edits, whole=True)) == []


@pytest.mark.parametrize(
    "rule", [{"count": 0}, {"count": 21}, {"count": "two"}, {"count": True}, {"from": []}, {"by": "x"}]
)
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("reviewers", rule))
