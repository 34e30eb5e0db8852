"""`text`: words that went wrong, found by a regular expression in what a change adds, names or says.

Expressions are RE2's (https://github.com/google/re2/wiki/Syntax), which take time in proportion to the text whatever
they say.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from unrepeat.guards.finding import Firing
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotValid
from unrepeat.guards.kinds.rules import only, word, words
from unrepeat.guards.proposal import Proposal
from unrepeat.history.edit import Edit, Line, Span, lines_in

_PLACES = ("lines", "names", "message")
_MEMORY = 8 << 20  # bytes for one expression
# RE2 takes time in proportion to the text times the program: with 20,000 steps 24 s for 50 KB.
LARGEST_PROGRAM = 2_000
_BINARY = frozenset(
    "png jpg jpeg gif bmp ico webp tif tiff pdf zip gz tgz bz2 xz zst 7z tar jar war whl egg woff woff2 "
    "ttf otf eot mp3 mp4 ogg wav webm mov avi class pyc o a so dylib dll exe bin dat db sqlite parquet "
    "npy npz pkl h5 wasm psd xlsx docx pptx".split()
)
LONGEST = 2_000  # letters of an expression
_KEPT = 64  # files whose added lines are kept, since many guards look at each
# What could find less in many lines than in each: the ends of the whole text, and a flag that is taken back.
_OF_ONE_LINE = re.compile(r"\\[Az]|\(\?[a-zA-Z]*-")


class Text:
    """An expression that is ready to be sought.

    Rule: `regex`; `in`, some of lines (that are added; meant where nothing is said), names (of files that come) and
    message (each line of it); and `unless`, an expression that lets a line, name or message pass.
    """

    def __init__(self, guard: Guard) -> None:
        only(guard.rule, ("regex", "in", "unless"))
        self._guard = guard
        written = word(guard.rule, "regex")
        self._regex = expression(written, "regex")
        self._anywhere = None if _OF_ONE_LINE.search(written) else _compiled(f"(?m){written}")
        self._unless = expression(word(guard.rule, "unless"), "unless") if "unless" in guard.rule else None
        self._places = words(guard.rule, "in", ("lines",))
        if not set(self._places) <= set(_PLACES):
            raise NotValid(f"`in` of its rule may name {', '.join(_PLACES)}", "in")

    def firings(self, proposal: Proposal) -> Iterator[Firing]:
        """Give each line, name or message that matches; raise CannotRun where a file cannot be read."""
        if "lines" in self._places:
            yield from self._lines(proposal)
        if "names" in self._places:
            for edit in proposal.edits:
                if edit.status in {"added", "renamed"} and self._guard.covers(edit.path) and self._matches(edit.path):
                    yield Firing(edit.path, 0, 0, self._guard.title, edit.path)
        touches = not self._guard.paths or any(self._guard.covers(path) for path in proposal.touched)
        if "message" in self._places and touches:
            for line in proposal.message.splitlines():
                if self._matches(line):
                    yield Firing("", 0, 0, self._guard.title, line)

    def _lines(self, proposal: Proposal) -> Iterator[Firing]:
        for edit in proposal.edits:
            if not self._guard.covers(edit.path):
                continue
            is_hidden = edit.unread == "binary" and self._guard.paths and not _is_known_binary(edit.path)
            if (edit.unread in {"large", "missing"} or is_hidden) and edit.status != "deleted":
                raise CannotRun(
                    f"{edit.path} could not be read ({edit.unread}).",
                    "Look at it by hand, or narrow the guard's `paths`.",
                )
            yield from self._in_file(edit)

    def _in_file(self, edit: Edit) -> Iterator[Firing]:
        """Look at all added lines at once, and one by one where there is something."""
        if not edit.adds:
            return
        lines, whole = _added(edit.after, edit.adds)
        if self._anywhere is not None and self._anywhere.search(whole) is None:
            return
        for line in lines:
            if self._matches(line.text):
                yield Firing(edit.path, line.number, line.number, self._guard.title, line.text)

    def _matches(self, text: str) -> bool:
        sought = _sound(text)
        if self._regex.search(sought) is None:
            return False
        return self._unless is None or self._unless.search(sought) is None


@lru_cache(maxsize=_KEPT)
def _added(after: str, adds: tuple[Span, ...]) -> tuple[tuple[Line, ...], str]:
    """Give the added lines of a file, one by one and all together."""
    lines = tuple(lines_in(after, adds))
    return lines, _sound("\n".join(line.text for line in lines))


def _is_known_binary(path: str) -> bool:
    """Say whether a file is one of those that hold no text, by its ending: one NUL makes no picture of a script."""
    return path.rpartition(".")[2].lower() in _BINARY


def _sound(text: str) -> str:
    """Give a text that RE2 takes: bytes that are none stand there as question marks."""
    return text.encode("utf-8", "replace").decode()


def expression(text: str, field: str) -> Any:  # noqa: ANN401 -- re2 has no types
    """Compile an expression; raise NotValid where RE2 does not take it."""
    import re2

    if len(text) > LONGEST:
        raise NotValid(f"`{field}` is longer than {LONGEST:,} letters", field)
    try:
        return _compiled(text)
    except re2.error as error:
        told = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else f"{error}"
        raise NotValid(f"`{field}` is no expression of RE2: {told[:100]}", field) from None


def _compiled(text: str) -> Any:  # noqa: ANN401 -- as above
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    found = re2.compile(_sound(text), options)
    if found.programsize > LARGEST_PROGRAM:
        raise re2.error(f"it is too large ({found.programsize:,} steps, of {LARGEST_PROGRAM:,}); repeat less")
    return found
