"""Read plain text and messages of commits: paragraphs, items, quotes; trailers name people for the good."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.language.block import Block, Piece, Where
from unrepeat.language.reading.allowing import Allowances
from unrepeat.language.reading.context import of_heading, of_line
from unrepeat.language.reading.masking import masked

_ITEM = re.compile(r"^[ \t]{0,8}(?:[-*•+]|\d{1,3}[.)])[ \t]+")
_UNDERLINE = re.compile(r"^[ \t]*[=~^-]{3,}[ \t]*$")
_TRAILER = re.compile(r"^[A-Z][A-Za-z]*(?:-[A-Za-z]+)+: ")
_CUT = re.compile(r"^# -+ >8 -+")


def blocks(text: str, *, of_commit: bool = False) -> Iterator[Block]:
    """Give the blocks of a plain text, or of the message of a commit as git will keep it."""
    lines = text.split("\n")
    if of_commit:
        cut = next((number for number, line in enumerate(lines) if _CUT.match(line)), len(lines))
        lines = ["" if line.startswith("#") else line for line in lines[:cut]]
    allowances = Allowances(lines)
    under: Where = "prose"
    for first, group in _paragraphs(lines):
        content = "\n".join(group)
        is_title = len(group) == 1 and first + 1 < len(lines) and bool(_UNDERLINE.match(lines[first + 1]))
        where: Where
        if is_title or (len(group) == 1 and group[0].rstrip().endswith(":") and len(content.split()) <= 6):
            where, under = "heading", of_heading(content)
        elif of_commit and (first == 0 or all(map(_TRAILER.match, group))):
            where = "heading" if first == 0 else "credit"
        elif group[0].lstrip().startswith((">", "|")) or (
            group[0].startswith(("    ", "\t")) and not _ITEM.match(group[0])
        ):
            where = "quote"
        else:
            where = of_line(_ITEM.sub("", content), under, "item" if _ITEM.match(group[0]) else "prose")
        pieces, length = [], 0
        for number, line in enumerate(group):
            pieces.append(Piece(length, first + number + 1, 1))
            length += len(line) + 1
        bullet = _ITEM.match(content)
        plain = " " * bullet.end() + content[bullet.end() :] if bullet else content
        yield Block(where, masked(plain), content, tuple(pieces), "", allowances.at(first, first + len(group)))


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the paragraphs and items of some lines, each with the number of its first line (from 0)."""
    first = 0
    group: list[str] = []
    for number, line in enumerate(lines):
        ends = not line.strip() or _ITEM.match(line) or _UNDERLINE.match(line) or _TRAILER.match(line)
        if ends and group:
            yield first, group
            group = []
        if line.strip() and not _UNDERLINE.match(line):
            if not group:
                first = number
            group.append(line)
    if group:
        yield first, group
