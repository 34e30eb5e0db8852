"""Part a text at its headings, whatever their level or markup: `#`, underlined, bold, `Label: text`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from unrepeat.ledger.imported.headings import LONGEST, Role, is_line_of_people, plain, role_of
from unrepeat.ledger.imported.lines import joined
from unrepeat.ledger.imported.report import Part

DEEPEST = 60  # levels of quotes and lists; what is nested deeper is no text that anybody reads
ENOUGH = 2  # headings that are known: then a bold line among them is emphasis
_LABEL = re.compile(
    r"(?:[-*+] )?(?:(?P<mark>\*\*|__)(?P<bold>[^*_\n]{2,80}?)(?:(?P=mark)[ \t]*:|:[ \t]*(?P=mark)|(?P=mark)[ \t]*$)"
    r"|(?P<word>[A-Za-z][^:*_`|<>\[\]()\n]{1,60})(?::(?=[ \t]|$)|[ \t]*$))[ \t]*(?P<rest>.*)"
)
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S")
# Above the first, what a heading below is called says little; above the second, it says what is plainly another part.
_SWALLOWS: frozenset[Role] = frozenset({"actions", "timeline"})
_SWALLOWS_SOME: frozenset[Role] = frozenset({"causes", "kept", "impact", "detection", "surprise"})
_SWALLOWED: frozenset[Role] = frozenset({"other", "summary", "causes", "kept", "title"})
_OF_ONE_LINE = frozenset({"status", "state", "severity", "priority", "duration"})
_CREDITS = 4  # words of a line under "Contributors" that names one
_SOFT = 7  # the level of a heading that is none to Markdown


@dataclass(frozen=True)
class Heading:
    """A heading: its lines (from, to), its level, its text, and what stands after it on its line."""

    start: int
    end: int
    level: int
    text: str
    rest: str = ""


@dataclass
class Outline:
    """A text in parts: its title (empty where it has none), and what stands under each heading."""

    title: str
    parts: list[Part] = field(default_factory=list)


def parser() -> MarkdownIt:
    """Give a reader of Markdown's blocks that takes the time of their length."""
    made = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    made.core.ruler.disable(["inline", "text_join"])
    return made


def outline(text: str) -> Outline:
    """Part a text at its headings."""
    lines = text.split("\n")
    tokens = parser().parse(text)
    hard = list(_hard(tokens, lines))
    is_title = _begins(hard, lines)
    title = _title_taken(hard.pop(0) if is_title else _first_line(tokens, lines), lines)
    hard = [_labelled(one) for one in hard]
    known = sum(role_of(one.text) != "other" for one in hard)
    taken = {number for one in _hard(tokens, lines) for number in range(one.start, one.end)}
    soft = [one for one in _soft(tokens, lines) if one.start not in taken] if known < ENOUGH else []
    found = sorted([*hard, *soft], key=lambda one: one.start)
    made = Outline(title)
    definitions = _taken_out(tokens, lines)
    made.parts = [*_parts(found, lines), Part("kept", "", definitions)]
    made.parts = [part for part in made.parts if part.role != "title" and (part.text or part.heading)]
    return made


def _hard(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Heading]:
    """Give what Markdown takes for headings; a paragraph above a ruler is none, nor is an empty one."""
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            text = tokens[at + 1].content.strip()
            is_ruled = token.markup in {"-", "="} and (len(text) > LONGEST or "\n" in text)
            if text and not is_ruled:
                yield Heading(token.map[0], _end_of(token.map, lines), int(token.tag[1:]), text.rstrip("#").strip())


def _labelled(one: Heading) -> Heading:
    """Part a heading such as `Status: resolved` into what it is called and what it says."""
    label, mark, rest = one.text.partition(":")
    return replace(one, text=label, rest=rest.strip()) if mark and rest and role_of(label) != "other" else one


def _end_of(place: Sequence[int], lines: Sequence[str]) -> int:
    end = place[1]
    while end > place[0] + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _begins(hard: Sequence[Heading], lines: Sequence[str]) -> bool:
    """Say whether the first heading is the title: it names no part, and none stands above it."""
    if not hard or role_of(hard[0].text) not in {"other", "title"}:
        return False
    before = [
        line for line in lines[: hard[0].start] if line.strip() and not line.lstrip().startswith(("<", "[!", "!["))
    ]
    return hard[0].level == min(one.level for one in hard) or (not before and hard[0].level == 1)


