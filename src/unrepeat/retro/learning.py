"""Learn guards from links, each in a program of its own, so that nothing which ends one ends the study."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.proposals import Source
from unrepeat.guards.writing import fields_of
from unrepeat.history.redact import holds_address
from unrepeat.ledger.catalogue import Catalogue

Learned = dict[str, Any]
"""What came of a link: the proven `guard` that is offered first, as its file would hold it, None where none was found;
`more` offers beside it; the places that it `matches_now`, up to MOST_FIRINGS, None where that is not known.
Or `failed`, a sentence."""

_MISSING = "not all that these changes hold is in this clone, or can be read."
_ADDRESS = "what was learned quotes an address; `unrepeat learn` shows it."
_ENDED = "the program that tried it ended early."


def learn(
    repository: Repository, head: str, lessons: Sequence[Lesson], *, jobs: int, done: Callable[[int], None]
) -> Iterator[tuple[Lesson, Learned, bool]]:
    """Give what is learned of each lesson (full hashes), in their order, and whether its program came to its end.

    `done` is told how many are.
    """
    pool = ThreadPoolExecutor(jobs)
    try:
        found = [pool.submit(_in_a_program, repository, head, lesson) for lesson in lessons]
        for number, (lesson, future) in enumerate(zip(lessons, found, strict=True), 1):
            answer = future.result()
            done(number)
            yield lesson, answer or {"failed": _ENDED}, answer is not None
    finally:
        pool.shutdown(cancel_futures=True)


def _in_a_program(repository: Repository, head: str, lesson: Lesson) -> Learned | None:
    package = str(Path(__file__).parents[2])
    search = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    try:
        ran = subprocess.run(
            [sys.executable, "-P", "-m", "unrepeat.retro.learning", str(repository.folder), head, *lesson],
            env=os.environ | {"PYTHONPATH": search},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        answer: Learned = json.loads(ran.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return answer


def learned(source: Source, head: str, lesson: Lesson) -> Learned:
    """Learn from one lesson: the guard that is offered first, and what it does on the changes and in a head's tree."""
    from unrepeat.guards.learn.offers import offers  # the program that only waits for answers needs none of it

    try:
        found = offers(source, [lesson])
        return _told(source, head, found) if found else _nothing(source, lesson)
    except UnrepeatError as reason:
        return {"failed": f"{reason.what} {reason.remedy}"}
    except Exception as error:  # noqa: BLE001 -- whatever a learner meets in somebody's code, the study goes on
        return {"failed": f"the learner failed ({type(error).__name__})."}


def _told(source: Source, head: str, found: Sequence[Guard]) -> Learned:
    fields = fields_of(found[0])
    if holds_address(json.dumps(fields)):  # code may hold one; neither the index nor a report does
        return {"failed": _ADDRESS}
    now = source.look_at(head, found[0])
    return {
        "guard": fields,
        "more": len(found) - 1,
        "matches_now": None if now.failure else len(now.firings),
    }


def _nothing(source: Source, lesson: Lesson) -> Learned:
    """Tell what cannot be read apart from what teaches nothing."""
    missing = any(edit.unread == "missing" for change, _ in source.past(lesson) for edit in change.edits)
    return {"failed": _MISSING} if missing else {"guard": None}


def _serve(folder: str, head: str, culprit: str, fix: str) -> None:
    with Source.open(Repository.discover(Path(folder)), Catalogue(None)) as source:
        print(json.dumps(learned(source, head, Lesson(culprit, fix))))  # noqa: T201 -- the answer, on its pipe


if __name__ == "__main__":
    _serve(*sys.argv[1:])
