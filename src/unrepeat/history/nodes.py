"""How one file changed: its nodes, packed for the index and unpacked for following lines.

A node is one commit's change to one path: *sides* say what it was made from. A plain change has one side (the file in
the first parent); a rename's side names the old path; a merge that mixed has one for each parent; a merge that took a
file as another parent had it has that parent and no hunks; a new file has a side of no parent.
"""

import zlib
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from unrepeat.errors import IndexDamaged
from unrepeat.history.hunks import WIDTH
from unrepeat.history.words import INTEGER

EDIT, DELETE, OPAQUE = 0, 1, 2  # opaque: lines unknown (binary, or an object that is missing)
NOTHING = 0xFFFF_FFFF  # the parent of a new file's side


class Side(NamedTuple):
    """What a node was made from: the number of the parent (or NOTHING), that file's path number, and the hunks.

    `kinds` tells of each line that the hunks remove what it is (history.words packs it).
    """

    parent: int
    path: int
    hunks: "array[int]"
    kinds: "array[int]" = array(INTEGER)


class Node(NamedTuple):
    """One commit's change to one path."""

    commit: int
    kind: int
    sides: tuple[Side, ...]


def pack(nodes: Sequence[Node]) -> bytes:
    """Give nodes as bytes for the index."""
    numbers = array(INTEGER)
    for node in nodes:
        numbers.extend((node.commit, node.kind, len(node.sides)))
        for side in node.sides:
            numbers.extend((side.parent, side.path, len(side.hunks) // WIDTH, len(side.kinds)))
            numbers.extend(side.hunks)
            numbers.extend(side.kinds)
    return zlib.compress(numbers.tobytes(), 1)


def unpack(data: bytes) -> list[Node]:
    """Give the nodes that bytes from the index hold; raise IndexDamaged where they hold none."""
    try:
        numbers = array(INTEGER, zlib.decompress(data))
        nodes: list[Node] = []
        position, end = 0, len(numbers)
        while position < end:
            commit, kind, count = numbers[position : position + 3]
            position += 3
            sides: list[Side] = []
            for _ in range(count):
                parent, path, hunks, kinds = numbers[position : position + 4]
                middle = position + 4 + hunks * WIDTH
                sides.append(Side(parent, path, numbers[position + 4 : middle], numbers[middle : middle + kinds]))
                position = middle + kinds
            nodes.append(Node(commit, kind, tuple(sides)))
    except (zlib.error, ValueError) as error:
        raise IndexDamaged from error
    return nodes
