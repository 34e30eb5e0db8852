"""A sign: one place of a change that shows something which may be written down nowhere."""

import re
from typing import Literal, NamedTuple

from unrepeat.history.edit import Edit
from unrepeat.history.kinds_of_files import is_bookkeeping, is_prose, is_test

Sort = Literal["dependency", "interface", "unfinished"]

# Folders whose files nobody ships, or that only show how a thing is used; beside what `kinds_of_files` knows.
_ASIDE = re.compile(
    r"(?:^|/)(?:[^/]*tests?[ _-][^/]*|[^/]*[ _-]tests?|unit ?tests?|examples?|samples?|demos?|bench(?:es|marks?)?"
    r"|fixtures?|mocks?|e2e|fuzz(?:ing)?|t|ci|\.github|\.gitlab|\.circleci|\.unrepeat|\.vscode|\.idea)/"
)


class Sign(NamedTuple):
    """What was seen and where, in lines from 1; `subject` stays the same however often the change is rebased.

    `says` is the sentence that tells it, `title` what a record of it may be called. The larger `weight`, the more is
    lost when nobody asks. `is_named`: the subject is a name by which records speak of it, and its file (a manifest) is
    everybody's. Nothing here quotes a comment or a message, which may name a person.
    """

    sort: Sort
    path: str
    line: int
    end_line: int
    subject: str
    says: str
    title: str
    weight: int
    is_named: bool = False


def is_aside(path: str) -> bool:
    """Say whether nothing that is shipped stands in a file: tests, examples, the project's own tools."""
    folders = path[: path.rfind("/") + 1]
    return is_test(_raw(path)) or _ASIDE.search(folders) is not None


def is_written_by_hand(path: str) -> bool:
    """Say whether a file is neither prose nor made or kept by a program."""
    raw = _raw(path)
    return not is_prose(raw) and not is_bookkeeping(raw)


def first_line(edit: Edit) -> int:
    """Give the line of the file as it is now at which a reader sees a change best."""
    return edit.added[0].number if edit.added else 1


def _raw(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")
