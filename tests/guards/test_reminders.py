"""`check` remembers past mistakes and decisions at the very place of a change, and nothing elsewhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.expectations import Run, succeeds
from tests.repository import Repo
from tests.within import runner

TEXT = "The nightly settle_accounts run counted refunds twice.\n"


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def mistake(name: str = "2026-01-05-refunds-aaaa", text: str = TEXT, paths: str = "[src/money.py]") -> dict[str, Any]:
    """Give the file of a mistake about some paths."""
    head = f"---\ndate: 2026-01-05\nstate: open\npaths: {paths}\n---\n\n"
    return {f".unrepeat/mistakes/{name}.md": f"{head}# Refunds were counted twice\n\n{text}"}


def begun(repo: Repo, *records: dict[str, Any]) -> None:
    """Commit some code and records."""
    files = {"src/money.py": "def settle():\n    pass\n", "src/other.py": "o = 1\n"}
    repo.commit("begin", files | {path: text for record in records for path, text in record.items()})


def remembered(unrepeat: Run, repo: Repo, *arguments: str) -> list[dict[str, Any]]:
    """Check; give what is remembered."""
    rows = succeeds(unrepeat("check", *arguments, "--json", cwd=repo.folder)).splitlines()
    return [row for row in map(json.loads, rows) if "worth remembering" in row["message"]]


def test_a_mistake_is_remembered_where_it_happened(repo: Repo, unrepeat: Run) -> None:
    begun(repo, mistake())
    repo.write({"src/money.py": "def settle():\n    pass\n\n\ndef nightly(rows):\n    return settle_accounts(rows)\n"})
    (row,) = remembered(unrepeat, repo)
    assert (row["stage"], row["guard"], row["path"], row["line"]) == ("ask", "unrepeat", "src/money.py", 6)
    assert "2026-01-05-refunds-aaaa: Refunds were counted twice" in row["message"]
    assert row["reason"] == "src/money.py is where it happened, and both name `settle_accounts`"
    said = unrepeat("check", cwd=repo.folder)
    assert "worth remembering" in succeeds(said)


def test_nothing_is_remembered_elsewhere_or_where_nothing_is_shared(repo: Repo, unrepeat: Run) -> None:
    begun(repo, mistake())
    repo.write({"src/other.py": "settle_accounts(o)\n"})
    assert remembered(unrepeat, repo) == []
    repo.git("reset", "--quiet", "--hard")
    repo.write({"src/money.py": "def settle():\n    return None\n"})
    assert remembered(unrepeat, repo) == []


def test_two_plain_words_are_enough_in_the_message_too(repo: Repo, unrepeat: Run) -> None:
    begun(repo, mistake(paths="[src/]"))
    commit = repo.commit("Let refunds run nightly", {"src/money.py": "def settle():\n    return []\n"})
    (row,) = remembered(unrepeat, repo, commit)
    assert row["reason"].endswith("both speak of 'refunds' and 'nightly'")


def test_a_decision_is_remembered_until_it_is_superseded(repo: Repo, unrepeat: Run) -> None:
    def decision(status: str) -> dict[str, str | bytes | None]:
        text = (
            f"---\nstatus: {status}\ndate: 2026-01-05\npaths: ['src/*.py']\n---\n\n# settle_accounts keeps the order\n"
        )
        return {".unrepeat/decisions/order.md": text + "\n## Decision Outcome\n\nRefunds come last.\n"}

    begun(repo, decision("accepted"))
    repo.write({"src/money.py": "settle_accounts(sorted(rows))\n"})
    (row,) = remembered(unrepeat, repo)
    assert row["reason"].startswith("it was decided for src/money.py")
    assert "what helped then: Refunds come last." in row["suggestion"]
    begun(repo, decision("deprecated"))
    repo.write({"src/money.py": "settle_accounts(sorted(rows))\n"})
    assert remembered(unrepeat, repo) == []


def test_at_most_three_the_nearest_first(repo: Repo, unrepeat: Run) -> None:
    names = [f"2026-01-05-refunds-aaa{letter}" for letter in "abcd"]
    begun(repo, *(mistake(name) for name in names), mistake("2026-01-05-near-zzzz", f"{TEXT}And refund_rows too.\n"))
    repo.write({"src/money.py": "settle_accounts(refund_rows)\n"})
    found = remembered(unrepeat, repo)
    assert len(found) == 3
    assert any("near-zzzz" in row["message"] for row in found)


def test_a_change_is_not_reminded_of_what_it_records(repo: Repo, unrepeat: Run) -> None:
    begun(repo)
    repo.write({"src/money.py": "settle_accounts(rows)\n"} | mistake())
    assert remembered(unrepeat, repo) == []


def test_strict_is_about_what_a_change_can_mend(repo: Repo, unrepeat: Run) -> None:
    begun(repo, mistake())
    repo.write({"src/money.py": "def settle():\n    return settle_accounts([])\n"})
    done = unrepeat("check", "--strict", "--json", cwd=repo.folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "worth remembering" in done.stderr


def test_a_setting_ends_it(repo: Repo, unrepeat: Run) -> None:
    begun(repo, mistake(), {".unrepeat/settings.yml": "reminders: false\n"})
    repo.write({"src/money.py": "settle_accounts(rows)\n"})
    assert remembered(unrepeat, repo) == []


def test_a_record_that_cannot_be_read_reminds_of_nothing(repo: Repo, unrepeat: Run) -> None:
    begun(repo, mistake())
    repo.write({"src/money.py": "settle_accounts(rows)\n"})
    file = repo.folder / ".unrepeat" / "mistakes" / "2026-01-05-refunds-aaaa.md"
    file.write_text("---\nnever closed\n")
    repo.git("add", "--all")
    assert remembered(unrepeat, repo) == []
