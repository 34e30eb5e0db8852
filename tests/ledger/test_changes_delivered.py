"""Changes are counted by day from the history that the head leads to, and named ones are found."""

from pathlib import Path

from tests.ledger.growing import day
from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger.catalogue import Catalogue
from unrepeat.ledger.changes_delivered import changes_delivered


def test_every_change_is_counted_on_its_day_and_named_ones_are_found(repo: Repo) -> None:
    first = repo.commit("one", {"a": "1"})
    repo.commit("two", {"a": "2"}, days=0.25)
    repo.branch("side", first)
    side = repo.commit("on a branch", {"b": "1"})
    repo.switch("main")
    merge = repo.merge("side")
    repo.branch("elsewhere")
    other = repo.commit("not in the head")
    names = [first[:7], side.upper(), merge, other, "0" * 40, first[:6]]

    found = changes_delivered(Repository.discover(repo.folder), merge, names, Catalogue(None))

    assert found.as_of == day("2026-01-04")
    assert found.by_day == {day("2026-01-02"): 2, day("2026-01-03"): 1, day("2026-01-04"): 1}
    assert found.made == {
        first[:7]: day("2026-01-02"),
        side.upper(): day("2026-01-03"),
        merge: day("2026-01-04"),
    }


def test_times_that_no_calendar_knows_are_brought_into_it(repo: Repo) -> None:
    tree = repo.git("write-tree")
    person = f"A <a@example.org> {2**40} +0000"
    content = f"tree {tree}\nauthor {person}\ncommitter {person}\n\nfar away\n"
    head = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=content.encode())
    found = changes_delivered(Repository.discover(repo.folder), head, [], Catalogue(None))
    assert found.as_of == day("9999-12-31")


def test_the_kept_answer_is_the_same_and_is_asked_anew_for_other_names(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit("one")
    head = repo.commit("two")
    repository = Repository.discover(repo.folder)
    catalogue = Catalogue(tmp_path / "ledger.sqlite")
    fresh = changes_delivered(repository, head, [first], catalogue)
    (repo.folder / ".git" / "objects").rename(tmp_path / "objects")

    assert changes_delivered(repository, head, [first], catalogue) == fresh

    (tmp_path / "objects").rename(repo.folder / ".git" / "objects")
    assert changes_delivered(repository, head, [head], catalogue).made == {head: day("2026-01-03")}
    catalogue.close()
