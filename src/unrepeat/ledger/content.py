"""The hash of what a record says, to which an acknowledgement or a signature binds.

Only whitespace, markup and link targets do not count: what remains are the words a reader sees, in their order, with
the fields of the front matter. Fields that keep the books and say nothing of the matter itself do not count (they are
named in NOT_COUNTED): who is to be told, where a record stands, and what was done about it. One more person to tell, or
a check-in that was held, asks nobody again.

A text far beyond any that people write (LONGEST, MOST_MARKS) is not rendered, so that none takes longer than a second;
there everything but whitespace counts.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

NOT_COUNTED = frozenset(
    {
        *("id", "informed", "told", "editorial-of", "editorial-for", "answers", "links", "safeguards"),
        *("state", "checked", "review-by"),
        *(
            "evidence",
            "validated-on",
            "validated-for",
            "valid-until",
            "answered-on",
            "proven-on",
            "reopened-because",
            "done-on",
            "shown-on",
        ),
    }
)
LONGEST = 100_000  # letters that are rendered: twice what a long retro has
MOST_MARKS = 10_000  # of them that may begin or end something: each takes the renderer up to 20 microseconds
_MARKS = "[]!*_|`<&\\\n"
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)  # as browsers end them
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WORDS_OF_TAG = re.compile(
    r"""\b(?:alt|title|value|label|placeholder)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)


def content_hash(fields: Mapping[str, Any], body: str) -> str:
    """Give the SHA-256 (hex) of a record's content: its fields as they are written, and its Markdown.

    Whether a value stands in quotes, or alone instead of in a list of one, is markup.
    """
    counted = {
        name: _collapsed(value if isinstance(value, list) else [value])
        for name, value in fields.items()
        if name not in NOT_COUNTED and value is not None
    }
    whole = json.dumps([counted, words(body)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def words(markdown: str) -> str:
    """Give the text that a reader of the rendered Markdown sees, its whitespace collapsed."""
    if len(markdown) > LONGEST or sum(map(markdown.count, _MARKS)) > MOST_MARKS:
        return _spaced(markdown)
    return _spaced("".join(_texts(_parser().parse(markdown))))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _texts(tokens: Iterable["Token"]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield token.content
        elif token.type in {"code_block", "fence"}:
            yield f" {token.content} "
        elif token.type == "html_block":
            yield f" {_visible(token.content)} "
        elif token.type == "html_inline":
            yield _visible(token.content)
        elif token.children is not None:
            yield from _texts(token.children)
        if title := token.attrGet("title"):
            yield f" {title} "
        if token.type in {"th_open", "td_open"}:
            yield " | "  # in which column a tick stands is content
        elif token.type in {"softbreak", "hardbreak"} or token.block:
            yield " "


def _visible(markup: str) -> str:
    return html.unescape(_TAG.sub(_words_of_tag, _COMMENT.sub("", markup)))


def _words_of_tag(tag: re.Match[str]) -> str:
    return "".join(" " + value.strip("\"'") + " " for value in _WORDS_OF_TAG.findall(tag[0]))


def _collapsed(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _collapsed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_collapsed(one) for one in value]
    return _spaced(str(value))


def _spaced(text: str) -> str:
    return " ".join(text.split())
