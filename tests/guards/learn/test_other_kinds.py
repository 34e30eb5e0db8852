"""Other kinds are offered where the evidence suggests them: words in texts, files and tests that were forgotten."""

from collections.abc import Iterator

import pytest

from tests.guards.learn.test_offers import fires
from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.learn.offers import offers
from unrepeat.guards.proposals import Source
from unrepeat.ledger.catalogue import Catalogue


@pytest.fixture
def source(repo: Repo) -> Iterator[Source]:
    """Open the repository, in which there is a commit."""
    repo.commit("begin", {"b.txt": "b\n"})
    with Source.open(Repository.discover(repo.folder), Catalogue(None)) as opened:
        yield opened


def of_kind(found: list[Guard], kind: str) -> list[Guard]:
    """Give the guards of a kind."""
    return [guard for guard in found if guard.kind == kind]


def test_words_in_a_file_that_is_no_code(repo: Repo, source: Source) -> None:
    repo.commit("begin", {"deploy.cfg": "name = door\nsize = 1\n"})
    culprit = repo.commit("wrong", {"deploy.cfg": "name = door\nsize = 1\nzone = local_time\n"})
    fix = repo.commit("fix", {"deploy.cfg": "name = door\nsize = 1\nzone = universal_time\n"})
    (guard,) = offers(source, [Lesson(culprit, fix)])
    assert guard.kind == "text"
    assert guard.title == "`local_time` should be as the fix wrote it: `zone = universal_time`"
    again = repo.commit("again", {"far/deploy.cfg": "size = 4\nzone  =  local_time\n"})
    assert fires(source, guard, again)
    fine = repo.commit("fine", {"near/deploy.cfg": "zone = universal_time\nnot_local_times = 1\n"})
    assert not fires(source, guard, fine)


def test_words_that_stand_elsewhere_in_the_repaired_file_too_often_are_no_guard(repo: Repo, source: Source) -> None:
    usual = "".join(f"zone_{number} = local_time\n" for number in range(4)) + "size = 1\n" * 4
    repo.commit("begin", {"deploy.cfg": usual})
    culprit = repo.commit("wrong", {"deploy.cfg": f"{usual}local_time\n"})
    fix = repo.commit("fix", {"deploy.cfg": f"{usual}universal_time\n"})
    assert offers(source, [Lesson(culprit, fix)]) == []


def test_a_file_that_such_changes_always_touched_was_forgotten(repo: Repo, source: Source) -> None:
    lesson = forget(repo, "schema.sql", "handbook.txt")
    (guard,) = of_kind(offers(source, [lesson]), "together")
    assert guard.title == "`handbook.txt` should change with `schema.sql`"
    assert guard.paths == ("schema.sql",)
    assert fires(source, guard, repo.commit("again", {"schema.sql": "again\n"}))
    assert not fires(source, guard, repo.commit("fine", {"schema.sql": "fine\n", "handbook.txt": "fine\n"}))


def test_files_that_once_changed_apart_are_not_held_together(repo: Repo, source: Source) -> None:
    lesson = forget(repo, "schema.sql", "handbook.txt", apart=True)
    assert of_kind(offers(source, [lesson]), "together") == []


def test_a_test_beside_that_such_changes_always_touched_was_forgotten(repo: Repo, source: Source) -> None:
    lesson = forget(repo, "parser.py", "tests/test_parser.py")
    (guard,) = of_kind(offers(source, [lesson]), "tests")
    assert guard.title == "`parser.py` should change with a test in `tests`"
    assert fires(source, guard, repo.commit("again", {"parser.py": "again = 1\n"}))
    assert not fires(source, guard, repo.commit("fine", {"parser.py": "fine = 1\n", "tests/test_new.py": "n = 1\n"}))


def forget(repo: Repo, one: str, other: str, *, apart: bool = False) -> Lesson:
    """Change two files together some times, then one alone, and repair the other."""
    for number in range(3):
        repo.commit(f"change {number}", {one: f"x = {number}\ny = 0\n", other: f"x = {number}\n"})
    if apart:
        repo.commit("change alone", {one: "x = 5\ny = 0\n"})
    culprit = repo.commit("wrong", {one: "x = 5\ny = 1\nz = 1\n"})
    fix = repo.commit("fix", {one: "x = 5\ny = 1\nz = 2\n", other: "x = 5\n"})
    return Lesson(culprit, fix)
