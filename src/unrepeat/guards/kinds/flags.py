"""Read feature flags from the flagd files of a tree: https://flagd.dev/reference/flag-definitions/."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from unrepeat.guards.kinds.tree_texts import texts
from unrepeat.guards.proposal import Tree

SAFE = "safe_variant"  # the field of a flag's metadata, or of its file's, that names the variant to fall back to
_STATES = ("ENABLED", "DISABLED")


class Flag(NamedTuple):
    """A flag as one file defines it: what is wrong with it, empty where nothing is, and its variant to fall back to."""

    key: str
    path: str
    wrong: str
    variants: tuple[str, ...]
    safe: str


class Flags:
    """The flags that some files of a tree define (globs), and the files that cannot be read."""

    def __init__(self, tree: Tree, files: Iterable[str]) -> None:
        self.unreadable: list[str] = []
        self._by_key: dict[str, list[Flag]] = {}
        for path, text in texts(tree, files):
            held = _held(text)
            if held is None:
                self.unreadable.append(path)
            for key, fields in (held or {}).get("flags", {}).items():
                self._by_key.setdefault(key, []).append(_flag(key, path, fields, (held or {}).get("metadata")))

    def of(self, key: str) -> list[Flag]:
        """Give each definition of a flag, in the order of files."""
        return self._by_key.get(key, [])

    def named_in(self, text: str) -> Iterator[str]:
        """Give the flags whose keys stand in a text, in quotes, as code asks for them."""
        quoted = set(re.findall(r"(?<=[\"'`])[\w.-]+(?=[\"'`])", text))
        return (key for key in self._by_key if key in quoted)


def _held(text: str | None) -> dict[str, Any] | None:
    """Read a flagd file; None where it is none."""
    try:
        read = json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) and isinstance(read.get("flags"), dict) else None


def _flag(key: str, path: str, fields: object, of_set: object) -> Flag:
    own = fields if isinstance(fields, dict) else {}
    variants = own.get("variants")
    names = tuple(map(str, variants)) if isinstance(variants, dict) else ()
    wrong = "" if names else "has no variants"
    if own.get("state") not in _STATES:
        wrong = f"has no state ({' or '.join(_STATES)})"
    return Flag(key, path, wrong, names, _safe(own.get("metadata")) or _safe(of_set))


def _safe(metadata: object) -> str:
    found = metadata.get(SAFE) if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else ""
