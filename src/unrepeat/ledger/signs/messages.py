"""Take a message apart into what its writer says, without what is quoted in it and what programs add."""

import re
from collections.abc import Iterator

# Written by a program that brings new versions of dependencies: what it quotes is about these.
_BY_PROGRAM = re.compile(
    r"^(?:\w+\(deps[^)]*\): |Bump \S+ from |Update \S+ to )|<details>|renovatebot|dependabot", re.MULTILINE
)
_ASIDE = re.compile(r"^(?:>|    |\t|[A-Z][\w-]+-by:|co-authored-by:|\(cherry picked|\(backported)", re.IGNORECASE)


def paragraphs(message: str) -> Iterator[str]:
    """Give the paragraphs of a message, each as one line; none where a program wrote it."""
    if _BY_PROGRAM.search(message):
        return
    for paragraph in re.split(r"\n[ \t]*\n", message):
        yield " ".join(line.strip() for line in paragraph.splitlines() if not _ASIDE.match(line))
