"""A piece of code with holes, which is written out as a pattern of ast-grep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MANY = "$$$"
_INDENTED = frozenset({"python", "haskell", "yaml"})


@dataclass(frozen=True)
class Term:
    """A leaf has a text, a hole a name (`$A`; `$$$` for any number of parts), anything else its parts.

    `gap` is the blank space before it, `role` what a leaf is for (a `Role`'s value).
    """

    kind: str
    gap: str = ""
    text: str = ""
    parts: tuple["Term", ...] = ()
    hole: str = ""
    role: str = ""

    def leaves(self) -> Iterator["Term"]:
        """Give its leaves and holes in their order."""
        if self.parts:
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self

    def written(self) -> str:
        """Write it as a pattern: names of holes in the order in which they come, indented from its first line on."""
        text = "".join(leaf.gap + (leaf.hole or leaf.text) for leaf in self.leaves())
        return re.sub(r"[ \t]+(?=\n)", "", text).strip()

    @property
    def weight(self) -> int:
        """How much must be just so: the more, the less general it is."""
        return sum(_WEIGHTS.get(leaf.role, 2) for leaf in self.leaves() if not leaf.hole) + sum(
            1 for leaf in self.leaves() if leaf.hole and leaf.hole != MANY
        )


_WEIGHTS = {"token": 1, "literal": 3}


def gap_before(source: str, end: int, start: int, language: str, indent: int) -> str:
    """Give the blank between two leaves, comments left out; lines begin from `indent` letters on, if they must."""
    between = source[end:start]
    if not between or (between.isspace() and "\n" not in between):
        return " " if between else ""
    if "\n" not in between or "\\\n" in between:
        return " "
    following = between.rpartition("\n")[2]
    if language not in _INDENTED and language not in {"ruby", "javascript", "typescript", "tsx", "go"}:
        return " "
    return "\n" + " " * max(len(following.expandtabs(8)) - indent, 0)
