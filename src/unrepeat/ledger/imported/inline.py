"""Give a line of Markdown as a reader sees it, and a long one as a short title."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST_TITLE = 100  # letters
LONGEST_LINE = 5_000  # letters whose markup is looked at; longer lines are no prose
_END = re.compile(r"(?<=[.!?])\s")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`|]+[^\s<>()\[\]\"'`|.,;:!?]")
_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "\u2013",
        "\u2014",
        "?",
        "n/a",
        "na",
        "tbd",
        "tbc",
        "tba",
        "todo",
        "none",
        "...",
        "unassigned",
        "unknown",
        "x",
    }
)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("strikethrough")


def seen(markdown: str) -> str:
    """Give one line of text without emphasis, images and the targets of links; code keeps its backticks."""
    line = " ".join(markdown[:LONGEST_LINE].split())
    if not any(mark in line for mark in "*_[]<&\\~!"):
        return line
    told: list[str] = []
    for token in _parser().parseInline(line)[0].children or []:
        if token.type == "code_inline":
            told.append(f"{token.markup}{token.content}{token.markup}")
        elif token.type in {"text", "image"}:
            told.append(token.content)
    return " ".join("".join(told).split())


def short(text: str) -> str:
    """Give a text as a title: whole where it is short, else its first sentence, else its first words."""
    if len(text) <= LONGEST_TITLE:
        return text
    first = _END.split(text, maxsplit=1)[0]
    if len(first) <= LONGEST_TITLE:
        return first
    return f"{text[:LONGEST_TITLE].rpartition(' ')[0] or text[:LONGEST_TITLE]} ..."


def addresses(markdown: str) -> list[str]:
    """Give the web addresses in a line, in their order."""
    return _ADDRESS.findall(markdown[:LONGEST_LINE])


def says_nothing(text: str) -> bool:
    """Say whether a field is left open by its writer: `TBD`, `n/a`, a dash."""
    return seen(text).strip(" .:*_").lower() in _NOTHING
