"""Tell code from comment within one line, by the language that a file's name stands for.

Each line is read by itself and once, from left to right: no text can make it slow. A comment or a text that goes on
over several lines is known where it says so itself (a line that begins with `*`).
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from unrepeat.history.edit import Line

LONGEST = 1_000  # letters of a line that are looked at; the rest of a longer one was written by a program


class Syntax(NamedTuple):
    """What begins a comment, and what encloses a text."""

    marks: tuple[str, ...]
    quotes: str


_HASH = Syntax(("#",), "\"'")
_SLASH = Syntax(("//", "/*"), "\"'`")
_RUST = Syntax(("//", "/*"), '"')  # 'a is a lifetime
_DASH = Syntax(("--", "/*"), "\"'")
_SEMICOLON = Syntax((";", "#"), '"')
_SETTINGS = Syntax(("#", " ;"), "\"'")  # some end a statement with `;`, others begin a comment with it
_PERCENT = Syntax(("%",), '"')
_AUTOCONF = Syntax(("#", "dnl "), "")

_ENDINGS = {
    _HASH: "py pyi pyx rb sh bash zsh ksh pl pm yml yaml toml r mk mak cmake tf hcl nix ex exs jl ps1 tcl am"
    " bzl gn gni star eclass ebuild build graphql gql service timer env properties",
    _SLASH: "c h cc cpp cxx hh hpp hxx java js jsx mjs cjs ts tsx mts cts cs go swift kt kts scala dart groovy gradle"
    " m mm proto thrift php css scss less zig v sv fbs yang avdl vala lex y l",
    _RUST: "rs",
    _DASH: "sql lua hs elm adb ads vhd",
    _SETTINGS: "conf cfg",
    _SEMICOLON: "ini lisp el clj cljs s asm",
    _PERCENT: "erl hrl tex",
    _AUTOCONF: "ac m4",
}
_BY_ENDING = {ending: syntax for syntax, endings in _ENDINGS.items() for ending in endings.split()}
_NAMED = {
    "makefile",
    "dockerfile",
    "gemfile",
    "rakefile",
    "meson.build",
    "meson_options.txt",
    "cmakelists.txt",
    "justfile",
}


def syntax_of(path: str) -> Syntax | None:
    """Give the syntax of a file, None where it is not known."""
    name = path.rpartition("/")[2].lower()
    if name in _NAMED:
        return _HASH
    return _BY_ENDING.get(name.rpartition(".")[2])


class Parts(NamedTuple):
    """What stands before the comment of a line, the same with its texts emptied, and the comment; each may be empty."""

    told: str
    code: str
    comment: str


def split(line: str, syntax: Syntax) -> Parts:
    """Take a line apart."""
    line = line[:LONGEST]
    if "/*" in syntax.marks and line.lstrip().startswith(("* ", "*/")):
        return Parts("", "", line.strip().strip("*/"))
    code: list[str] = []
    begin, quote = 0, ""
    for token in _tokens(syntax).finditer(line):
        found = token[0]
        if quote:
            if found == quote:
                begin, quote = token.start(), ""
        elif found in syntax.quotes:
            code.append(line[begin : token.end()])
            quote = found
        elif not found.startswith("\\"):
            code.append(line[begin : token.start()])
            return Parts(line[: token.start()], "".join(code), line[token.end() :].removesuffix("*/"))
    if not quote:
        code.append(line[begin:])
    return Parts(line, "".join(code), "")


def goes_on(line: Line, following: Sequence[Line], syntax: Syntax) -> str:
    """Give the comment, without its blanks, of the first of the lines that follow, where it goes on with one's own."""
    if not following or following[0].number != line.number + 1:
        return ""
    told, _, comment = split(following[0].text, syntax)
    return "" if told.strip() else " ".join(comment.strip(" *#/-;").split())


@cache
def _tokens(syntax: Syntax) -> re.Pattern[str]:
    marks = "|".join(map(re.escape, syntax.marks))
    return re.compile(rf"\\.|{marks}|[{syntax.quotes}]" if syntax.quotes else marks)
