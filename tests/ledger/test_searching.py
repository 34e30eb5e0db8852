"""A pattern that would take long or much is refused in a sentence, and stops nothing else."""

import resource
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger import searching
from unrepeat.ledger.done import Code
from unrepeat.ledger.expressions import LONGEST, problem


@pytest.mark.parametrize(
    "expression",
    [
        "((a*)*(a*)*b){0,5000}",
        "(xyz){0,9999}",
        "(xyz){,9999}",
        "(.*){1,9999}",
        "((a{1,100}){1,100}){1,100}",
        "(a?b?c?d?e?){900}",
        r"[\](xyz){0,9999}]",
    ],
)
def test_counts_that_repeat_too_much_are_never_read(expression: str) -> None:
    assert problem(expression).startswith("what its counts repeat is too much to read")


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        (r"(a+)\1", r"refers back (`\1`)"),
        (r"\d+", r"`\d` means nothing to `grep -E`; write `[0-9]`"),
        (r"\Qa\E", r"`\Q` means nothing"),
        (r"[\w.]+", "a backslash stands for itself within brackets"),
        ("a(", "no extended regular expression"),
        ("a{2,1}", "no extended regular expression"),
        ("(?:a)", "no extended regular expression"),
        ("a\ud800", "no letter of any text"),
        (" ", "empty"),
        ("a\nb", "longer than a line"),
        ("a" * (LONGEST + 1), "longer than 500 letters"),
    ],
)
def test_what_cannot_be_sought_is_a_sentence(expression: str, says: str) -> None:
    assert says in problem(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "refund[(]parcel",
        r"^def +refund\(",
        r"\<refund\>|\brefund\B",
        r"[[:alpha:]_][^]\/]*",
        "[]a]",
        "[0-9a-f]{40}",
        "a{,3}",
        ".{0,300}é",
        r"\.\*\{\\",
        r"\w+\s*=",
        "()|a",
        "TODO: refund",
    ],
)
def test_what_people_write_is_sought(expression: str) -> None:
    assert problem(expression) == ""


@given(st.text(st.characters(codec="utf-8"), max_size=40) | st.text("ab(){}[]*+?|^$\\,19:.-", max_size=40))
def test_any_text_is_judged(expression: str) -> None:
    assert isinstance(problem(expression), str)


def asked(repo: Repo, *expressions: str) -> list[tuple[bool | None, str]]:
    """Ask for some patterns at once; give whether each is met, and why."""
    conditions: list[dict[str, Any]] = [{"pattern": one} for one in expressions]
    answers = Code(Repository.discover(repo.folder), repo.head()).answer(conditions)
    return [(answer.met, answer.reason) for answer in answers]


def test_one_pattern_that_takes_long_to_read_stops_no_other(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SECONDS_TO_READ", 0.5)
    repo.commit("add", {"a.txt": "found\n"})

    began = time.monotonic()
    slow, refused, quick, other = asked(repo, "(()?){5,}" * 5, "(xyz){0,9999}", "found", "f(o)und")
    assert time.monotonic() - began < 5

    assert slow == (False, f"`{'(()?){5,}' * 5}` was not sought: to read it takes longer than 0 seconds")
    assert "too much to read" in refused[1]
    assert (quick[0], other[0]) == (True, True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can confine a program that runs already")
def test_one_pattern_that_takes_gigabytes_stops_no_other(repo: Repo) -> None:
    repo.commit("add", {"a.txt": "found\n"})

    large, quick = asked(repo, r"\b" * 50, "found")

    assert large[0] is False
    assert "or takes more than 256 MB to read" in large[1]
    assert quick[0]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600_000  # KiB


def test_a_pattern_is_still_an_extended_regular_expression(repo: Repo) -> None:
    repo.commit("add", {"a.txt": "one + two\n\\d\n", "b.txt": "aa\n"})

    met = asked(repo, r"one \+ two", "^a{,2}$", r"\<two\>", "[[:digit:]]", r"on(e|g) [+] [[:alpha:]]{3}")
    assert [answer for answer, _ in met] == [True, True, True, False, True]
