r"""Say of a POSIX extended regular expression why it is not sought, before the C library gets to read it.

The C library copies what a count repeats: `(.*){1,9999}` takes it 10 s and 3 GB to read alone. RE2
(https://github.com/google/re2) reads any expression within the memory that it is given, and takes nothing that refers
back. So it is asked first, about the same expression in its own spelling.
"""

import re

LONGEST = 500  # letters of an expression
_MEMORY = 64 << 10  # bytes for RE2: `.{0,300}` takes less

_TOKEN = re.compile(
    r"\\(?P<escaped>.)|(?P<bracket>\[\^?+\]?+(?:\[[:.=][^\]]*+\]|[^\]])*+\])|\{,(?P<most>\d++)\}|.", re.DOTALL
)
_ESCAPES = frozenset("wWsSbB")  # the letters that mean something to `grep -E` behind a backslash
_CLASS = "write `[0-9]` or `[[:space:]]`"


def problem(expression: str) -> str:
    """Say in a clause why an expression is not sought, empty where it may be; whether git reads it is not asked."""
    if not expression.strip() or any(letter in expression for letter in "\n\0"):
        return "it is empty, or longer than a line"
    if any("\ud800" <= letter <= "\udfff" for letter in expression):
        return "it holds what is no letter of any text"
    if len(expression) > LONGEST:
        return f"it is longer than {LONGEST} letters"
    escaped = next(filter(None, map(_escaped, _TOKEN.finditer(expression))), "")
    return escaped or _refused(_TOKEN.sub(_spelled_for_re2, expression))


def _escaped(found: re.Match[str]) -> str:
    r"""Say what is wrong with a backslash: such a pattern would never match, and so might pass for one that is gone."""
    if re.search(r"\\[^\W_]", found["bracket"] or ""):
        return f"a backslash stands for itself within brackets; {_CLASS}"
    letter = found["escaped"] or ""
    if letter.isdigit():
        return f"it refers back (`\\{letter}`), which may take any time"
    if letter.isascii() and letter.isalpha() and letter not in _ESCAPES:
        return f"`\\{letter}` means nothing to `grep -E`; {_CLASS}"
    return ""


def _spelled_for_re2(found: re.Match[str]) -> str:
    """Spell a part of an expression as RE2 does: counts from none, backslashes in brackets."""
    if found["bracket"]:
        return found["bracket"].replace("\\", r"\\")
    return f"{{0,{found['most']}}}" if found["most"] else found[0]


def _refused(expression: str) -> str:
    import re2

    options = re2.Options()
    options.posix_syntax = options.perl_classes = options.word_boundary = True
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        re2.compile(expression, options)
    except re2.error as error:
        told = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else f"{error}"
        sizes = re.search(r"repetition size: \{(\d+),?(\d*)\}", told)
        if "pattern too large" in told or (sizes and int(sizes[2] or sizes[1]) >= int(sizes[1])):
            return f"what its counts repeat is too much to read ({told[:100]})"
        return f"it is no extended regular expression, as `grep -E` and RE2 take them ({told[:100]})"
    return ""
