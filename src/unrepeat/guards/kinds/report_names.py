"""Say which file of a repository a report means, which was made in another folder, or names files from a package on."""

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath


class Names:
    """The paths of a repository, asked for by names of a report."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths
        self._by_last: dict[str, list[str]] = {}
        for path in paths:
            self._by_last.setdefault(path.rpartition("/")[2], []).append(path)

    def meant(self, names: Iterable[str]) -> frozenset[str]:
        """Give the paths that any of some full names of one file may mean; more than one where nobody can tell.

        The longest end of a name that is a path counts, since folders before it are of the machine that made the
        report; where there is none, a path that ends with the whole name, as a package's does.
        """
        every = [_plain(name) for name in names]
        ends = [end for name in every if (end := self._end(name))]
        if ends:
            longest = max(end.count("/") for end in ends)
            return frozenset(end for end in ends if end.count("/") == longest)
        found = (path for name in every for path in self._by_last.get(name.rpartition("/")[2], ()))
        return frozenset(path for path in found if any(path.endswith(f"/{name}") for name in every))

    def _end(self, name: str) -> str | None:
        while name not in self._paths:
            _, more, name = name.partition("/")
            if not more:
                return None
        return name


def _plain(name: str) -> str:
    return str(PurePosixPath(name.strip().replace("\\", "/"))).removeprefix("./")
