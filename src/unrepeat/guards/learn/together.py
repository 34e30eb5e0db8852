"""Files that a change forgot: where a fix touches what the change that went wrong should have touched with it."""

from collections.abc import Collection, Iterator, Sequence

from unrepeat.history.kinds_of_files import is_bookkeeping

MOST = 4  # pairs of files; a fix of many is about no forgotten one


def forgotten(
    culprit: Collection[str], fix: Collection[str], controls: Sequence[Collection[str]]
) -> Iterator[tuple[str, str]]:
    """Give pairs of files (paths): one that a change touched, and one that only its fix touched.

    None of the controls touched the first without the second, and one or more touched both: files that merely change
    in the same weeks are not held together.
    """
    missing = sorted(path for path in fix if path not in culprit and not _is_kept(path))
    if not 0 < len(missing) <= MOST:
        return
    for touched in sorted(path for path in culprit if not _is_kept(path)):
        near = [control for control in controls if touched in control]
        for path in missing:
            if near and all(path in control for control in near):
                yield touched, path


def _is_kept(path: str) -> bool:
    return is_bookkeeping(path.encode("utf-8", "surrogateescape"))
