"""The sign that a message itself says that a change breaks what others rely on."""

import re
from collections.abc import Iterator, Sequence

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs.sign import Sign, is_aside, is_written_by_hand, of_interface

# https://www.conventionalcommits.org/en/v1.0.0/, with the types that ship nothing left out
_BREAKING = re.compile(
    r"^(?!(?:docs?|tests?|ci|style)\b)[a-z]{2,20}(?:\([^)\n]{1,80}\))?!: .*|^BREAKING[ -]CHANGE: .*", re.MULTILINE
)

_CODE = re.compile(
    r"\.(?:py|go|rs|java|kts?|scala|c|h|cc|cpp|hpp|cs|rb|php|swift|dart|exs?|[mc]?[jt]sx?|proto|sql|sh)$"
)


def declared_signs(edits: Sequence[Edit], message: str) -> Iterator[Sign]:
    """Find the words by which a message says so, told at the first file that is shipped."""
    said = _BREAKING.search(message)
    if said is None:
        return
    shipped = [one for one in edits if not is_aside(one.path) and is_written_by_hand(one.path)]
    first = next((one for one in shipped if _CODE.search(one.path)), next(iter(shipped), None))
    if first is not None:
        says = "The message says that this breaks what others rely on."
        yield of_interface(first, " ".join(said[0].split()), says, 30)
