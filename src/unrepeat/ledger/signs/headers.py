"""Read what a C or C++ header declares to those who include it; what stands within its functions does not count."""

import re

from unrepeat.ledger.signs.brackets import IN_OTHERS, to_closing

_PUBLIC = re.compile(r"(?:^|/)include/")
_NOT_OURS = re.compile(r"(?:^|/)(?:linux|uapi|compat|sparse|windows)/")  # made to look like somebody else's
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)|//[^\n]*")
_PIECE = re.compile(r"[{};]|^[ \t]*#(?:[^\n\\]++|\\.)*+", re.MULTILINE | re.DOTALL)
_MEMBER = re.compile(r"[,;{}]")
_DEFINED = re.compile(r"[ \t]*#[ \t]*define[ \t]+([A-Za-z]\w*)")
_GUARD = re.compile(r"_(?:H|HH|HPP|HXX)_*$")  # against reading a header twice
_CALLED = re.compile(r"\b([A-Za-z]\w*)\s*\((?!\s*\*)")
_POINTER = re.compile(r"\(\s*\*\s*(\w+)\s*\)\s*\(")
_TAGGED = re.compile(r"\b(?:struct|enum|union|class)\s+([A-Za-z]\w*)")


def differs(before: str, after: str) -> bool:
    """Say whether a declaration is another one now; a type that only gained members serves those who know the old."""
    if "{" not in before or "{" not in after:
        return "".join(before.split()) != "".join(after.split())
    old, new = ({"".join(member.split()) for member in _MEMBER.split(each)} for each in (before, after))
    return not old <= new


def is_front(path: str, _text: str) -> bool:
    """Say whether others are meant to include a header."""
    return _PUBLIC.search(path) is not None and _NOT_OURS.search(path) is None


def read(text: str) -> dict[str, str]:
    """Give each function, type and macro with its declaration; a macro that takes values, without its body."""
    found: dict[str, list[str]] = {}
    plain = _COMMENT.sub(" ", text)
    depth, begin, head = 0, 0, ""
    for token in _PIECE.finditer(plain):
        what = token[0]
        if what == "{":
            if depth == 0:
                head = plain[begin : token.start()]
                if head.lstrip().startswith(("extern", "namespace")) and "(" not in head:
                    begin = token.end()  # what stands within is as public as what stands outside
                    continue
            depth += 1
        elif what == "}":
            depth = max(depth - 1, 0)
            if depth == 0 and ")" in head:  # a function's body
                _declare(found, head)
                begin, head = token.end(), ""
        elif depth == 0:
            if what == ";":
                _declare(found, plain[begin : token.start()])
                head = ""
            else:
                _define(found, what)
            begin = token.end()
    return {name: "".join(said) for name, said in found.items()}


def _define(found: dict[str, list[str]], directive: str) -> None:
    name = _DEFINED.match(directive)
    if name is not None:
        takes_values = directive[name.end() : name.end() + 1] == "("
        rest = to_closing(directive, name.end(), IN_OTHERS) if takes_values else directive[name.end() :]
        if rest.strip() and not _GUARD.search(name[1]):
            found.setdefault(name[1], []).append(rest)


def _declare(found: dict[str, list[str]], statement: str) -> None:
    name = None if "{" in statement else _POINTER.search(statement) or _CALLED.search(statement)
    name = name or _TAGGED.search(statement)
    if name is not None and not name[1].isupper():  # a name in capitals is a macro in use, which declares nothing
        found.setdefault(name[1], []).append(statement)
