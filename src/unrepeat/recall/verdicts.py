"""People's verdicts on likenesses: one small file a pair under `.unrepeat/same/`, so that branches merge."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from unrepeat.errors import LedgerError
from unrepeat.ledger import files
from unrepeat.ledger.identity import ID
from unrepeat.ledger.verdict_files import content_of, read_each, word

FOLDER = "same"
SAID = ("yes", "no")

_HASHES = frozenset({40, 64})  # letters of a full hash


class Verdict(NamedTuple):
    """What a person said of two things, each a full hash or the id of a record: the same over again, or not."""

    one: str
    other: str
    same: bool


def write(folder: Path, verdict: Verdict) -> Path:
    """Keep a verdict, in the place of an earlier one on the same two; give its file.

    It holds no day and the two in alphabetical order, so that saying the same on two branches is the same file.
    """
    one, other = sorted((verdict.one, verdict.other))
    file = folder / FOLDER / f"{_short(one)}--{_short(other)}.yml"
    text = (
        "# Are these two alike, the same over again? Said by a person; it outranks every guess.\n"
        f"one: {one}\nother: {other}\nsame: '{'yes' if verdict.same else 'no'}'\n"
    )
    files.replace(folder, file, text.encode())
    return file


def _short(name: str) -> str:
    return name[:12] if len(name) in _HASHES and "-" not in name else name[:100]


def read_all(folder: Path | None) -> Iterator[Verdict | LedgerError]:
    """Give every verdict of a ledger; a file that is none gives the error that says so, and the rest is read on."""
    yield from read_each(folder and folder / FOLDER, _read)


def _read(file: Path) -> Verdict:
    remedy = "Mend the file or delete it, then say the verdict again with `unrepeat same`."
    content = content_of(file, "a likeness", remedy)
    said = word(content.get("same"))
    one, other = str(content.get("one", "")), str(content.get("other", ""))
    if said not in SAID or not ID.fullmatch(one) or not ID.fullmatch(other):
        raise LedgerError(f"{file} lacks a whole `one`, `other`, or `same` (yes, no).", remedy)
    return Verdict(one, other, said == "yes")


class Said:
    """What people said of likenesses, and what follows: what is the same as the same is the same."""

    def __init__(self, verdicts: Iterable[Verdict] = ()) -> None:
        self._same: dict[str, set[str]] = {}
        denied = []
        for verdict in verdicts:
            if verdict.same:
                together = self.same(verdict.one) | self.same(verdict.other)
                self._same.update(dict.fromkeys(together, together))
            else:
                denied.append((verdict.one, verdict.other))
        self._not: dict[str, set[str]] = {}
        for one, other in denied:
            for first, second in ((one, other), (other, one)):
                for name in self.same(first):
                    self._not.setdefault(name, set()).update(self.same(second) - self.same(first))
            # said of these very two, it holds whatever follows from others
            self._not.setdefault(one, set()).add(other)
            self._not.setdefault(other, set()).add(one)

    def same(self, name: str) -> set[str]:
        """Give what is the same as a thing, itself included."""
        return self._same.get(name, {name})

    def not_same(self, name: str) -> set[str]:
        """Give what is not the same as a thing."""
        return self._not.get(name, set())
