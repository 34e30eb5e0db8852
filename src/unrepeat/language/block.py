"""A piece of a text that is read by itself, with the place of each of its letters in the file."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

# What a block is: a paragraph, a heading, an item of a list, something to be done, an entry of a timeline, somebody
# else's words, or a line that names people for the good (authors, attendees, thanks).
Where = Literal["prose", "heading", "item", "action", "timeline", "quote", "credit"]

CODE = "\ue000"  # stands for each letter of code and addresses, which are nouns to the grammar
GAP = " "  # stands for each letter of markup


class Place(NamedTuple):
    """A letter of a file: line and column, from 1."""

    line: int
    column: int


class Piece(NamedTuple):
    """From which letter of a block on its letters stand where in the file."""

    start: int
    line: int
    column: int


@dataclass(frozen=True)
class Block:
    """One block: `text` is as the grammar reads it, `raw` as it stands there, both of the same length.

    `beside` is what else stands in its row or record, where an owner and a date may be. `allowed` are the rules that
    somebody allowed here.
    """

    where: Where
    text: str
    raw: str
    pieces: tuple[Piece, ...]
    beside: str = ""
    allowed: frozenset[str] = field(default=frozenset())

    def place(self, offset: int) -> Place:
        """Give where a letter of the block stands."""
        at = bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1
        piece = self.pieces[max(at, 0)]
        return Place(piece.line, piece.column + offset - piece.start)
