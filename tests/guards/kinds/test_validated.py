"""What changed files rest on was validated, and still holds."""

from dataclasses import replace
from datetime import date

import pytest

from tests.guards.proposals import added, fired, firings, guard, made, opened, places
from tests.ledger import keeping
from tests.repository import Repo
from unrepeat.guards.kinds import CannotRun, NotValid, ready
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store

DOORS = guard("validated", {}, "pickup/**", "doors/**")


def says(repo: Repo, revision: str = "HEAD", **rule: object) -> list[str]:
    """Give what a guard says of a commit, in brackets."""
    found = fired(repo, guard("validated", rule, "pickup/**", "doors/**"), revision)
    return [one.message.partition("(")[2].removesuffix(")") for one in found]


def assumed(store: Store, *settings: str) -> Record:
    """Keep the assumption about doors."""
    return keeping.keep(store, "assumption", "A door opens in two seconds", "source=the door team", *settings)


def test_a_change_waits_until_what_it_rests_on_is_validated(repo: Repo) -> None:
    with keeping.opened(repo) as store:
        answer = assumed(store, "rests=pickup/doors.py,pickup/*.sql", "validate-by=2026-12-24")
        repo.commit("take it over", {"pickup/doors.py": "wait(2)\n", "pickup/a.sql": "1\n", "pickup/b.txt": "1\n"})
        found = fired(repo, DOORS)
        assert places(found) == [("pickup/a.sql", 1, 1)]
        assert says(repo) == [f"{answer.id}: the answer of the door team was never validated; due by 2026-12-24"]
        assert found[0].suggestion == f"unrepeat validate {answer.id} --evidence TEXT"
        answer = keeping.change(
            store, answer, "state=validated", "evidence=All 400 doors opened", "valid-until=2026-03-01"
        )
        repo.commit("validate it", {"pickup/doors.py": "wait(3)\n"})
        assert says(repo) == []
        keeping.change(store, answer, "state=refuted")
        repo.commit("refute it", {"pickup/doors.py": "wait(4)\n"})
        assert says(repo) == [f"{answer.id}: the answer of the door team was refuted"]
    repo.commit("elsewhere", {"pickup/b.txt": "2\n", "lib/doors.py": "1\n"})
    assert says(repo) == []


def test_a_validation_holds_for_its_time(repo: Repo) -> None:
    with keeping.opened(repo) as store:
        answer = assumed(store, "rests=pickup")
        keeping.change(store, answer, "state=validated", "evidence=All opened", "valid-until=2026-03-01")
    repo.commit("rest on it", {"pickup/doors.py": "wait(2)\n"})
    with opened(repo) as source:
        change = source.commit("HEAD")
        assert firings(DOORS, replace(change, day=date(2026, 3, 1))) == []
        assert firings(DOORS, replace(change, day=date(2026, 3, 2)))


def test_paths_that_were_left_rest_on_it_too(repo: Repo) -> None:
    text = "".join(f"wait({number})\n" for number in range(20))
    repo.commit("begin", {"doors/a.py": text})
    with keeping.opened(repo) as store:
        assumed(store, "paths=doors/a.py")
        repo.move("doors/a.py", "lib/a.py")
    assert places(fired(repo, DOORS)) == [("lib/a.py", 1, 1)]


def test_an_assumption_that_the_rule_names_must_be_there(repo: Repo) -> None:
    with keeping.opened(repo) as store:
        answer = assumed(store)
    repo.commit("change", {"pickup/doors.py": "wait(2)\n"})
    assert says(repo) == []
    assert says(repo, assumption=f"assumption:{answer.id}") == [
        f"{answer.id}: the answer of the door team was never validated"
    ]
    assert says(repo, assumption="another") == ["there is no assumption another"]


def test_an_assumption_that_cannot_be_read_may_be_about_these_files(repo: Repo) -> None:
    broken = "---\nstate: [\n---\n# A\n"
    repo.commit("change", {"pickup/a.py": "1\n", ".unrepeat/assumptions/broken.md": broken})
    with opened(repo) as source, pytest.raises(CannotRun, match=r"assumptions/broken.md cannot be read"):
        firings(DOORS, source.commit("HEAD"))
    repo.commit(
        "mend it", {"pickup/a.py": "2\n", ".unrepeat/assumptions/broken.md": None, ".unrepeat/needs/n.md": broken}
    )
    assert says(repo) == []


def test_a_tree_is_asked_as_it_is(repo: Repo) -> None:
    with keeping.opened(repo) as store:
        assumed(store, "rests=pickup")
    repo.commit("rest on it", {"pickup/doors.py": "wait(2)\n"})
    with opened(repo) as source:
        whole = source.whole(repo.head(), ["pickup/doors.py"], date(2026, 6, 1))
        assert places(firings(guard("validated", {}), whole)) == [("pickup/doors.py", 1, 1)]
    assert firings(DOORS, made(added("lib/a.py", "1\n"))) == []


@pytest.mark.parametrize("rule", [{"assumption": []}, {"assumptions": "a"}, {"assumption": False}])
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("validated", rule))
