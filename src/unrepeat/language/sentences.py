"""Split a block into sentences, and sentences into words."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from unrepeat.language.block import CODE

_END = re.compile(r"[.!?…]+[\"'\u201d\u2019)\]]*(?=\s+[\"'\u201c\u2018(\[]?[A-Z0-9\ue000@]|\s*$)|\n[ \t]*\n|;(?=\s*\n)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|ca|no|nos|fig|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|a\.m|p\.m|resp|max|min|incl"
    r"|excl|dept|est|ver|v)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LONGEST = 2_000  # letters of a sentence; what is longer is no prose, and is read in parts

_WORD = re.compile(
    r"\ue000+|@[\w.-]+\w(?:[\u2019']s)?|[^\W\d_]+(?:[\u2019'-][^\W\d_]+)*|\d[\w:.,%+-]*\w%?|\d|\.\.\.|…|[^\w\s]"
)
_CONTRACTED = re.compile(r"(?i)^(.+)(n[\u2019']t)$")


class Word(NamedTuple):
    """A word or mark: as it stands, in lower case with a plain apostrophe, where it begins and ends in its block."""

    text: str
    low: str
    start: int
    end: int


class Sentence:
    """A sentence: its text and where it begins in its block."""

    def __init__(self, text: str, start: int, raw: str) -> None:
        self.text = text
        self.start = start
        self.raw = raw
        self.low = text.lower().replace("\u2019", "'")

    @cached_property
    def words(self) -> list[Word]:
        """Its words and marks; `didn't` is `did` and `not`."""
        return list(_words(self.text, self.start))

    @property
    def end(self) -> int:
        """Where it ends in its block."""
        return self.start + len(self.text)

    def shown(self, first: int, last: int) -> str:
        """Give what stands between two places of the block, as it stands there, in one line."""
        return " ".join(self.raw[first - self.start : last - self.start].split())


def sentences(text: str, raw: str) -> Iterator[Sentence]:
    """Split a block's text, and the same letters of its raw text."""
    begin = 0
    for found in _END.finditer(text):
        if found[0].startswith(".") and _ABBREVIATION.search(text[max(begin, found.start() - 12) : found.start() + 1]):
            continue
        yield from _sentence(text, raw, begin, found.end())
        begin = found.end()
    yield from _sentence(text, raw, begin, len(text))


def _sentence(text: str, raw: str, begin: int, end: int) -> Iterator[Sentence]:
    while begin < end and raw[begin].isspace():
        begin += 1
    while end > begin and raw[end - 1].isspace():
        end -= 1
    while begin < end:
        last = end if end - begin <= _LONGEST else text.rfind(" ", begin, begin + _LONGEST) + 1 or begin + _LONGEST
        yield Sentence(text[begin:last], begin, raw[begin:last])
        begin = last


def _words(text: str, offset: int) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        word, start = found[0], found.start() + offset
        low = CODE if word[0] == CODE else word.lower().replace("\u2019", "'")
        parted = _CONTRACTED.match(word)
        if parted:
            middle = start + len(parted[1])
            first = {"ca": "can", "wo": "will", "sha": "shall"}.get(parted[1].lower(), parted[1].lower())
            yield Word(parted[1], first, start, middle)
            yield Word(parted[2], "not", middle, start + len(word))
        elif low == "cannot":
            yield Word(word[:3], "can", start, start + 3)
            yield Word(word[3:], "not", start + 3, start + len(word))
        elif low.endswith(("'ve", "'d", "'re", "'ll", "'m")):
            stem, _, tail = low.rpartition("'")
            middle = start + len(stem)
            yield Word(word[: len(stem)], stem, start, middle)
            yield Word(
                word[len(stem) :],
                {"ve": "have", "d": "would", "re": "are", "ll": "will", "m": "am"}[tail],
                middle,
                start + len(word),
            )
        else:
            yield Word(word, low, start, start + len(word))
