"""Write a piece of a line as a POSIX extended regular expression that finds this line, and hardly another."""

import re

from unrepeat.ledger.signs.words import words

LONGEST = 60  # letters of the line that are sought
_FOR_WHOM = r"(?i:(?<=TODO)|(?<=HACK)|(?<=FIXME)|(?<=XXX))\([^()]*\)"
_ADDRESS = r"[\w.+-]+@[\w.-]+|(?<!\S)@[\w/-]+(?![\w.(/-])"  # what calls something, as a decorator does, is none
_PIECE = re.compile(rf"{_FOR_WHOM}|{_ADDRESS}|[ ]|\s+|.", re.DOTALL)


def expression(text: str) -> str:
    """Give the expression, empty where the text says too little to be known again.

    Whom a reminder is for, as in `TODO(name)`, and what looks like a handle or an address stay open.
    """
    text = text.strip()
    short = text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    if not words(short):
        return ""
    return re.sub(r"(?:\.\*| )+$", "", "".join(map(_sought, _PIECE.findall(short))))


def _sought(piece: str) -> str:
    """Give what finds a letter, a blank, several blanks, or a name."""
    if piece.isspace():
        return piece if piece == " " else "[[:space:]]+"
    if len(piece) > 1 or not piece.isprintable():
        return ".*"
    if piece in {"^", "[", "\\"}:
        return f"\\{piece}"
    return f"[{piece}]" if piece in ".(){}*+?$|" else piece
