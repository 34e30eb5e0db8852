"""Count what a rule matches in the whole tree after a fix: what matches often tells no mistake from the usual."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any

from unrepeat.guards.syntax import EngineFailed, matches, parsed_anew

_KEPT = 8_000_000  # letters whose trees stay in memory: with more, each rule parses them anew
_MOST_LETTERS = 50_000_000  # that rules are sought in; whoever asks for more is told that there is too much
_PARSING = 8  # times as dear as seeking a rule is
_LARGEST = 500_000  # letters of a file that is looked at; above it is data

Read = Callable[[], Mapping[str, str]]


class Elsewhere:
    """The files of one language in a tree, by their paths; read when a rule first asks for them."""

    def __init__(self, language: str, read: Read = dict) -> None:
        self._language = language
        self._read = read
        self._roots: dict[str, Any] = {}
        self._letters = 0
        self._left = _MOST_LETTERS

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {path: text for path, text in sorted(self._read().items()) if len(text) <= _LARGEST}

    def count(self, rule: Mapping[str, Any], words: Collection[str], less: Collection[str], most: int) -> int:
        """Count matches in files that hold all words, less some files; stop where there are more than `most`.

        A rule of common names costs much to seek, and is worth little: when enough was sought, it counts as met often.
        """
        count = 0
        for path, text in self._texts.items():
            if path not in less and all(word in text for word in words):
                self._left -= len(text) * (1 if path in self._roots else _PARSING)
                count += self._in_file(path, text, rule) if self._left > 0 else most + 1
            if count > most:
                break
        return count

    def share(self, words: Collection[str]) -> float:
        """Give the part of the files that hold the rarest of some words; 0 where there are none."""
        texts = self._texts.values()
        return min((sum(word in text for text in texts) / max(len(texts), 1) for word in words), default=0.0)

    def _in_file(self, path: str, text: str, rule: Mapping[str, Any]) -> int:
        try:
            return len(matches(self._root(path, text), rule))
        except EngineFailed:
            return 0

    def _root(self, path: str, text: str) -> Any:  # noqa: ANN401 -- the engine's node
        if path in self._roots:
            return self._roots[path]
        root = parsed_anew(text, self._language)
        if self._letters + len(text) <= _KEPT:
            self._letters += len(text)
            self._roots[path] = root
        return root
