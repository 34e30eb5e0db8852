"""Read things to be done from lists, check-lists and tables; what is neither stays a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from unrepeat.ledger.imported.headings import field_of_action, says_done, type_of_action
from unrepeat.ledger.imported.inline import LONGEST_TITLE, seen, short
from unrepeat.ledger.imported.outline import parser
from unrepeat.ledger.imported.report import Item
from unrepeat.ledger.imported.said_of_items import put, taken_from

LONGEST_LEAD = 12  # words of a line before a list that is its heading
LONGEST_GROUP = 6  # words of an entry that is the heading of those below it

_LABEL = re.compile(r"\*\*([^*\n]{8,100}?)(?::\*\*|\*\*:)\s")  # `**Isolate the cache**: ...`


@dataclass
class _Entry:
    """An entry of a list: its first paragraph, what else stands in it, and the entries below it."""

    text: str = ""
    more: list[str] = field(default_factory=list)
    below: list["_Entry"] = field(default_factory=list)


def items_in(markdown: str, heading: str) -> tuple[list[Item], str]:
    """Give the things to be done in the text under a heading, and what of the text is none of them."""
    reading = _Reading(markdown.split("\n"), [heading] if says_done(heading) else [])
    tokens = parser().parse(markdown)
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at)
        reading.block(tokens[at : end + 1])
        at = end + 1
    if not reading.found:
        return [], markdown
    left = [line for number, line in enumerate(reading.lines) if number not in reading.gone]
    return reading.found, "\n".join(left).strip("\n")


class _Reading:
    """Goes through the blocks of a text: headings and lines before a list say what its entries are."""

    def __init__(self, lines: Sequence[str], groups: list[str]) -> None:
        self.lines = lines
        self.found: list[Item] = []
        self.gone: set[int] = set()
        self._groups = groups
        self._lead = ""  # a line right above that ends with a colon
        self._lead_lines: set[int] = set()
        self._open_entry = False  # whether what follows belongs to the last entry of a numbered list

    def block(self, tokens: Sequence[Token]) -> None:
        """Read one block."""
        first = tokens[0]
        own = set(range(*first.map)) if first.map else set()
        lead, lead_lines, is_open = self._lead, self._lead_lines, self._open_entry
        self._lead, self._lead_lines, self._open_entry = "", set(), False
        match first.type:
            case "heading_open":
                self._groups = [tokens[1].content]
                self.gone |= own
            case "paragraph_open":
                text = tokens[1].content.strip()
                if text.strip("*_ ").endswith(":") and len(text.split()) <= LONGEST_LEAD:
                    self._lead, self._lead_lines = text.strip("*_: "), own
            case "bullet_list_open" if is_open and self.found:
                more = "\n".join(self.lines[place].rstrip() for place in sorted(own)).strip("\n")
                self.found[-1].text = f"{self.found[-1].text}\n\n{more}".strip()
                self.gone |= own
            case "bullet_list_open" | "ordered_list_open" | "table_open":
                groups = [*self._groups, lead] if lead else self._groups
                read = _of_table(tokens) if first.type == "table_open" else _of_list(tokens[1:], self.lines)
                self.found += [_grouped(one, groups) for one in read if one.title]
                self.gone |= own | lead_lines
                # Numbered entries with bullets that are not set in: to Markdown these are lists of their own.
                self._open_entry = first.type == "ordered_list_open"


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Give the place of the token that ends what begins here."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth <= 0:
            return place
    return len(tokens) - 1


def _of_list(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Item]:
    for entry in _entries(tokens, lines):
        yield from _of_entry(entry, [])


def _entries(tokens: Sequence[Token], lines: Sequence[str]) -> list[_Entry]:
    """Give the entries of a list, those of lists within it below them."""
    top = _Entry()
    stack = [top]
    skip = -1
    for at, token in enumerate(tokens):
        if at <= skip:
            continue
        if token.type == "list_item_open":
            entry = _Entry()
            stack[-1].below.append(entry)
            stack.append(entry)
        elif token.type == "list_item_close":
            stack.pop()
        elif token.type == "inline" and not stack[-1].text and not stack[-1].more:
            stack[-1].text = token.content
        elif token.type == "inline":
            stack[-1].more.append(token.content)
        elif token.type in {"fence", "code_block", "html_block"}:
            stack[-1].more.append(_verbatim(token))
        elif token.type in {"table_open", "blockquote_open"} and token.map:
            skip = _closing(tokens, at)
            stack[-1].more.append("\n".join(line.strip() for line in lines[slice(*token.map)]).strip())
    return top.below


def _verbatim(token: Token) -> str:
    if token.type == "html_block":
        return token.content.strip()
    fence = token.markup or "```"
    return f"{fence}{token.info}\n{token.content.rstrip()}\n{fence}"


def _of_entry(entry: _Entry, groups: list[str]) -> Iterator[Item]:
    """Give what an entry says is to be done: itself, or each entry below it where it is only their heading."""
    text = entry.text.strip()
    below = [one for one in entry.below if one.text or one.below]
    is_bold = text.startswith("**") and text.rstrip(":").endswith("**") and text.count("**") == 2
    details = [one for one in below if _is_detail(one)]
    is_lead = text.strip("*_ ").endswith(":") and len(text.split()) <= LONGEST_GROUP
    if below and not details and not entry.more and (is_lead or is_bold):
        for one in below:
            yield from _of_entry(one, [*groups, text.strip("*: ")])
        return
    what, fields = taken_from(" ".join(text.split()))
    told = list(entry.more)
    for one in below:
        label, _, value = one.text.partition(":")
        name = field_of_action(label.strip("*_ "))
        if not (name and value.strip() and name != "what" and not one.below and put(fields, name, value.strip("*_ "))):
            told.append("\n".join(_written(one, "")))
    yield _grouped(_item(what, told, fields), groups)


def _is_detail(entry: _Entry) -> bool:
    label, mark, _ = entry.text.partition(":")
    return bool(mark) and field_of_action(label.strip("*_ ")) not in {"", "what"}


def _written(entry: _Entry, indent: str) -> Iterator[str]:
    text = " ".join(entry.text.split())
    yield f"{indent}- {text}"
    for more in entry.more:
        yield "\n".join(f"{indent}  {line}" if line else "" for line in ["", *more.split("\n"), ""])
    for one in entry.below:
        yield from _written(one, indent + "  ")


def _of_table(tokens: Sequence[Token]) -> Iterator[Item]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content.strip())
    if len(rows) < 2:
        return
    names = [field_of_action(header) for header in rows[0]]
    if "what" not in names:
        names[next((place for place, name in enumerate(names) if not name), 0)] = "what"
    for cells in rows[1:]:
        yield _of_row(rows[0], names, cells)


def _of_row(headers: Sequence[str], names: Sequence[str], cells: Sequence[str]) -> Item:
    place = names.index("what")
    what, fields = taken_from(cells[place] if place < len(cells) else "")
    told = []
    for header, name, cell in zip(headers, names, cells, strict=False):
        if not cell or (name == "what" and cell is cells[place]):
            continue
        if not put(fields, name, cell) and seen(cell).strip(" -\u2013\u2014"):
            told.append(f"- {seen(header)}: {cell}")
    return _item(what, ["\n".join(told)] if told else [], fields)


def _item(what: str, told: Sequence[str], fields: dict[str, Any]) -> Item:
    line = seen(what)
    label = _LABEL.match(what) if len(line) > LONGEST_TITLE else None
    title = short(seen(label[1]) if label else line)
    whole = [what] if title != line or (what != line and "](" in what) else []
    return Item(title.rstrip(".") if title == line else title, "\n\n".join([*whole, *told]).strip(), line, fields)


def _grouped(item: Item, groups: Sequence[str]) -> Item:
    """Say in an action under which headings it stands, and take from them what they say of it."""
    for group in groups:
        kind = type_of_action(group)
        if kind:
            item.fields.setdefault("type", kind)
        if says_done(group):
            item.fields.setdefault("state", "done")
        if not kind and group.strip():
            item.text = f"{item.text}\n\nUnder: {group.strip()}".strip()
    return item


def apart(items: Sequence[Item]) -> list[Item]:
    """Give items of the same words keys of their own."""
    met: dict[str, int] = {}
    for item in items:
        met[item.key] = met.get(item.key, 0) + 1
        if met[item.key] > 1:
            item.key = f"{item.key} #{met[item.key]}"
    return list(items)
