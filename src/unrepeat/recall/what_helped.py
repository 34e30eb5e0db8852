"""Say what helped by what a record says: the safeguards of a mistake, what was decided, how an answer was tested."""

import re
from collections.abc import Callable, Mapping

from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.record import Record
from unrepeat.ledger.sections import section

ReadText = Callable[[Record], str]

LONGEST = 200  # letters of a sentence that is told

_SENTENCE = re.compile(r"(.+?[.!?])(?=\s|$)", re.DOTALL)
_ACCEPTED = frozenset({"accepted", "proposed"})


def of_record(record: Record, records: Mapping[str, Record], read: ReadText) -> str | None:
    """Say what helped by what a record says; None where it says nothing of it. `records` are all, by id."""
    match record.kind:
        case "mistake":
            return "; ".join(_safeguard(name, records) for name in record.words("safeguards")) or None
        case "decision":
            outcome = first_sentence(section(read(record), KINDS["decision"].sections["outcome"]))
            return outcome and (outcome if record.state in _ACCEPTED else f"{outcome} ({record.state})")
        case "assumption":
            shown = record.words("evidence")
            return f"{record.state}: {first_sentence(shown[-1])}" if shown else None
        case "risk":
            return first_sentence(record.text("answer"))
        case "action":
            shown_by = first_sentence(record.text("shown-by"))
            return f"{record.state}; shown by: {shown_by}" if shown_by and record.state in {"done", "shown"} else None
    return None


def _safeguard(name: str, records: Mapping[str, Record]) -> str:
    kind, _, identity = name.rpartition(":")
    record = records.get(identity)
    if record is None:
        return f"the {kind or 'guard'} {identity}"
    return f"{record.title} ({record.kind}, {record.state})"


def first_sentence(text: str) -> str | None:
    """Give the first sentence of a text, cut at a word where it is long; None where there is none."""
    plain = re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL).strip()
    paragraph = " ".join(plain.partition("\n\n")[0].split())
    found = _SENTENCE.match(paragraph)
    told = found[1] if found else paragraph
    if len(told) > LONGEST:
        told = f"{told[:LONGEST].rpartition(' ')[0] or told[:LONGEST]} ..."
    return told or None
