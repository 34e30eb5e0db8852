"""Which lines of a file are blank or nothing but comment, told by signs and the file's ending.

Good enough for a yardstick: strings are told from comments, but no language is parsed. A docstring is code.
"""

import re
from functools import lru_cache

_SIGNS: dict[str, str] = {  # the signs as a pattern, then names or endings of files
    r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)": """c h cc cpp cxx hh hpp hxx m mm java js jsx mjs ts tsx go rs swift kt kts scala
        cs dart proto php groovy css scss less vala d y l S""",
    r"#[^\n]*": """py pyi sh bash zsh ksh ebuild eclass rb pl pm t r R am mk mak cmake yaml yml toml ini cfg conf at tcl
        ex exs jl nix Makefile Dockerfile CMakeLists.txt meson.build meson_options.txt meson.options""",
    r"(?:dnl\b|#)[^\n]*": "ac m4",
    r"--[^\n]*|/\*[\s\S]*?(?:\*/|\Z)": "sql",
    r"--\[\[[\s\S]*?(?:\]\]|\Z)|--[^\n]*": "lua",
    r"\{-[\s\S]*?(?:-\}|\Z)|--[^\n]*": "hs",
    r"<!--[\s\S]*?(?:-->|\Z)": "xml html htm svg vue",
    r";[^\n]*": "el lisp scm clj asm",
}
_STRINGS = r"\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_COMMENTS = {
    ending: re.compile(rf"{_STRINGS}|(?P<comment>{signs})")
    for signs, names in _SIGNS.items()
    for ending in names.split()
}


@lru_cache(maxsize=64)
def silent_lines(path: str, text: str) -> frozenset[int]:
    """Give the lines of a file, counted from 0, that are blank or nothing but comment."""
    name = path.rpartition("/")[2]
    comments = _COMMENTS.get(name) or _COMMENTS.get(name.rpartition(".")[2])
    code = comments.sub(_without, text) if comments else text
    return frozenset(number for number, line in enumerate(code.split("\n")) if not line.strip())


def _without(found: "re.Match[str]") -> str:
    """Take a comment out but for its newlines; a `#` within a word, as in `$#` or `${x#y}`, begins none."""
    comment = found["comment"]
    if comment is None:
        return found[0]
    begin = found.start()
    if comment[0] == "#" and begin and not found.string[begin - 1].isspace():
        return found[0]
    return "\n" * comment.count("\n")
