"""A record's Markdown: its title, and the sections under it that a program may write."""

import re

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_TEXT = re.compile(r" {0,3}[^\s#>*+`|-]")
NUMBER = re.compile(r"^(?P<number>(?:ADR[- ]?)?\d+)(?P<after>[.:)]\s+)", re.IGNORECASE)  # before a decision's title
_CLOSING = re.compile(r"(?:^|(?<= ))#+$")
_ESCAPING = re.compile(r"\\(?=[!-/:-@\[-`{-~])")  # a backslash before any of these marks; elsewhere it means itself
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*\r?$", re.MULTILINE)


def new_body(title: str, sections: dict[str, str], *, prompts: dict[str, str]) -> str:
    """Write the Markdown of a new record: title, then sections (heading: text); a heading of '' is the text itself.

    Sections without text are left out, but those with a prompt: there the prompt stands as a comment.
    """
    lines = [f"# {heading_of(title)}"]
    for heading, text in sections.items():
        shown = text.strip() or (f"<!-- {prompts[heading]} -->" if heading in prompts else "")
        if shown:
            lines.append(f"{_marks(heading)} {heading}\n\n{shown}" if heading else shown)
    return "\n\n".join(lines) + "\n"


def _marks(heading: str) -> str:
    """Give the heading marks: in MADR, consequences and confirmation stand under the outcome."""
    return "###" if heading in {"Consequences", "Confirmation"} else "##"


def heading_of(title: str) -> str:
    """Write a title as the text of a heading, in one line, from which `title_of` reads it as it was given.

    What Markdown would take from it (a backslash, marks that close a heading) and what would be taken for the number of
    a decision is escaped, as CommonMark has it: https://spec.commonmark.org/0.31.2/#backslash-escapes.
    """
    text = _ESCAPING.sub(r"\\\\", " ".join(title.split()))
    text = _CLOSING.sub(r"\\\g<0>", text)
    return NUMBER.sub(lambda found: f"{found['number']}\\{found['after']}", text)


def title_of(heading: str) -> str:
    """Give the title that a heading's text stands for, without the backslashes that keep it as it is."""
    return _ESCAPED.sub(r"\1", heading)


def section(body: str, heading: str) -> str:
    """Give the text of a section, empty where there is none; of heading '', the text right under the title."""
    lines = body.splitlines(keepends=True)
    found = _span(lines, heading)
    return "".join(lines[found[0] : found[1]]).strip() if found else ""


def with_section(body: str, heading: str, text: str) -> str:
    """Give a body in which a section holds a text; the section is added at the end where there is none."""
    newline = "\r\n" if "\r\n" in body else "\n"
    lines = body.splitlines(keepends=True)
    found = _span(lines, heading)
    written = text.strip().replace("\r\n", "\n").replace("\n", newline)
    if found is None:
        gap = next(gap for gap in ("", newline, newline * 2) if not body.strip() or (body + gap).endswith(newline * 2))
        return f"{body}{gap}{f'{_marks(heading)} {heading}{newline * 2}' if heading else ''}{written}{newline}"
    after = "".join(lines[found[1] :])
    return "".join(lines[: found[0]]) + newline + written + newline + (newline + after if after else "")


def unclosed(heading: str) -> str:
    """Give a heading's text without the marks that may close it, as in `## Context ##`."""
    text = heading.strip()
    before = text.rstrip("#")
    return before.strip() if before != before.rstrip() or not before else text


def with_title(body: str, title: str) -> str:
    """Give a body under another title; what stands below it stays."""
    lines = body.splitlines(keepends=True)
    found = _span(lines, "")
    if found is None:
        return f"# {heading_of(title)}\n\n{body.lstrip()}"
    ending = "\r\n" if lines[found[0] - 1].endswith("\r\n") else "\n"
    return "".join([*lines[: found[0] - 1], f"# {heading_of(title)}{ending}", *lines[found[0] :]])


def _span(lines: list[str], heading: str) -> tuple[int, int] | None:
    """Give the lines of a section, from after its heading to the next heading of its level or above."""
    begun: tuple[int, int] | None = None  # the line after the heading, and its level
    fence = ""
    for number, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
            continue
        found = None if fence else _heading(line, lines[number + 1] if number + 1 < len(lines) else "")
        if found is None:
            continue
        level, name, takes = found
        if begun is not None and (level <= begun[1] or not heading):
            return begun[0], number
        if begun is None and (name.lower() == heading.lower() if heading else level == 1):
            begun = number + takes, level
    return None if begun is None else (begun[0], len(lines))


def _heading(line: str, following: str) -> tuple[int, str, int] | None:
    """Give the level and the text of a heading, and how many lines it takes; None where a line is none."""
    if marked := _HEADING.match(line.rstrip("\r\n")):
        return len(marked[1]), unclosed(marked[2]), 1
    if (underline := _UNDERLINE.match(following)) and _TEXT.match(line):
        return (1 if underline[1].startswith("=") else 2), line.strip(), 2
    return None
