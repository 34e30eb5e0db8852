"""Sentences whose parts are told apart: words of ours, names from the history, and the ids they rest on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

SHOWN = 12  # digits of a commit
MOST_IDS = 4  # that follow a sentence; of more, their number is told


class Theirs(str):
    """A name from the history: a path, a subject, a function. Pages show it as code."""

    __slots__ = ()


class Title(str):
    """A title that a person wrote. Pages show it as it reads, and nothing in it works."""

    __slots__ = ()


class Commit(str):
    """A full hash. Pages show its first digits."""

    __slots__ = ()


Part = str
_PLAIN = re.compile(r"(?:[^\W_]|[ ,.;:()%'-])*")
_QUOTED = re.compile(r"“([^”]*)”|`([^`]*)`")


@dataclass(frozen=True)
class Statement:
    """A statement of fact, and the commits (full hashes) or records (ids) that it rests on; there is always one.

    `quote`: what it quotes of a person's words, which stands apart, so that nobody takes them for ours.
    """

    parts: tuple[Part, ...]
    ids: tuple[str, ...]
    quote: str = ""

    def unseen(self) -> list[str]:
        """Give the ids that the sentence itself does not show."""
        shown = {part for part in self.parts if isinstance(part, Commit | Theirs)}
        return [one for one in dict.fromkeys(self.ids) if one not in shown]

    def ends(self) -> tuple[list[str], str]:
        """Give the ids to follow the sentence, MOST_IDS at most, and how many more there are, in words."""
        unseen = self.unseen()
        more = len(unseen) - MOST_IDS
        return (unseen[:MOST_IDS], f" and {more:,} more") if more > 0 else (unseen, "")


@dataclass(frozen=True)
class Question:
    """What is not known, asked the blameless way."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Offer:
    """A safeguard that the evidence suggests: its kind in words, what to do, why, and what shows that it works."""

    kind: str  # tests, reviewers, context, monitor, rollout, guard
    type: str  # prevent, detect or mitigate, as actions have it
    heading: str
    does: tuple[Part, ...]
    because: Statement
    shown_by: tuple[Part, ...]


@dataclass(frozen=True)
class Section:
    """A section of a retro; `name` is one of ours, by which templates place it."""

    name: str
    heading: str
    statements: list[Statement] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def parts(template: str, *values: str) -> tuple[Part, ...]:
    """Put values in the place of each {} of a template, kept apart from its words."""
    pieces = template.split("{}")
    found: list[Part] = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        found += [value, piece]
    return tuple(_joined(found))


def _joined(pieces: Iterable[Part]) -> Iterator[Part]:
    """Join neighbours that are both plain words of ours."""
    held = ""
    for piece in pieces:
        if type(piece) is str:
            held += piece
        else:
            if held:
                yield held
            held = ""
            yield piece
    if held:
        yield held


def fact(template: str, *values: str, ids: Iterable[str] = (), quote: str = "") -> Statement:
    """Make a statement; commits among its values are part of what it rests on."""
    named = (value for value in values if isinstance(value, Commit))
    return Statement(parts(template, *values), tuple(dict.fromkeys([*named, *ids])), quote)


def ask(template: str, *values: str) -> Question:
    """Make a question."""
    return Question(parts(template, *values))


def listed(values: Iterable[str]) -> tuple[str, list[str]]:
    """Give a template for a list of values, joined as a sentence does, and the values: "{}, {} and {}"."""
    found = list(values)
    holes = ["{}"] * len(found)
    return (holes[0] if len(holes) == 1 else f"{', '.join(holes[:-1])} and {holes[-1]}"), found


def quoting(says: str) -> tuple[Part, ...]:
    """Take a sentence of ours apart that quotes the history in “ ” or ` `.

    What is quoted may hold such marks itself; so what is left outside of them is ours only where it is plain words.
    """
    found: list[Part] = []
    end = 0
    for quoted in _QUOTED.finditer(says):
        found += [_outside(says[end : quoted.start()]), Theirs(quoted[1] or quoted[2] or "")]
        end = quoted.end()
    kept = (part for part in [*found, _outside(says[end:])] if part)
    return tuple(_apart(kept))


def _apart(pieces: Iterable[Part]) -> Iterator[Part]:
    """Join names that touch: two spans of code in a row would be read as one run of marks."""
    for is_name, group in groupby(pieces, key=lambda part: isinstance(part, Theirs)):
        together = list(group)
        yield from [Theirs(" ".join(together))] if is_name else together


def _outside(text: str) -> Part:
    return text if _PLAIN.fullmatch(text) else Theirs(text.strip())
