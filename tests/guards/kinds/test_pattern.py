"""A pattern is found where a change adds it, whatever the file or the rule does to the engine."""

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guards.proposals import added, fired, firings, guard, made, opened, places
from tests.repository import Repo
from unrepeat.guards.evaluate import Ready, outcome
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotValid, ready
from unrepeat.guards.kinds.pattern_words import words_of
from unrepeat.history.edit import Edit, Span, lines_of

FUNCTIONS = "".join(
    f"def f{number}(rows):\n    rows.sort()\n    return rows.count({number})\n\n\n" for number in range(40)
)


def pattern(rule: Mapping[str, Any] | str, *paths: str, language: str = "python", **more: Any) -> Guard:  # noqa: ANN401 -- parts of a rule
    """Make a guard of kind pattern."""
    return guard(
        "pattern", {"language": language, "rule": {"pattern": rule} if isinstance(rule, str) else rule} | more, *paths
    )


def test_only_what_the_change_adds_is_looked_at(repo: Repo) -> None:
    repo.commit("begin", {"a.py": FUNCTIONS, "b.md": "rows.count(1)\n"})
    repo.commit("change", {"a.py": FUNCTIONS.replace("rows.count(7)", "rows.count(\n        8\n    )")})
    assert places(fired(repo, pattern("$X.count($A)"))) == [("a.py", 38, 40)]
    assert places(fired(repo, pattern("$X.count($A)"), "HEAD~1")) == [("a.py", 3 + 5 * n, 3 + 5 * n) for n in range(40)]
    assert fired(repo, pattern("$X.sort()")) == []
    assert fired(repo, pattern("$X.count($A)", "src/**")) == []


def test_a_block_counts_by_its_first_line_and_a_statement_by_any() -> None:
    long = "for row in rows:\n" + "    keep(row)\n" * 20
    short = "keep(\n    1,\n    2,\n)\n"
    loops, calls = pattern("for $A in $B: $$$C"), pattern("keep($$$A)")

    def change(text: str, line: int) -> Edit:
        return Edit("a.py", "modified", after=text, adds=(Span(line, line),))

    assert places(firings(loops, made(change(long, 1)))) == [("a.py", 1, 21)]
    assert firings(loops, made(change(long, 5))) == []
    assert places(firings(calls, made(change(short, 3)))) == [("a.py", 1, 4)]
    assert places(firings(calls, made(change(long, 5)))) == [("a.py", 5, 5)]


def test_a_block_that_is_touched_within_does_not_count_however_much_else_is() -> None:
    text = "for row in rows:\n" + "    keep(row)\n" * 20 + "keep(1)\nleave(2)\n" * 50
    adds = (Span(5, 5), *(Span(number, number) for number in range(22, 122, 2)))
    change = made(Edit("a.py", "modified", after=text, adds=adds))
    assert firings(pattern("for $A in $B: $$$C"), change) == []
    assert [one.line for one in firings(pattern("keep($A)"), change)] == [span.first for span in adds]


@given(st.sets(st.integers(1, 200), min_size=1, max_size=30))
@settings(deadline=None, max_examples=60)
def test_looking_at_parts_of_a_tree_finds_what_looking_at_all_of_it_does(lines: set[int]) -> None:
    text = FUNCTIONS.replace(
        "    rows.sort()\n", "    if rows:\n        rows.sort(\n            key=len,\n        )\n", 9
    )
    rule = pattern(
        {"any": [{"pattern": "$X.count($A)"}, {"pattern": "$X.sort($$$A)"}, {"kind": "function_definition"}]}
    )
    whole = firings(rule, made(added("a.py", text)))
    some = firings(rule, made(Edit("a.py", "modified", after=text, adds=tuple(Span(n, n) for n in sorted(lines)))))
    assert some == [one for one in whole if lines & set(range(one.line, one.end_line + 1))]


PATTERNS = st.sampled_from(
    [
        "rows.sort()",
        "rows.count($ITEM)",
        "$ROWS.count('quoted')",
        "missing.count($A)",
        "return $X",
        "$X.absent($$$A)",
        "'quoted'",
    ]
)
RULES: st.SearchStrategy[Any] = st.recursive(
    PATTERNS.map(lambda one: {"pattern": one}),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2).flatmap(
            lambda some: st.sampled_from([{"any": some}, {"all": some}, {"pattern": "$X", "any": some}])
        )
        | st.builds(
            lambda one, how: {"pattern": "$X($$$B)", how: one}, inner, st.sampled_from(["not", "has", "inside"])
        )
        | st.builds(lambda one: {"pattern": "$X", "inside": one | {"stopBy": "end"}}, inner)
    ),
    max_leaves=4,
)


