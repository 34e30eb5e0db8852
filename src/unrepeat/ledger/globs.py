"""Say whether a path of the repository is one that a glob means, as people know it from .gitignore and CODEOWNERS.

`*` and `?` stand for letters of one name, `**` for any number of folders, a backslash takes the next letter as it is,
and `[` is a plain letter (many web projects have it in their paths). A glob that names a folder means all below it;
only a last name of exactly `*`, as in `docs/*`, means that one level, as GitHub reads it. A name without a slash stands
at the top (`src`), one with a wildcard anywhere (`*.proto`). A glob of more than LONGEST letters means nothing.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 4096  # letters; as many as a path may have on Linux, and no system takes more
_LETTERS = re.compile(r"\\.|.", re.DOTALL)
_FOLDERS = "(?:[^/]+/)*"


def matches(glob: str, path: str) -> bool:
    """Say whether a glob means a path; both are relative to the repository's top, with `/`."""
    return compiled(glob).match(path) is not None


@lru_cache(maxsize=4096)
def compiled(glob: str, *, names_anywhere: bool = False) -> re.Pattern[str]:
    """Give the pattern to `match` paths with; `names_anywhere`: a plain name without a slash stands in any folder.

    No pattern takes more than quadratic time: what stands between two wildcards is sought once, from the left, and
    never again (`(?>...)`), which is enough wherever the last part is tied to the end.
    """
    names = [name for name in glob.removeprefix("./").split("/") if name not in {"", "."}]
    if not names or len(glob) > LONGEST:
        return re.compile(r"(?!)")  # nothing is meant
    one_name = "/" not in glob.removeprefix("./").rstrip("/")
    if one_name and (names_anywhere or _has_wildcard(names[0])):
        names.insert(0, "**")
    if glob.endswith("/") and names[-1] != "**":
        names.append("**")
    return re.compile(_expression(names), re.DOTALL)


def _has_wildcard(name: str) -> bool:
    return any(letter in "*?" for letter in _LETTERS.findall(name))


def _expression(names: list[str]) -> str:
    """Put the names between `**` together, each group sought from the left, the last one tied to the end."""
    groups: list[list[str]] = [[]]
    for name in names:
        if name == "**":
            groups.append([])
        else:
            groups[-1].append(name)
    last = groups.pop()
    begin = ""
    for number, group in enumerate(groups):
        together = "".join(_name(name) + "/" for name in group)
        begin += f"(?>{_FOLDERS}?{together})" if number and group else together
    if not last:
        return begin + r"[^/].*\Z"
    below = "" if last[-1] == "*" else "(?:/.*)?"
    return begin + (_FOLDERS if groups else "") + "/".join(map(_name, last)) + below + r"\Z"


def _name(name: str) -> str:
    """Give the expression of one name, which is all between two slashes."""
    parts: list[str] = [""]
    for letter in _LETTERS.findall(name):
        if letter == "*":
            parts.append("")
        else:
            parts[-1] += "[^/]" if letter == "?" else re.escape(letter[-1])
    first, *rest = parts
    if not rest:
        return first
    middle = "".join(f"(?>[^/]*?{part})" for part in rest[:-1] if part)
    return f"{first}{middle}[^/]*{rest[-1]}"


class Places:
    """Some paths and globs, asked whether others mean a file in common; quick where most are plain paths."""

    def __init__(self, paths: Iterable[str]) -> None:
        named = {path.removeprefix("./").rstrip("/") for path in paths}
        self._globs = sorted(path for path in named if is_glob(path))
        self._plain = named.difference(self._globs)
        self._above = {folder for path in self._plain for folder in _folders_of(path)}

    def overlap(self, path: str) -> bool:
        """Say whether a path or glob means a file that one of these means too: itself, a folder of it, or within it."""
        path = path.removeprefix("./").rstrip("/")
        # A glob is taken for a path of the other: `src/*.py` is within `src/**`, and within `src`.
        others = (*self._globs, *self._plain) if is_glob(path) else self._globs
        if path in self._plain or path in self._above or any(folder in self._plain for folder in _folders_of(path)):
            return True
        return any(matches(path, one) or matches(one, path) for one in others)


def is_glob(path: str) -> bool:
    """Say whether a path holds a wildcard, and so may mean several files."""
    return any(letter in "*?\\" for letter in path)


def _folders_of(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
