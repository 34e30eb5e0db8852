"""A guard is proven on the change that went wrong: at its place, not before, not after the fix, on nothing beside."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.proposals import Source
from unrepeat.guards.prove import Verdicts, prove
from unrepeat.ledger.catalogue import Catalogue

BASE = "import rows\n\n\ndef total(kept):\n    return len(kept)\n\n\ndef last(kept):\n    return kept[-1]\n"
WRONG = BASE.replace("len(kept)", "rows.count(kept)")
FIXED = BASE.replace("len(kept)", "rows.scan(kept)")


@pytest.fixture
def source(repo: Repo) -> Iterator[Source]:
    """Give a story in which a call goes wrong and is repaired, with other changes to the same file."""
    repo.commit("begin", {"src/a.py": BASE, "b.py": "b = 1\n"})
    repo.commit("more", {"src/a.py": BASE + "\n\ndef first(kept):\n    return kept[0]\n"})
    repo.commit("count quickly", {"src/a.py": WRONG})
    repo.commit("fix the count", {"src/a.py": FIXED})
    with Source.open(Repository.discover(repo.folder), Catalogue(None)) as opened:
        yield opened


def made(rule: Mapping[str, Any], kind: str = "pattern", paths: tuple[str, ...] = ()) -> Guard:
    """Make a guard."""
    return Guard("a-guard", "Scan, do not count", (), kind, paths, "advise", rule)


def pattern(pattern: str, **more: Any) -> Guard:  # noqa: ANN401 -- parts of a rule
    """Make a guard of kind pattern for Python."""
    return made({"language": "python", "rule": {"pattern": pattern}, **more})


def tried(source: Source, guard: Guard) -> Verdicts:
    """Prove a guard on the story's mistake."""
    return prove(guard, [Lesson(source.repository.resolve("HEAD~1"), source.repository.resolve("HEAD"))], source)


@pytest.mark.parametrize(
    ("guard", "verdict"),
    [
        (pattern("rows.count($$$A)"), "proven"),
        (pattern("rows.$M(kept)"), "too-broad"),
        (pattern("return $A"), "too-broad"),
        (pattern("rows.total($A)"), "inert"),
        (made({"regex": "count"}, "text"), "proven"),
        (made({"regex": "kept"}, "text"), "too-broad"),
        (made({"regex": "count quickly", "in": "message"}, "text"), "proven"),
        (made({"language": "klingon", "rule": {"pattern": "x"}}), "cannot-run"),
        (made({"with": "b.py"}, "together", ("src/**",)), "too-broad"),
    ],
    ids=lambda value: f"{value.rule}"[:60] if isinstance(value, Guard) else value,
)
def test_each_guard_gets_the_verdict_it_deserves(guard: Guard, verdict: str, source: Source) -> None:
    found = tried(source, guard)
    assert found.verdict == verdict, found
