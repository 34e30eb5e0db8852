"""Look up which commits some hashes name, whole or by their beginning."""

import re
from collections.abc import Sequence

from unrepeat.git import View
from unrepeat.ledger.answers import Answer

_HASH = re.compile(r"[0-9a-f]{4,64}")


def look_up(view: View, names: Sequence[str]) -> tuple[dict[str, str], dict[str, str], dict[str, Answer]]:
    """Give, by name, the full hashes of commits that are here, hashes that are not here, and answers for the rest."""
    hashes = {name: name.strip().casefold() for name in names}
    asked = [name for name in names if _HASH.fullmatch(hashes[name])]
    lines = "".join(f"{hashes[name]}\n{hashes[name]}^{{commit}}\n" for name in asked).encode()
    said = view.run("cat-file", "--batch-check", stdin=lines).decode().splitlines() if asked else []
    here: dict[str, str] = {}
    unknown: dict[str, str] = {}
    problems = {
        name: Answer(
            met=False, reason=f"{name[:80]!r} is no hash", next="write the commit's hash, as `git log` shows it"
        )
        for name in names
        if name not in asked
    }
    for name, plain, commit in zip(asked, said[::2], said[1::2], strict=True):
        kind, (whole, *of_commit) = plain.split()[1], commit.split()
        if kind == "commit" or (kind == "ambiguous" and of_commit[0] == "commit"):
            here[name] = whole
        elif kind == "missing":
            unknown[name] = hashes[name]
        elif kind == "ambiguous":
            problems[name] = Answer(
                met=False, reason=f"{name} is the beginning of several hashes", next="write more of its digits"
            )
        else:
            problems[name] = Answer(
                met=False, reason=f"{name[:12]} is a {kind}, not a commit", next="write the commit's hash"
            )
    return here, unknown, problems
