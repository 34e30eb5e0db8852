"""Set a ledger up in a repository, with what the team wants around it, and take exactly that away again.

Nothing is remembered of what was written: a file is ours while it holds, byte for byte, what we would write.
"""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from importlib.resources import files as resources
from pathlib import Path
from typing import NamedTuple

from unrepeat.errors import LedgerError
from unrepeat.git import Repository
from unrepeat.ledger import files
from unrepeat.ledger.kinds import FOLDER, OF_FOLDER, STATEMENTS

OFFERS = {
    "hook": "after each commit, make records of what its message says, and ask at most one question (this clone alone)",
    "pre-commit": "before each commit, what the guards say; is the ledger whole? (for those who use pre-commit)",
    "github": "in each pull request on GitHub, what the guards say beside its lines; is the ledger whole?",
    "gitlab": "in each merge request on GitLab, what the guards say of it; is the ledger whole?",
}
_OWN = {"README.md": "README.md", "settings.yml": "settings.yml", ".gitignore": "gitignore"}
_GITLAB, _PIPELINE = ".gitlab/unrepeat.gitlab-ci.yml", ".gitlab-ci.yml"
_INCLUDE = f"include:\n  - local: {_GITLAB}\n"


class Step(NamedTuple):
    """What was done about a file, and lines for the person to write into it, or take out, by hand."""

    path: str
    says: str
    lines: str = ""


class _File(NamedTuple):
    """A file of ours: below which root (None: a place that is not this repository's alone), and what it holds.

    `lines`: what a file of the person's own in its place would need; empty where it would need nothing.
    """

    root: Path | None
    path: Path
    content: bytes
    lines: str = ""
    mode: int = 0o644


def set_up(repository: Repository, folder: Path, offers: Collection[str]) -> Iterator[Step]:
    """Write what a ledger's folder needs, and what of OFFERS is asked for; a file that is there is never changed.

    Gives each step once it is done. Raises LedgerError where something cannot be written, or an offer has no place.
    """
    wanted = [*_own(folder), *_around(repository, folder, offers)]
    yield from (_written(repository, file) for file in wanted)
    if "gitlab" in offers and not _is_included(repository):
        yield Step(_PIPELINE, "left to you; these lines make the pipeline read that file:", _INCLUDE)


def take_back(repository: Repository, folder: Path, offers: Collection[str]) -> Iterator[Step]:
    """Remove what `set_up` wrote (only of OFFERS, where some are named), and the folders that are then empty."""
    usual = tuple(OFFERS) if _is_usual(repository, folder) else ()
    wanted = [*(() if offers else _own(folder)), *_around(repository, folder, offers or usual)]
    for file in wanted:
        yield from _removed(repository, file)
    if "gitlab" in (offers or usual) and _is_included(repository):
        yield Step(_PIPELINE, "yours; please take out what includes the file that is gone:", _INCLUDE)
    if not offers:
        yield from _emptied(repository, folder)


def _own(folder: Path) -> Iterator[_File]:
    for name, snippet in _OWN.items():
        yield _File(folder, folder / name, _snippet(snippet))


def _around(repository: Repository, folder: Path, offers: Collection[str]) -> Iterator[_File]:
    if not offers:
        return
    top = repository.worktree
    if top is None or not _is_usual(repository, folder):
        raise LedgerError(
            f"What `--with` offers works with a ledger in `{FOLDER}`, at the top of a work tree.",
            "Leave out `--with`, or `--ledger`.",
        )
    if "hook" in offers:
        hooks, hook = repository.hooks(), _snippet("post-commit")
        root = next((one for one in (top, repository.common) if hooks.is_relative_to(one)), None)
        yield _File(root, hooks / "post-commit", hook, _from(hook, "# Make records"), 0o755)
    if "pre-commit" in offers:
        hooks_of_all = _snippet("pre-commit-config.yaml")
        yield _File(top, top / ".pre-commit-config.yaml", hooks_of_all, _from(hooks_of_all, "  - repo: local"))
    if "github" in offers:
        yield _File(top, top / ".github/workflows/unrepeat.yml", _snippet("github.yml"))
    if "gitlab" in offers:
        yield _File(top, top / _GITLAB, _snippet("gitlab.yml"))


def _is_usual(repository: Repository, folder: Path) -> bool:
    return repository.worktree is not None and folder.resolve() == (repository.worktree / FOLDER).resolve()


def _snippet(name: str) -> bytes:
    return (resources("unrepeat.ledger") / "snippets" / name).read_bytes()


def _from(content: bytes, words: str) -> str:
    text = content.decode()
    return text[text.index(words) :]


def _written(repository: Repository, file: _File) -> Step:
    shown = _shown(repository, file.path)
    if file.root is not None and not os.path.lexists(file.path):
        try:
            files.write_new(file.root, file.path, file.content, mode=file.mode)
        except FileExistsError:
            what = f"{file.path.parent} is a file where a folder has to be."
            raise LedgerError(what, "Move it away, then run the command again.") from None
        return Step(shown, "written")
    there = _held(file.path)
    if there == file.content or (file.lines and file.lines.encode() in there):
        return Step(shown, "there already")
    if file.root is None:
        return Step(shown, "not written, since other repositories may share it; these lines do the work:", file.lines)
    if file.lines:
        return Step(shown, "yours, and left as it is; these lines, added by hand, do the work:", file.lines)
    return Step(shown, "there already, in words of its own; left as it is")


def _held(path: Path) -> bytes:
    """Give what a file holds, nothing where it cannot be read: then it is none of ours."""
    try:
        return files.read_plain(path)
    except files.Unreadable:
        return b""


def _removed(repository: Repository, file: _File) -> Iterator[Step]:
    if not os.path.lexists(file.path):
        return
    shown, there = _shown(repository, file.path), _held(file.path)
    if file.root is not None and there == file.content and not _leads_through_link(file.root, file.path):
        files.remove(file.path)
        for folder in file.path.relative_to(file.root).parents[:-1]:
            _remove_if_empty(file.root / folder)
        yield Step(shown, "removed")
    elif file.lines and file.lines.encode() in there:
        yield Step(shown, "yours; please take out these lines:", file.lines)
    elif not file.lines or b"unrepeat" in there:
        yield Step(shown, "left, since it is not as `unrepeat init` writes it; delete it if nobody needs it")


def _leads_through_link(root: Path, path: Path) -> bool:
    return any((root / step).is_symlink() for step in path.relative_to(root).parents)


def _emptied(repository: Repository, folder: Path) -> Iterator[Step]:
    """Remove what is empty of the ledger's folder; say so where something stays."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for name in (*OF_FOLDER, *STATEMENTS, "links"):
        if not (folder / name).is_symlink():  # `walk` follows no link below its top, but it does follow the top
            for below, _, _ in os.walk(folder / name, topdown=False):
                _remove_if_empty(Path(below))
    _remove_if_empty(folder)
    if folder.is_dir():
        yield Step(_shown(repository, folder), "stays with all that people wrote; no command deletes that")


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # it is not empty, or not ours to remove
        folder.rmdir()


def _is_included(repository: Repository) -> bool:
    return repository.worktree is not None and _GITLAB.encode() in _held(repository.worktree / _PIPELINE)


def _shown(repository: Repository, path: Path) -> str:
    top = repository.worktree
    return path.relative_to(top).as_posix() if top and path.is_relative_to(top) else path.as_posix()
