"""Read which feature flags the flagd files of a tree define: https://flagd.dev/reference/flag-definitions/."""

import json
from collections.abc import Mapping

from unrepeat.git import View
from unrepeat.ledger.effects import LARGEST, Entry, blobs

ENDING = b".flagd.json"


def flags(view: View, now: Mapping[bytes, Entry]) -> tuple[dict[str, bytes], list[bytes]]:
    """Give each flag's name with the first file that defines it, and the files that cannot be read.

    A file larger than 1 MB, or without a mapping of `flags`, is one that cannot.
    """
    files = {path: entry.oid for path, entry in sorted(now.items()) if path.endswith(ENDING)}
    contents = dict(blobs(view, files.values(), largest=LARGEST)) if files else {}
    found: dict[str, bytes] = {}
    unreadable = []
    for path, oid in files.items():
        names = _names(contents.get(oid))
        if names is None:
            unreadable.append(path)
        for name in names or ():
            found.setdefault(name, path)
    return found, unreadable


def _names(content: bytes | None) -> list[str] | None:
    try:
        read = json.loads(content) if content is not None else None
    except (ValueError, RecursionError):
        return None
    defined = read.get("flags") if isinstance(read, dict) else None
    return list(defined) if isinstance(defined, dict) else None
