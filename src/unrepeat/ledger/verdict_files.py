"""Read people's verdicts, one small file each: what those on links and on likenesses have in common."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from unrepeat.errors import LedgerError
from unrepeat.ledger import files

_Verdict = TypeVar("_Verdict")


def read_each(folder: Path | None, read_one: Callable[[Path], _Verdict]) -> Iterator[_Verdict | LedgerError]:
    """Give every verdict of a folder; a file that is none gives the error that says so, and the rest is read on."""
    if folder is None or not folder.is_dir():
        return
    for file in sorted(folder.glob("*.yml")):
        try:
            yield read_one(file)
        except LedgerError as error:
            yield error


def content_of(file: Path, about: str, remedy: str) -> Mapping[str, Any]:
    """Give what a verdict's file holds; raise LedgerError, with this remedy, where it cannot be read."""
    from unrepeat.ledger.reading import YamlProblem, read

    try:
        return read(files.read_plain(file).decode("utf-8")).data
    except (files.Unreadable, UnicodeDecodeError, YamlProblem) as error:
        raise LedgerError(f"{file} is no verdict on {about}: {error}.", remedy) from None


def word(said: object) -> object:
    """Give `yes` and `no` as words: written by hand they are words to us and truth values to others."""
    if isinstance(said, bool):
        return "yes" if said else "no"
    return said
