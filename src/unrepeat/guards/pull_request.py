"""Read what is known of a pull or merge request from the event that GitHub or GitLab wrote into a file.

GitHub: the file that GITHUB_EVENT_PATH names in a workflow on `pull_request` or `pull_request_review`. It tells no
review, or just the one that was given last, so they are known only where somebody added `reviews`: the list of
`GET /repos/OWNER/NAME/pulls/NUMBER/reviews`, whose pages may be lists within the list.

GitLab: a merge request event, as its webhooks send it. Approvals are known only where somebody added `approved_by`, as
`GET /projects/ID/merge_requests/IID/approvals` gives it.

Which teams a person speaks for stands in neither: it is read from an added `teams`, such as `{"storage": ["handle"]}`,
or from `members` of GitHub's `requested_teams`, as `GET /orgs/ORG/teams/TEAM/members` gives them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from unrepeat.errors import UnrepeatError
from unrepeat.guards.proposal import PullRequest, Review

LARGEST = 25_000_000  # bytes; GitHub sends no larger payload (docs.github.com/webhooks/webhook-events-and-payloads)

# On GitHub a later comment takes nothing back, and a dismissed review counts for nothing; the last of these is a
# person's word. https://docs.github.com/rest/pulls/reviews
_WORDS = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})

Json = Mapping[str, Any]


class EventUnreadable(UnrepeatError):
    """A file does not hold the event of a pull or merge request."""


def read_event(file: Path) -> PullRequest:
    """Read the event of a pull or merge request; raise EventUnreadable where the file holds none."""
    event = _read(file)
    if event.get("object_kind") == "merge_request":
        return _of_gitlab(event)
    if isinstance(event.get("pull_request"), dict):
        return _of_github(event)
    raise EventUnreadable(
        f"{file} tells of no pull request and no merge request.",
        "Name the file in GITHUB_EVENT_PATH of a workflow on `pull_request`, or a merge request event of GitLab.",
    )


def _read(file: Path) -> Json:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise EventUnreadable(f"{file} cannot be read ({error.strerror}).", "Name the file with the event.") from None
    if len(content) > LARGEST:
        raise EventUnreadable(f"{file} is larger than an event can be (25 MB).", "Name the file with the event.")
    try:
        event = json.loads(content)
    except (ValueError, RecursionError):  # the latter: brackets within brackets without end
        event = None
    if not isinstance(event, dict):
        raise EventUnreadable(f"{file} holds no JSON object.", "Name the file with the event, as the forge wrote it.")
    return event


def _of_github(event: Json) -> PullRequest:
    request = event["pull_request"]
    reviews = event.get("reviews", request.get("reviews"))
    return PullRequest(
        title=_text(request, "title"),
        body=_text(request, "body"),
        author=_text(_object(request, "user"), "login"),
        labels=tuple(_names(request.get("labels"), "name")),
        reviews=tuple(_last_words(_flat(reviews), _teams(event))) if isinstance(reviews, list) else None,
    )


def _last_words(reviews: Iterable[Json], teams: Mapping[str, tuple[str, ...]]) -> Iterator[Review]:
    """Give one review a person, in the order of their first ones: the last that approves, objects or was dismissed."""
    said: dict[str, tuple[str, str]] = {}
    for review in sorted(reviews, key=lambda review: _text(review, "submitted_at")):
        who, state = _text(_object(review, "user"), "login"), _text(review, "state").upper()
        if who and (state in _WORDS or _known(who) not in said):
            said[_known(who)] = (who, state)
    for known, (who, state) in said.items():
        yield Review(who, state == "APPROVED", teams.get(known, ()))


def _of_gitlab(event: Json) -> PullRequest:
    request = _object(event, "object_attributes")
    approvals = event.get("approved_by", request.get("approved_by"))
    teams = _teams(event)
    return PullRequest(
        title=_text(request, "title"),
        body=_text(request, "description"),
        author=_author_on_gitlab(event, request),
        labels=tuple(_names(event.get("labels", request.get("labels")), "title")),
        reviews=tuple(
            Review(who, approved=True, teams=teams.get(_known(who), ()))
            for who in dict.fromkeys(_text(_object(one, "user"), "username") for one in _objects(approvals))
            if who
        )
        if isinstance(approvals, list)
        else None,
    )


def _author_on_gitlab(event: Json, request: Json) -> str:
    """Give the author's handle, which stands beside the author's number only where that person plays a part."""
    number = request.get("author_id")
    people = [_object(event, "user"), *_objects(event.get("assignees")), *_objects(event.get("reviewers"))]
    return next((_text(one, "username") for one in people if number is not None and one.get("id") == number), "")


def _teams(event: Json) -> dict[str, tuple[str, ...]]:
    """Give the teams of each person by their handle as it is compared."""
    found: dict[str, list[str]] = {}
    for team in _objects(_object(event, "pull_request").get("requested_teams")):
        for handle in _names(team.get("members"), "login"):
            found.setdefault(_known(handle), []).append(_text(team, "slug") or _text(team, "name"))
    for team_name, members in _object(event, "teams").items():
        for handle in _names(members, "login"):
            found.setdefault(_known(handle), []).append(team_name)
    return {handle: tuple(sorted({team for team in names if team})) for handle, names in found.items()}


def _known(handle: str) -> str:
    """Give a handle as it is compared: neither forge tells apart large and small letters."""
    return handle.removeprefix("@").casefold()


def _object(holder: Json, name: str) -> Json:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[Json]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _flat(pages: list[Any]) -> Iterator[Json]:
    for one in pages:
        yield from _objects(one if isinstance(one, list) else [one])


def _names(value: object, field: str) -> Iterator[str]:
    """Give the names in a list, which stand there as they are or in objects under a field."""
    for one in value if isinstance(value, list) else ():
        name = one if isinstance(one, str) else _text(one, field) if isinstance(one, dict) else ""
        if name:
            yield name


def _text(holder: Json, name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""
