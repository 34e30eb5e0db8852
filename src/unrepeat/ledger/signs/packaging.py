"""Signs that a package is started by another name than before, or runs only on newer versions of its language."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from unrepeat.history.edit import Edit
from unrepeat.ledger.signs.manifests_of_tables import table, toml
from unrepeat.ledger.signs.places import neighbour
from unrepeat.ledger.signs.sign import Sign, of_interface

_NEEDED = re.compile(
    r"^\s*(?:requires-python|python_requires|python|\"node\")\s*[=:]\s*[\"']?\s*(?:>=|\^|~=|~|==)\s*(\d+(?:\.\d+)*)",
    re.MULTILINE,
)
_NAMES = re.compile(r"(?:^|/)(?:pyproject\.toml|setup\.cfg|setup\.py|package\.json)$")
_CONSOLE = re.compile(
    r"\bconsole_scripts(?:\]|[\"']?\s*[=:])(?:\s*\[([^\]]*)\]|\s*\"\"\"(.*?)\"\"\"|((?:\n[ \t]+[^\n]+)++))", re.DOTALL
)
_SCRIPT = re.compile(r"([\w.-]+)\s*=\s*[\w.]+:\w")


def packaging_signs(edit: Edit) -> Iterator[Sign]:
    """Find the commands that a package installed and installs no more, and a version that it asks for beyond before."""
    if not edit.removed or edit.status == "deleted" or not _NAMES.search(edit.path):
        return
    after = _commands(edit.path, edit.after)
    for name in sorted(_commands(edit.path, edit.before) - after):
        line = next((line.number for line in edit.removed if name in line.text), edit.removed[0].number)
        says = f"The command `{name}` went or has another name."
        yield of_interface(edit, name, says, 57, neighbour(edit, line))
    old, new = (_NEEDED.search(text) for text in (edit.before, edit.after))
    if old and new and _version(new[1]) > _version(old[1]):
        line = edit.after.count("\n", 0, new.start(1)) + 1
        yield of_interface(edit, f"needs {new[1]}", f"It needs version {new[1]} of its language now.", 47, line)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part[:9]) for part in text.split("."))


def _commands(path: str, text: str) -> set[str]:
    """Give the commands that a package installs, as its manifest tells; none where it cannot be read."""
    try:
        return set(_READERS[path.rpartition("/")[2]](text))
    except (ValueError, TypeError, AttributeError, RecursionError, tomllib.TOMLDecodeError):
        return set()


def _of_pyproject(text: str) -> Iterator[str]:
    whole = toml(text)
    project = table(whole.get("project"))
    poetry = table(table(whole.get("tool")).get("poetry"))
    for scripts in (project.get("scripts"), project.get("gui-scripts"), poetry.get("scripts")):
        yield from table(scripts)


def _of_setup(text: str) -> Iterator[str]:
    for found in _CONSOLE.finditer(text):
        yield from _SCRIPT.findall(next(filter(None, found.groups()), ""))


def _of_package_json(text: str) -> Iterator[str]:
    whole: dict[str, Any] = table(json.loads(text))
    started = whole.get("bin")
    yield from table(started)
    if isinstance(started, str):
        yield str(whole.get("name"))


_READERS = {
    "pyproject.toml": _of_pyproject,
    "setup.cfg": _of_setup,
    "setup.py": _of_setup,
    "package.json": _of_package_json,
}
