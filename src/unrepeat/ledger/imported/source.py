"""Read the file that is to be imported: its text, and the name by which it is known again."""

import os
import re
import stat
import sys
from pathlib import Path
from typing import NamedTuple

from unrepeat.errors import LedgerError

LARGEST = 5_000_000  # bytes; nobody wrote what is larger
STANDARD_INPUT = "-"
_TERMINAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,1000}(?:\x07|\x1b\\)|[ -/]*[0-~])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


class Source(NamedTuple):
    """A text; the bare name of its file; its path within the repository, empty where it lies elsewhere."""

    text: str
    name: str
    within: str


def source_of(file: str, top: Path | None) -> Source:
    """Read a file, or standard input for `-`; raise LedgerError where it holds no text. `top`: the work tree's."""
    if file == STANDARD_INPUT:
        content = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin is not None else b""
        return Source(text_of(content, "Standard input"), STANDARD_INPUT, "")
    if not file:
        raise LedgerError("No file is named.", "Name a post-mortem, or `-` for standard input.")
    path = Path(os.path.abspath(file))  # noqa: PTH100 -- links are looked at below, not followed here
    name = path.name.encode("utf-8", "replace").decode()
    within = _within(path, top)
    return Source(text_of(_bytes(path, name), name), name, within)


def _within(path: Path, top: Path | None) -> str:
    """Give the path of a file relative to the work tree, empty where it lies elsewhere."""
    if top is None:
        return ""
    whole, root = Path(os.path.realpath(path)), Path(os.path.realpath(top))
    lies_there = path.parent.resolve().is_relative_to(root)
    if lies_there and not whole.is_relative_to(root):
        raise LedgerError(f"{path.name} is a link that leads out of the repository.", "Name the file itself.")
    relative = whole.relative_to(root).as_posix() if lies_there else ""
    return relative if relative.isprintable() else ""


def _bytes(path: Path, name: str) -> bytes:
    remedy = "Name a post-mortem: Markdown, plain text, JSON or YAML."
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise LedgerError(
            f"{name!r} cannot be read ({getattr(error, 'strerror', None) or 'it is no name'}).", remedy
        ) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise LedgerError(f"{name!r} is a folder.", "Import its files one by one.")
        if not stat.S_ISREG(mode):
            raise LedgerError(f"{name!r} is no plain file.", "Pipe it in: `unrepeat import -`.")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise LedgerError(f"{name!r} cannot be read ({error.strerror}).", remedy) from None
    finally:
        os.close(descriptor)


def text_of(content: bytes, name: str) -> str:
    """Give bytes as a text with plain ends of lines, without what steers a terminal."""
    if len(content) > LARGEST:
        raise LedgerError(
            f"{name} is larger than {LARGEST // 1_000_000} MB, which nobody wrote by hand.",
            "Name the part of it that is prose.",
        )
    if b"\0" in content:
        raise LedgerError(f"{name} holds binary data, not text.", "Save it as Markdown or plain text.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LedgerError(f"{name}, line {line}: it is not UTF-8 text.", "Save it as UTF-8.") from None
    if not text.strip():
        raise LedgerError(f"{name} is empty.", "Name a file that tells what happened.")
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_controls(text: str) -> str:
    """Give a text without the characters that nobody sees and a terminal obeys."""
    return _CONTROL.sub("", _TERMINAL.sub("", text))
