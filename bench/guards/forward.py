"""Run many guards over a whole history, each change once, with the product's own evaluation."""

import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from repeats import form_of
from unrepeat.guards.evaluate import outcome
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.kinds import Watch, ready
from unrepeat.guards.kinds.pattern import Pattern
from unrepeat.guards.kinds.pattern_words import Words
from unrepeat.guards.proposal import Proposal
from unrepeat.guards.proposals import Source
from unrepeat.guards.syntax import language_of
from unrepeat.history.edit import Edit, Line

DRAWS = 20  # random places for each change: the control's own chance stays small beside that of the firings
MOST_FILES = 100  # of a change; larger ones move or reformat, and would take most of the time
_WORD = re.compile(r"[^\W\d]\w{2,}")
_NO_WORDS = Words(frozenset())


class Lines(NamedTuple):
    """Lines of a file, as a change left it."""

    path: bytes
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Fired:
    """A change that a guard fires on, where it does, and as the control DRAWS random places that the change adds.

    `at` numbers the change in the order of time. Random places have as many lines as one of the firings, begin where a
    line has a form (a blank one or a bracket is seldom repaired), and stand in files of the same language.
    """

    guard: Guard
    lesson: Lesson
    commit: str
    at: int
    time: int
    lines: tuple[Lines, ...]
    control: tuple[Lines, ...]


class Enabled(NamedTuple):
    """A guard that was learned, the lesson it comes from, and the place of the lesson's fix in the order of time."""

    guard: Guard
    lesson: Lesson
    since: int


def run(source: Source, commits: Sequence[str], enabled: Sequence[Enabled], seed: int) -> Iterator[Fired]:
    """Give what each guard fires on in all of a history, before its lesson and after it, in the order of time."""
    watches = [(one, ready(one.guard)) for one in enabled]
    chance = random.Random(seed)
    for at, (change, proposal) in enumerate(source.past(commits)):
        for one, lines in () if len(change.edits) > MOST_FILES else _firings(watches, proposal):
            control = tuple(_control(proposal, lines, chance))
            yield Fired(one.guard, one.lesson, change.commit, at, change.time, lines, control)


def _firings(
    watches: Sequence[tuple[Enabled, Watch]], proposal: Proposal
) -> Iterator[tuple[Enabled, tuple[Lines, ...]]]:
    """Give where guards fire on a change.

    A guard whose words do not all stand in a file is silent without being asked, as in the kind `pattern`; to seek
    hundreds of guards' words in each text is slow, so all words of a text are taken at once. A pattern is asked of one
    file after another, so that each is parsed once for all guards.
    """
    found: dict[int, list[Lines]] = {}
    for edit in proposal.edits:
        words = frozenset(_WORD.findall(edit.after)) if edit.adds else frozenset()
        alone = replace(proposal, edits=(edit,))
        for number, (one, watch) in enumerate(watches):
            if one.guard.kind == "pattern" and one.guard.covers(edit.path) and _stand_in(_words(watch), words):
                found.setdefault(number, []).extend(_looked(one, watch, alone))
    for number, (one, watch) in enumerate(watches):
        lines = found.get(number, []) if one.guard.kind == "pattern" else _looked(one, watch, proposal)
        if lines:
            yield one, tuple(lines)


def _looked(one: Enabled, watch: Watch, proposal: Proposal) -> list[Lines]:
    firings = outcome(one.guard, watch, proposal).firings
    return [Lines(os.fsencode(each.path), each.line, each.end_line) for each in firings]


def _words(watch: Watch) -> Words:
    return watch.words if isinstance(watch, Pattern) else _NO_WORDS


def _stand_in(wanted: Words, there: frozenset[str]) -> bool:
    return wanted.every <= there and all(any(_stand_in(one, there) for one in some) for some in wanted.any_of)


def _control(proposal: Proposal, fired: Sequence[Lines], chance: random.Random) -> Iterator[Lines]:
    language = language_of(os.fsdecode(fired[0].path))
    alike = [edit for edit in proposal.edits if edit.adds and language_of(edit.path) == language]
    begins = [(edit, line) for edit in alike for line in edit.added_lines() if form_of(line.text)]
    for edit, line in chance.choices(begins, k=DRAWS) if begins else ():
        one = chance.choice(fired)
        yield _as_many(edit, line, one.last - one.first)


def _as_many(edit: Edit, line: Line, more: int) -> Lines:
    """Give a line with so many more after it, as far as the change added them in a row."""
    end = next(span.last for span in edit.adds if span.first <= line.number <= span.last)
    return Lines(os.fsencode(edit.path), line.number, min(line.number + more, end))
