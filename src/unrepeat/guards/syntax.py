"""The one seam to ast-grep: parse a text, seek a rule in it, survive what the engine does not."""

import os
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

# Languages of ast-grep-py 0.51 and the endings of their files: https://ast-grep.github.io/reference/languages.html.
# Another name makes the engine panic.
ENDINGS: Mapping[str, frozenset[str]] = {
    "bash": frozenset({"sh", "bash", "bats", "ksh"}),
    "c": frozenset({"c", "h"}),
    "cpp": frozenset({"cc", "cpp", "cxx", "hpp", "hxx", "hh", "c++", "h", "cu", "ino"}),
    "csharp": frozenset({"cs"}),
    "css": frozenset({"css"}),
    "elixir": frozenset({"ex", "exs"}),
    "go": frozenset({"go"}),
    "haskell": frozenset({"hs"}),
    "html": frozenset({"html", "htm", "xhtml"}),
    "java": frozenset({"java"}),
    "javascript": frozenset({"js", "mjs", "cjs", "jsx"}),
    "json": frozenset({"json"}),
    "kotlin": frozenset({"kt", "kts"}),
    "lua": frozenset({"lua"}),
    "php": frozenset({"php"}),
    "python": frozenset({"py", "pyi", "pyw"}),
    "ruby": frozenset({"rb", "rake", "gemspec"}),
    "rust": frozenset({"rs"}),
    "scala": frozenset({"scala", "sc", "sbt"}),
    "swift": frozenset({"swift"}),
    "tsx": frozenset({"tsx"}),
    "typescript": frozenset({"ts", "cts", "mts"}),
    "yaml": frozenset({"yaml", "yml"}),
}
LANGUAGES = tuple(ENDINGS)
_OF_ENDING = {ending: language for language, endings in reversed(list(ENDINGS.items())) for ending in endings}
LONG = 12  # lines from which on a match is a block of code: only its first line tells where it begins
# The engine compares trees by calling itself for each level, and the process ends where some 19,000 levels of that fill
# its stack of 8 MB (ast-grep-py 0.51). A node that holds few letters is no deeper than twice their number.
DEEPEST = 1_000  # levels
_SHALLOW = 1_000  # letters
MOST_KEPT = 8_000_000  # letters of the parsed files that are kept, since many rules look at each; 20 bytes a letter


_OF_TAGS = frozenset({"html"})
_TAGS = re.compile(r"</?[A-Za-z][\w-]*(?![^<>]*/>)")
_BRACKETS = re.compile(r"[()\[\]{}]")
_CLOSING = frozenset(")]}")


class EngineFailed(Exception):
    """Why the engine could not do it, short and on one line."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = " ".join(what.split())[:200].rstrip(".")


class Match(NamedTuple):
    """Where a rule matches: lines from 1, characters from 0, and the text there."""

    line: int
    end_line: int
    start: int
    end: int
    text: str

    @property
    def lines(self) -> frozenset[int]:
        """Every line it stands on."""
        return frozenset(range(self.line, self.end_line + 1))

    @property
    def is_long(self) -> bool:
        """Whether it is a block rather than a statement."""
        return self.end_line - self.line >= LONG


def language_of(path: str) -> str | None:
    """Give the language of a file by its ending, None where none is known."""
    return _OF_ENDING.get(path.rpartition(".")[2].lower())


def matches(root: Any, config: Mapping[str, Any]) -> list[Match]:  # noqa: ANN401 -- the engine's node
    """Give every match of a rule below a node, in the order of the text; raise EngineFailed."""
    with _engine():
        return [match_of(node) for node in root.find_all(config)]


def is_like(held: Any, rule: Mapping[str, Any]) -> bool:  # noqa: ANN401 -- as above
    """Say whether a rule, without constraints or utilities, matches just here; one that is none matches nothing."""
    try:
        with _engine():
            return bool(held.matches(**rule))
    except EngineFailed:
        return False


def match_of(node: Any) -> Match:  # noqa: ANN401 -- as above
    """Give the place and the text of a node."""
    place = node.range()
    return Match(place.start.line + 1, place.end.line + 1, place.start.index, place.end.index, node.text())


class Parsed(NamedTuple):
    """The engine's root of a parsed text, and parts of it that were looked for before, by what they were asked by."""

    root: Any
    parts: dict[Any, Any]


_kept: OrderedDict[tuple[str, str], Parsed] = OrderedDict()  # the one used last at the end


def parsed(text: str, language: str) -> Any:  # noqa: ANN401 -- the engine's node
    """Give the root of a text; raise EngineFailed."""
    return kept(text, language).root


