"""A repository with two guards, and a change on a branch that they have something to say about."""

import sys
from pathlib import Path
from typing import NamedTuple

from tests.repository import Repo

EVIL = "##[error]pwned ::error file=a::pwned\x1b[31m"
GUARD = """\
id: {id}
title: {title}
because: [mistake:2026-03-04-filtered-count]
kind: text
stage: advise
rule: {{regex: {regex}}}
"""


class Story(NamedTuple):
    """A repository whose branch `change` is checked out; the commits where it branched off and where it is."""

    repo: Repo
    base: str
    head: str


def told(repo: Repo, message: str = "count quickly\n\nUnrepeat-Waive: waived because") -> Story:
    """Make the repository. The change has a path with marks of commands, and a waiver that quotes one."""
    guards = {
        f".unrepeat/guards/{name}.yml": GUARD.format(id=name, title=title, regex=regex)
        for name, title, regex in (("scan", "Scan, do not count", r'"count\\("'), ("waived", "Not so", '"rows"'))
    }
    base = repo.commit("begin", {**guards, "src/a.py": "total = 1\n"})
    repo.branch("change")
    wrong = "total = count(rows)\n"
    head = repo.commit(f"{message} {EVIL}", {"src/a.py": wrong, "src/::error file=b,line=1::pwned.py": wrong})
    return Story(repo, base, head)


def program(folder: Path) -> Path:
    """Put `unrepeat` into a folder, as the package under test; give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "unrepeat"
    file.write_text(f'#!/bin/sh\nexec {sys.executable} -m unrepeat "$@"\n')
    file.chmod(0o755)
    return folder
