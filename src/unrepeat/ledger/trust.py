"""The user's own word on which commands of a ledger may run on this machine."""

import hashlib
import os
import re
from pathlib import Path

import platformdirs

from unrepeat import clock
from unrepeat.ledger.files import replace
from unrepeat.ledger.own_files import alone, read_own

_PATIENCE = 10.0  # seconds to wait for another run that is writing; it takes a few milliseconds
_LINE = re.compile(rb"([0-9a-f]{64}) +\d{4}-\d\d-\d\d(?: .*)?")
_HEADING = (
    b"# Commands that unrepeat may run on this machine: the sha256 of repository and exact text, the day, and why.\n"
    b"# Delete a line to take your word back.\n"
)


def place_of_trust() -> Path:
    """Give the file that holds the user's word: in the configuration folder, never in a repository."""
    return platformdirs.user_config_path("unrepeat", appauthor=False) / "trust.txt"


def trust(command: str, because: str, repository: Path) -> Path:
    """Let the exact text of a command run on this machine from now on, for one repository; give the file that says so.

    `repository` is its common git directory: the same words mean another program in another place. The word is on the
    text alone: where it names a script of the repository, that script may change under it.
    Raises UnsafeFile where the file could be another's, LedgerError where it cannot be written.
    """
    file = place_of_trust()
    with alone(file, _PATIENCE):
        held = read_own(file)
        name = _name(command, repository)
        if name not in _trusted(held):
            reason = "".join(letter if letter.isprintable() else " " for letter in because)
            line = f"{name.decode()}  {clock.now():%Y-%m-%d}  {reason}".rstrip()
            if held and not held.endswith(b"\n"):
                held += b"\n"
            replace(file.parent, file, (held or _HEADING) + line.encode() + b"\n", mode=0o600)
    return file


def is_trusted(command: str, repository: Path) -> bool:
    """Say whether the user has trusted the exact text of a command there; raise UnsafeFile as `trust` does."""
    return _name(command, repository) in _trusted(read_own(place_of_trust()))


def _name(command: str, repository: Path) -> bytes:
    told = os.fsencode(repository.resolve()) + b"\0" + command.encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest().encode()


def _trusted(held: bytes) -> frozenset[bytes]:
    """Give the hashes in whole lines; what is no such line is passed over, and kept."""
    found = (_LINE.fullmatch(line.rstrip()) for line in held.split(b"\n"))
    return frozenset(line[1] for line in found if line)
