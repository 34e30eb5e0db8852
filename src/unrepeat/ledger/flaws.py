"""A flaw in a file of the ledger, and the line in which it stands."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from unrepeat.ledger.front_matter import BOM, split
from unrepeat.ledger.reading import Document, Key, YamlProblem, read
from unrepeat.ledger.record import Problem


class Flaw(NamedTuple):
    """What is wrong with a file and what to do; `key` tells the place among its fields: `("links", 2)`."""

    path: str
    key: Key
    what: str
    remedy: str


def placed(flaws: Iterable[Flaw], content: Callable[[str], bytes]) -> Iterator[Problem]:
    """Give flaws with their lines, for which each of their files is read again; line 0 where there is none."""
    by_path: dict[str, list[Flaw]] = defaultdict(list)
    for flaw in flaws:
        by_path[flaw.path].append(flaw)
    for path, found in by_path.items():
        document, first_line = _fields(path, content(path))
        for flaw in found:
            line = _line(document, flaw.key)
            yield Problem(path, line + first_line - 1 if line else 0, flaw.what, flaw.remedy)


def _fields(path: str, content: bytes) -> tuple[Document, int]:
    text = content.decode("utf-8", "replace")
    try:
        if not path.endswith(".md"):
            return read(text.removeprefix(BOM)), 1
        parts = split(text)
        return read(parts.yaml), parts.first_line
    except YamlProblem:  # it was changed a moment ago
        return Document({}), 1


def _line(document: Document, key: Key) -> int:
    """Give the line of an item of a list; where the field holds no list, or is the place itself, that of its name."""
    place = document.places.get(key) if len(key) > 1 else None
    found = place or document.keys.get(key[:1])
    return found.line if found else 0
