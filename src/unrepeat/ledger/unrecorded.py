"""Find what a change brings that no record covers, and ask about it: at most one question a change.

The order of the sorts is by what leaves the least trace. Nothing in the code shows that an answer taken over from
others was never validated, so it is asked about first. An interface that changed is seen by those who build on it,
though late. What is unfinished still stands there to be found again, so it comes last.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from unrepeat.history.edit import Edit
from unrepeat.ledger.record import Record
from unrepeat.ledger.signs.borrowed import borrowed_signs
from unrepeat.ledger.signs.dependencies import dependency_signs, together
from unrepeat.ledger.signs.interfaces import interface_signs
from unrepeat.ledger.signs.recorded import Recorded, Trailers
from unrepeat.ledger.signs.sign import Sign, Sort, identity
from unrepeat.ledger.signs.unfinished import unfinished_signs

MOST_SIGNS = 50  # of one sort that are compared with the records: who recorded so many has looked at the change
RECENT = 90  # days before a change in which a record about its files still speaks of it

_ASKED: dict[Sort, str] = {
    "dependency": "Whose answer is this, and how do we know that it holds here?",
    "interface": "Who builds on this?",
    "unfinished": "What must change before release?",
}
_REASONS: dict[Sort, str] = {
    "dependency": "Trust in others' answers is fine, with validation; nothing in the code will say that it is missing.",
    "interface": "Those who build on it can follow in time only when they know.",
    "unfinished": "What is written down as a need is remembered by the release gate, and by nobody's head.",
}
# The kind of record that answers, and its fields. Words in capitals are left for a person to fill in.
_ANSWERS: dict[Sort, tuple[str, tuple[str, ...]]] = {
    "dependency": ("assumption", ("source=SOURCE", "rests=FEATURE,{path}", "validate-by=DATE", "answers={question}")),
    "interface": ("decision", ("feature=FEATURE", "paths={path}", "informed={audience}", "answers={question}")),
    "unfinished": ("need", ("feature=FEATURE", "paths={path}", "done-when={done}", "answers={question}")),
}


class Question(NamedTuple):
    """One question about a change: where it shows (lines from 1), why it is asked, and the command that answers it.

    The id, `question-` with 12 hexadecimal digits, is the hash of sort, path and subject, so a rebase keeps it; a
    record whose `answers` names it answers it for good.
    """

    id: str
    sort: Sort
    path: str
    line: int
    end_line: int
    message: str
    reason: str
    suggestion: str


def question(
    edits: Sequence[Edit],
    message: str,
    *,
    recorded: Iterable[Record] = (),
    audience: Callable[[str], Sequence[str]] = lambda _path: (),
) -> Question | None:
    """Ask about the one thing that matters most and that nothing covers yet; None where all is recorded.

    `message`: the change's own (of a range: all of them), whose trailers count as records. `recorded`: the ledger as it
    is with the change, or the part of it that shall count. `audience` gives who is likely to build on a path, the
    likeliest first; it is asked only for the path that is asked about.
    """
    trailers = Trailers(message, edits)
    ledger: Recorded | None = None
    for sort, signs in _in_order(edits, message):
        found = trailers.uncovered(sort, sorted(signs, key=lambda sign: -sign.weight)[:MOST_SIGNS])
        if found and ledger is None:
            ledger = Recorded(recorded, edits)
        left = [sign for sign in found if ledger is None or not ledger.covers(sign)]
        if left:
            first = left[0]
            if first.is_named:
                first = together([sign for sign in left if sign.is_named and sign.path == first.path])
            return _asked(first, audience(first.path) if sort == "interface" else ())
    return None


def recent(records: Iterable[Record], day: date) -> list[Record]:
    """Give the records that still speak of a change of that day: a decision of last year does not know of it."""
    since = f"{day - timedelta(days=RECENT)}"
    return [one for one in records if not "" < one.text("date") < since or "answers" in one.fields]


def _in_order(edits: Sequence[Edit], message: str) -> Iterator[tuple[Sort, Iterable[Sign]]]:
    yield "dependency", [*dependency_signs(edits, message), *borrowed_signs(edits, message)]
    yield "interface", interface_signs(edits, message)
    yield "unfinished", unfinished_signs(edits, message)


def _asked(sign: Sign, audience: Sequence[str]) -> Question:
    likely = f" Likely: {', '.join(audience)}." if audience else ""
    return Question(
        identity(sign),
        sign.sort,
        sign.path,
        sign.line,
        sign.end_line,
        f"{sign.says} {_ASKED[sign.sort]}{likely}",
        _REASONS[sign.sort],
        shlex.join(_command(sign, audience)),
    )


def _command(sign: Sign, audience: Sequence[str]) -> list[str]:
    kind, fields = _ANSWERS[sign.sort]
    known = {
        "path": _glob(sign.path),
        "audience": ",".join(audience) or "AUDIENCE",
        "done": f"absent: {sign.until_gone}" if sign.until_gone else "path: PATH",
        "question": identity(sign),
    }
    filled = [field.format_map(known) for field in fields]
    return ["unrepeat", "new", kind, sign.title, *(word for field in filled for word in ("--set", field))]


def _glob(path: str) -> str:
    """Give a glob that means just this path; the command line would split it at a comma."""
    return re.sub(r"[*?\\]", r"\\\g<0>", path).replace(",", "?")
