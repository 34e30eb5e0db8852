"""Globs mean what people expect of them, and never take long."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unrepeat.ledger.globs import LONGEST, Places, compiled, matches


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("src/a.py", "src/a.py"),
        ("src", "src/deep/a.py"),
        ("src/", "src/deep/a.py"),
        ("./src", "src/a.py"),
        ("/src", "src/a.py"),
        ("src/*.py", "src/a.py"),
        ("*.proto", "api/v1/user.proto"),
        ("*.proto", "user.proto"),
        ("**/a.py", "a.py"),
        ("**/a.py", "x/y/a.py"),
        ("src/**/a.py", "src/a.py"),
        ("src/**/a.py", "src/x/y/a.py"),
        ("src/**", "src/x/y"),
        ("**", "anything/at/all"),
        ("docs/*", "docs/a.md"),
        ("packages/*/src", "packages/one/src/a.ts"),
        ("a?c", "abc"),
        ("app/[id]/page.tsx", "app/[id]/page.tsx"),
        (r"a\*b", "a*b"),
        ("*/", "src/a.py"),
        ("ä*", "äh"),
    ],
)
def test_a_glob_means_what_people_expect(glob: str, path: str) -> None:
    assert matches(glob, path)


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("src/a.py", "src/a.pyc"),
        ("src", "lib/src/a.py"),
        ("src/", "src"),
        ("src", "src2/a.py"),
        ("src/*.py", "src/deep/a.py"),
        ("/*.py", "src/a.py"),
        ("src/**", "src"),
        ("docs/*", "docs/deep/a.md"),
        ("a?c", "a/c"),
        ("a.c", "abc"),
        ("app/[id]/page.tsx", "app/i/page.tsx"),
        (r"a\*b", "axb"),
        ("*/", "a.py"),
        ("SRC", "src/a.py"),
        ("", "a"),
        ("/", "a"),
    ],
)
def test_a_glob_means_nothing_else(glob: str, path: str) -> None:
    assert not matches(glob, path)


def test_a_plain_name_stands_anywhere_where_that_is_asked_for() -> None:
    assert compiled("apps/", names_anywhere=True).match("x/apps/a.py")
    assert not compiled("x/apps", names_anywhere=True).match("y/x/apps")


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("*a" * 40 + "b", "a" * 5000),
        ("**/*a*/" * 40 + "b", "aaaa/" * 2000),
        ("**/a/" * 40 + "b", "a/" * 4000),
        ("**/" * 200 + "x", "a/" * 4000),
        ("?*" * 200 + "b", "a" * 5000),
    ],
)
def test_no_glob_takes_long(glob: str, path: str) -> None:
    begin = time.perf_counter()

    assert not matches(glob, path)
    assert time.perf_counter() - begin < 1


def plainly(names: list[str], parts: list[str]) -> bool:
    """Match names against the parts of a path in the plainest way, with all the backtracking it takes."""
    if not names:
        return True  # what is below belongs to it
    if names[0] == "**":
        if len(names) == 1:
            return bool(parts)
        return plainly(names[1:], parts) or (bool(parts) and plainly(names, parts[1:]))
    if not parts:
        return False
    expression = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in names[0])
    if not re.fullmatch(expression, parts[0]) or (names == ["*"] and len(parts) > 1):
        return False
    return plainly(names[1:], parts[1:])


@given(
    st.lists(st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=4)), min_size=2, max_size=5),
    st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=6),
)
@example(["a", "**", "b", "**", "a*b"], ["a", "b", "b", "a", "aab"])
def test_a_glob_matches_as_the_plainest_matcher_does(names: list[str], parts: list[str]) -> None:
    names = ["**" if set(name) == {"*"} and len(name) > 1 else name for name in names]

    assert matches("/".join(names), "/".join(parts)) == plainly(names, parts)


places = st.lists(st.text("ab*?", min_size=1, max_size=3), min_size=1, max_size=3).map("/".join)


@settings(max_examples=500)
@given(st.lists(places, max_size=4), places)
def test_places_overlap_where_one_means_the_other(paths: list[str], path: str) -> None:
    plainly = any(path == other or matches(path, other) or matches(other, path) for other in paths)
    assert Places(paths).overlap(path) == plainly


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_asked_about(glob: str, path: str) -> None:
    assert matches(glob, path) in {True, False}


@given(st.lists(st.text("ab.", min_size=1, max_size=3), min_size=1, max_size=4).map("/".join))
def test_a_plain_path_means_itself_and_all_below(path: str) -> None:
    if not {".", ".."} & set(path.split("/")):
        assert matches(path, path)
        assert matches(path, f"{path}/below")
        assert not matches(path, f"{path}x")


def test_a_glob_longer_than_any_path_means_nothing_and_takes_no_time() -> None:
    begun = time.process_time()
    for glob in ("?" * 300_000, "**/" * 100_000 + "a", "*a" * 150_000, "a" * 300_000):
        assert not matches(glob, "a")
        assert not matches(glob, glob)
    assert time.process_time() - begun < 0.5
    assert matches("?" * LONGEST, "a" * LONGEST)
