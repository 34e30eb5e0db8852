"""Answer whether what a need asks for is in the code of a commit."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from unrepeat.git import Repository, View
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.certificates import proven
from unrepeat.ledger.effects import Entry, tree
from unrepeat.ledger.flag_files import flags
from unrepeat.ledger.searching import Hit, search
from unrepeat.ledger.standing import standing
from unrepeat.ledger.tree_files import TreeFiles

Condition = Mapping[str, Any]

_NO_SUCH_LINE = "commit such a line"  # the next step where a pattern was sought and not found, and nowhere else


class Code:
    """The code of one commit (full hash).

    Records (the ledger's folder, and the Markdown in some others, named from the repository's top) have no say for
    patterns and commits; those of the ledger's folder have one for paths only where these name it.
    """

    def __init__(self, repository: Repository, commit: str, folders_of_records: Sequence[str] = ()) -> None:
        self._repository = repository
        self._commit = commit
        self._folders_of_records = folders_of_records

    def answer(self, conditions: Sequence[Condition]) -> list[Answer]:
        """Answer conditions of the forms `commit`, `path`, `pattern`, `flag` and `guard`, each a mapping of one entry.

        All at once, since each run of git costs 3 ms and serves all of them. What a program or a person has to say
        (`command`, `sign-off`) is not told by the code: such a condition is answered with None.
        """
        asked: dict[str, list[Any]] = {}
        for condition in conditions:
            name, content = _entry(condition)
            asked.setdefault(name, []).append(content)
        with self._repository.view() as view:
            reading = _Reading(self._repository, view, self._commit, self._folders_of_records)
            answers = {name: iter(reading.answers(name, contents)) for name, contents in asked.items()}
        return [next(answers[_entry(condition)[0]]) for condition in conditions]


def _entry(condition: Condition) -> tuple[str, Any]:
    return next(iter(condition.items())) if len(condition) == 1 else ("", None)


class _Pattern(NamedTuple):
    expression: str
    glob: str  # of the files to search; empty for all


class _Reading:
    """The code of a commit while git is asked about it."""

    def __init__(self, repository: Repository, view: View, commit: str, folders_of_records: Sequence[str]) -> None:
        self._repository = repository
        self._view = view
        self._commit = commit
        self._now: Mapping[bytes, Entry] = tree(view, commit)
        self._files = TreeFiles(view, self._now, folders_of_records)

    def answers(self, name: str, contents: Sequence[Any]) -> list[Answer]:
        """Answer all conditions of one form."""
        if name in {"pattern", "absent"}:
            found = self._patterns([_pattern(content) for content in contents])
            return found if name == "pattern" else list(map(_gone, found, contents))
        words = [str(content).strip() for content in contents]
        ask: dict[str, Callable[[Sequence[str]], list[Answer]]] = {
            "commit": self._commits,
            "path": lambda globs: [self._path(glob) for glob in globs],
            "flag": self._flags,
            "guard": self._guards,
        }
        return ask[name](words) if name in ask else [_untold(name) for _ in contents]

    def _commits(self, names: Sequence[str]) -> list[Answer]:
        found = standing(self._repository, self._view, self._commit, self._now, names, self._files)
        return [found[name] for name in names]

    def _path(self, glob: str) -> Answer:
        found = self._files.first(glob)
        if found is None:
            return Answer(met=False, reason=f"no file matches {glob}", next="commit one, or mend the path")
        reason = f"{glob} is there" if found == glob else f"{_shown(found)} matches {glob}"
        return Answer(met=True, reason=reason, next="")

    def _patterns(self, patterns: Sequence[_Pattern]) -> list[Answer]:
        by_glob: dict[str, list[str]] = {}
        for one in patterns:
            by_glob.setdefault(one.glob, []).append(one.expression)
        found: dict[_Pattern, Answer] = {}
        for glob, expressions in by_glob.items():
            files = self._files.plain(glob)
            lost = self._lost(files)
            there = {path: oid for path, oid in files.items() if oid.decode() not in lost}
            for expression, hit in search(self._view, self._commit, there, expressions).items():
                found[_Pattern(expression, glob)] = _found(expression, glob, hit, len(files), len(lost))
        return [found[one] for one in patterns]

    def _lost(self, files: Mapping[bytes, bytes]) -> set[str]:
        if not files or not self._repository.is_partial():
            return set()
        return self._view.missing([oid.decode() for oid in files.values()])

    def _flags(self, names: Sequence[str]) -> list[Answer]:
        defined, unreadable = flags(self._view, self._now)
        but = f" ({_shown(unreadable[0])} cannot be read)" if unreadable else ""
        return [
            Answer(met=True, reason=f"the flag {name} is defined in {_shown(defined[name])}", next="")
            if name in defined
            else Answer(
                met=False,
                reason=f"no *.flagd.json defines the flag {name}{but}",
                next="define it in a file that ends in .flagd.json",
            )
            for name in names
        ]

    def _guards(self, names: Sequence[str]) -> list[Answer]:
        found = proven(self._view, self._now, names)
        return [found[name] for name in names]


def _pattern(content: object) -> _Pattern:
    if isinstance(content, Mapping):
        return _Pattern(str(content.get("regex", "")), str(content.get("in") or ""))
    return _Pattern(str(content), "")


def _found(expression: str, glob: str, hit: Hit, files: int, lost: int) -> Answer:
    where = f"file under {glob}" if glob else "file"
    if hit.path is not None:
        return Answer(met=True, reason=f"{_shown(hit.path)} has a line that matches `{expression}`", next="")
    if hit.problem:
        return Answer(met=False, reason=f"`{expression}` was not sought: {hit.problem}", next="mend the pattern")
    if glob and not files:
        return Answer(met=False, reason=f"no file matches {glob}", next="commit one, or mend the path")
    if lost:
        reason = f"`{expression}` was not found, but this partial clone lacks {lost} of {files} files"
        return Answer(met=None, reason=reason, next="ask in a full clone")
    return Answer(met=False, reason=f"no {where} has a line that matches `{expression}`", next=_NO_SUCH_LINE)


def _gone(found: Answer, content: object) -> Answer:
    """Turn the answer to a pattern around: it is met once no line matches any more."""
    sought = _pattern(content)
    if found.met:
        return Answer(met=False, reason=f"{found.reason}, still", next="change the code until it is gone")
    if found.met is None or found.next != _NO_SUCH_LINE:  # it could not be sought, or there is no such file
        return found
    where = f" in {sought.glob}" if sought.glob else ""
    return Answer(met=True, reason=f"no line matches `{sought.expression}`{where} any more", next="")


def _untold(name: str) -> Answer:
    if not name:
        return Answer(met=False, reason="an entry of `done-when` is not one word and its value", next="mend the record")
    return Answer(met=None, reason=f"the code alone does not tell of `{name}`", next="")


def _shown(path: str | bytes) -> str:
    return (os.fsencode(path) if isinstance(path, str) else path).decode("utf-8", "replace")