def _first_line(tokens: Sequence[Token], lines: Sequence[str]) -> Heading | None:
    """Give the line that is the title of a plain text: it stands alone at the top, and is no sentence."""
    first = tokens[0] if tokens else None
    if first is None or first.type != "paragraph_open" or not first.map or first.map[1] != first.map[0] + 1:
        return None
    text = lines[first.map[0]].strip()
    is_title = len(text) <= LONGEST and not text.endswith((".", ":", "!", "?", ",")) and "://" not in text
    is_part = _LABEL.fullmatch(text) and role_of(text.partition(":")[0]) != "other"
    return Heading(first.map[0], first.map[1], 1, text) if is_title and not is_part and len(tokens) > 3 else None


def _title_taken(one: Heading | None, lines: list[str]) -> str:
    """Give a title, and take its lines out."""
    if one is None:
        return ""
    lines[one.start : one.end] = [""] * (one.end - one.start)
    return one.text


def _soft(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Heading]:
    """Give the lines that are headings to a reader: `**Impact**`, `Impact:`, `IMPACT`, `Impact: 12 customers`."""
    for token in tokens:
        if token.map is None or token.level or token.type not in {"paragraph_open", "bullet_list_open", "heading_open"}:
            continue
        if token.type == "heading_open" and token.markup.startswith("#"):
            continue
        for number in range(*token.map):
            label = _LABEL.fullmatch(lines[number].rstrip()) if len(lines[number]) <= LONGEST * 20 else None
            if label is None:
                continue
            text, rest = (label["bold"] or label["word"]).strip(), label["rest"]
            if role_of(text) in {"other", "people"} or (rest and _says_one_thing(text)):
                continue  # such a line says one thing, and what follows goes on with what was before
            if rest or label["bold"] or _stands_alone(label[0], number, lines):
                yield Heading(number, number + 1, _SOFT, text, rest)


def _says_one_thing(label: str) -> bool:
    return role_of(label) in {"date", "title"} or plain(label) in _OF_ONE_LINE


def _stands_alone(line: str, number: int, lines: Sequence[str]) -> bool:
    """Say whether a line begins its paragraph, as a heading does."""
    return line.endswith(":") or number == 0 or not lines[number - 1].strip()


def _taken_out(tokens: Sequence[Token], lines: list[str]) -> str:
    """Take the definitions of links out of the lines: every part may need them."""
    inside = {number for token in tokens if token.map and not token.level for number in range(*token.map)}
    found = []
    for number, line in enumerate(lines):
        if number not in inside and _DEFINITION.match(line):
            found.append(line.strip())
            lines[number] = ""
    return "\n".join(found)


@dataclass
class _Open:
    """A part that lines are still added to: how many headings stand above its own."""

    role: Role
    heading: str
    depth: int
    lines: list[str]


def _parts(found: Sequence[Heading], lines: Sequence[str]) -> Iterator[Part]:
    """Give what stands before the first heading, then a part for each heading that is none of a part's own."""
    begun = found[0].start if found else len(lines)
    made = [_Open("summary", "", 0, list(lines[:begun]))]
    stack: list[tuple[int, Role]] = []
    ends = [*(one.start for one in found), len(lines)][1:]
    for one, end in zip(found, ends, strict=True):
        while stack and stack[-1][0] >= one.level:
            stack.pop()
        role, body = role_of(one.text), [one.rest, *lines[one.end : end]]
        if stack and _belongs(role, stack[-1][1]):
            role = stack[-1][1]
            marks = "#" * min(2 + len(stack) - made[-1].depth, 6)
            made[-1].lines += ["", f"{marks} {' '.join(one.text.split())}", ""]
        else:
            if role == "contributors":
                role = "people" if _names_only(body) else "causes"
            made.append(_Open(role, " ".join(one.text.split()).rstrip(":").strip(), len(stack), []))
        stack.append((one.level, role))
        made[-1].lines += body
    yield from (Part(one.role, one.heading, joined(one.lines)) for one in made)


def _belongs(role: Role, above: Role) -> bool:
    """Say whether what stands under a heading belongs to the part above it."""
    return role == "other" or above in _SWALLOWS or (above in _SWALLOWS_SOME and role in _SWALLOWED)


def _names_only(lines: Sequence[str]) -> bool:
    return all(len(line.split()) <= _CREDITS + 1 for line in lines) or all(
        is_line_of_people(line.partition(":")[0]) for line in lines if line.strip()
    )
