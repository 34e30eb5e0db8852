"""Tell people what they should know through an Apprise URL, once each."""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

import platformdirs

from unrepeat import clock
from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.ledger import delivery
from unrepeat.ledger.own_files import LARGEST, alone, open_own

SECONDS = 20.0  # for one message, however slowly a server answers
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]{0,30}://)")

_Ask = Callable[[dict[str, str], float], dict[str, Any] | None]  # a request, and the seconds it may take


class NotSent(UnrepeatError):
    """Notices did not go out, or it could not be kept that they did."""


class Notice(NamedTuple):
    """A line to send; what has the same key is the same notice, whatever it says."""

    key: str
    text: str


def place_of_sent(repository: Repository) -> Path:
    """Give the file that keeps what was sent for a repository: in the user's state folder, apart from any index."""
    name = hashlib.sha256(os.fsencode(repository.common.resolve())).hexdigest()
    return platformdirs.user_state_path("unrepeat", appauthor=False) / "sent" / f"{name}.jsonl"


def send(url: str, notices: Sequence[Notice], *, sent: Path, seconds: float = SECONDS) -> int:
    """Send the notices that did not go to this Apprise URL before, as one message; give how many these were.

    What was sent is kept in the file `sent`, as hashes; of two runs at once, one sends. Raises NotSent where the URL is
    none, or the address fails or gives no answer in time: then nothing is kept. Raises UnsafeFile where the file is
    not the user's alone.
    """
    with _apprise() as ask:
        address = _checked_address(url, ask)
        deadline = time.monotonic() + seconds
        with alone(sent, seconds):
            descriptor = open_own(sent, os.O_RDWR | os.O_CREAT | os.O_APPEND)
            try:
                held = os.pread(descriptor, LARGEST, 0)
                before = _keys_sent(held, _hash(url))
                fresh = {notice.key: notice for notice in notices if _hash(notice.key) not in before}
                if fresh:
                    answer = ask(_message(url, list(fresh.values())), deadline - time.monotonic())
                    _require_sent(answer, address, seconds)
                    _keep(sent, descriptor, held, _lines(fresh, url))
            finally:
                os.close(descriptor)
    return len(fresh)


def _checked_address(url: str, ask: _Ask) -> str:
    """Give the address as it may be shown; raise NotSent where Apprise cannot send there."""
    found = _SCHEME.match(url)
    scheme = found[1] if found else ""
    answer = ask({"url": url}, SECONDS)
    if answer is None:
        raise NotSent(f"Apprise did not start within {SECONDS:.0f} seconds.", "Try again when this machine has time.")
    host = answer.get("host")
    if not isinstance(host, str):
        raise NotSent(
            f"Apprise cannot send to this address ({scheme + '…' if scheme else 'it has no scheme'}).",
            "Give one URL as Apprise's list of services has it, such as `mailtos://…`; some need a package of theirs.",
        )
    return scheme + (host or "…")


def _message(url: str, notices: Sequence[Notice]) -> dict[str, str]:
    lines = [" ".join(notice.text.encode("utf-8", "replace").decode().split()) for notice in notices]
    title = f"unrepeat: {len(lines)} notice{'s' if len(lines) > 1 else ''}"
    return {"url": url, "title": title, "body": "\n".join(lines)}


def _require_sent(answer: dict[str, Any] | None, address: str, seconds: float) -> None:
    if answer is None:
        raise NotSent(
            f"{address} gave no answer within {seconds:.0f} seconds.",
            "Nothing counts as sent; look at the address, then run the command again.",
        )
    if answer.get("sent") is not True:
        raise NotSent(
            f"{address} did not take the message.",
            "Nothing counts as sent; look at the address and its rights, then run the command again.",
        )


@contextmanager
def _apprise() -> Iterator[_Ask]:
    """Start the program that knows Apprise; give what asks it; end it afterwards.

    Apprise's own limits (`cto`, `rto`) are for one connection and one read: a server that sends a byte now and then
    holds it for ever, and a thread that waits for it would keep Python from ending.
    """
    if importlib.util.find_spec("apprise") is None:
        raise NotSent("Sending needs Apprise, which is not installed.", "Install `unrepeat[notify]`, then try again.")
    # The URL goes through a pipe: arguments can be seen by everyone on the machine. `-P`: no module of this folder.
    command = [sys.executable, "-P", delivery.__file__]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, bufsize=0) as process:
        try:
            yield partial(_answer, process)
        finally:
            process.kill()


def _answer(process: "subprocess.Popen[bytes]", request: dict[str, str], seconds: float) -> dict[str, Any] | None:
    """Give what the program answers: an object without fields where it fails, None where its time is over."""
    assert process.stdin and process.stdout, "Popen was given pipes"  # noqa: S101, PT018 -- tells mypy what PIPE means
    if seconds <= 0:
        return None
    timer = Timer(seconds, process.kill)
    deadline = time.monotonic() + seconds
    timer.start()
    try:
        _write(process.stdin.fileno(), json.dumps(request).encode() + b"\n")
        line = process.stdout.readline()
    except BrokenPipeError:
        line = b""
    finally:
        timer.cancel()
    if not line:
        return None if time.monotonic() >= deadline else {}
    answer = json.loads(line)
    return answer if isinstance(answer, dict) else {}


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _keys_sent(held: bytes, address: str) -> set[str]:
    """Give the hashes of keys that went to an address; a line that a full disk or a crash cut short is passed over."""
    keys = set()
    for line in held.splitlines():
        try:
            entry = json.loads(line)
            if entry["url"] == address:
                keys.add(str(entry["key"]))
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
    return keys


def _lines(keys: Iterable[str], url: str) -> bytes:
    day = f"{clock.now():%Y-%m-%d}"
    entries = ({"key": _hash(key), "url": _hash(url), "day": day} for key in keys)
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def _keep(file: Path, descriptor: int, held: bytes, lines: bytes) -> None:
    """Add lines at the end of the file and flush them to the disk, all or none."""
    try:
        _write(descriptor, lines if not held or held.endswith(b"\n") else b"\n" + lines)
        os.fsync(descriptor)
    except OSError as error:
        os.ftruncate(descriptor, len(held))
        raise NotSent(
            f"The notices were sent, but {file} could not keep it ({error.strerror}).",
            "Make room; the next run sends them once more.",
        ) from None
