"""Find the commits and files of a repository that a text names, and nothing that it does not have."""

import os
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from unrepeat.git import View
from unrepeat.ledger.kinds import FOLDER
from unrepeat.ledger.naming import look_up

MOST_COMMITS, MOST_PATHS = 100, 10
MOST_ASKED = 2_000  # words that look like hashes
_HASH = re.compile(r"(?<![\w-])(?:[0-9a-f]{7,40}|[0-9a-f]{64})(?![\w-])")
_SPAN = re.compile(r"`([^`\n]{1,300})`")
_PATH = re.compile(r"(?<![\w:/@])(?:\.{0,2}/)?[\w.@+-]{1,100}(?:/[\w.@+-]{1,100}){0,20}")
_LINE = re.compile(r"(?::\d+)+$")


class Files(NamedTuple):
    """The files of a commit."""

    paths: frozenset[str]


def files_at(view: View, commit: str) -> Files:
    """Give the files of a commit that can be written down; those of the ledger are no place of a mistake."""
    listed = view.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).split(b"\0")
    found = (os.fsdecode(path) for path in listed if path)
    return Files(frozenset(path for path in found if path.isprintable() and not path.startswith(f"{FOLDER}/")))


def commits_named(view: View, text: str) -> list[str]:
    """Give the full hashes of the commits that a text names by hash and the repository has, in the text's order."""
    words = list(dict.fromkeys(_HASH.findall(text)))[:MOST_ASKED]
    here = look_up(view, words)[0] if words else {}
    return list(dict.fromkeys(here[word] for word in words if word in here))[:MOST_COMMITS]


def paths_named(files: Files, text: str, besides: Sequence[str] = ()) -> list[str]:
    """Give the files that a text names by their whole path, those named most often first.

    In code any path counts; in prose one that a slash or a dot tells from a word. `besides`: paths that do not count.
    """
    counts: Counter[str] = Counter()
    for span in _SPAN.findall(text):
        counts.update(_known(span.strip(), files))
        for word in span.split():
            if word != span.strip():
                counts.update(_known(word, files))
    for word in _PATH.findall(_SPAN.sub(" ", text)):
        if "/" in word or "." in word.strip("."):
            counts.update(_known(word, files))
    for path in besides:
        counts.pop(path, None)
    return sorted(counts, key=lambda path: (-counts[path], path))[:MOST_PATHS]


def _known(word: str, files: Files) -> list[str]:
    bare = _LINE.sub("", word.strip("()[]{}<>\"',;:")).removeprefix("./").rstrip(".")
    return [bare] if bare in files.paths else []
