"""A person's words within a brief: cut to fit its page, ended as a sentence, set in quotation marks."""

import re
from collections.abc import Iterator

from unrepeat.retro.briefs.known import Known
from unrepeat.retro.said import Statement, Title, fact

LONGEST_QUOTE, LONGEST_TITLE = 200, 120  # letters
_BULLET = re.compile(r"^\s*(?:[-*+>#]+|\d+[.)])\s+")
_PATH = re.compile(r"[\w.@+/-]+")
_HASH = re.compile(r"[0-9a-f]{7,64}")


def recorded(known: Known, name: str, said: str, unknown: str) -> Iterator[Statement]:
    """Tell what the record holds in a field, in a person's words; or that it is not recorded yet."""
    held = known.field(name)
    if held:
        yield fact(f"{said}: {{}}", Title(ended(held)), ids=[known.subject])
    elif unknown:
        yield fact(unknown, ids=[known.subject])


def ended(words: str) -> str:
    """Give a person's words as a sentence that ends."""
    told = cut(words)
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


def cut(words: str, most: int = LONGEST_QUOTE) -> str:
    """Give a person's words as they fit a page: a list in one line, without marks, cut at a word."""
    line = "; ".join(_BULLET.sub("", one).strip() for one in words.splitlines() if one.strip())
    line = " ".join(line.replace("**", "").replace("__", "").split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0] or line[:most]} …"


def titled(title: str) -> Title:
    """Give a title as it fits a page."""
    return Title(cut(title, LONGEST_TITLE).rstrip("."))


def quoted(title: str) -> Title:
    """Give a title in quotation marks, to stand within a sentence."""
    return Title(f"“{titled(title)}”")


def names_code(title: str) -> bool:
    """Say whether a title holds code, which tells nothing to those far from it; a path is none."""
    return any(not _PATH.fullmatch(span) and not _HASH.fullmatch(span) for span in re.findall(r"`([^`]*)`", title))
