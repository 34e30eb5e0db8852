"""Read what a JSON file says as single facts, whatever its layout and order; what only people read is left out."""

import json
from collections import Counter
from collections.abc import Iterator

_PROSE = frozenset({"description", "title", "summary", "$comment", "examples", "example", "version", "cksum"})
_DEEPEST = 60  # levels; no schema written by hand has more


def facts(text: str) -> Counter[str] | None:
    """Give each value with the keys that lead to it, as often as it stands there; None where it is no JSON.

    In lists the order does not count.
    """
    try:
        return Counter(_facts(json.loads(text), "", 0))
    except (ValueError, RecursionError):
        return None


def _facts(value: object, path: str, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise ValueError("it is too deep")
    if isinstance(value, dict):
        yield f"{path} {{}}"
        for key, one in value.items():
            if key not in _PROSE or isinstance(one, dict):
                yield from _facts(one, f"{path} {key}", depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _facts(one, f"{path} []", depth + 1)
    else:
        yield f"{path} {json.dumps(value)}"
