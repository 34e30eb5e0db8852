"""Say of a sign whether a record or a trailer of the message already speaks of it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from unrepeat.history.edit import Edit
from unrepeat.ledger.globs import matches
from unrepeat.ledger.record import Record
from unrepeat.ledger.signs.sign import Sign, Sort, identity, is_aside, is_written_by_hand
from unrepeat.ledger.signs.words import words

# The kinds of record that speak of a sort when they are about its file: an answer that was validated leaves open what
# is unfinished beside it.
_SPEAKING: dict[Sort, frozenset[str]] = {
    "dependency": frozenset({"assumption", "decision"}),
    "interface": frozenset({"decision", "need", "agreement"}),
    "unfinished": frozenset({"need", "action", "risk"}),
}
_OVER = frozenset("dropped wont-do refuted rejected deprecated superseded gone ended".split())
# Fields that say where and when, and nothing of the matter itself.
_WHERE = frozenset("id date paths rests answers links feature release informed told owner due".split())

# Which trailers of a message speak to which sort; `capture` makes records of them.
_TRAILERS: dict[Sort, frozenset[str]] = {
    "dependency": frozenset({"assumes", "decision"}),
    "interface": frozenset({"decision"}),
    "unfinished": frozenset({"needs"}),
}
_TRAILER = re.compile(r"^(Decision|Assumes|Needs):[ \t]*(\S.*(?:\n[ \t]+\S.*)*)", re.IGNORECASE | re.MULTILINE)
FEW = 5  # shipped files of a change that one trailer may be about without naming anything in them
ENOUGH = 2  # words that two texts share when they speak of one thing


class _Said(NamedTuple):
    """The words in which a record speaks, and the text they stand in."""

    text: str
    words: frozenset[str]


class Recorded:
    """What records cover."""

    def __init__(self, records: Iterable[Record], edits: Sequence[Edit]) -> None:
        # most records cover nothing, which is seen without reading all their fields
        telling = [one for one in records if any(f'"{field}"' in one.stored for field in ("paths", "rests", "answers"))]
        self._answered = {question for record in telling for question in record.words("answers")}
        live = [one for one in telling if one.state not in _OVER]
        self._globs = [(glob, one) for one in live for field in ("paths", "rests") for glob in one.words(field)]
        self._came_in = {edit.path for edit in edits if edit.status != "deleted"}
        self._said: dict[Record, _Said] = {}

    def covers(self, sign: Sign) -> bool:
        """Say whether a sign is recorded: its question is answered, or a record about its file speaks of it.

        One that came in with the very change speaks of what the change brings. A manifest is everybody's, so there a
        record has to name the dependency. What is over and done with speaks of nothing new.
        """
        return identity(sign) in self._answered or any(
            record.kind in _SPEAKING[sign.sort]
            and matches(glob, sign.path)
            and ((record.path in self._came_in and not sign.is_named) or self._speaks_of(record, sign))
            for glob, record in self._globs
        )

    def _speaks_of(self, record: Record, sign: Sign) -> bool:
        if record not in self._said:
            text = "\n".join([record.title, *_texts({k: v for k, v in record.fields.items() if k not in _WHERE})])
            self._said[record] = _Said(text, words(text))
        return _is_about(self._said[record], sign)


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 -- plain data of any shape
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def _is_about(said: _Said, sign: Sign) -> bool:
    """Say whether a text names a sign's subject, or shares enough of its words."""
    subject = sign.subject.rpartition(".")[2] if _is_name(sign) else sign.subject
    if re.search(rf"(?<![\w-]){re.escape(subject)}(?![\w-])", said.text, re.IGNORECASE):
        return True
    wanted = words(subject)
    needed = len(wanted) if _is_name(sign) else min(len(wanted), ENOUGH)
    return not sign.is_named and 0 < needed <= len(wanted & said.words)


def _is_name(sign: Sign) -> bool:
    return not sign.is_named and " " not in sign.subject and "/" not in sign.subject


class Trailers:
    """What the trailers of a message cover, in a change or a range of changes."""

    def __init__(self, message: str, edits: Sequence[Edit]) -> None:
        self._said = [(word.lower(), words(text)) for word, text in _TRAILER.findall(message)]
        shipped = [one for one in edits if not is_aside(one.path) and is_written_by_hand(one.path)]
        self._has_few_files = len(shipped) <= FEW

    def uncovered(self, sort: Sort, signs: Sequence[Sign]) -> list[Sign]:
        """Give the signs of one sort that no trailer is about.

        A trailer is about a sign where both share a word, the names of its file and folders included. One that shares
        none is taken to be about what is there, where the change is small, and leaves not more open than there are
        trailers.
        """
        told = [about for word, about in self._said if word in _TRAILERS[sort]]
        if not told:
            return list(signs)
        left = [sign for sign in signs if not any(about & words(f"{sign.subject} {sign.path}") for about in told)]
        vague = sum(not any(about & words(f"{sign.subject} {sign.path}") for sign in signs) for about in told)
        return [] if self._has_few_files and len(set(map(_matter, left))) <= vague else left


def _matter(sign: Sign) -> tuple[str, str]:
    """Give what is one thing to speak of: all of a file's interface, all that came into a manifest, one reminder."""
    return sign.path, "" if sign.is_named or sign.sort == "interface" else sign.subject
