"""Evaluate boosted regression trees without the library that grew them.

QuickScorer (Lucchese et al., SIGIR 2015), on Python's long integers: each tree has one lane of bits, one bit a leaf,
the leftmost leaf lowest. A test that fails rules out the leaves of its left branch. For each feature, the masks of its
failing tests, in order of their thresholds, are joined beforehand; so a candidate costs one search and one AND a
feature, whatever the number of trees, and the lowest bit left in a lane is the leaf where the tree ends.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import and_, getitem
from typing import Any

LANE = 16  # bits, and so leaves, of a tree at most
_BYTES = LANE // 8


class Forest:
    """The sum of some trees over rows of features.

    A tree is a mapping with `feature` and `threshold` of each inner node, its `left` and `right` (an inner node's
    number, or -1 - that of a leaf) and the `value` of each leaf; a row goes left where its feature is at most the
    threshold. Raises ValueError where a tree has more than sixteen leaves.
    """

    def __init__(self, trees: Sequence[Mapping[str, Sequence[Any]]], features: int) -> None:
        self._bytes = _BYTES * len(trees)
        self._lanes = self._whole = (1 << LANE * len(trees)) - 1
        self._ones = sum(1 << LANE * number for number in range(len(trees)))
        self._values: list[dict[int, float]] = []
        tests: list[list[tuple[float, int]]] = [[] for _ in range(features)]
        for number, tree in enumerate(trees):
            leaves = list(_leaves(tree, 0) if tree["feature"] else [0])
            if len(leaves) > LANE:
                raise ValueError(f"a tree has {len(leaves)} leaves, more than {LANE}")
            place = {leaf: at for at, leaf in enumerate(leaves)}
            self._values.append({1 << at: float(tree["value"][leaf]) for leaf, at in place.items()})
            for node, (feature, threshold) in enumerate(zip(tree["feature"], tree["threshold"], strict=True)):
                ruled_out = sum(1 << place[leaf] for leaf in _leaves(tree, tree["left"][node]))
                tests[feature].append((float(threshold), self._lanes ^ ruled_out << LANE * number))
            unused = (1 << LANE) - (1 << len(leaves))
            self._whole ^= unused << LANE * number
        # of each feature that is tested at all: its place, the thresholds in order, and what is left after so many
        self._tests: list[tuple[int, list[float], list[int]]] = []
        for feature, of_it in enumerate(tests):
            if of_it:
                of_it.sort()
                masks = list(accumulate((mask for _, mask in of_it), and_, initial=self._whole))
                self._tests.append((feature, [threshold for threshold, _ in of_it], masks))

    def score(self, row: Sequence[float]) -> float:
        """Give the sum of all trees for one row of features."""
        left = self._whole
        for feature, thresholds, masks in self._tests:
            left &= masks[bisect_left(thresholds, row[feature])]
        # the lowest bit of each lane: no lane is empty, so nothing is carried from one to the next
        ends = left & ((left ^ self._lanes) + self._ones)
        lanes = array("H", ends.to_bytes(self._bytes, "little"))
        return sum(map(getitem, self._values, lanes))


def _leaves(tree: Mapping[str, Sequence[Any]], node: int) -> Iterator[int]:
    """Give the leaves under a node, from left to right."""
    open_nodes = [node]
    while open_nodes:
        node = open_nodes.pop()
        if node < 0:
            yield -1 - node
        else:
            open_nodes.extend((tree["right"][node], tree["left"][node]))
