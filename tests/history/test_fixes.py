"""Fixes are told by signals that each say why."""

import pytest

from unrepeat.change import Change
from unrepeat.history.fixes import STANDS, is_fix


def change(message: str, added: int = 3, removed: int = 2) -> Change:
    """Make a change with a message."""
    return Change(1, "a" * 40, (0,), 1_700_000_000, message, (1,), added, removed)


@pytest.mark.parametrize(
    ("message", "signal"),
    [
        ('count: handle nothing\n\nFixes: 0123456789ab ("count")', "trailer"),
        ("Count what is there (fixes #12)", "issue"),
        ("Show names\n\nBug: https://bugs.example.org/12", "issue"),
        ("fix(count): an empty list", "conventional"),
        ('Revert "Count faster"\n\nThis reverts commit 0123456789.', "revert"),
        ("Fix a crash when nothing is there", "wording"),
        ("tests: unbreak the build", "wording"),
        ("count: free the list\n\nThis was leaking: a memory leak of 3 bytes a call.", "account"),
    ],
)
def test_a_message_of_a_fix_is_told_with_its_signal(message: str, signal: str) -> None:
    fix = is_fix(change(message), [b"src/count.py"])

    assert fix.score >= STANDS
    assert signal in {one.name for one in fix.signals}


@pytest.mark.parametrize(
    "message",
    [
        "Add a page of statistics",
        "feat: count faster",
        "Refactor the counting of rows",
        "Bump version to 1.2.3",
        "v1.2.3",
        "docs: explain how to count",
        "Improve performance of counting",
        "",
    ],
)
def test_other_work_is_no_fix(message: str) -> None:
    assert is_fix(change(message, added=40, removed=5), [b"src/count.py"]).score < STANDS


def test_a_test_beside_a_small_change_speaks_for_a_fix() -> None:
    message = "Count rows as they are"
    alone = is_fix(change(message), [b"src/count.py"])
    beside = is_fix(change(message), [b"src/count.py", b"tests/test_count.py"])

    assert beside.score > alone.score
    assert "test-beside" in {one.name for one in beside.signals}


def test_only_what_a_signal_saw_is_shown() -> None:
    fix = is_fix(change("Fix the count"), [b"src/count.py"])

    assert next(one for one in fix.signals if one.name == "wording").says == "Fix"


def test_newer_versions_of_what_others_make_are_no_fixes() -> None:
    bump = change("fix(deps): update module google.golang.org/protobuf to v1.29.1")
    assert is_fix(bump, [b"go.mod", b"go.sum"]).score < STANDS
    assert is_fix(bump, [b"go.mod", b"main.go"]).score >= STANDS
    assert is_fix(change("fix: ask for the module that is there"), [b"go.mod"]).score >= STANDS
