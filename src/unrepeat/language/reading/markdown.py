"""Read Markdown: what is prose, a heading, an item, an action, an entry of a timeline; code and quotes stay apart."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from unrepeat.language.block import Block, Piece, Where
from unrepeat.language.reading.allowing import Allowances
from unrepeat.language.reading.context import of_columns, of_heading, of_line
from unrepeat.language.reading.masking import masked

DEEPEST = 100  # levels of quotes and lists; what is nested deeper is no text that anybody reads

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_CHECKBOX = re.compile(r"^\[[ xX]\]\s+")
_TITLE_OF_ACTION = re.compile(r"^(?:owner|due|shown-by|state):", re.MULTILINE)


def blocks(text: str) -> Iterator[Block]:
    """Give the blocks of a Markdown text, in order."""
    front = _FRONT_MATTER.match(text)
    hidden = re.sub(r"[^\n]", "", text[: front.end()]) + text[front.end() :] if front else text
    yield from _Reading(hidden, front[1] if front else "").blocks()


class _Reading:
    def __init__(self, text: str, front: str) -> None:
        self._lines = text.split("\n")
        self._front = front
        self._allowances = Allowances(self._lines)
        parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
        parser.core.ruler.disable(["inline", "text_join"])
        self._tokens = parser.parse(text)
        self._under: Where = "prose"
        self._levels: list[tuple[int, Where]] = []

    def blocks(self) -> Iterator[Block]:
        quotes = items = 0
        number = 0
        tokens = self._tokens
        while number < len(tokens):
            token = tokens[number]
            match token.type:
                case "blockquote_open":
                    quotes += 1
                case "blockquote_close":
                    quotes -= 1
                case "list_item_open":
                    items += 1
                case "list_item_close":
                    items -= 1
                case "table_open":
                    end = next(at for at in range(number, len(tokens)) if tokens[at].type == "table_close")
                    yield from self._table(tokens[number:end], is_quote=bool(quotes))
                    number = end
                case "inline":
                    heading = tokens[number - 1] if tokens[number - 1].type == "heading_open" else None
                    yield from self._inline(token, heading, is_item=items > 0, is_quote=quotes > 0)
            number += 1

    def _inline(self, token: Token, heading: Token | None, *, is_item: bool, is_quote: bool) -> Iterator[Block]:
        if heading is not None:
            where: Where = "heading"
            self._enter(int(heading.tag[1:]), token.content)
            if _TITLE_OF_ACTION.search(self._front) and heading.tag == "h1" and "due:" in self._front:
                where = "action"
        else:
            is_open = is_item and _CHECKBOX.match(token.content)
            usual: Where = "action" if is_open and self._under == "prose" else "item" if is_item else "prose"
            where = of_line(token.content, self._under, usual)
        where = "quote" if is_quote else where
        first, last = token.map or (0, 0)
        raw, pieces = self._placed(token.content.split("\n"), first)
        if raw.strip():
            yield Block(
                where,
                masked(raw),
                raw,
                pieces,
                self._front if where == "action" else "",
                self._allowances.at(first, last),
            )

    def _enter(self, level: int, title: str) -> None:
        """Step under a heading: it says what follows, else the one above it does."""
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        own = of_heading(title)
        above: Where = self._levels[-1][1] if self._levels else "prose"
        self._under = own if own != "prose" else above
        self._levels.append((level, self._under))

    def _placed(self, content: Sequence[str], first: int) -> tuple[str, tuple[Piece, ...]]:
        """Give a text with the places of its lines, each looked for in the line of the file that holds it."""
        pieces, length, number = [], 0, first
        for line in content:
            while number < len(self._lines) and line.strip() not in self._lines[number]:
                number += 1
            column = self._lines[number].find(line.strip()) if number < len(self._lines) else 0
            column -= len(line) - len(line.lstrip())
            pieces.append(Piece(length, min(number, len(self._lines) - 1) + 1, max(column, 0) + 1))
            length += len(line) + 1
            number += 1
        return "\n".join(content), tuple(pieces)

    def _table(self, tokens: Sequence[Token], *, is_quote: bool) -> Iterator[Block]:
        rows: list[list[str]] = []
        places: list[int] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
                places.append(token.map[0] if token.map else 0)
            elif token.type == "inline":
                rows[-1].append(token.content)
        if not rows:
            return
        columns = of_columns(rows[0], self._under)
        for cells, number in zip(rows[1:], places[1:], strict=True):
            column = 0
            source = self._lines[number] if number < len(self._lines) else ""
            for cell, where in zip(cells, columns, strict=False):
                found = source.find(cell, column) if cell else -1
                column = found + len(cell) if found >= 0 else column
                if cell.strip():
                    beside = " | ".join(other for other in cells if other is not cell)
                    yield Block(
                        "quote" if is_quote else where,
                        masked(cell),
                        cell,
                        (Piece(0, number + 1, max(found, 0) + 1),),
                        beside if where == "action" else "",
                        self._allowances.at(number, number + 1),
                    )
