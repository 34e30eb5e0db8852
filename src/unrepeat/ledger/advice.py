"""What helps at the moment of writing: an id in full, a name that nobody else uses, a word that is made void."""

import difflib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from unrepeat.errors import LedgerError
from unrepeat.ledger.due import waits_for
from unrepeat.ledger.given import Given
from unrepeat.ledger.identity import comparable
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, SIGNATURE, Kind
from unrepeat.ledger.ledger import Ledger
from unrepeat.ledger.parsing import parse_record
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import new_text

# What suggestions leave for a person to fill in; a record that still holds one was pasted too quickly.
PLACEHOLDERS = frozenset("ANSWER AUDIENCE DATE FEATURE MANAGER PATH ROLE SOURCE TEAM TEXT TITLE".split())
_ANY_NAME = "a-record"
_PART = re.compile(r"[\s,:]+")


def refuse_placeholders(title: str, wanted: Given) -> None:
    """Raise LedgerError where something is left that a person should have filled in."""
    held = [title, *wanted.sections.values(), *(str(one) for one in _leaves(list(wanted.fields.values())))]
    for text in held:
        left = [word for word in _PART.split(text) if word in PLACEHOLDERS]
        if left and len(left) == len([word for word in _PART.split(text) if word not in {"", "path", "pattern"}]):
            raise LedgerError(f"{left[0]} is still to be filled in.", f"Put what is meant in the place of {left[0]}.")


def refuse_unkept(kind: Kind, title: str, wanted: Given, day: date) -> None:
    """Raise LedgerError where no record could be made of this, as `Store.add` would; nothing is written."""
    try:
        content = new_text(kind, _ANY_NAME, title, wanted, day).encode("utf-8")
    except UnicodeEncodeError:
        raise LedgerError("It holds bytes that are no UTF-8 text.", "Write it as UTF-8.") from None
    problems = parse_record(kind, f"{_ANY_NAME}.md", content).problems
    if problems:
        told = "; ".join(problem.what for problem in problems)
        raise LedgerError(f"That cannot be kept: {told}.", "`unrepeat new --help` tells the fields.")


def _leaves(value: Any) -> Iterator[Any]:  # noqa: ANN401 -- plain data of any shape
    if isinstance(value, dict):
        yield from (leaf for one in value.values() for leaf in _leaves(one))
    elif isinstance(value, list):
        yield from (leaf for one in value for leaf in _leaves(one))
    elif value is not None:
        yield value


def spell_out(kind: str, wanted: Given, ledger: Ledger) -> None:
    """Put whole ids in the place of the parts a person typed: in links and safeguards, and in what a decision rests on.

    Raise LedgerError where a decision would rest on what is no record.
    """
    for field in ("links", "safeguards", *(["rests"] if kind == "decision" else [])):
        if wanted.fields.get(field):
            wanted.fields[field] = [_whole(str(name), ledger, strict=field == "rests") for name in wanted.fields[field]]


def _whole(name: str, ledger: Ledger, *, strict: bool) -> str:
    if name.rpartition(":")[2] in ledger.by_id:
        return name
    try:
        return ledger.find(name).id
    except LedgerError:
        if strict:
            raise
        return name  # a guard, or a record that is still to come


def remarks(record: Record, ledger: Ledger) -> Iterator[str]:
    """Tell what looks like a slip of the pen, or what keeps a record from being found."""
    others = [one for one in ledger.records if one.id != record.id]
    known = {comparable(name): name for one in others for name in (*one.words("feature"), one.text("release")) if name}
    for name in record.words("feature"):
        near = difflib.get_close_matches(comparable(name), known, 1, 0.8) if comparable(name) not in known else []
        if near:
            yield f"No other record names the feature {name!r}. Is {known[near[0]]!r} meant?"
    if record.kind == "need" and not record.words("feature") and not record.text("release"):
        yield f"It names no feature, so no gate waits for it: unrepeat set {record.id} feature=NAME"
    yield from _found_by_no_gate(record)


def _found_by_no_gate(record: Record) -> Iterator[str]:
    """Tell where a decision or an assumption leads no gate to itself."""
    if record.words("feature") or record.text("release"):
        return
    if record.kind == "decision" and not record.words("paths"):
        yield f"It names neither a feature nor files, so no gate asks for it: unrepeat set {record.id} feature=NAME"
    if record.kind == "assumption" and not record.words("rests"):
        how = "only by its files does a gate find it" if record.words("paths") else "no gate waits for it"
        yield f"It does not say what rests on it, so {how}: unrepeat set {record.id} rests=NAME"


def made_void(before: Record, after: Record, ledger: Ledger) -> str | None:
    """Say whose word a change of content asks for again, None where nobody's: others spoke unasked."""
    if before.content == after.content or before.content[:12] in [one[:12] for one in after.words("editorial-of")]:
        return None
    asked = waits_for(after, ledger)
    words = [*ledger.said(ACKNOWLEDGEMENT, before).values(), *ledger.said(SIGNATURE, before).values()]
    whom = sorted({one.who for one in words if comparable(one.who) in asked})
    if not whom:
        return None
    return (
        f"The words changed, so {', '.join(whom)} will be asked again. "
        f"Where they say the same: unrepeat set {after.id} editorial-of={before.content[:12]}"
    )
