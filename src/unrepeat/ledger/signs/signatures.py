"""Which names a file offers to others, and which of them are no longer as their users know them.

Most of what a language lets others see is used by its own project alone, and changes daily: of 111 questions in 600
changes of rust-lang/cargo, 103 were about such functions. So only what stands at a project's front door counts:
modules of a Python package; Go packages that are neither `internal` nor a command; a crate's `lib.rs`; an `index.ts`, a
`.d.ts`; headers under `include/`; folders that say that others call what they hold (`api`, `sdk`).
"""

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import NamedTuple

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs import go_signatures, headers, python_signatures
from unrepeat.ledger.signs.brackets import IN_OTHERS, IN_RUST, MOST_NAMES, to_closing

LARGEST = 400_000  # letters of a file; no module written by hand is longer

Table = dict[str, str]


class Broken(NamedTuple):
    """A name that others may use (`Owner.name` within a class or type), and whether it is gone or is another thing."""

    name: str
    is_gone: bool


class _Language(NamedTuple):
    """Says which files are a front door; reads names there, with what users have to fit; says whether two differ.

    `may_differ` says of an edit, more quickly, whether it is worth reading.
    """

    is_front: Callable[[str, str], bool]
    read: Callable[[str], Table]
    differs: Callable[[str, str], bool]
    may_differ: Callable[[Edit], bool] = lambda _edit: True


def broken(edit: Edit) -> list[Broken]:
    """Give what a file offered and offers no more, or in another way; empty where nobody else is meant to use it.

    Of a class or type that is gone its parts are not told.
    """
    path = edit.old_path or edit.path
    language = _language(path)
    if (
        language is None
        or max(len(edit.before), len(edit.after)) > LARGEST
        or not language.may_differ(edit)
        or not language.is_front(path, edit.before)
    ):
        return []
    old, new = language.read(edit.before), language.read(edit.after)
    elsewhere = {name.rpartition(".")[2] for name in new.keys() - old.keys() if "." in name}  # now of another class
    return [
        Broken(name, name not in new)
        for name, said in old.items()
        if not _goes_along(name, old, new)
        and (name.rpartition(".")[2] not in elsewhere if name not in new else language.differs(said, new[name]))
    ]


def _language(path: str) -> _Language | None:
    return _LANGUAGES.get(path.rpartition(".")[2])


def _goes_along(name: str, old: Table, new: Table) -> bool:
    owner = name.rpartition(".")[0]
    return owner in old and owner not in new


def _differs(before: str, after: str) -> bool:
    return _tight(before) != _tight(after)


def _tight(signature: str) -> str:
    return re.sub(r"\s+", "", signature).replace(",)", ")")


def _by_pattern(pattern: str, tokens: re.Pattern[str] = IN_OTHERS) -> Callable[[str], Table]:
    """Give a reader of names by a pattern; what follows in brackets is how each is called."""
    compiled = re.compile(pattern, re.MULTILINE)

    def read(text: str) -> Table:
        found: dict[str, list[str]] = {}
        for each in islice(compiled.finditer(text), MOST_NAMES):
            opening = _OPENING.match(text, each.end())
            found.setdefault(each[1], []).append(to_closing(text, opening.end() - 1, tokens) if opening else "")
        return {name: "".join(signatures) for name, signatures in found.items()}

    return read


_OPENING = re.compile(r"[^({;=\n]{0,200}\(")  # between name and bracket stand type parameters at most
_API = re.compile(r"(?:^|/)(?:api|spi|sdk|clients?|public)/")
_EXPORTED = re.compile(r"^export (?:type )?\{([^}]*)\}", re.MULTILINE)

_rust = _by_pattern(
    r"^[ \t]*pub (?:(?:const|async|unsafe|extern \"C\") ){0,3}"
    r"(?:(?:fn|struct|enum|trait|type|static|mod) |use (?:[\w:]{1,200}::)?(?:\w{1,80} as )?)(\w+)",
    IN_RUST,
)
_java = _by_pattern(
    r"^[ \t]{0,8}public (?:(?:static|final|abstract|synchronized|default) ){0,3}(?:<[^>\n]{1,60}> )?"
    r"(?:[\w.<>\[\],?]{1,80} ){1,2}(\w+)\s?(?=\()"
)
_script = _by_pattern(
    r"^export (?:default )?(?:declare )?(?:async )?(?:abstract )?"
    r"(?:function\*? |class |interface |type |enum |const |let )(\w+)"
)


def _script_and_lists(text: str) -> Table:
    found = _script(text)
    for listed in _EXPORTED.finditer(text):
        for one in listed[1].split(","):
            name = one.split()[-1:]
            found |= dict.fromkeys(name, "")
    return found


_SCRIPT = _Language(
    lambda path, _text: bool(re.search(r"(?:^|/)index\.\w+$|\.d\.\w+$", path) or _API.search(path)),
    _script_and_lists,
    _differs,
)
_LANGUAGES: Mapping[str, _Language] = {
    "py": _Language(
        python_signatures.is_front, python_signatures.read, python_signatures.differs, python_signatures.may_differ
    ),
    "go": _Language(go_signatures.is_front, go_signatures.read, go_signatures.differs, go_signatures.may_differ),
    "rs": _Language(lambda path, _text: path.endswith("lib.rs") or bool(_API.search(path)), _rust, _differs),
    "java": _Language(lambda path, _text: bool(_API.search(path)), _java, _differs),
    **dict.fromkeys(("ts", "tsx", "mts", "js", "jsx", "mjs"), _SCRIPT),
    **dict.fromkeys(("h", "hh", "hpp", "hxx"), _Language(headers.is_front, headers.read, headers.differs)),
}
