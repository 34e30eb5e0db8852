"""People's verdicts on traced links: one small file a link under `.unrepeat/links/`, so that branches merge."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from unrepeat.errors import LedgerError
from unrepeat.git import Repository
from unrepeat.ledger import files
from unrepeat.ledger.kinds import FOLDER
from unrepeat.ledger.verdict_files import content_of, read_each, word

VERDICTS = ("yes", "no", "unclear")
_HASH = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


class Verdict(NamedTuple):
    """What a person said of a link between a fix and a culprit (full hashes)."""

    fix: str
    culprit: str
    verdict: str


def ledger_folder(repository: Repository, given: Path | None) -> Path | None:
    """Give the ledger's folder: the one given, else the work tree's; None in a bare repository."""
    if given is not None:
        return given
    return repository.worktree / FOLDER if repository.worktree else None


def write(folder: Path, verdict: Verdict, now: datetime) -> Path:
    """Keep a verdict, in the place of an earlier one on the same link; give its file."""
    file = folder / "links" / f"{verdict.fix[:12]}-{verdict.culprit[:12]}.yml"
    text = (
        f"# Did the second change bring in what the first repairs? Said by a person; it outranks every guess.\n"
        f"fix: {verdict.fix}\nculprit: {verdict.culprit}\nverdict: '{verdict.verdict}'\nsaid: {now:%Y-%m-%d}\n"
    )
    files.replace(folder, file, text.encode())
    return file


def read_all(folder: Path | None) -> Iterator[Verdict | LedgerError]:
    """Give every verdict of a ledger; a file that is none gives the error that says so, and the rest is read on."""
    yield from read_each(folder and folder / "links", _read)


def _read(file: Path) -> Verdict:
    remedy = "Mend the file or delete it, then say the verdict again with `unrepeat link`."
    content = content_of(file, "a link", remedy)
    said = word(content.get("verdict"))
    fix, culprit = content.get("fix"), content.get("culprit")
    if not (isinstance(said, str) and isinstance(fix, str) and isinstance(culprit, str)) or said not in VERDICTS:
        raise LedgerError(f"{file} lacks a whole fix, culprit, or verdict (yes, no, unclear).", remedy)
    if not _HASH.fullmatch(fix) or not _HASH.fullmatch(culprit):
        raise LedgerError(f"{file} lacks a whole fix, culprit, or verdict (yes, no, unclear).", remedy)
    return Verdict(fix, culprit, said)
