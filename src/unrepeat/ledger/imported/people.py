"""Leave out of a Markdown text the lines and columns that tell of people: what, never who."""

import re
from collections.abc import Sequence

from unrepeat.ledger.imported.headings import is_column_of_people, is_line_of_people
from unrepeat.ledger.imported.lines import FENCE, joined

_LABEL = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+|\|[ \t]*)?"
    r"[*_]{0,3}(?P<label>[A-Za-z][A-Za-z /&()'-]{1,40}?)[*_]{0,3}[ \t]*[:|][*_]{0,3}(?P<rest>.*)"
)
_BOLD = re.compile(r"[ \t]*(?:[*_]{2,3})(?P<label>[A-Za-z][A-Za-z /&()'-]{1,40}?)(?:[*_]{2,3})[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")
LONGEST = 10_000  # letters of a line that is looked at


def without_people(text: str) -> tuple[str, list[str]]:
    """Give a text without these lines and columns, and the labels of what was left out, each once."""
    kept: list[str] = []
    labels: dict[str, None] = {}
    lines = text.split("\n")
    fence, number = "", 0
    while number < len(lines):
        line = lines[number]
        if mark := FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or mark[1]
        if fence or mark or len(line) > LONGEST:
            kept.append(line)
            number += 1
        elif (end := _end_of_table(lines, number)) > number:
            kept += _table(lines[number:end], labels)
            number = end
        elif label := _label(line):
            labels[label] = None
            number = _after(lines, number)
        else:
            kept.append(line)
            number += 1
    return joined(kept), list(labels)


def _label(line: str) -> str:
    """Give the label of a line that tells of people, empty for others."""
    found = _LABEL.fullmatch(line) or _BOLD.fullmatch(line)
    label = " ".join(found["label"].split()) if found else ""
    return label if label and is_line_of_people(label) else ""


def _after(lines: Sequence[str], number: int) -> int:
    """Give the line after a line of people and what belongs to it: lines set in, and the list that it leads to."""
    found = _LABEL.fullmatch(lines[number])
    is_open = found is None or not found["rest"].strip()
    own = len(lines[number]) - len(lines[number].lstrip())
    number += 1
    if is_open and number < len(lines) and not lines[number].strip():
        number += number + 1 < len(lines) and bool(_ITEM.match(lines[number + 1]))
    while number < len(lines) and lines[number].strip():
        line = lines[number]
        is_deeper = len(line) - len(line.lstrip()) > own
        if not is_deeper and not (is_open and _ITEM.match(line) and not _label(line)):
            break
        number += 1
    return number


def _end_of_table(lines: Sequence[str], number: int) -> int:
    """Give the line after the table that begins here, the same line where none does."""
    if "|" not in lines[number] or number + 1 >= len(lines):
        return number
    rule = lines[number + 1]
    if "|" not in rule or len(rule) > LONGEST or not _RULE.fullmatch(rule):
        return number
    end = number + 2
    while end < len(lines) and lines[end].strip() and "|" in lines[end]:
        end += 1
    return end


def _table(rows: Sequence[str], labels: dict[str, None]) -> list[str]:
    """Give a table without columns of people, and without rows that are about them."""
    headers = _cells(rows[0])
    gone = {place for place, header in enumerate(headers) if header and is_column_of_people(header)}
    labels.update(dict.fromkeys(headers[place] for place in sorted(gone)))
    kept = []
    for at, row in enumerate(rows):
        cells = _cells(row)
        if at > 1 and len(headers) == 2 and cells and is_line_of_people(cells[0]):
            labels[cells[0].strip("*_ ")] = None
            continue
        if len(row) > LONGEST * 2 or not gone:
            kept.append(row)
            continue
        left = [cell for place, cell in enumerate(cells) if place not in gone]
        kept.append("| " + " | ".join(left) + " |")
    return [] if len(gone) == len(headers) else kept


def _cells(row: str) -> list[str]:
    text = row.strip().removeprefix("|")
    text = text.removesuffix("|") if not text.endswith("\\|") else text
    return [cell.strip() for cell in _BAR.split(text)]
