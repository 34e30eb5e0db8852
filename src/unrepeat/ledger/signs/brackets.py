"""Find where a bracket closes, whatever stands in the texts and comments between."""

import re

LONGEST = 4_000  # letters that are looked at
MOST_NAMES = 4_000  # definitions and statements looked at in one file; none written by hand has more

_BRACKET = r"[(\[{)\]}]"
_DOUBLE, _SINGLE = r"\"(?:[^\"\\\n]|\\.)*+\"?", r"'(?:[^'\\\n]|\\.)*+'?"
IN_PYTHON = re.compile(rf"{_BRACKET}|{_DOUBLE}|{_SINGLE}|#[^\n]*")
IN_RUST = re.compile(rf"{_BRACKET}|{_DOUBLE}|//[^\n]*")  # 'a is a lifetime
IN_GO = re.compile(rf"{_BRACKET}|{_DOUBLE}|{_SINGLE}|`[^`]*+`?|//[^\n]*")
IN_OTHERS = re.compile(rf"{_BRACKET}|{_DOUBLE}|{_SINGLE}|//[^\n]*")


def to_closing(text: str, begin: int, tokens: re.Pattern[str], longest: int = LONGEST) -> str:
    """Give the text from an opening bracket to the one that closes it, or as many letters as are looked at.

    `tokens` finds brackets and what may hold brackets that are none: one of the expressions above.
    """
    depth = 0
    for token in tokens.finditer(text, begin, begin + longest):
        if token[0] in {"(", "[", "{"}:
            depth += 1
        elif token[0] in {")", "]", "}"}:
            depth -= 1
            if depth == 0:
                return text[begin : token.end()]
    return text[begin : begin + longest]
