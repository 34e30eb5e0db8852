"""Read whether a guard of a tree has a certificate that says it is proven.

A certificate is an in-toto statement with a test result beside the guard's file:
https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping

from unrepeat.git import View
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.effects import Entry, blobs

FOLDER = b".unrepeat/guards/"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


def proven(view: View, now: Mapping[bytes, Entry], guards: Iterable[str]) -> dict[str, Answer]:
    """Answer for each guard, named by its id, whether it is there and proven."""
    there = {path.removeprefix(FOLDER): entry.oid for path, entry in now.items() if path.startswith(FOLDER)}
    known = sorted(os.fsdecode(name.removesuffix(b".yml")) for name in there if name.endswith(b".yml"))
    results: dict[str, list[object]] = {}
    contents = dict(blobs(view, there.values())) if there else {}
    for name, oid in sorted(there.items()):
        text = os.fsdecode(name)
        # `scan.json` and `scan.1.json` are the certificates of `scan`, unless there is a guard `scan.1`
        owner = max((guard for guard in known if text.startswith(f"{guard}.")), key=len, default=None)
        if text.endswith(".json") and owner is not None:
            results.setdefault(owner, []).append(_result(contents.get(oid)))
    return {guard: _answer(guard, results.get(guard, []) if guard in known else None) for guard in guards}


def _answer(guard: str, results: list[object] | None) -> Answer:
    """Answer with what the guard's certificates say; None where there is no such guard."""
    prove = f"unrepeat prove {guard}"
    if not _ID.fullmatch(guard):
        return Answer(met=False, reason=f"{guard[:80]!r} is no guard's id", next="write the id of a guard")
    if results is None:
        return Answer(met=False, reason=f"there is no guard {guard}", next=f"write .unrepeat/guards/{guard}.yml")
    if not results:
        return Answer(met=False, reason=f"the guard {guard} has no certificate yet", next=prove)
    if any(result != "PASSED" for result in results):
        which = "the certificate" if len(results) == 1 else "one of the certificates"
        return Answer(met=False, reason=f"{which} of the guard {guard} does not say that it passed", next=prove)
    return Answer(met=True, reason=f"the guard {guard} is proven", next="")


def _result(content: bytes | None) -> object:
    try:
        read = json.loads(content) if content is not None else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not str(read.get("_type")).startswith("https://in-toto.io/Statement/"):
        return None
    predicate = read.get("predicate")
    return predicate.get("result") if isinstance(predicate, dict) else None
