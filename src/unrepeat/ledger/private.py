"""Notes of one's own: in the user's data folder, for nobody else to read, in no repository until they are shared."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

import platformdirs

from unrepeat.errors import LedgerError
from unrepeat.history.store import warn
from unrepeat.ledger.files import remove, write_new
from unrepeat.ledger.identity import new_id
from unrepeat.ledger.own_files import UnsafeFile, alone, make_own_folder, read_own

LONGEST_WAIT = 30  # seconds for another run that shares; each takes a moment
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-private-[a-z0-9]{4}")


class PrivateNote(NamedTuple):
    """A private note; its id holds none of its words."""

    id: str
    text: str
    said: str


def folder() -> Path:
    """Give the folder of private notes."""
    return platformdirs.user_data_path("unrepeat", appauthor=False) / "private"


def keep(text: str, day: date, environment: Mapping[str, str]) -> PrivateNote:
    """Keep a note for oneself."""
    _refuse_shared_machines(environment)
    make_own_folder(folder().parent)
    make_own_folder(folder())
    with suppress(FileExistsError):  # for where the data folder itself lies in a repository
        write_new(folder(), folder() / ".gitignore", b"*\n", mode=0o600)
    name = new_id(day, "private")
    write_new(folder(), folder() / f"{name}.txt", text.encode("utf-8", "surrogateescape"), mode=0o600)
    return PrivateNote(name, text, f"{day}")


def read_all(environment: Mapping[str, str], tell: Callable[[str], None] = warn) -> list[PrivateNote]:
    """Give one's private notes, oldest first; a file that is none (a link, a folder) is told, and passed over.

    UnsafeFile where others may change what the folder holds.
    """
    _refuse_shared_machines(environment)
    if not folder().is_dir():
        return []
    make_own_folder(folder())
    notes = []
    for name in sorted(file.stem for file in folder().glob("*.txt")):
        if _NAME.fullmatch(name):
            try:
                notes.append(_read(name))
            except UnsafeFile as error:
                tell(f"{error.what} It is passed over. {error.remedy}")
    return [note for note in notes if note.text]  # one that was shared a moment ago is gone


def find(name: str, environment: Mapping[str, str], tell: Callable[[str], None] = warn) -> PrivateNote:
    """Give a private note by its id or the id's end; raise LedgerError where there is none."""
    found = [note for note in read_all(environment, tell) if name and note.id.endswith(name)]
    if len(found) != 1:
        raise LedgerError(
            f"No private note is called {name[:80]!r}."
            if not found
            else f"{len(found)} private notes end in {name!r}.",
            "`unrepeat ls --private` lists yours.",
        )
    return found[0]


@contextmanager
def given_away(note: PrivateNote) -> Iterator[None]:
    """Let one run alone make a private note something else, and delete it at the end.

    LedgerError where another has just done so; where what is done within fails, the note stays.
    """
    with alone(folder() / "share", LONGEST_WAIT):
        if _read(note.id) != note:
            raise LedgerError(
                f"The private note {note.id} was shared or changed a moment ago.",
                "`unrepeat ls --private` lists yours.",
            )
        yield
        remove(folder() / f"{note.id}.txt")


def _read(name: str) -> PrivateNote:
    text = read_own(folder() / f"{name}.txt").decode("utf-8", "surrogateescape")
    return PrivateNote(name, text, name[:10])


def _refuse_shared_machines(environment: Mapping[str, str]) -> None:
    """Refuse where a build server runs us: its logs are read by many. `CI` is what all of them set."""
    if environment.get("CI", "").lower() not in {"", "0", "false"}:
        raise LedgerError(
            "Private notes are neither read nor written on a build server.", "Use them on your own machine."
        )
