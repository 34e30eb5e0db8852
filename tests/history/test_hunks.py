"""Hunks are read from git's output whatever stands in the lines, and pack without loss."""

import io
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.errors import IndexDamaged
from unrepeat.history.hunks import function_name, read_patches
from unrepeat.history.nodes import Node, Side, pack, unpack
from unrepeat.history.words import INTEGER

DIFF = b"""diff --git a/0000000.py b/0000000.py
index 1..2 100644
--- a/0000000.py
+++ b/0000000.py
@@ -3 +3,2 @@ def mean(items):
-    return 1
+@@ -1 +1 @@ not a header
+diff --git a/9 b/9
@@ -9,2 +10,0 @@ class Rows:
-a
-b
diff --git a/0000001 b/0000001
index 1..2 100644
Binary files a/0000001 and b/0000001 differ
"""


@given(st.integers(1, 200))
def test_a_patch_is_read_alike_however_it_arrives_in_pieces(size: int) -> None:
    patches = dict(read_patches(io.BytesIO(DIFF), size))

    assert list(patches[0].numbers) == [2, 1, 2, 0, 8, 2, 0, 0]
    assert [function_name(header) for header in patches[0].functions] == [b"mean", b"Rows"]
    assert not patches[0].opaque
    assert patches[1].opaque


numbers = st.integers(0, 2**32 - 1)
hunk_lists = st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=5).map(
    lambda hunks: array(INTEGER, [number for hunk in hunks for number in hunk])
)
sides = st.builds(Side, numbers, numbers, hunk_lists)
nodes = st.builds(Node, numbers, st.sampled_from([0, 1, 2]), st.lists(sides, max_size=3).map(tuple))


@given(st.lists(nodes, max_size=8))
def test_nodes_come_back_from_the_index_as_they_went_in(given_nodes: list[Node]) -> None:
    assert unpack(pack(given_nodes)) == given_nodes


@given(st.binary(max_size=40))
def test_other_bytes_are_told_as_damage(data: bytes) -> None:
    with pytest.raises(IndexDamaged):
        unpack(data)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"def mean(items):", b"mean"),
        (b"    async def fetch(self):", b"fetch"),
        (b"static void bridge_run(struct bridge *br)", b"bridge_run"),
        (b"struct bridge {", b"bridge"),
        (b"pub(crate) fn resolve(ws: &Workspace)", b"resolve"),
        (b"func (s *Server) Serve(l net.Listener) error {", b"Serve"),
        (b"DEFUN (no_router_bgp,", b"no_router_bgp"),
        (b"AC_DEFUN([OVS_CHECK_DPDK], [", b"OVS_CHECK_DPDK"),
        (b"Jane Roe <jane@example.org>", b""),
        (b"Thanks to Jane Roe", b""),
        (b"if (x) {", b""),
    ],
)
def test_a_function_is_named_by_one_identifier_and_prose_by_none(header: bytes, name: bytes) -> None:
    assert function_name(header) == name
