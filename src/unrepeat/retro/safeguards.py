"""Say of the strongest strings which guard would have stopped which link, as plain data for a study to hold.

The strongest are those that the study tells first. How much is tried is bounded by counts and sizes, never by a clock,
so that the same history gives the same bytes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.lessons import stops
from unrepeat.guards.syntax import language_of
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test
from unrepeat.retro.wording import seconds

if TYPE_CHECKING:
    from unrepeat.retro.learning import Learned

Row = dict[str, Any]

MOST_STRINGS = 4
MOST_TRIED = 4  # links of all strings; one takes about a second
# Larger changes hold many places that a guard could be about: one of 125 lines took 38 s (openvswitch/ovs), and more
# than one idea seldom fits into one sentence.
LARGEST_FIX, MOST_FILES_OF_FIX = 60, 5  # lines added and removed
LARGEST_CULPRIT, MOST_FILES_OF_CULPRIT = 1_000, 20  # lines added
SOON = 3 * 86_400  # seconds within which a fix of a fix came in haste
MOST_PATHS = 3

LARGE, NO_CODE, LATER = "large", "no code", "later"  # why a link was not tried


class Kept(NamedTuple):
    """A guard that the repository has, and what its certificate says of each lesson of the guard as it is now."""

    guard: Guard
    verdicts: Mapping[Lesson, str]

    def verdict(self, lesson: Lesson) -> str | None:
        """Give its verdict on a lesson (full hashes): `unproven` where only its file names it, None where nothing."""
        if lesson in self.verdicts:
            return self.verdicts[lesson]
        named = any(_means(one.culprit, lesson.culprit) and _means(one.fix, lesson.fix) for one in self.guard.lessons)
        return "unproven" if named else None


def _means(name: str, commit: str) -> bool:
    return len(name) >= 7 and commit.startswith(name)


def worth_trying(strings: Sequence[Row], there: Sequence[Kept]) -> list[Lesson]:
    """Give the links to learn from: of each of the strongest strings its surest, then their next, up to MOST_TRIED.

    `strings` are those of a study. A link that a guard there is proven to stop needs no other.
    """
    found: list[tuple[int, int, Lesson]] = []
    for place, string in enumerate(strings[:MOST_STRINGS]):
        changes = _changes(string)
        fit = [link for link in reversed(string["links"]) if _unfit(link, changes) is None]
        fit.sort(key=lambda link: (-link["confirmed"], -link["score"]))
        lessons = [_lesson(link) for link in fit]
        left = [one for one in lessons if not _is_safe(one, there)]
        found.extend((rank, place, lesson) for rank, lesson in enumerate(left))
    return [lesson for _, _, lesson in sorted(found)[:MOST_TRIED]]


def safeguards(
    strings: Sequence[Row], learned: "Mapping[Lesson, Learned]", there: Sequence[Kept], *, taking: str = ""
) -> list[Row]:
    """Give the section of a study: the strongest strings, and others that a guard there names.

    `taking` follows the command that takes an offer, where it needs more to be said.
    """
    found = [_told(string, learned, there, taking) for string in strings]
    return [row for place, row in enumerate(found) if place < MOST_STRINGS or row["guarded"]]


def _told(string: Row, learned: "Mapping[Lesson, Learned]", there: Sequence[Kept], taking: str) -> Row:
    lessons = [_lesson(link) for link in string["links"]]
    stopped = {string["id"]: lessons}
    guarded = [row for kept in there for row in _guarded(kept, stopped)]
    safe = {kept.guard.id for kept in there}
    offers: dict[str, Row] = {}
    for lesson in lessons:
        came = learned.get(lesson, {})
        guard = came.get("guard")
        if guard is None or guard["id"] in safe:
            continue
        if guard["id"] in offers:
            offers[guard["id"]]["stops"].extend(stops([lesson], stopped))
        else:
            offers[guard["id"]] = _offer(lesson, came, stopped, taking)
    alone = not offers and not any(row["verdict"] == "proven" for row in guarded)
    return {
        "string": string["id"],
        "links": len(lessons),
        "guarded": guarded,
        "offers": list(offers.values()),
        "others": list(_others(string)) if alone else [],
        "tried": [number for number, lesson in enumerate(lessons, 1) if lesson in learned],
        "untried": _untried(string, learned, there),
    }


def _guarded(kept: Kept, stopped: Mapping[str, Sequence[Lesson]]) -> Iterator[Row]:
    """Give a guard once for each verdict that it has on links of a string."""
    verdicts = {
        lesson: verdict for lessons in stopped.values() for lesson in lessons if (verdict := kept.verdict(lesson))
    }
    for verdict in sorted(set(verdicts.values())):
        yield {
            "guard": kept.guard.id,
            "title": kept.guard.title,
            "kind": kept.guard.kind,
            "stage": kept.guard.stage,
            "verdict": verdict,
            "stops": stops((lesson for lesson, one in verdicts.items() if one == verdict), stopped),
        }


def _offer(lesson: Lesson, came: "Learned", stopped: Mapping[str, Sequence[Lesson]], taking: str) -> Row:
    return {
        "says": came["guard"]["title"],
        **came,
        "verdict": "proven",
        "stops": stops([lesson], stopped),
        "command": f"unrepeat learn {lesson.fix[:12]} --culprit {lesson.culprit[:12]} --write{taking}",
    }


def _is_safe(lesson: Lesson, there: Sequence[Kept]) -> bool:
    return any(kept.verdict(lesson) == "proven" for kept in there)


def _untried(string: Row, learned: "Mapping[Lesson, Learned]", there: Sequence[Kept]) -> list[Row]:
    """Give the links that were not tried, with why: one of three words, or a sentence of what went wrong."""
    changes = _changes(string)
    reasons: dict[str, list[int]] = {}
    for number, link in enumerate(string["links"], 1):
        came = learned.get(_lesson(link))
        if came is None and not _is_safe(_lesson(link), there):
            reasons.setdefault(_unfit(link, changes) or LATER, []).append(number)
        elif came is not None and "failed" in came:
            reasons.setdefault(came["failed"], []).append(number)
    return [{"links": links, "because": because} for because, links in reasons.items()]


def _unfit(link: Row, changes: Mapping[str, Row]) -> str | None:
    """Say why nothing is learned from a link here: it is large, or about no code that the engine reads."""
    paths = _paths(link)
    if paths and not any(_is_code(path) and language_of(path) for path in paths):
        return NO_CODE
    fix, culprit = changes[link["fix"]], changes[link["culprit"]]
    small = fix["added"] + fix["removed"] <= LARGEST_FIX and fix["files"] <= MOST_FILES_OF_FIX
    known = culprit["added"] <= LARGEST_CULPRIT and culprit["files"] <= MOST_FILES_OF_CULPRIT
    return None if small and known else LARGE


def _others(string: Row) -> Iterator[Row]:
    """Give safeguards of other kinds, each with what the history shows for it."""
    changes = _changes(string)
    links = [link for link in string["links"] if any(map(_is_code, _paths(link)))]
    untested = [link for link in links if not changes[link["fix"]]["with_test"]]
    if untested:
        paths = Counter(path for link in untested for path in _paths(link) if _is_code(path))
        shown = sorted(paths, key=lambda path: (-paths[path], path))[:MOST_PATHS]
        yield {"kind": "tests", "commits": list(dict.fromkeys(link["fix"] for link in untested)), "paths": shown}
    quick = [(lag, link) for link in string["links"] if 0 <= (lag := _lag(link, changes)) <= SOON]
    quick = [(lag, link) for lag, link in quick if changes[link["culprit"]]["is_fix"]]
    if quick:
        lag, link = min(quick, key=lambda one: one[0])
        yield {"kind": "reviewers", "commits": [link["culprit"], link["fix"]], "seconds": lag}
    fixes = Counter(link["culprit"] for link in links)
    often = [commit for commit in changes if fixes[commit] > 1]
    if often:
        commit = max(often, key=lambda one: fixes[one])
        yield {"kind": "rollout", "commits": [commit], "fixes": fixes[commit]}


def _lag(link: Row, changes: Mapping[str, Row]) -> int:
    return seconds(changes[link["fix"]]["time"]) - seconds(changes[link["culprit"]]["time"])


def _paths(link: Row) -> list[str]:
    return list(dict.fromkeys(ground["path"] for ground in link["evidence"] if ground["path"] is not None))


def _is_code(path: str) -> bool:
    name = path.encode("utf-8", "surrogateescape")
    return not (is_bookkeeping(name) or is_prose(name) or is_test(name))


def _changes(string: Row) -> dict[str, Row]:
    return {change["commit"]: change for change in string["changes"]}


def _lesson(link: Row) -> Lesson:
    return Lesson(link["culprit"], link["fix"])
