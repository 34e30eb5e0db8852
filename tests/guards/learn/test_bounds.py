"""Learning ends, with the same offers each time, however large what it learns from; what matches much is none."""

from collections.abc import Iterator

import pytest

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.guards.guard import Lesson
from unrepeat.guards.learn import searching
from unrepeat.guards.learn.offers import MOST, offers
from unrepeat.guards.learn.searching import Searching, Tired
from unrepeat.guards.learn.trial import MOST_MATCHES
from unrepeat.guards.proposals import Source
from unrepeat.history.edit import Span
from unrepeat.ledger.catalogue import Catalogue

CALL = {"rule": {"pattern": "call($A)"}}


@pytest.fixture
def source(repo: Repo) -> Iterator[Source]:
    """Open the repository, in which there is a commit."""
    repo.commit("begin", {"a.py": "def f(x):\n    return 0\n"})
    with Source.open(Repository.discover(repo.folder), Catalogue(None)) as opened:
        yield opened


@pytest.mark.parametrize(("others", "offered"), [(MOST_MATCHES, 1), (MOST_MATCHES + 1, 0)])
def test_what_matches_more_than_three_places_of_the_tree_is_not_offered(
    repo: Repo, source: Source, others: int, offered: int
) -> None:
    usual = {f"far/{number}.py": f"def g{number}(y):\n    return rows.count(y)\n" for number in range(others)}
    repo.commit("as usual", dict(usual))
    culprit = repo.commit("go wrong", {"a.py": "def f(x):\n    return rows.count(x)\n"})
    fix = repo.commit("repair it", {"a.py": "def f(x):\n    return rows.scan(x)\n"})
    titles = [guard.title for guard in offers(source, [Lesson(culprit, fix)])]
    assert titles.count("calls to `count` should be calls to `scan`") == offered


def test_a_large_fix_of_a_large_change_ends_with_the_same_few_offers(repo: Repo, source: Source) -> None:
    def text(call: str) -> str:
        return "".join(
            f"def f{n}(x):\n    y = begin(x, {n})\n    return {call}{n}(y, [x, {n}])\n\n\n" for n in range(300)
        )

    names = [f"part_{number}.py" for number in range(5)]
    culprit = repo.commit("go wrong", {name: text("count") for name in names})
    fix = repo.commit("repair it", {name: text("scan") for name in names})
    found = offers(source, [Lesson(culprit, fix)])
    assert 0 < len(found) <= MOST
    assert offers(source, [Lesson(culprit, fix)]) == found


def test_a_search_counts_what_it_looks_at_and_is_tired_when_it_was_enough() -> None:
    text = "call(1)\n" * 50
    search = Searching("python", most=2 * len(text))
    assert len(search.everywhere(text, CALL, ["call"])) == 50
    assert search.everywhere(text, CALL, ["other"]) == [], "what lacks the words costs nothing"
    assert len(search.everywhere(text, CALL, ["call"])) == 50
    with pytest.raises(Tired):
        search.everywhere(text, CALL, ["call"])


def test_when_enough_was_tried_nothing_more_is_offered(
    repo: Repo, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    culprit = repo.commit("go wrong", {"a.py": "def f(x):\n    return rows.count(x)\n"})
    fix = repo.commit("repair it", {"a.py": "def f(x):\n    return rows.scan(x)\n"})
    assert offers(source, [Lesson(culprit, fix)])
    monkeypatch.setattr(searching.Searching.__init__, "__defaults__", (0,))
    assert offers(source, [Lesson(culprit, fix)]) == []


def test_near_finds_what_a_search_everywhere_finds_there() -> None:
    inner = "".join(f"    if x:\n        call({number})\n" for number in range(30))
    text = f"def f(x):\n{inner}\n\ndef g(x):\n    call(call(x))\n"
    search = Searching("python")
    for rule in (CALL, {"rule": {"kind": "function_definition"}}, {"rule": {"kind": "if_statement"}}):
        for line in (1, 3, 12, 61, 64, 65):
            everywhere = search.everywhere(text, rule, [])
            there = [match for match in everywhere if match.line <= line <= match.end_line]
            assert sorted(search.near(text, (Span(line, line),), rule, [])) == sorted(there)
