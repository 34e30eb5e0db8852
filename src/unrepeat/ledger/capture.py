"""Make records of what people wrote into the messages of changes: `Decision:`, `Assumes:`, `Needs:`, `Learned:`."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from unrepeat.git import View
from unrepeat.ledger.identity import captured_id
from unrepeat.ledger.kinds import EARLIEST, FOLDER, LATEST
from unrepeat.ledger.ledger import Ledger

KIND_OF_TRAILER = {"decision": "decision", "assumes": "assumption", "needs": "need", "learned": "note"}
_TRAILER = re.compile(r"^(Decision|Assumes|Needs|Learned):[ \t]+(\S.*(?:\n[ \t]+\S.*)*)", re.IGNORECASE | re.MULTILINE)
_FEATURE = re.compile(r"^Feature:[ \t]+(\S.*)", re.IGNORECASE | re.MULTILINE)
LONGEST = 1_000  # letters of a trailer that are kept; longer ones were not meant as one
MOST_PATHS = 10  # files; of a wider change nothing can be said about what the trailer is about
_DAY_AND_TAIL = re.compile(r"\d{4}-\d\d-\d\d-")


class Trailer(NamedTuple):
    """What a message says: the kind of record, its words, the day its change was written, the files of the change.

    `features`: what the same message calls the feature that it is about.
    """

    kind: str
    text: str
    day: date
    paths: tuple[str, ...]
    features: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The record's id, the same after a rebase."""
        return captured_id(self.day, self.kind, self.text)


def trailers(view: View, commits: Sequence[str]) -> Iterator[Trailer]:
    """Give what the messages of some commits (full hashes) say, in their order.

    The day is the author's, in UTC: a rebase keeps it. A squashed message may hold several; a line that is indented or
    quoted holds none. The ledger's own files are no place that a trailer is about.
    """
    form = "--format=%x01%at%x00%B%x00"
    for commit in commits:
        shown = view.run("show", "-z", "--first-parent", "-m", "--name-only", "--no-renames", form, commit)
        seconds, _, rest = shown.removeprefix(b"\x01").partition(b"\0")
        message, _, named = rest.partition(b"\0")
        day = day_said(seconds)
        paths = without_ledger(os.fsdecode(path.strip(b"\n")) for path in named.split(b"\0") if path.strip(b"\n"))
        few = tuple(path for path in paths if path.isprintable()) if len(paths) <= MOST_PATHS else ()
        words = message.decode("utf-8", "replace").replace("\r\n", "\n")
        features = tuple(_features(words))
        for word, text in _TRAILER.findall(words):
            yield Trailer(KIND_OF_TRAILER[word.lower()], " ".join(text.split())[:LONGEST], day, few, features)


def _features(message: str) -> dict[str, None]:
    """Give the features that a message names, each once; several in a line stand between commas."""
    named = (" ".join(name.split())[:LONGEST] for line in _FEATURE.findall(message) for name in line.split(","))
    return dict.fromkeys(name for name in named if name)


def without_ledger(paths: Iterable[str]) -> list[str]:
    """Give the files that are no part of the ledger: a change that also keeps a record is not about that record."""
    return [path for path in paths if not path.startswith(f"{FOLDER}/")]


def day_said(said: bytes) -> date:
    """Give the day of a commit's time as git's `%at` or `%ct` says it; one that git cannot read is the first of all."""
    return day_of(int(said.strip() or 0))  # git says nothing where there is no date, or none that it can read


def day_of(seconds: int) -> date:
    """Give the day of a commit's time (seconds since 1970, in UTC); a time that no record may have is brought near."""
    first, last = date(EARLIEST, 1, 1), date(LATEST, 12, 31)
    try:
        found = datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return last if seconds > 0 else first
    return min(max(found, first), last)


def not_yet_recorded(found: Sequence[Trailer], ledger: Ledger) -> list[Trailer]:
    """Give those of which there is no record yet, each once: a rebase may change the day, never kind and text."""
    known = {(record.kind, _DAY_AND_TAIL.sub("", record.id)) for record in ledger.records}
    new = []
    for one in found:
        key = one.kind, _DAY_AND_TAIL.sub("", one.id)
        if key not in known:
            known.add(key)
            new.append(one)
    return new
