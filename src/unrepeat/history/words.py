"""The words of changed lines: which a commit brings in, takes away and keeps, and what each removed line is.

Only checksums of words are kept (32 bits of CRC): they can be compared, and nothing that a file says, a person's name
included, can be read back from them.
"""

import re
import zlib
from array import array
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

INTEGER = "I"

# An identifier or a number of three letters and more; a line's own sign is none of its letters.
WORD = re.compile(rb"[A-Za-z0-9_]{3,}")
# Of a commit that brings in more, this many are kept: those with the smallest checksums, which is a fair sample (the
# bottom-k sketch: Cohen and Kaplan, Summarizing Data using Bottom-k Sketches, PODC 2007).
MOST_WORDS = 3000

TOLD = 1000  # letters of a message that are read for words: what follows are logs and quotations
_SAID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|ed|es|s)$")
_NUMBERED = re.compile(r"(?<![\w/])(?:#|[A-Z]{2,10}-)\d[\d-]*(?!\w)")  # an issue, a request, a CVE

SHORTEST = 12  # letters of a line without white space that can tell it from another
_LINES = 0x4C494E45  # where checksums of lines begin, so that none is that of a word

# What a removed line is, in four bits. MOVED: it comes back in the same place with other white space; EXTENDED: all its
# words come back, with others.
BLANK, COMMENT, MOVED, EXTENDED, TELLING = range(5)
_BITS, _LINES_AN_INTEGER = 4, 8
_COMMENT = re.compile(
    rb"-[ \t]*(?://|/\*|\*[ /\n]|\*$|#(?![ \t]*(?:if|el|end|def|undef|incl|pragma|error))|--|;|%|<!--|\.\.[ \n]"
    rb"|\"\"\"|dnl\b)"
)
MOST_LINES = 3000  # of the lines that a hunk removes, so many are looked at; the rest count as telling


class Words(NamedTuple):
    """Checksums of a commit's words.

    Those that its changed lines only bring in, bring in and take away, and only take away; the names of the functions
    they stand in and of the files (`places`); whole lines, without white space, that it only brings in, and only takes
    away; those of its message, and of its subject alone.
    """

    brought: frozenset[int]
    kept: frozenset[int]
    taken: frozenset[int]
    touched: frozenset[int]
    lines_brought: frozenset[int]
    lines_taken: frozenset[int]
    said: frozenset[int]
    subject: frozenset[int]

    @property
    def of_code(self) -> frozenset[int]:
        """All but those of the message."""
        return self.brought | self.kept | self.taken | self.touched | self.lines_brought | self.lines_taken


checksum = zlib.crc32


def checksums(words: Iterable[bytes]) -> "array[int]":
    """Give the checksums of some words, in order, each once, MOST_WORDS at most."""
    return lowest(set(map(checksum, words)))


def lowest(sums: set[int]) -> "array[int]":
    """Give checksums in order, MOST_WORDS at most."""
    return array(INTEGER, sorted(sums)[:MOST_WORDS])


def kinds_of(removed: bytes, added: bytes, words_added: frozenset[bytes] | set[bytes]) -> Iterable[int]:
    """Tell what each removed line of a hunk is, given as `-...` lines beside the `+...` lines in their place."""
    moved = bool(added) and _squeezed(removed, b"-") == _squeezed(added, b"+")
    for number, line in enumerate(removed.split(b"\n")):
        if moved:
            yield MOVED
            continue
        if number >= MOST_LINES:
            yield TELLING
            continue
        words = WORD.findall(line)
        if not words:
            yield BLANK if not any(48 <= letter <= 57 for letter in line) else TELLING
        elif _COMMENT.match(line):
            yield COMMENT
        elif words_added.issuperset(words):
            yield EXTENDED
        else:
            yield TELLING


def _squeezed(lines: bytes, sign: bytes) -> bytes:
    """Give the text of lines without their signs and without any white space."""
    return lines.replace(b"\n" + sign, b"\n")[1:].translate(None, b" \t\r\n\f")


def pack_kinds(kinds: Iterable[int]) -> "array[int]":
    """Give kinds of lines as integers, eight an integer, the first in the lowest bits."""
    packed = array(INTEGER)
    for number, kind in enumerate(kinds):
        place = number % _LINES_AN_INTEGER
        if not place:
            packed.append(0)
        packed[-1] |= kind << _BITS * place
    return packed


def unpack_kinds(packed: "array[int]") -> list[int]:
    """Give the kinds of lines that integers hold, up to seven too many at the end."""
    return [whole >> shift & 15 for whole in packed for shift in range(0, _BITS * _LINES_AN_INTEGER, _BITS)]


def pack_words(
    words: tuple[Iterable[int], Iterable[int]],
    lines: tuple[Iterable[int], Iterable[int]],
    touched: Iterable[int],
    message: str,
) -> bytes:
    """Give a commit's words as bytes: seven counts, then the checksums of each kind in order.

    `words` and `lines`: those brought in, and those taken away.
    """
    (added, removed), (lines_added, lines_removed) = map(set, words), map(set, lines)
    said, subject = said_in(message), said_in(message.partition("\n")[0])
    kinds = (
        added - removed,
        added & removed,
        removed - added,
        set(touched),
        lines_added - lines_removed,
        lines_removed - lines_added,
        said,
        subject,
    )
    parts = [sorted(part)[:MOST_WORDS] for part in kinds]
    return array(INTEGER, [*map(len, parts[:-1]), *(word for part in parts for word in part)]).tobytes()


_COUNTS = len(Words._fields) - 1


def unpack_words(data: bytes) -> Words:
    """Give the words that bytes hold; raise ValueError where they hold none."""
    numbers = array(INTEGER, data)
    if len(numbers) < _COUNTS:
        raise ValueError
    ends = list(accumulate(numbers[:_COUNTS], initial=_COUNTS))
    return Words(*(frozenset(numbers[begin:end]) for begin, end in pairwise([*ends, len(numbers)])))


def line_checksums(block: bytes) -> set[int]:
    """Give the checksums of lines, each after its sign, whatever their white space; short ones say nothing."""
    lines = set(block.translate(None, b" \t\r\f").split(b"\n"))
    return {checksum(line[1:], _LINES) for line in lines if len(line) > SHORTEST}


def places(path: bytes) -> Iterable[int]:
    """Give the checksums that stand for where a file lies: its name without ending, and its folder."""
    folder, _, name = path.rpartition(b"/")
    return checksum(name.partition(b".")[0] + b"."), checksum(folder + b"/")


def said_in(message: str) -> dict[int, str]:
    """Give the words of a message by checksum, with how they are shown.

    Plain words in lower case, identifiers as they are and in parts, numbers of issues, and what the subject begins with
    before a colon, which often names a file. Stems are there too, to be compared and not shown.
    """
    found: dict[int, str] = {}
    told = message[:TOLD]
    for word in _SAID.findall(told):
        plain = word.lower() if word[1:].islower() else word
        found[checksum(plain.encode())] = plain
        if "_" in word:
            found.update((checksum(part.encode()), part) for part in word.lower().split("_") if len(part) > 2)
        else:
            stem = _ENDING.sub("", plain)
            if stem != plain:
                found.setdefault(checksum(stem.encode()), "")
    found.update((checksum(number.encode()), number) for number in _NUMBERED.findall(told))
    prefix, colon, _ = message[:60].partition(":")
    if colon and "\n" not in prefix:
        found[checksum(f"{prefix}:".encode())] = f"{prefix}:"
        found.setdefault(checksum(prefix.encode() + b"."), "")
    return found
