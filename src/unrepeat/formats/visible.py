"""Make what people wrote visible where a program would obey it: controls, turned direction, letters without a shape."""

import re

# Control characters, separators of lines and paragraphs, marks that turn the direction of writing, letters that take no
# room (among them the tags and selectors of U+E0000, in which hidden words are written), and bytes that are no text. A
# fixed list and no category of `unicodedata`, which grows with Python: the same change gives the same bytes everywhere.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def visible(text: str) -> str:
    r"""Give text in one line, in which every letter shows: what does not is given as `\x1b`, `\u202e` or the like."""
    return _HIDDEN.sub(_spelled, text)


def visible_lines(text: str) -> list[str]:
    """Give the lines of a text that say something, each in visible letters; a tab counts as a space."""
    return [visible(line) for one in _ENDS.split(text) if (line := one.replace("\t", " ").strip())]


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as Python's `surrogateescape` keeps it
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
