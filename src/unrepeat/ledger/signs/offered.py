"""Signs that a function, a class, a type, or a whole module which others may use went or is not what it was."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs import python_signatures
from unrepeat.ledger.signs.comments import LONGEST
from unrepeat.ledger.signs.places import line_at, neighbour
from unrepeat.ledger.signs.sign import Sign, first_line, is_prose, of_interface
from unrepeat.ledger.signs.signatures import Broken, broken

_KEYWORD = re.compile(r"(?:^|\s)(?:def|class|func(?: \([^)]*\))?|type|struct|fn|function) $")
_DEFINES = re.compile(
    r"\b(?:def|class|fn|func|function|struct|type|interface) (\w+)|^(\w+) ?(?::[^=]{0,80})?="
    r"|^func \([^)]*\) (\w+)|^\t([A-Z]\w*) +(?:[\w.]+ +)?= "
)


def offered_signs(looked_at: Iterable[Edit], edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    """Find what files that others use offered and offer no more; `edits` are all files of the change.

    What another file of the change defines anew moved, which is no question of what it is. In a Python module that
    does not say what it offers, only what is documented counts, or told of in the very change: in 500 changes of
    mesonbuild/meson, a program, functions on which nobody else builds changed in 44, mostly without a word.
    """
    change = _Change(edits, message)
    for edit in looked_at:
        names = [one for one in broken(edit) if change.is_offered(edit, one) and not change.is_kept(edit, one)]
        if not edit.after.strip():
            if names:
                yield of_interface(edit, edit.path, "What this file offered to others went.", 51)
        elif names:
            yield from (_sign(edit, one) for one in names)
        elif change.moves_module(edit):
            yield of_interface(edit, edit.path, f"The module `{edit.old_path}` has another name now.", 49)


def _sign(edit: Edit, one: Broken) -> Sign:
    at = _place(one.name, edit.before) if one.is_gone else _place(one.name, edit.after)
    line = neighbour(edit, at) if one.is_gone and at else at
    says = f"`{one.name}` {'went or has another name' if one.is_gone else 'is not what it was'}."
    return of_interface(edit, one.name, says, 50, line or first_line(edit))


class _Change:
    """All files of a change, in which what one file lost may be found again, or told of."""

    def __init__(self, edits: Sequence[Edit], message: str) -> None:
        self._edits = edits
        self._subject = message.strip().partition("\n")[0]

    @cached_property
    def _prose(self) -> str:
        """What the change tells users: the lines of prose that it touches."""
        lines = (line for e in self._edits if is_prose(e.path) for side in (e.added, e.removed) for line in side)
        return "\n".join(line.text for line in lines)

    @cached_property
    def _defined(self) -> dict[str, set[str]]:
        """The names that the change defines anywhere, each with the files."""
        defined: dict[str, set[str]] = {}
        for edit in self._edits:
            for line in edit.added:
                found = _DEFINES.search(line.text[:LONGEST])
                if found is not None:
                    defined.setdefault(next(filter(None, found.groups())), set()).add(edit.path)
        return defined

    def is_offered(self, edit: Edit, one: Broken) -> bool:
        """Say whether others are meant to use a name of a file at the front door."""
        if not edit.path.endswith(".py") or python_signatures.says_so(edit.old_path or edit.path, edit.before):
            return True
        # what documents a class documents how it is made
        found = _defined(one.name.removesuffix(".__init__"), edit.before)
        if found is not None and python_signatures.is_documented(edit.before, found.end()):
            return True
        last = one.name.rpartition(".")[2]
        told = f"{self._prose}\n{self._subject}" if one.is_gone else self._prose
        return not last.startswith("_") and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", told) is not None

    def is_kept(self, edit: Edit, one: Broken) -> bool:
        """Say whether a name that is gone moved to another file, or still leads to something: imported, or an alias."""
        if not one.is_gone:
            return False
        last = one.name.rpartition(".")[2]
        if self._defined.get(last, set()) - {edit.path}:
            return True
        name = re.escape(last)
        imported = rf"(?:from .{{1,200}}\bimport|import)\b.{{1,200}}\b{name}\b|{name},?[ \t]*$"
        kept = rf"^[ \t]*(?:{imported}|{name}[ \t]*=[ \t]*[A-Za-z_][\w.]*[ \t]*$)"
        return edit.path.endswith(".py") and re.search(kept, edit.after, re.MULTILINE) is not None

    def moves_module(self, edit: Edit) -> bool:
        """Say whether a module that others import by its path is at another now, with nothing left at the old one."""
        old = edit.old_path or ""
        return (
            edit.status == "renamed"
            and old.endswith(".py")
            and all(other.path != old for other in self._edits)
            and python_signatures.is_front(old, edit.before)
            and bool(python_signatures.read(edit.before))
        )


def _place(name: str, text: str) -> int | None:
    """Give the line in which a name is defined."""
    found = _defined(name, text)
    return line_at(text, found.start()) if found else None


def _defined(name: str, text: str) -> re.Match[str] | None:
    """Find where a name is defined, or else first stands, within what it is a part of."""
    owner, _, last = name.rpartition(".")
    outer = _defined(owner, text) if owner else None
    every = list(re.compile(rf"{re.escape(last)}\b").finditer(text, outer.end() if outer else 0))
    return min(every, key=lambda found: _unlike_definition(text, found), default=None)


def _unlike_definition(text: str, found: re.Match[str]) -> int:
    """Give how little what stands around a name looks like what defines it, as a number from 0."""
    begin, end = found.span()
    before = text[max(text.rfind("\n", 0, begin) + 1, begin - 100) : begin]
    is_used = before.endswith("struct ") and text[end : end + 9].lstrip()[:1] != "{"  # as in `struct name *first;`
    if _KEYWORD.search(before) and not is_used:
        return 0
    return 1 if not before.strip() else 2
