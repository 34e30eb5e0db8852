"""What goes to a terminal or a pipe, escaped for that place."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import click

# What a terminal obeys, or what nobody sees: control characters, line and paragraph separators, formatting characters
# (of Unicode's category Cf all but the few in Arabic, Syriac and Kaithi that are drawn), fillers, tags, bytes that are
# no text.
_UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
ROWS_AT_ONCE = 500  # a write each costs more than making the rows


class ReaderGoneError(Exception):
    """Whoever read our output had enough; click would make a failure of a BrokenPipeError."""


def shown(text: str) -> str:
    """Give text that a terminal shows and does not obey, nor a forge that reads the log (`##[error]` in a line)."""
    return _UNSAFE.sub(_escaped, text).replace("##[", "## [")


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print JSON Lines in ASCII; bytes that are no text come out as escaped surrogates."""
    lines: list[str] = []
    for row in rows:
        lines.append(json.dumps(row, ensure_ascii=True))
        if len(lines) == ROWS_AT_ONCE:
            _print("\n".join(lines))
            lines.clear()
    if lines:
        _print("\n".join(lines))


def print_line(text: str) -> None:
    """Print one line of plain text."""
    _print(shown(text))


def _print(line: str) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:
        raise ReaderGoneError from None
