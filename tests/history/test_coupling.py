"""Files that change together are told apart from files that change anyway."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.repository import Repo
from unrepeat.change import Change
from unrepeat.history.coupling import coupled, forgotten, lowest

Rows = Callable[..., list[dict[str, Any]]]


def change(number: int, *paths: int) -> Change:
    """Make a change to paths."""
    return Change(number, f"{number:040x}", (), number, "", paths, 1, 1)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_lowest_share_honours_small_counts(hits: int, extra: int) -> None:
    cases = hits + extra
    assert 0 <= lowest(hits, cases) <= hits / cases
    assert lowest(hits * 10, cases * 10) >= lowest(hits, cases)


def test_a_pair_has_its_confidence_and_its_control() -> None:
    changes = [change(n, 1, 2) for n in range(10)] + [change(n, 3) for n in range(10, 29)] + [change(30, 2, 3)]

    (one,) = [pair for pair in coupled(changes) if (pair.path, pair.partner) == (1, 2)]

    assert one.support == 10
    assert 0.7 < one.confidence < 0.8
    assert one.control == 0.05


def test_a_partner_that_follows_by_chance_is_not_forgotten() -> None:
    always = [change(n, *((1, 2) if n % 2 else (2, 3))) for n in range(100)]

    assert forgotten(always, coupled(always)) == []


def test_a_partner_that_is_changed_right_after_was_forgotten() -> None:
    changes: list[Change] = []
    for block in range(10):
        changes += [change(len(changes) + n, 1, 2) for n in range(2)]
        changes += [change(len(changes), 1), change(len(changes) + 1, 2)]
        changes += [change(len(changes) + n, 9 + block) for n in range(60)]

    (one,) = [pair for pair in forgotten(changes, coupled(changes)) if pair.pair.path == 1]

    assert (one.alone, one.followed, one.rate) == (10, 10, 1.0)
    assert one.control < 0.7


def test_lock_files_logs_of_changes_and_sweeps_do_not_count(repo: Repo, rows: Rows) -> None:
    for number in range(8):
        files = {
            "a.py": f"{number}\n",
            "b.py": f"{number}\n",
            "poetry.lock": f"{number}\n",
            "CHANGELOG.md": f"{number}\n",
        }
        repo.commit("change", dict(files))
    for number in range(8):
        repo.commit("sweep", {f"f{place}.py": f"{number}\n" for place in range(31)})

    found = rows("coupling", cwd=repo.folder)

    assert {(row["path"], row["with"]) for row in found} == {("a.py", "b.py"), ("b.py", "a.py")}
    assert found[0]["control"] == 0.0
