"""Read which options a program in Go takes, by the packages `flag` and `pflag`, each with its default."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs.brackets import IN_GO, to_closing
from unrepeat.ledger.signs.go_signatures import parts
from unrepeat.ledger.signs.places import line_at

_FLAG = re.compile(
    r"(?:\b(?:\w{0,40}[fF]lags?(?:\(\))?|fs|fset|flagset))\."
    r"(?:String|Bool|Int|Int32|Int64|Uint\w{0,5}|Float\w{0,5}|Duration|StringSlice|StringArray|StringToString|Count|IP)"
    r"(?:Slice)?(Var)?(P?)(?=\()"
)
_MAY = re.compile(r"\.(?:String|Bool|U?[iI]nt|Float|Duration|Count|IP)\w*\(|=\s*[\"\w]|^\s*[\"\w.-]+,$")
_MOST_FLAGS = 500  # looked at in one file; no program has more
_HINTS = ("lags().", "lags.", "lag.", "fs.", "flagset.")
_TEXT = re.compile(r"\"([^\"\\]*)\"")


class Flag(NamedTuple):
    """What an option is by default, as the code says it, and the line where it is defined."""

    default: str
    line: int


def may_differ(edit: Edit) -> bool:
    """Say whether a change may touch an option; seen from its lines."""
    return (
        any(hint in edit.before for hint in _HINTS)
        and any(_MAY.search(line.text) for line in edit.removed)
        and _FLAG.search(edit.before) is not None
    )


def read(text: str) -> dict[str, Flag]:
    """Give the options that a file defines; a constant of the same file is read as what it stands for."""
    return dict(_all(text))


def _all(text: str) -> Iterator[tuple[str, Flag]]:
    for found in islice(_FLAG.finditer(text), _MOST_FLAGS):
        given = list(parts(to_closing(text, found.end(), IN_GO)[1:-1]))
        place = 1 if found[1] else 0
        default = place + (2 if found[2] else 1)
        if len(given) > default:
            name = _TEXT.fullmatch(_value(text, given[place]))
            yield name[1] if name else given[place], Flag(_value(text, given[default]), line_at(text, found.start()))


def _value(text: str, said: str) -> str:
    if not said.isidentifier():
        return said
    found = re.search(rf"^[ \t]*(?:const |var )?{said}\b[\w \t]*=[ \t]*([^\n]+?)[ \t]*(?://.*)?$", text, re.MULTILINE)
    return found[1] if found else said
