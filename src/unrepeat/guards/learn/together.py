"""Files that a change forgot: where a fix touches what the change that went wrong should have touched with it."""

from collections.abc import Collection, Iterator, Sequence

from unrepeat.guards.learn.example import code_of
from unrepeat.guards.learn.offer import Idea, Offer
from unrepeat.history.kinds_of_files import is_bookkeeping, is_test

MOST = 4  # files that were forgotten; a fix that touches more is about no forgotten one
LEAST = 2  # controls that touched both files: once may be chance

Paths = Collection[str]


def forgotten(culprit: Paths, fix: Paths, controls: Sequence[Paths]) -> Iterator[Offer]:
    """Give guards that ask for a file, or a test, which only the fix touched, beside one that the culprit touched.

    All of these are paths. None of the controls touched the one without the other, and LEAST or more touched both:
    files that merely change in the same weeks are not held together.
    """
    missing = sorted(path for path in fix if path not in culprit and not _is_kept(path))
    if not 0 < len(missing) <= MOST:
        return
    for touched in sorted(path for path in culprit if not _is_kept(path)):
        near = [control for control in controls if touched in control]
        if len(near) < LEAST:
            continue
        for path in missing:
            if all(path in control for control in near):
                yield _together(touched, path)
        for folder in sorted({path.rpartition("/")[0] for path in missing if _is_test(path)} - {""}):
            tested = [any(_is_test(path) and path.startswith(f"{folder}/") for path in one) for one in (culprit, *near)]
            if code_of(touched) and not _is_test(touched) and not tested[0] and all(tested[1:]):
                yield _tested(touched, folder)


def _together(touched: str, missing: str) -> Offer:
    idea = Idea("together", frozenset({touched}), frozenset({missing}))
    return Offer(idea, {"with": [missing]}, (touched,), f"`{missing}` should change with `{touched}`")


def _tested(touched: str, folder: str) -> Offer:
    idea = Idea("tests", frozenset({touched}), frozenset({folder}))
    return Offer(idea, {"beside": [f"{folder}/**"]}, (touched,), f"`{touched}` should change with a test in `{folder}`")


def _is_test(path: str) -> bool:
    return is_test(path.encode("utf-8", "surrogateescape"))


def _is_kept(path: str) -> bool:
    return is_bookkeeping(path.encode("utf-8", "surrogateescape"))