@given(RULES)
@settings(deadline=None, max_examples=150)
def test_no_match_is_missed_for_want_of_a_word(rule: Mapping[str, Any]) -> None:
    from ast_grep_py import SgRoot

    text = "def f1(rows):\n    rows.sort()\n    return rows.count('quoted')\n"
    try:
        watch = pattern(rule)
        ready(watch)
    except NotValid:
        return
    config: Any = {"rule": rule}
    found = SgRoot(text, "python").root().find_all(config)
    assert len(firings(watch, made(added("a.py", text)))) == len(found)


def test_files_without_the_words_of_a_rule_need_no_parser() -> None:
    either = {
        "any": [{"pattern": "rows.count($A)"}, {"pattern": "cache.keep($A)", "inside": {"pattern": "def load()"}}]
    }
    words = words_of(
        {"all": [either, {"pattern": "$LONG($B)"}, {"matches": "late"}]}, {"late": {"pattern": "later"}}, "python"
    )
    assert words.every == {"later"}
    assert words.stand_in("later rows count")
    assert words.stand_in("later cache keep def load")
    assert not words.stand_in("later rows keep cache")
    assert not words.stand_in("rows count")


@pytest.mark.parametrize("strictness", ["smart", "cst", "ast", "relaxed", "signature"])
def test_a_pattern_that_is_compared_loosely_needs_no_word(strictness: str) -> None:
    rule = {"pattern": {"context": "async def f(): pass", "strictness": strictness}}
    found = firings(pattern(rule), made(added("a.py", "def g(): pass\ndef f(): pass\n")))
    assert places(found) == {"signature": [("a.py", 1, 1), ("a.py", 2, 2)], "smart": [], "cst": []}.get(
        strictness, [("a.py", 2, 2)]
    )


def test_rules_of_utils_and_constraints_are_heeded() -> None:
    rule = pattern(
        {"matches": "slow"},
        utils={"slow": {"any": [{"pattern": "$X.count($A)"}, {"matches": "old"}]}, "old": {"pattern": "len_of($A)"}},
        constraints={"A": {"regex": "^[a-z]+$"}},
    )
    text = "rows.count(1)\nrows.count(one)\nlen_of(two)\nlen(two)\n"
    assert places(firings(rule, made(added("a.py", text)))) == [("a.py", 2, 2), ("a.py", 3, 3)]


@pytest.mark.parametrize(
    ("path", "text", "paths", "is_seen"),
    [
        ("bin/tool", "#!/usr/bin/env python3\ngo(1)\n", (), True),
        ("bin/tool", "#!/bin/sh\ngo(1)\n", (), False),
        ("bin/tool", "go(1)\n", ("bin/*",), False),
        ("bin/tool", "go(1)\n", ("bin/tool",), True),
        ("a.pyi", "go(1)\n", (), True),
        (".py/a.txt", "go(1)\n", (), False),
        ("a.js", "go(1)\n", ("a.js",), False),
    ],
)
def test_a_file_is_known_by_its_ending_its_first_line_or_its_name(
    path: str,
    text: str,
    paths: tuple[str, ...],
    is_seen: bool,  # noqa: FBT001 -- what is expected
) -> None:
    assert bool(firings(pattern("go($A)", *paths), made(added(path, text)))) is is_seen


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"language": "klingon", "rule": {"pattern": "x"}}, "'klingon' is not known"),
        ({"rule": {"pattern": "x"}}, "`language`"),
        ({"language": "python"}, "a rule of ast-grep"),
        ({"language": "python", "rule": {}}, "a rule of ast-grep"),
        ({"language": "python", "rule": {"patern": "x"}}, "unknown field"),
        ({"language": "python", "rule": {"kind": "nonsense"}}, "Kind"),
        ({"language": "python", "rule": {"pattern": "$$$A"}}, "ast-grep cannot use"),
        ({"language": "python", "rule": {"regex": "("}}, "ast-grep cannot use"),
        (
            {"language": "python", "rule": {"pattern": "x"}, "constraints": {"B": {"kind": "call"}}},
            "ast-grep cannot use",
        ),
        ({"language": "python", "rule": {"pattern": "x"}, "severity": "error"}, "'severity'"),
        ({"language": "python", "rule": {"pattern": "f(" * 40_000 + ")" * 40_000}}, "more than 2,000 letters"),
    ],
)
def test_a_rule_that_is_none_says_why(rule: Mapping[str, Any], says: str) -> None:
    with pytest.raises(NotValid, match=says.replace("(", "[(]")):
        ready(guard("pattern", rule))


