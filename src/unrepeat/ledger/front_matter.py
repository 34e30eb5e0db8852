"""Split a record's file into its front matter and its Markdown."""

import re
from dataclasses import dataclass

from unrepeat.ledger.reading import YamlProblem

BOM = "\ufeff"
_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?:[ \t].*)?\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Split:
    """A file's text in three: what opens the front matter, the YAML itself, and the rest from the closing fence on."""

    opening: str
    yaml: str
    rest: str

    @property
    def body(self) -> str:
        """The Markdown after the closing fence."""
        return _CLOSE.sub("", self.rest, count=1) if self.opening.endswith("\n") else self.rest

    @property
    def first_line(self) -> int:
        """The line of the file (from 1) on which the YAML begins."""
        return 2 if self.opening.endswith("\n") else 1

    @property
    def body_line(self) -> int:
        """The line of the file (from 1) on which the Markdown begins."""
        return self.first_line + self.yaml.count("\n") + (1 if self.first_line > 1 else 0)


def split(text: str) -> Split:
    """Split a text; one without front matter is all rest. Raise YamlProblem where the front matter is never closed."""
    mark = BOM if text.startswith(BOM) else ""
    opening = _FENCE.match(text, len(mark))
    if opening is None:
        return Split(mark, "", text[len(mark) :])
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        raise YamlProblem(1, "the front matter is opened with `---` and never closed")
    return Split(text[: opening.end()], text[opening.end() : closing.start()], text[closing.start() :])


def markdown(text: str) -> str:
    """Give a file's Markdown, nothing where its front matter is never closed: for whoever only looks for words."""
    try:
        return split(text).body
    except YamlProblem:
        return ""


def conflict_line(text: str) -> int | None:
    """Give the line of a merge-conflict marker left in a text, None where there is none."""
    found = _CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None
