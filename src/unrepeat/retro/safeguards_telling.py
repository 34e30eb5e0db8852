"""Turn the safeguards of a study into the sentences that the report's pages show.

A word in `backticks` came from the history or is a command: each page shows it as code.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from unrepeat.retro.safeguards import LARGE, LATER, NO_CODE
from unrepeat.retro.telling import tie
from unrepeat.retro.wording import counted, listed, span

Row = Mapping[str, Any]

_HOUR, _DAY = 3_600, 86_400
_MANY_PLACES = 100  # more are not counted
_OFTEN = 3  # places from which on a guard tells no mistake from the usual
_AS_SURE = {
    "proven": "its certificate says so",
    "unproven": "not proven as it is now: `unrepeat prove {guard}` tells",
    "inert": "but its certificate says that it does not",
    "too-broad": "but its certificate calls it too broad, for it speaks elsewhere, too",
    "wrong-reason": "but its certificate says that it speaks elsewhere, not where the fix repaired it",
    "unstable": "but its certificate calls it unstable, for two runs differ",
    "cannot-run": "but its certificate says that it could not run",
    "not-replayable": "which cannot be proven, for it needs what git does not keep",
}
_IN_STAGE = {
    "shadow": "in shadow, it is only counted",
    "advise": "it advises",
    "block": "it blocks",
}
_UNTRIED = {
    LARGE: "{which} too large to be tried in a report",
    NO_CODE: "{which} about no code that patterns are learned from",
    LATER: "{which} left out, for a report tries only the surest",
}


def told_safeguards(row: Row, string: Row) -> Row:
    """Give the safeguards of a string with the words its card shows; `string` is told already."""
    number = {change["commit"]: change["number"] for change in string["changes"]}
    return {
        "id": row["string"],
        "title": string["title"],
        "guarded": [_guarded(one, string, number) for one in row["guarded"]],
        "offers": [_offer(one, string, number) for one in row["offers"]],
        "others": [_OTHERS[one["kind"]](one, number) for one in row["others"]],
        "tried": _tried(row),
    }


def _guarded(one: Row, string: Row, number: Mapping[str, int]) -> str:
    said = _AS_SURE[one["verdict"]].format(guard=one["guard"])
    begin = "Already guarded by" if one["verdict"] == "proven" else "There is a guard about it,"
    would = "it would have stopped" if one["verdict"] == "proven" else "it is meant to stop"
    stage = _IN_STAGE[one["stage"]]
    return f"{begin} `{one['guard']}` ({stage}): “{one['title']}”; {would} {_links(one, string, number)}, {said}."


def _offer(one: Row, string: Row, number: Mapping[str, int]) -> Row:
    more = f" `unrepeat learn` has {counted(one['more'], 'more offer')} for this link." if one["more"] else ""
    return {
        "says": f"{one['says']}.",
        "stops": f"Proven: it would have stopped {_links(one, string, number)}.",
        "now": _now(one["matches_now"]) + more,
        "command": one["command"],
    }


def _now(matches: int | None) -> str:
    if matches is None:
        return "How many places it matches now could not be counted."
    if not matches:
        return "It matches no place in the code as it is now."
    count = f"{matches} places or more" if matches >= _MANY_PLACES else counted(matches, "place")
    often = ": look at them first, for it may speak in vain there" if matches > _OFTEN else ""
    return f"It matches {count} in the code as it is now{often}."


def _links(one: Row, string: Row, number: Mapping[str, int]) -> str:
    """Say which links: "link 3 of 3 (change 3, which change 4 repaired; likely, 62%)"."""
    return listed([_link(stop["link"], stop["of"], string, number) for stop in one["stops"]])


def _link(place: int, whole: int, string: Row, number: Mapping[str, int]) -> str:
    link = string["links"][place - 1]
    culprit, fix = number[link["culprit"]], number[link["fix"]]
    return f"link {place} of {whole} (change {culprit}, which change {fix} repaired; {tie(link)})"


def _tried(row: Row) -> str:
    """Say on how many links guards were tried, and why not on the others."""
    failed = {link for one in row["untried"] if one["because"] not in _UNTRIED for link in one["links"]}
    count = len(row["tried"]) - len(failed)
    if row["links"] == 1:
        said = "Its one link was tried" if count else "Its one link was not tried"
    elif count == row["links"]:
        said = f"All of its {count} links were tried"
    else:
        said = f"{count or 'None'} of its {counted(row['links'], 'link')} {'was' if count == 1 else 'were'} tried"
    parts = [said, *(_because(one) for one in row["untried"])]
    if any(one["because"] in {LARGE, LATER} for one in row["untried"]):
        parts.append("`unrepeat learn` tries any")
    return f"{'. '.join(parts)}."


def _because(one: Row) -> str:
    links = [str(link) for link in one["links"]]
    single = len(links) == 1
    which = f"{'Link' if single else 'Links'} {listed(links)}"
    if one["because"] in _UNTRIED:
        return _UNTRIED[one["because"]].format(which=f"{which} {'is' if single else 'are'}")
    return f"{which} could not be tried: {one['because'].removesuffix('.')}"


def _tests(one: Row, number: Mapping[str, int]) -> str:
    changes = _numbered(one["commits"], number)
    single = len(one["commits"]) == 1
    where = listed([f"`{path}`" for path in one["paths"]])
    return (
        f"A test: {changes} {'is a fix' if single else 'are fixes'} that touched no test. One beside {where} that "
        "shows what was repaired would tell if it broke again; a guard of kind `tests` can ask for it."
    )


def _reviewers(one: Row, number: Mapping[str, int]) -> str:
    first, second = (number[commit] for commit in one["commits"])
    return (
        f"A second reader: change {first}, a fix, was itself repaired by change {second} {_later(one['seconds'])}. "
        "When a fix follows a fix so soon, another pair of eyes may spare the next; a guard of kind `reviewers` can "
        "ask for it."
    )


def _rollout(one: Row, number: Mapping[str, int]) -> str:
    (commit,) = one["commits"]
    return (
        f"A rollout behind a flag: change {number[commit]} needed {counted(one['fixes'], 'fix', 'fixes')} of its own. "
        "Behind a flag, it could have been turned back while it was repaired; a guard of kind `rollout` can ask for it."
    )


_OTHERS = {"tests": _tests, "reviewers": _reviewers, "rollout": _rollout}


def _numbered(commits: Sequence[str], number: Mapping[str, int]) -> str:
    places = [str(place) for place in sorted(number[commit] for commit in commits)]
    return f"{'change' if len(places) == 1 else 'changes'} {listed(places)}"


def _later(lag: int) -> str:
    if lag < _HOUR:
        return "within the hour"
    return f"after {counted(round(lag / _HOUR), 'hour')}" if lag < _DAY else f"after {span(lag / _DAY)}"
