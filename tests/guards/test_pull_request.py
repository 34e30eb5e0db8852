"""What the events of GitHub and GitLab tell of a pull request, and what is no event."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unrepeat.guards import pull_request
from unrepeat.guards.proposal import PullRequest, Review
from unrepeat.guards.pull_request import EventUnreadable, read_event

GITHUB: dict[str, Any] = {
    "action": "opened",
    "number": 7,
    "pull_request": {
        "title": "Count with the scan",
        "body": "Test plan: ran it.\r\n",
        "user": {"login": "writer"},
        "labels": [{"name": "storage"}, {"name": "soak"}],
        "requested_teams": [{"slug": "readers", "name": "Readers"}],
    },
    "sender": {"login": "somebody-else"},
}
GITLAB: dict[str, Any] = {
    "object_kind": "merge_request",
    "user": {"id": 1, "username": "somebody-else"},
    "object_attributes": {"title": "Count with the scan", "description": "Test plan: ran it.", "author_id": 2},
    "labels": [{"id": 5, "title": "storage"}],
    "reviewers": [{"id": 3, "username": "reader"}],
    "assignees": [{"id": 2, "username": "writer"}],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name the file of an event."""
    return tmp_path / "event.json"


def read(file: Path, event: object) -> PullRequest:
    """Write an event and read it."""
    file.write_text(json.dumps(event))
    return read_event(file)


def review(who: str | None, state: str, at: str = "2026-01-01T00:00:00Z") -> dict[str, Any]:
    """Make a review as GitHub's interface lists it."""
    return {"user": {"login": who} if who else None, "state": state, "submitted_at": at}


def reviews(file: Path, *given: dict[str, Any], **more: object) -> tuple[Review, ...] | None:
    """Give what is read of some reviews."""
    return read(file, {**GITHUB, "reviews": list(given), **more}).reviews


def test_an_event_of_github_tells_words_labels_and_the_author(file: Path) -> None:
    assert read(file, GITHUB) == PullRequest(
        title="Count with the scan",
        body="Test plan: ran it.\r\n",
        author="writer",
        labels=("storage", "soak"),
        reviews=None,
    )


def test_an_event_of_gitlab_tells_words_labels_and_the_author(file: Path) -> None:
    assert read(file, GITLAB) == PullRequest(
        title="Count with the scan",
        body="Test plan: ran it.",
        author="writer",
        labels=("storage",),
        reviews=None,
    )


def test_an_author_who_plays_no_part_on_gitlab_is_not_known(file: Path) -> None:
    assert read(file, {**GITLAB, "assignees": []}).author == ""
    assert read(file, {**GITLAB, "object_attributes": {"title": "a"}, "user": {"username": "x"}}).author == ""


def test_an_empty_description_is_no_words(file: Path) -> None:
    request = {**GITHUB["pull_request"], "body": None}
    assert read(file, {"pull_request": request}).body == ""
    assert read(file, {**GITLAB, "object_attributes": {"title": "a", "description": None}}).body == ""


def test_the_one_review_of_an_event_is_not_all_of_them(file: Path) -> None:
    assert read(file, {**GITHUB, "action": "submitted", "review": review("reader", "approved")}).reviews is None


def test_no_review_at_all_is_known_where_the_list_is_there(file: Path) -> None:
    assert reviews(file) == ()
    assert read(file, {**GITLAB, "approved_by": []}).reviews == ()


@pytest.mark.parametrize(
    ("states", "approved"),
    [
        (["APPROVED"], True),
        (["approved"], True),
        (["COMMENTED"], False),
        (["CHANGES_REQUESTED"], False),
        (["CHANGES_REQUESTED", "APPROVED"], True),
        (["APPROVED", "CHANGES_REQUESTED"], False),
        (["APPROVED", "COMMENTED"], True),
        (["COMMENTED", "APPROVED"], True),
        (["DISMISSED"], False),
        (["APPROVED", "DISMISSED"], False),
        (["DISMISSED", "APPROVED"], True),
        (["APPROVED", "PENDING"], True),
    ],
)
def test_the_last_word_of_a_person_counts(states: list[str], approved: bool, file: Path) -> None:  # noqa: FBT001 -- a case
    given = [review("reader", state, f"2026-01-0{day}T00:00:00Z") for day, state in enumerate(states, 1)]
    assert reviews(file, *given) == (Review("reader", approved),)
    assert reviews(file, *reversed(given)) == (Review("reader", approved),)


