"""Parse a file for a pattern, and find the parts of its tree that a change touches: only there is a rule sought."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from unrepeat.guards.syntax import LONG, kept
from unrepeat.history.edit import Span

_MOST_PARTS = 40  # more are sought at once, in the whole tree: each search costs the making of the rule


def touched(text: str, language: str, adds: tuple[Span, ...]) -> Sequence[Any]:
    """Give the parts of a file's tree in which a match can stand on lines that a change adds; raise EngineFailed.

    Each is a node that begins on such a line, or is short enough to count wherever it touches one; see `Match.is_long`.
    """
    root, known = kept(text, language)
    found: Sequence[Any] | None = known.get(("touched", adds))
    if found is None:
        parts = tuple(islice(_touched(root, adds), _MOST_PARTS + 1))
        found = known["touched", adds] = parts if len(parts) <= _MOST_PARTS else (root,)
    return found


def _touched(root: Any, adds: Sequence[Span]) -> Iterator[Any]:  # noqa: ANN401 -- the engine's node
    left = [root]
    while left:
        node = left.pop()
        place = node.range()
        first, last = place.start.line + 1, place.end.line + 1
        inside = [span for span in adds if span.first <= last and first <= span.last]
        if not inside:
            continue
        if last - first < LONG or any(span.first <= first <= span.last for span in inside):
            yield node
        else:
            left.extend(node.children())
