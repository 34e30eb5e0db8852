"""Rules for files of no known language: the words that a fix took away, as a regular expression."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from unrepeat.guards.learn.example import Example
from unrepeat.guards.learn.trial import MOST_MATCHES
from unrepeat.history.edit import Span, lines_in, lines_of

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_TELLING = re.compile(r"[^\W\d]\w{2,}")
_LONGEST = 200  # letters of a line that is made an expression


@dataclass(frozen=True)
class Expression:
    """A regular expression that RE2 takes, the text it was made of, and what the fix wrote in its place."""

    regex: str
    text: str
    instead: str

    def says(self) -> str:
        """Say what it asks for."""
        if not self.instead:
            return f"`{self.text}` should not be written"
        return f"`{self.text}` should be as the fix wrote it: `{self.instead[:72]}`"


def expressions(example: Example) -> Iterator[Expression]:
    """Give expressions that are proven on an example, the shortest of each line first, at most one a line."""
    for old, new in example.hunks:
        gone = [line.text for line in lines_in(example.before, (old,) if old.last >= old.first else ())]
        came = [line.text for line in lines_in(example.after, (new,) if new.last >= new.first else ())]
        for line in gone:
            found = next((one for one in _of_line(line, came) if _is_proven(one.regex, example)), None)
            if found is not None:
                yield found


def _of_line(line: str, came: Sequence[str]) -> Iterator[Expression]:
    """Give what changed in a line, alone, then with what stands before it, then the whole line."""
    if len(line) > _LONGEST or not line.strip():
        return
    instead = max(came, key=lambda one: SequenceMatcher(None, line, one).ratio(), default="")
    tokens, others = _TOKEN.findall(line.strip()), _TOKEN.findall(instead.strip())
    first = next((at for at, pair in enumerate(zip(tokens, others, strict=False)) if pair[0] != pair[1]), len(others))
    last = len(tokens)
    while (
        last > first
        and len(others) - (len(tokens) - last) > first
        and tokens[last - 1] == others[last - 1 - len(tokens)]
    ):
        last -= 1
    for begin, end in ((first, last), (max(first - 3, 0), last), (0, last), (0, len(tokens))):
        text = "".join(tokens[begin:end]).strip()
        if _TELLING.search(text):
            yield Expression(_regex(text), text, instead.strip())


def _regex(text: str) -> str:
    written = "".join(r"\s+" if token.isspace() else re.escape(token) for token in _TOKEN.findall(text))
    before, after = (r"\b" if re.match(r"\w", letter) else "" for letter in (text[0], text[-1]))
    return f"{before}{written}{after}"


def _is_proven(regex: str, example: Example) -> bool:
    sought = re.compile(regex)
    fires = any(
        sought.search(line.text) and any(span.first <= line.number <= span.last for span in example.wrong)
        for line in lines_in(example.culprit, example.brought)
    )
    return (
        fires
        and not _stands(sought, example.after, example.repaired)
        and not _stands(sought, example.parent, example.came_upon)
        and sum(bool(sought.search(line)) for line in lines_of(example.after)) <= MOST_MATCHES
        and not any(sought.search(line.text) for edit in example.controls for line in edit.added_lines())
    )


def _stands(sought: re.Pattern[str], text: str, places: Iterable[Span]) -> bool:
    lines = lines_of(text)
    return any(sought.search(line) for span in places for line in lines[max(span.first - 1, 0) : span.last])
