"""Tell by the order of a file's lines whether what a change did there was put back, commented out or made a stub."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from unrepeat.ledger.effects import is_telling

# Lines have no white space here.
_COMMENTED = re.compile(rb"(?:#+|//+|--|;+|%+|/\*+|<!--|\{/\*|REM|dnl)(.+?)(?:\*/\}?|-->)?", re.IGNORECASE)
_STUB = re.compile(
    rb"\?\?\?|raiseNotImplemented.*|(?:todo|unimplemented)!\(.*|TODO\(.*"
    rb"|(?:throw|panic|fatalError|abort|die|raise).{0,60}(?:not(?:yet)?[ _-]?implemented|unimplemented|Unsupported).*",
    re.IGNORECASE,
)
_EMPTY_BODY = (b"pass", b"...")  # of a function, where its head is right above
_HEAD = re.compile(rb"(?:async)?def\w.*:|class.*:")
_REMARK = (b'"""', b"'''", b"//", b"/*", b"#")


def is_back_in_place(before: Sequence[bytes], now: Sequence[bytes], lines: Collection[bytes]) -> bool:
    """Say whether lines that a change took are back where they were: beside the line before them, or after them."""
    then, today = _neighbours(before, lines), _neighbours(now, lines)
    return bool(then) and all(
        any(_is_same_place(place, other) for place in places for other in today.get(line, ()))
        for line, places in then.items()
    )


def _neighbours(content: Sequence[bytes], lines: Collection[bytes]) -> dict[bytes, list[tuple[bytes, bytes]]]:
    """Give for each line the next ones above and below that are none of them; empty at the ends of the file."""
    above, others = b"", []
    for line in content:
        others.append(above)
        above = above if line in lines else line
    below = b""
    found: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for line, over in zip(reversed(content), reversed(others), strict=True):
        if line in lines:
            found.setdefault(line, []).append((over, below))
        else:
            below = line
    return found


def _is_same_place(then: tuple[bytes, bytes], now: tuple[bytes, bytes]) -> bool:
    return then == now or any(one == other and is_telling(one) for one, other in zip(then, now, strict=True))


def commented_out(now: Sequence[bytes], lines: Collection[bytes]) -> frozenset[bytes]:
    """Give those of the lines that stand in a file as comments."""
    bare = (found[1] for line in now if line not in lines and (found := _COMMENTED.fullmatch(line)))
    return frozenset(bare).intersection(lines)


def is_stub(after: Sequence[bytes], now: Sequence[bytes], lines: Collection[bytes]) -> bool:
    """Say whether a stub stands now where some of the lines stood after a change: below the line that was above them.

    It does not count where it stood there already.
    """
    then, today = list(pairwise(_with_stubs(after))), list(pairwise(_with_stubs(now)))
    led_on = {line for line, below in then if below in lines}
    led_to_stub = {line for line, below in then if _is_stub(line, below)}
    return any(line in led_on - led_to_stub and _is_stub(line, below) for line, below in today)


def _with_stubs(content: Sequence[bytes]) -> list[bytes]:
    return [line for line in content if is_telling(line) or line in _EMPTY_BODY or _STUB.fullmatch(line)]


def _is_stub(above: bytes, line: bytes) -> bool:
    return bool(_STUB.fullmatch(line) or (line in _EMPTY_BODY and _HEAD.fullmatch(above)))


def code(lines: Collection[bytes]) -> frozenset[bytes]:
    """Give those of the lines that are more than a remark; all, where none is."""
    return frozenset(line for line in lines if not line.startswith(_REMARK)) or frozenset(lines)
