"""Kinds come from the house, or from any distribution that names one in an entry point."""

import sys
from pathlib import Path

import pytest

from tests.guards.proposals import added, guard, made
from unrepeat.guards.evaluate import Ready
from unrepeat.guards.kinds import MODULES, NotValid, ready
from unrepeat.guards.kinds.rules import number, only, word, words, yes

PLUGIN = """
from unrepeat.guards.finding import Firing
from unrepeat.guards.kinds import NotValid


class Shouting:
    by_line = True

    def __init__(self, guard):
        if "least" not in guard.rule:
            raise NotValid("it needs `least`", "least")
        self._guard = guard

    def firings(self, proposal):
        for edit in proposal.edits:
            for line in edit.added_lines():
                if sum(map(str.isupper, line.text)) >= self._guard.rule["least"]:
                    yield Firing(edit.path, line.number, line.number, self._guard.title, line.text)


def broken(guard):
    raise RuntimeError("no")


class Failing:
    def __init__(self, guard):
        pass

    def firings(self, proposal):
        yield Firing("a.txt", 1, 1, "about to fail")
        raise ZeroDivisionError


class Leaving:
    def __init__(self, guard):
        if guard.rule.get("at_once"):
            raise SystemExit(0)

    def firings(self, proposal):
        raise SystemExit(0)
        yield


class Endless:
    def __init__(self, guard):
        pass

    def firings(self, proposal):
        while True:
            yield Firing("a.txt", 1, 1, "again")
"""
ENTRIES = """[unrepeat.guards]
shouting = third_party_guards:Shouting
broken = third_party_guards:broken
failing = third_party_guards:Failing
leaving = third_party_guards:Leaving
endless = third_party_guards:Endless
missing = third_party_guards:Missing
pattern = third_party_guards:Endless
"""


@pytest.fixture
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution that brings kinds."""
    (tmp_path / "third_party_guards.py").write_text(PLUGIN)
    about = tmp_path / "third_party_guards-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party-guards\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(ENTRIES)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "third_party_guards", raising=False)


CHANGE = made(added("a.txt", "quiet\nVERY LOUD\n"))


@pytest.mark.usefixtures("_installed")
def test_a_kind_of_others_looks_at_a_change_as_one_of_the_house_does() -> None:
    watch = ready(guard("shouting", {"least": 5}))
    assert [(one.line, one.subject) for one in watch.firings(CHANGE)] == [(2, "VERY LOUD")]
    with pytest.raises(NotValid, match="it needs `least`"):
        ready(guard("shouting", {}))


@pytest.mark.usefixtures("_installed")
def test_a_kind_that_fails_is_told_and_keeps_no_other_from_looking() -> None:
    names = ("broken", "failing", "missing", "endless", "shouting")
    outcomes = list(Ready(guard(name, {"least": 5}) for name in names).outcomes(CHANGE))
    assert [bool(one.failure) for one in outcomes] == [True, True, True, False, False]
    assert "RuntimeError" in str(outcomes[0].failure)
    assert "ZeroDivisionError" in str(outcomes[1].failure)
    assert [len(one.firings) for one in outcomes] == [0, 1, 0, 100, 1]


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize("rule", [{}, {"at_once": True}])
def test_a_kind_that_would_end_the_program_is_told_as_one_that_fails(rule: dict[str, bool]) -> None:
    (outcome,) = Ready([guard("leaving", rule)]).outcomes(CHANGE)
    assert "SystemExit" in str(outcome.failure)


@pytest.mark.usefixtures("_installed")
def test_nobody_replaces_a_kind_of_the_house() -> None:
    watch = ready(guard("pattern", {"language": "python", "rule": {"pattern": "go()"}}))
    assert list(watch.firings(CHANGE)) == []


def test_a_kind_that_nobody_knows_is_told_with_those_there_are() -> None:
    with pytest.raises(NotValid) as told:
        ready(guard("patern", {}))
    assert "no kind of guard 'patern'" in told.value.what
    assert all(name in told.value.what for name in MODULES)


def test_every_kind_of_the_house_is_there_and_says_what_its_rule_may_hold() -> None:
    for kind in MODULES:
        with pytest.raises(NotValid, match="its rule has a field 'nonsense'; it may have "):
            ready(guard(kind, {"nonsense": 1}, "src/**"))


def test_fields_of_rules_are_read_strictly() -> None:
    rule = {"one": "a", "many": ["a", 2], "count": 3, "on": True, "blank": ["a", " "], "none": None}
    only(rule, rule)
    assert (word(rule, "one"), word(rule, "count"), word(rule, "other", "b")) == ("a", "3", "b")
    assert (words(rule, "one"), words(rule, "many"), words(rule, "none", ("c",))) == (("a",), ("a", "2"), ("c",))
    assert (number(rule, "count", 1, 5), number(rule, "other", 1, 5)) == (3, 1)
    assert (yes(rule, "on", default=False), yes(rule, "other", default=True)) == (True, True)
    for read in (
        lambda: only(rule, ("one",)),
        lambda: word(rule, "on"),
        lambda: word(rule, "many"),
        lambda: words(rule, "blank"),
        lambda: words(rule, "none"),
        lambda: words(rule, "on"),
        lambda: number(rule, "count", 1, 2),
        lambda: number(rule, "count", 1, 9, least=4),
        lambda: number(rule, "on", 1, 9),
        lambda: yes(rule, "one", default=True),
    ):
        with pytest.raises(NotValid, match="its rule"):
            read()
