"""Where files change, their partners must change with them."""

import pytest

from tests.guards.proposals import fired, firings, guard, made, opened, places
from tests.repository import Repo
from unrepeat.guards.kinds import NotValid, ready
from unrepeat.history.edit import Edit

TABLES = guard("together", {"with": ["migrations/**", "docs/tables.md"]}, "models/**")


def test_one_word_says_that_a_partner_is_missing(repo: Repo) -> None:
    repo.commit("begin", {"models/a.py": "a = 1\n", "models/b.py": "b = 1\n", "migrations/1.sql": "one\n"})
    repo.commit("half a change", {"models/a.py": "a = 1\nb = 2\n", "models/b.py": "b = 2\n"})
    repo.commit("a whole one", {"models/a.py": "a = 2\n", "migrations/2.sql": "two\n"})
    assert fired(repo, TABLES) == []
    found = fired(repo, TABLES, "HEAD~1")
    assert places(found) == [("models/a.py", 2, 2)]
    assert found[0].message == "Mind this (migrations/** or docs/tables.md does not change with it)"
    assert found[0].suggestion == "change migrations/** or docs/tables.md, too"


def test_what_is_taken_away_or_moved_out_counts_and_a_new_name_alone_does_not(repo: Repo) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repo.commit("begin", {"models/a.py": text, "models/b.py": "b = 1\n", "models/run": "x\n"})
    repo.move("models/a.py", "models/c.py")
    (repo.folder / "models/run").chmod(0o755)
    repo.commit("a mode")
    repo.commit("a deletion", {"models/b.py": None})
    repo.commit("out, and changed", {"models/c.py": None, "lib/c.py": text + "one more\n"})
    assert [places(fired(repo, TABLES, f"HEAD~{back}")) for back in range(4)] == [
        [("lib/c.py", 21, 21)],
        [("models/b.py", 0, 0)],
        [],
        [],
    ]


def test_a_file_that_cannot_be_read_has_changed_all_the_same() -> None:
    for why in ("large", "missing", "binary"):
        assert places(firings(TABLES, made(Edit("models/a.bin", "modified", unread=why)))) == [("models/a.bin", 0, 0)]


def test_nothing_is_asked_of_a_tree_that_nobody_changes(repo: Repo) -> None:
    repo.commit("begin", {"models/a.py": "a = 1\n"})
    with opened(repo) as source:
        whole = source.whole(repo.head(), ["models/a.py"], source.commit("HEAD").day)
        assert firings(TABLES, whole) == []
        assert firings(guard("text", {"regex": "a"}), whole)


@pytest.mark.parametrize("rule", [{}, {"with": []}, {"with": [" "]}, {"with": True}, {"with": "b", "without": "c"}])
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("together", rule, "a"))
    with pytest.raises(NotValid, match="needs `paths`"):
        ready(guard("together", {"with": "b"}))


def test_a_change_of_ten_thousand_files_gets_one_word() -> None:
    edits = [Edit(f"models/{number}.py", "deleted", before="x\n") for number in range(10_000)]
    assert len(firings(TABLES, made(*edits))) == 1
