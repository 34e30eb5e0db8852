"""Words are found in what a change adds, names or says, in time that grows with the text alone."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guards.proposals import added, fired, firings, guard, made, opened, places
from tests.repository import Repo
from unrepeat.guards.kinds import CannotRun, NotValid, ready
from unrepeat.history.edit import Edit, Span


def test_added_lines_are_looked_at_and_no_others(repo: Repo) -> None:
    repo.commit("begin", {"a.txt": "secret\nplain\n"})
    repo.commit("more", {"a.txt": "secret\nplain\r\nsecret one\nsecret two # fine\n", "b.txt": "secret\n"})
    assert places(fired(repo, guard("text", {"regex": "secret"}))) == [
        ("a.txt", 3, 3),
        ("a.txt", 4, 4),
        ("b.txt", 1, 1),
    ]
    assert places(fired(repo, guard("text", {"regex": "secret", "unless": "# fine$"}, "a.*"))) == [("a.txt", 3, 3)]
    assert places(fired(repo, guard("text", {"regex": "plain$"}))) == [("a.txt", 2, 2)]


def test_names_are_looked_at_where_a_file_comes_by_that_name(repo: Repo) -> None:
    repo.commit("begin", {"old.log": "log\n" * 9, "kept.log": "log\n"})
    repo.commit("change", {"new.log": "new\n", "kept.log": "more\n", "old.log": None, "moved.log": "log\n" * 9})
    names = guard("text", {"regex": r"\.log$", "in": "names"})
    assert places(fired(repo, names)) == [("moved.log", 0, 0), ("new.log", 0, 0)]


def test_messages_are_looked_at_where_the_guards_files_change(repo: Repo) -> None:
    repo.commit("Turn it off\n\nskip the checks, for now", {"src/a.py": "x = 1\n"})
    rule = {"regex": "(?i)SKIP.*checks", "in": ["message", "lines"]}
    found = fired(repo, guard("text", rule, "src/**"))
    assert [(one.path, one.subject) for one in found] == [("", "skip the checks, for now")]
    assert fired(repo, guard("text", rule, "lib/**")) == []


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({}, "`regex`"),
        ({"regex": ""}, "`regex`"),
        ({"regex": "("}, "no expression of RE2"),
        ({"regex": r"(a)\1"}, "no expression of RE2"),
        ({"regex": "(?=a)b"}, "no expression of RE2"),
        ({"regex": "((a{999}){999}){999}"}, "no expression of RE2"),
        ({"regex": "a" * 2001}, "longer than 2,000 letters"),
        ({"regex": "a", "unless": "["}, "`unless` is no expression"),
        ({"regex": "a", "in": "files"}, "may name lines, names, message"),
        ({"regex": "a", "in": []}, "`in`"),
        ({"regex": "a", "flags": "i"}, "'flags'"),
    ],
)
def test_a_rule_that_is_none_says_why(rule: Mapping[str, Any], says: str) -> None:
    with pytest.raises(NotValid) as told:
        ready(guard("text", rule))
    assert says in told.value.what


def test_an_expression_that_backtracks_elsewhere_takes_no_time_here() -> None:
    begun = time.process_time()
    for regex in ("(a+)+$", "(a|aa)+b", "(.*)*,(.*)*,(.*)*;", "a{1,900}c"):
        assert not firings(guard("text", {"regex": regex}), made(added("a.txt", "a" * 100_000 + "!\n")))
    assert time.process_time() - begun < 5


EXPRESSIONS = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            "^",
            "$",
            ".",
            ".*",
            r"\b",
            r"\B",
            r"\s",
            "[^a]",
            "|",
            r"\A",
            r"\z",
            "(?i)B",
            "(?-s:.)",
            "(?s:.)",
            r"\n",
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)
LINES = st.lists(st.text("ab .B\r\udcff", max_size=4), min_size=1, max_size=6)


@given(EXPRESSIONS, LINES)
@settings(deadline=None, max_examples=300)
def test_looking_at_all_lines_at_once_finds_what_looking_at_each_does(regex: str, lines: list[str]) -> None:
    rule = guard("text", {"regex": regex})
    whole = firings(rule, made(added("a.txt", "".join(f"{line}\n" for line in lines))))
    alone = [firings(rule, made(added("a.txt", f"{line}\n"))) for line in lines]
    assert [one.line for one in whole] == [number for number, found in enumerate(alone, start=1) if found]


def test_a_file_that_cannot_be_read_is_never_silent(repo: Repo) -> None:
    repo.commit("generated", {"data.csv": "1,2,3\n" * 200_000, "picture.png": b"\x89PNG\0"})
    repo.commit("gone", {"data.csv": None})
    rule = guard("text", {"regex": "secret"})
    with opened(repo) as source, pytest.raises(CannotRun, match=r"data.csv could not be read \(large\)"):
        firings(rule, source.commit("HEAD~1"))
    assert fired(repo, guard("text", {"regex": "secret"}, "*.png"), "HEAD~1") == []
    assert fired(repo, rule) == []


def test_every_added_line_is_looked_at_however_many_there_are() -> None:
    text = "x\n" * 5_000 + "secret\n"
    assert places(firings(guard("text", {"regex": "secret"}), made(added("a.txt", text)))) == [("a.txt", 5001, 5001)]


def test_a_change_of_ten_thousand_files_is_looked_at() -> None:
    edits = [Edit(f"{n}.txt", "modified", after="old\nnew secret\n", adds=(Span(2, 2),)) for n in range(10_000)]
    assert len(firings(guard("text", {"regex": "^new"}), made(*edits))) == 10_000


@pytest.mark.parametrize("regex", ["(?:.?){1000}" * 20 + "Q", ".{0,1000}" * 40 + "Q", "[a-c]{0,1000}b?" * 30 + "Q"])
def test_an_expression_that_would_take_minutes_is_refused(regex: str) -> None:
    with pytest.raises(NotValid, match=r"too large|longer than"):
        ready(guard("text", {"regex": regex}))


def test_a_byte_that_is_no_text_hides_no_script_and_no_picture_is_one(repo: Repo) -> None:
    repo.commit("begin", {"a.txt": "a\n"})
    repo.commit("hide", {"tool.js": b"/* \0 */ eval(z)\n", "picture.png": b"\x89PNG\0eval(z)"})
    watched = guard("text", {"regex": "eval"}, "**/*.png")
    assert fired(repo, watched) == []
    with pytest.raises(CannotRun, match=r"tool\.js could not be read \(binary\)"):
        fired(repo, guard("text", {"regex": "eval"}, "**/*.js"))
