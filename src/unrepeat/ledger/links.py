"""People's verdicts on traced links: one small file a link under `.unrepeat/links/`, so that branches merge."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from unrepeat.errors import LedgerError
from unrepeat.git import Repository

FOLDER = ".unrepeat"
VERDICTS = ("yes", "no", "unclear")
_HASH = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_LARGEST = 10_000  # bytes; a verdict has a few hundred


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
    temporary = file.with_suffix(f".{os.getpid()}.tmp")
    for place in (folder, folder / "links"):
        if place.is_symlink():  # what a repository brings may lead anywhere
            raise LedgerError(f"{place} is a link.", "Put a folder in its place, or name another with `--ledger DIR`.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True) if temporary.parent.is_dir() else None
        raise LedgerError(
            f"The verdict could not be written to {file} ({error.strerror}).",
            "Make room or check the folder's rights; `--ledger DIR` names another.",
        ) from None
    return file


def read_all(folder: Path | None) -> Iterator[Verdict | LedgerError]:
    """Give every verdict of a ledger; a file that is none gives the error that says so, and the rest is read on."""
    if folder is None or not (folder / "links").is_dir():
        return
    for file in sorted((folder / "links").glob("*.yml")):
        try:
            yield _read(file)
        except LedgerError as error:
            yield error


def _read(file: Path) -> Verdict:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent

    remedy = "Mend the file or delete it, then say the verdict again with `unrepeat link`."
    try:
        if file.stat().st_size > _LARGEST or file.is_symlink():
            raise LedgerError(f"{file} is no verdict on a link: too large, or a link itself.", remedy)
        text = file.read_text("utf-8")
        # a few aliases within aliases can stand for more than any memory holds
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe", pure=True).parse(text)):
            raise LedgerError(f"{file} is no verdict on a link: it uses YAML aliases.", remedy)
        content = YAML(typ="safe", pure=True).load(text)
    except (OSError, UnicodeDecodeError, YAMLError, ValueError, RecursionError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise LedgerError(f"{file} cannot be read as YAML ({first}).", remedy) from None
    if not isinstance(content, dict):
        raise LedgerError(f"{file} holds no fields.", remedy)
    said = content.get("verdict")
    if isinstance(said, bool):  # unquoted, some readers of YAML take yes and no for true and false
        said = "yes" if said else "no"
    fix, culprit = content.get("fix"), content.get("culprit")
    if not (isinstance(said, str) and isinstance(fix, str) and isinstance(culprit, str)) or said not in VERDICTS:
        raise LedgerError(f"{file} lacks a whole fix, culprit, or verdict (yes, no, unclear).", remedy)
    if not _HASH.fullmatch(fix) or not _HASH.fullmatch(culprit):
        raise LedgerError(f"{file} lacks a whole fix, culprit, or verdict (yes, no, unclear).", remedy)
    return Verdict(fix, culprit, said)