def test_a_person_is_one_however_the_handle_is_spelled(file: Path) -> None:
    said = reviews(file, review("Reader", "CHANGES_REQUESTED"), review("reader", "APPROVED"))
    assert said == (Review("reader", approved=True),)


def test_several_people_each_have_their_word(file: Path) -> None:
    said = reviews(file, review("one", "APPROVED"), review("two", "COMMENTED"), review(None, "APPROVED"))
    assert said == (Review("one", approved=True), Review("two", approved=False))


def test_pages_of_reviews_are_read_as_one_list(file: Path) -> None:
    pages = [[review("one", "APPROVED")], [review("two", "APPROVED")]]
    assert [one.who for one in read(file, {**GITHUB, "reviews": pages}).reviews or ()] == ["one", "two"]


def test_reviews_may_stand_within_the_pull_request(file: Path) -> None:
    request = {**GITHUB["pull_request"], "reviews": [review("one", "APPROVED")]}
    assert read(file, {"pull_request": request}).reviews == (Review("one", approved=True),)


def test_teams_are_those_that_were_added(file: Path) -> None:
    teams = {"storage": ["reader", {"login": "Other"}], "access": ["@Reader"]}
    said = reviews(file, review("Reader", "APPROVED"), review("other", "APPROVED"), teams=teams)
    assert [one.teams for one in said or ()] == [("access", "storage"), ("storage",)]


def test_members_of_a_requested_team_speak_for_it(file: Path) -> None:
    asked = [{"slug": "readers", "members": [{"login": "reader"}]}, {"slug": "others"}]
    request = {**GITHUB["pull_request"], "requested_teams": asked}
    said = reviews(file, review("reader", "APPROVED"), review("guest", "APPROVED"), pull_request=request)
    assert [one.teams for one in said or ()] == [("readers",), ()]


def test_approvals_of_gitlab_are_reviews(file: Path) -> None:
    approved = [{"user": {"username": "reader"}}, {"user": {"username": "reader"}}, {"user": None}]
    event = {**GITLAB, "approved_by": approved, "teams": {"storage": ["reader"]}}
    assert read(file, event).reviews == (Review("reader", approved=True, teams=("storage",)),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b"{}",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
        b'{"pull_request": null}',
        b'{"pull_request": []}',
        b'{"object_kind": "push"}',
        b'{"object_attributes": {"title": "a"}}',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_event_is_told_in_two_sentences(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(EventUnreadable) as told:
        read_event(file)
    assert told.value.what.endswith(".")
    assert told.value.remedy.startswith("Name the file")


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_what_cannot_be_read_is_told(place: str, tmp_path: Path) -> None:
    with pytest.raises(EventUnreadable, match="cannot be read"):
        read_event(tmp_path / place)


def test_a_file_without_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull_request, "LARGEST", 1000)
    with pytest.raises(EventUnreadable, match="larger"):
        read_event(Path("/dev/zero"))


def test_a_byte_order_mark_is_passed_over(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(GITHUB).encode())
    assert read_event(file).author == "writer"


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_FIELDS = [
    "title", "body", "user", "labels", "reviews", "requested_teams", "teams", "object_attributes", "description",
    "author_id", "approved_by", "assignees", "reviewers", "pull_request", "review",
]  # fmt: skip
_PARTS = st.sampled_from(
    [{"login": "a"}, {"user": {"login": 7}}, {"name": None}, {"slug": "a", "members": {}}, {"members": ["a", 1, {}]}]
)


_SHAPES = st.dictionaries(st.sampled_from(_FIELDS), _ANY | st.lists(_PARTS) | _PARTS, max_size=6)
_EVENTS = st.builds(
    lambda around, within: around | within,
    _SHAPES,
    st.just({"object_kind": "merge_request"}) | _SHAPES.map(lambda part: {"pull_request": part}),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(event=_EVENTS)
def test_fields_of_any_shape_are_passed_over(event: dict[str, Any], file: Path) -> None:
    found = read(file, event)
    assert all(isinstance(text, str) for text in (found.title, found.body, found.author, *found.labels))
    for one in found.reviews or ():
        assert all(isinstance(text, str) and text for text in (one.who, *one.teams))
