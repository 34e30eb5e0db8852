"""What somebody allowed within a text: `<!-- unrepeat: allow RULE because ... -->`, on the line or the one before."""

import re
from collections.abc import Sequence

_ALLOW = re.compile(r"unrepeat:\s*allow\s+([\w,* -]+?)\s+because\b\s*\S", re.IGNORECASE)


class Allowances:
    """The rules that are allowed on each line; without a reason nothing is."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._on: dict[int, frozenset[str]] = {}
        for number, line in enumerate(lines):
            if "unrepeat" in line and (found := _ALLOW.search(line)):
                self._on[number] = frozenset(re.split(r"[,\s]+", found[1].strip().lower()))

    def at(self, first: int, last: int) -> frozenset[str]:
        """Give what is allowed for lines from `first` up to `last` (from 0, the latter left out).

        A comment stands on one of them, or on the last line before them that says anything.
        """
        if not self._on:
            return frozenset()
        found: set[str] = set()
        for number in (first - 2, first - 1, *range(first, max(last, first + 1))):
            found |= self._on.get(number, frozenset())
        return frozenset(found)
