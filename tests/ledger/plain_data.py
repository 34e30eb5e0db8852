"""Plain data for tests: what people write into fields, and what a reader of YAML might take it for."""

from typing import Any

from hypothesis import strategies as st

# Each of these is something else than text to some reader of YAML, or ends a text where it should not.
_TRAPS = (
    "yes No on OFF y N true False null ~ 1 -1 1.5 +1 1. .5 1e5 1.0e+16 0x1F 0o17 0b101 1_000 12:30 12:30:45 .inf -.NaN "
    "2026-03-04 2026-13-45 2026-03-04T10:00:00Z = << - ? ! & * | > % @ ` # --- ... [] {} , : a:b a, <<<<<<< >>>>>>>"
).split()
_SPACED = (
    "", " ", "\t", "a: b", "- a", "a #b", "# a", " a", "a ", "a\nb", "a\nb\n", "a\n\nb", " a\nb", "a\n b", "a\n#b",
    "a\n---\nb", "---\n---", "a\r\nb", "2026-03-04 10:00:00", "two words", "a, b", "'", '"', "\\", "\ufeff", "a\u2028b",
    "a\x85b",
)  # fmt: skip
_SIGNS = "0123456789-+.:eExXob_ aTZ#,\n'\"[]{}&*!|>%@`~=<?yn\r\t/()"

texts = (
    st.sampled_from((*_TRAPS, *_SPACED))
    | st.text(_SIGNS, max_size=12)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
)
numbers = st.integers(-(10**17), 10**17) | st.floats(1e-90, 1e90) | st.floats(-1e3, 1e3).map(lambda one: round(one, 4))
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
fields = st.dictionaries(texts, values, max_size=4)