@pytest.mark.parametrize(
    "utils",
    [
        {"a": {"has": {"matches": "b"}}, "b": {"inside": {"matches": "a"}}},
        {"a": {"follows": {"matches": "a"}}},
        {"a": {"all": [{"kind": "call"}, {"not": {"has": {"matches": "a", "stopBy": "end"}}}]}},
    ],
)
def test_rules_that_lead_back_to_themselves_are_refused(utils: Mapping[str, Any]) -> None:
    with pytest.raises(NotValid, match="lead back to themselves"):
        ready(pattern({"matches": "a"}, utils=utils))


def test_a_file_that_is_nested_too_deep_for_the_engine_is_told_and_ends_nothing() -> None:
    program = (
        "from tests.guards.proposals import *\n"
        "from unrepeat.guards.evaluate import Ready\n"
        "rule = guard('pattern', {'language': 'python', 'rule': {'pattern': '$A == $A'}})\n"
        "for one in ('f(' * 20_000 + '1' + ')' * 20_000, '+'.join('1' * 30_000), '-' * 50_000 + '1'):\n"
        "    text = f'x = {one} == {one}\\n'\n"
        "    print([str(found.failure) for found in Ready([rule]).outcomes(made(added('a.py', text)))])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("nested more than 1,000 deep") == 3
    assert done.stderr == ""


def test_what_people_write_is_never_too_deep() -> None:
    text = "total = (\n" + "".join(f"    + part_{number}\n" for number in range(900)) + ")\nrows.count(1)\n"
    assert places(firings(pattern("$X.count($A)"), made(added("a.py", text)))) == [("a.py", 903, 903)]


@pytest.mark.parametrize(
    "text", ["", "\n", "def (:\n", "\udce9 = 1\n", "\0", "rows.count(1", "\r\n\r\n", "#!", "é\u2028x\n"]
)
def test_odd_texts_are_looked_at(text: str) -> None:
    assert firings(pattern("$X.count($$$A)"), made(added("a.py", text), added("b.py", "rows.count(2)\n")))


def test_a_file_that_cannot_be_read_is_never_silent(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "x = 1\n"})
    repo.commit("generated", {"made.py": "x = 1  # rows.count(1)\n" * 50_000})
    repo.commit("not text", {"wide.py": "rows.count(1)\n".encode("utf-16")})
    repo.commit("gone, and a picture", {"made.py": None, "wide.py": None, "picture.png": b"\x89PNG\0"})
    rule = pattern("rows.count($A)")
    for revision, why in (("HEAD~2", "large"), ("HEAD~1", "binary")):
        with opened(repo) as source, pytest.raises(CannotRun, match=why):
            firings(rule, source.commit(revision))
    assert fired(repo, rule) == []
    assert fired(repo, pattern("rows.count($A)", "src/**"), "HEAD~2") == []


def test_a_guard_that_fails_keeps_no_other_from_looking() -> None:
    guards = [pattern("x", language="klingon"), pattern("go($A)"), guard("nonsense", {})]
    found = list(Ready(guards).outcomes(made(added("a.py", "go(1)\n"))))
    assert [bool(one.failure) for one in found] == [True, False, True]
    assert len(found[1].firings) == 1


def test_a_change_of_ten_thousand_files_is_looked_at() -> None:
    edits = [added(f"src/{number}.py", f"keep({number})\n") for number in range(10_000)]
    edits[7_777] = added("src/7777.py", "go(1)\n")
    rule = pattern("go($A)")
    assert places(outcome(rule, ready(rule), made(*edits)).firings) == [("src/7777.py", 1, 1)]


def test_lines_are_numbered_as_git_does() -> None:
    text = "a = '\x0c\x0b'\r\nb = '''\u2028'''\r\ngo(1)\r\n"
    assert places(firings(pattern("go($A)"), made(added("a.py", text)))) == [("a.py", 3, 3)]
    assert lines_of(text)[2].startswith("go")
