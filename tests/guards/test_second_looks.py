"""A waiver is looked at a second time: was the guard right? Nobody is named, and a verdict ends it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.expectations import Run, succeeds
from tests.guards.story import AGAIN, enabled
from tests.ledger.keeping import opened
from tests.repository import DAY, Repo
from tests.within import runner
from unrepeat.git import Repository
from unrepeat.guards.proposals import Source
from unrepeat.guards.second_looks import KEPT_FOR, SHOWN_FOR, waived
from unrepeat.ledger.due import Due

WAIVED = "count what was found\n\nUnrepeat-Waive: scan because these rows\n  are few\n"


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def lately(repo: Repo) -> None:
    """Let what is committed from now on be of these days, by the clock that `due` reads."""
    repo.clock = int(datetime.now(UTC).timestamp()) - 40 * DAY


def waiting(unrepeat: Run, repo: Repo, *arguments: str) -> list[dict[str, Any]]:
    """Give what waits."""
    return [json.loads(line) for line in succeeds(unrepeat("due", *arguments, "--json", cwd=repo.folder)).splitlines()]


def test_a_waiver_waits_for_a_second_look_until_somebody_has_judged_the_guard(repo: Repo, unrepeat: Run) -> None:
    lately(repo)
    enabled(repo)
    assert waiting(unrepeat, repo) == []
    commit = repo.commit(WAIVED, {"src/c.py": AGAIN})
    (row,) = waiting(unrepeat, repo)
    assert (row["record"], row["kind"], row["who"]) == ("scan", "waiver", [])
    assert f"scan was passed over in {commit[:12]} because these rows are few. Was the guard right?" in row["what"]
    assert "Sample Author" not in json.dumps(row)
    assert waiting(unrepeat, repo, "--for", "somebody") == []
    assert "was passed over" in succeeds(unrepeat("due", cwd=repo.folder))
    finding = row["next"].split()[2]
    assert row["next"] == f"unrepeat judge {finding} right|wrong|unclear"
    succeeds(unrepeat("judge", finding, "right", cwd=repo.folder))
    assert waiting(unrepeat, repo) == []


def test_without_a_reason_it_was_no_waiver_and_of_no_guard_it_says_nothing(repo: Repo, unrepeat: Run) -> None:
    lately(repo)
    enabled(repo)
    repo.commit("count\n\nUnrepeat-Waive: scan\n", {"src/c.py": AGAIN})
    repo.commit("count\n\nUnrepeat-Waive: other because so\n", {"src/d.py": AGAIN})
    assert waiting(unrepeat, repo) == []


def test_a_copy_of_a_change_is_looked_at_once(repo: Repo, unrepeat: Run) -> None:
    lately(repo)
    enabled(repo)
    repo.git("branch", "side")
    commit = repo.commit(WAIVED, {"src/c.py": AGAIN})
    repo.git("checkout", "--quiet", "side")
    repo.commit("other work", {"x.txt": "x\n"})
    repo.clock += DAY
    repo.git("cherry-pick", commit)
    repo.git("merge", "--quiet", "--no-edit", "main")
    assert len(waiting(unrepeat, repo)) == 1


def test_a_guard_whose_day_of_review_comes_is_due(repo: Repo, unrepeat: Run) -> None:
    enabled(repo, **{"review-by": "2026-02-01"})
    (row,) = waiting(unrepeat, repo)
    assert (row["record"], row["kind"], row["due"], row["next"]) == (
        "scan", "review", "2026-02-01", "unrepeat backtest scan",
    )  # fmt: skip


@contextmanager
def looked_at(repo: Repo, days: int) -> Iterator[list[Due]]:
    """Give what waits so many days after the head."""
    day = datetime.fromtimestamp(repo.clock, UTC).date() + timedelta(days=days)
    repository = Repository.discover(repo.folder)
    with opened(repo) as store, Source.open(repository, store.catalogue) as source:
        yield list(waived(source, repository.head(), {}, day))


def test_it_waits_for_a_year_and_where_nothing_fired_for_two_months(repo: Repo) -> None:
    enabled(repo)
    repo.commit(WAIVED, {"src/c.py": AGAIN})
    for days, count in ((0, 1), (KEPT_FOR - 1, 1), (KEPT_FOR + 1, 0)):
        with looked_at(repo, days) as found:
            assert len(found) == count, days
    commit = repo.commit(WAIVED, {"src/d.py": "quiet = True\n"})
    for days, count in ((0, 2), (SHOWN_FOR, 2), (SHOWN_FOR + 1, 1)):
        with looked_at(repo, days) as found:
            assert len(found) == count, days
    with looked_at(repo, 1) as found:
        assert f"check {commit[:12]}" in [one.settles for one in found]
