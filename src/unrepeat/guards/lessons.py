"""Say on which changes a guard is to be proven: what its file names, and what the records it comes from name."""

from collections.abc import Iterable, Mapping, Sequence

from unrepeat.guards.guard import Guard, Lesson
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.links import Verdict

Strings = Mapping[str, Sequence[Lesson]]  # the links of each string of the history, oldest first, by its id


def lessons_of(guard: Guard, ledger: Ledger, linked: Sequence[Verdict], strings: Strings) -> list[Lesson]:
    """Give a guard's lessons: those of its file; else the links of its strings, and among the commits of its mistakes.

    `linked`: what people said of links. A mistake whose commits no link joins is taken as culprit and fix where it
    names just two, in that order.
    """
    if guard.lessons:
        return list(guard.lessons)
    return lessons_named(guard.because, ledger, linked, strings)


def lessons_named(because: Sequence[str], ledger: Ledger, linked: Sequence[Verdict], strings: Strings) -> list[Lesson]:
    """Give the lessons of some mistakes and strings, named by their ids; see `lessons_of`."""
    known = [Lesson(one.culprit, one.fix) for one in linked if one.verdict == "yes"]
    known.extend(lesson for links in strings.values() for lesson in links)
    named = [one.removeprefix("string:") for one in because]
    found = dict.fromkeys(lesson for name in named for lesson in strings.get(name, ()))
    for mistake in mistakes_named(because, ledger):
        commits = ledger.by_id[mistake].words("commits")
        inside = [one for one in known if _is_in(one.culprit, commits) and _is_in(one.fix, commits)]
        if not inside and len(commits) == 2:
            inside = [Lesson(*commits)]
        found.update(dict.fromkeys(inside))
    return list(found)


def mistakes_named(because: Sequence[str], ledger: Ledger) -> list[str]:
    """Give the ids of the mistakes among what a guard comes from."""
    named = {one.rpartition(":")[2] for one in because}
    return [record.id for record in ledger.of_kind("mistake") if record.id in named]


def stops(proven: Iterable[Lesson], strings: Strings) -> list[dict[str, object]]:
    """Say which links of which strings a guard would have stopped: `link` counts from 1, `of` is how many there are."""
    wanted = set(proven)
    return [
        {"string": name, "link": number, "of": len(links)}
        for name, links in sorted(strings.items())
        for number, lesson in enumerate(links, 1)
        if lesson in wanted
    ]


def _is_in(commit: str, names: Iterable[str]) -> bool:
    return any(len(name) >= 7 and commit.startswith(name) for name in names)