def kept(text: str, language: str) -> Parsed:
    """Parse a text, or give how it was parsed a while ago; raise EngineFailed."""
    found = _kept.get((text, language))
    if found is not None:
        _kept.move_to_end((text, language))
        return found
    found = _kept[text, language] = Parsed(parsed_anew(text, language), {})
    letters = sum(len(one) for one, _ in _kept)
    while letters > MOST_KEPT and len(_kept) > 1:
        (gone, _), _ = _kept.popitem(last=False)
        letters -= len(gone)
    return found


def parsed_anew(text: str, language: str) -> Any:  # noqa: ANN401 -- the engine's node
    """Parse a text; raise EngineFailed. Bytes that are no text stand there as question marks, one for each."""
    from ast_grep_py import SgRoot

    if _opens_too_much(text, language):
        raise EngineFailed(f"it is nested more than {DEEPEST:,} deep")
    with _engine():
        root = SgRoot(text.encode("utf-8", "replace").decode(), language).root()
    if _is_too_deep(root):
        raise EngineFailed(f"it is nested more than {DEEPEST:,} deep")
    return root


def _opens_too_much(text: str, language: str) -> bool:
    """Say whether more is opened than anybody nests: some parsers take seconds for what is never closed."""
    if sum(map(text.count, "<" if language in _OF_TAGS else "([{")) <= DEEPEST:
        return False
    depth = deepest = 0
    for found in (_TAGS if language in _OF_TAGS else _BRACKETS).finditer(text):
        depth = max(depth + (-1 if found[0] in _CLOSING or found[0].startswith("</") else 1), 0)
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            return True
    return False


def _is_too_deep(root: Any) -> bool:  # noqa: ANN401 -- as above
    left = [(root, 0)]
    while left:
        node, depth = left.pop()
        if depth > DEEPEST:
            return True
        left.extend((child, depth + 1) for child in node.children() if _letters(child) > _SHALLOW)
    return False


def _letters(node: Any) -> int:  # noqa: ANN401 -- as above
    place = node.range()
    return int(place.end.index - place.start.index)


@lru_cache(maxsize=8)
def tree(text: str, language: str) -> "Node":
    """Give the tree of a text as a learner walks it; raise EngineFailed."""
    return Node(parsed(text, language), None, text, language)


class Node:
    """A piece of code in its tree: lines from 1, characters from 0; what it is made of is read when it is asked for."""

    __slots__ = (
        "_children",
        "_held",
        "_source",
        "end",
        "end_line",
        "kind",
        "language",
        "line",
        "named",
        "parent",
        "start",
    )

    def __init__(self, held: Any, parent: "Node | None", source: str, language: str) -> None:  # noqa: ANN401 -- the engine's
        place = held.range()
        self._held = held
        self._source = source
        self._children: tuple[Node, ...] | None = None
        self.parent = parent
        self.language = language
        self.kind: str = held.kind()
        self.named: bool = held.is_named()
        self.start: int = place.start.index
        self.end: int = place.end.index
        self.line: int = place.start.line + 1
        self.end_line: int = place.end.line + 1

    @property
    def text(self) -> str:
        """What stands there."""
        return self._source[self.start : self.end]

    @property
    def source(self) -> str:
        """The whole text in which it stands."""
        return self._source

    @property
    def children(self) -> "tuple[Node, ...]":
        """Its parts in their order, the tokens between them among them."""
        if self._children is None:
            held = self._held.children()
            self._children = tuple(Node(child, self, self._source, self.language) for child in held)
        return self._children

    def ancestors(self) -> "Iterator[Node]":
        """Give what it stands in, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def field(self, name: str) -> "Node | None":
        """Give the part that has a role in it (`function`, `condition`), as the grammar names roles."""
        found = self._held.field(name)
        return None if found is None else self._child(found)

    def fields(self, name: str) -> "list[Node]":
        """Give every part that has a role in it."""
        found = (self._child(one) for one in self._held.field_children(name))
        return [one for one in found if one is not None]

    def is_like(self, rule: Mapping[str, Any]) -> bool:
        """Say whether a rule, without constraints or utilities, matches just here; one that is none matches nothing."""
        return is_like(self._held, rule)

    def matches(self, config: Mapping[str, Any]) -> list[Match]:
        """Give every match of a rule in it; raise EngineFailed."""
        return matches(self._held, config)

    def _child(self, held: Any) -> "Node | None":  # noqa: ANN401 -- as above
        return next((child for child in self.children if child._held == held), None)  # noqa: SLF001 -- one of its own


@contextmanager
def _engine() -> Iterator[None]:
    """Turn whatever the engine does into EngineFailed: errors, and panics, which derive from BaseException alone."""
    os.environ["RUST_BACKTRACE"] = "0"
    try:
        yield
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001 -- pyo3's PanicException has no public class
        reason = str(error) or type(error).__name__
        raise EngineFailed(reason.partition("Caused by:")[2] or reason) from None
