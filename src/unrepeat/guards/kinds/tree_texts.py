"""Read the files of a tree that some globs mean, all at once."""

from collections.abc import Iterable, Iterator

from unrepeat.guards.proposal import Tree
from unrepeat.ledger.globs import compiled

_LOOKED_AT = 8_000  # bytes in which git, too, looks for a NUL, which makes a file binary


def texts(tree: Tree, globs: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """Give each path with its text, in order; None where that is binary, large or missing from this clone."""
    patterns = [compiled(glob) for glob in globs]
    names = {path: name for path, name in tree.paths().items() if any(pattern.match(path) for pattern in patterns)}
    held = tree.contents(names.values()) if names else {}
    for path, name in sorted(names.items()):
        content = held.get(name, b"\0")
        yield path, None if b"\0" in content[:_LOOKED_AT] else content.decode("utf-8", "surrogateescape")
