"""Find the sections of a message or a pull request, and say how much each says."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
_TEXT = re.compile(r" {0,3}[^\s#>*+`|=-]")  # what an underline makes a heading of
_BOLD = re.compile(r"(?:\*\*|__)([^*_]{1,80})(?:\*\*|__):?")
_UNDER_ALL = 7  # the level of a bold line or a label, below Markdown's six of headings
_LONGEST_NAME = 80  # letters of a section's name, with its marks

_UNTICKED = re.compile(r"\s*[-*+]\s+\[ \]")
_MARKS = re.compile(r"^(?:[\s>*+-]+|\d+[.)]\s|\[[ xX]?\])*")
_TRAILER = re.compile(
    r"[A-Za-z]+(?:-[A-Za-z]+)+: "
)  # such as Signed-off-by, which git and its users add to any message
_FOR_LATER = re.compile(r"\W*(?:todo|to do|tbd|tbc|fixme|xxx|wip)\b", re.IGNORECASE)
_EMPTY_WORDS = re.compile(r"\bn/a\b|\bnot applicable\b|\b[a-z][a-z0-9+.-]{1,9}://\S+", re.IGNORECASE)
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def sections(text: str, wanted: Iterable[str]) -> Mapping[str, list[str]]:
    """Give the lines of each wanted section that there is; several of one name are one.

    A section begins with a Markdown heading, or with its name alone on a line or before a colon (`Test plan: ...`), in
    whatever case. It ends at the next of these, or at a bold line. Comments are left out.
    """
    names = {_plain(name): name for name in wanted}
    found: dict[str, list[str]] = {}
    inside, level = "", 0
    for begun, line in _read(_COMMENT.sub("", text), names):
        if begun is None:
            if inside:
                found[inside].append(line)
            continue
        name = names.get(_plain(begun[1]), "")
        if name or not inside or begun[0] <= level:
            inside, level = name, begun[0]
        if name:
            found.setdefault(name, []).append(line)
    return found


def says(lines: Iterable[str], known: Collection[str] = ()) -> int:
    """Count the different words of a section, but those of lines that anybody could write without a thought.

    These are boxes nobody ticked, trailers, what is put off (`TODO`), addresses, and lines `known` from a template.
    """
    found: set[str] = set()
    for line in lines:
        told = plain_line(line)
        if not (_UNTICKED.match(line) or _TRAILER.match(line) or _FOR_LATER.match(told) or told in known):
            found.update(_WORD.findall(_EMPTY_WORDS.sub(" ", told)))
    return len(found)


def plain_line(line: str) -> str:
    """Give a line's words without the marks of lists, quotes and boxes, by which lines are compared."""
    return " ".join(_MARKS.sub("", line).casefold().split())


def _read(text: str, names: Collection[str]) -> Iterator[tuple[tuple[int, str] | None, str]]:
    """Give each line with the level and the name of the section that it begins, and what it says beside that."""
    in_fence = False
    for line, following in pairwise([*text.splitlines(), ""]):
        if _FENCE.match(line):
            in_fence = not in_fence
        begun = None if in_fence else _begun(line, following, names)
        yield (begun[:2], begun[2]) if begun else (None, line)


def _begun(line: str, following: str, names: Collection[str]) -> tuple[int, str, str] | None:
    """Give the level and the name of the section that a line begins, and what it says after the name."""
    if heading := _HEADING.match(line):
        return len(heading[1]), heading[2], ""
    name, _, rest = line.strip().partition(":")
    if len(name) <= _LONGEST_NAME and _plain(name) in names:
        return _UNDER_ALL, name, rest
    if _UNDERLINE.fullmatch(following) and _TEXT.match(line):
        return (1 if "=" in following else 2), line, ""
    bold = _BOLD.fullmatch(line.strip())
    return (_UNDER_ALL, bold[1], "") if bold else None


def _plain(name: str) -> str:
    """Give a section's name as it is compared: `### Test Plan:` is `Test plan`."""
    return re.sub(r"[\W_]+", " ", name).strip().casefold()
