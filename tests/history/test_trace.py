"""Culprits are found by deleted lines, by what surrounds an insertion, by function, by file, and by what was stated."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Run
from tests.repository import Repo

Rows = Callable[..., list[dict[str, Any]]]

CODE = """def total(items):
    return sum(items)


def mean(items):
    return total(items) / len(items)


def spread(items):
    low = min(items)
    high = max(items)
    return high - low
"""


def first(rows: Rows, repo: Repo, *arguments: str) -> dict[str, Any]:
    """Trace one fix."""
    return rows("trace", *arguments, cwd=repo.folder)[0]


def kinds(culprit: dict[str, Any]) -> set[str]:
    """Give the kinds of evidence for a culprit."""
    return {ground["kind"] for ground in culprit["evidence"]}


def test_who_wrote_the_deleted_line_comes_first(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE})
    slip = repo.commit("Speed up the mean", {"stats.py": CODE.replace(" / len", " // len")})
    repo.commit("Add a readme", {"README.md": "stats"})
    fix = repo.commit("Fix the mean of integers being rounded", {"stats.py": CODE})

    culprit = first(rows, repo, fix)["culprits"][0]

    assert culprit["commit"] == slip
    ground = culprit["evidence"][0]
    assert (ground["kind"], ground["path"], ground["lines"]) == ("deleted-lines", "stats.py", [[6, 6]])


def test_a_fix_that_only_adds_lines_is_traced_by_what_stands_beside_them(repo: Repo, rows: Rows) -> None:
    before = CODE.replace("    low = min(items)\n    high = max(items)\n    return high - low\n", "    return 0\n")
    repo.commit("Add statistics", {"stats.py": before})
    slip = repo.commit("Work out the spread of items", {"stats.py": CODE})
    repo.commit("Add a readme", {"README.md": "stats"})
    guarded = CODE.replace("    low =", "    if not items:\n        return 0\n    low =")
    fix = repo.commit("Fix the spread of no items", {"stats.py": guarded})

    culprit = first(rows, repo, fix)["culprits"][0]

    assert culprit["commit"] == slip
    assert "nearby-lines" in kinds(culprit)
    assert "deleted-lines" not in kinds(culprit)


def test_a_stated_culprit_comes_first_whatever_the_lines_say(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE})
    other = repo.commit("Add a table", {"table.py": "rows = []\n"})
    repo.commit("Speed up the mean", {"stats.py": CODE.replace(" / len", " // len")})
    fix = repo.commit(f"Fix the mean\n\nFixes: {other[:12]}", {"stats.py": CODE})

    trace = first(rows, repo, fix)

    assert trace["stated"] == [other]
    assert trace["culprits"][0]["commit"] == other
    assert "stated" in kinds(trace["culprits"][0])


def test_unaided_nothing_that_names_a_commit_is_read(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE})
    slip = repo.commit("Speed up the mean of many items", {"stats.py": CODE.replace(" / len", " // len")})
    told = f'Fix rounding\n\nzebra before\nFixes: {slip[:10]} ("Speed up the mean of many items")\nzebra after\n\nend'
    fix = repo.commit(told, {"stats.py": CODE})

    trace = first(rows, repo, fix, "--unaided")

    assert trace["stated"] == []
    assert trace["culprits"][0]["commit"] == slip
    assert "stated" not in kinds(trace["culprits"][0])
    words = [ground["says"] for ground in trace["culprits"][0]["evidence"] if ground["kind"] == "words"]
    assert not any("mean" in says for says in words)


def test_a_quoted_subject_names_a_commit_too(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE})
    slip = repo.commit("Speed up the mean of items", {"stats.py": CODE.replace(" / len", " // len")})
    fix = repo.commit('Revert "Speed up the mean of items"', {"stats.py": CODE})

    assert first(rows, repo, fix)["stated"] == [slip]
    assert first(rows, repo, fix, "--unaided")["stated"] == []


def test_a_new_file_has_no_culprit(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE})
    fix = repo.commit("Fix what was missing", {"new.py": "x = 1\n"})

    assert first(rows, repo, fix)["culprits"] == []


def test_each_fix_gets_one_row_in_the_order_asked(repo: Repo, rows: Rows) -> None:
    first_one = repo.commit("Add statistics", {"stats.py": CODE})
    second = repo.commit("Fix the mean", {"stats.py": CODE.replace(" / len", " // len")})

    found = rows("trace", "--from", "-", "--top", "1", cwd=repo.folder, stdin=f"{second}\n{first_one}\n{second}\n")

    assert [row["fix"] for row in found] == [second, first_one, second]
    assert all(len(row["culprits"]) <= 1 for row in found)


def test_a_culprit_is_found_through_a_rename(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE})
    slip = repo.commit("Speed up the mean", {"stats.py": CODE.replace(" / len", " // len")})
    repo.move("stats.py", "lib/numbers.py")
    fix = repo.commit("Fix the mean of integers being rounded", {"lib/numbers.py": CODE})

    assert first(rows, repo, fix)["culprits"][0]["commit"] == slip


def test_a_culprit_in_another_file_is_found_by_what_it_brought_in(repo: Repo, rows: Rows) -> None:
    """A quarter of culprits share no file with their fix."""
    repo.commit("Add statistics", {"stats.py": CODE, "report.py": "import stats\n\n\nprint(stats.mean([1, 2]))\n"})
    for number in range(12):
        repo.commit(f"Add page {number}", {f"page{number}.py": f"title_of_page_{number} = {number}\n"})
    maker = repo.commit("Add rounding_mode", {"modes.py": "def rounding_mode(value):\n    return value // 1\n"})
    for number in range(12):
        repo.commit(f"Add sheet {number}", {f"sheet{number}.py": f"name_of_sheet_{number} = {number}\n"})
    told = "import stats\nfrom modes import rounding_mode\n\n\nprint(rounding_mode(stats.mean([1, 2])))\n"
    fix = repo.commit("Fix rounding_mode being left out of the report", {"report.py": told})

    culprits = {culprit["commit"]: culprit for culprit in first(rows, repo, fix)["culprits"]}

    assert maker in culprits
    assert {"names", "words"} & kinds(culprits[maker])


def test_each_culprit_comes_with_three_grounds_at_most(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE, "more.py": CODE})
    slow = CODE.replace(" / len", " // len").replace("high - low", "high-low")
    repo.commit("Speed up the mean and the spread", {"stats.py": slow, "more.py": slow})
    fix = repo.commit("Fix the mean and the spread", {"stats.py": CODE, "more.py": CODE})

    for culprit in first(rows, repo, fix)["culprits"]:
        assert 1 <= len(culprit["evidence"]) <= 3
        assert all(ground["says"] for ground in culprit["evidence"])


def test_verdicts_move_the_scores_of_other_links_of_the_repository(repo: Repo, rows: Rows, unrepeat: Run) -> None:
    def slip_and_fix(number: int) -> tuple[str, str]:
        path = f"stats{number}.py"
        repo.commit(f"Add statistics {number}", {path: CODE})
        slip = repo.commit(f"Speed up mean {number}", {path: CODE.replace(" / len", " // len")})
        return repo.commit(f"Fix mean {number} of integers", {path: CODE}), slip

    pairs = [slip_and_fix(number) for number in range(6)]
    asked, its = pairs[-1]

    def score() -> float:
        found = {culprit["commit"]: culprit["score"] for culprit in first(rows, repo, asked)["culprits"]}
        return float(found.get(its, 0.0))

    before = score()
    for fix, slip in pairs[:-1]:
        unrepeat("link", fix, slip, "no", cwd=repo.folder)

    assert score() < before


def test_a_search_for_the_culprit_never_leaves_the_history_of_the_fix(repo: Repo, rows: Rows) -> None:
    """Words alone may point to a commit of another branch; it is none of the fix's past."""
    repo.commit("Add statistics", {"stats.py": CODE})
    repo.branch("aside")
    repo.switch("aside")
    other = repo.commit("Add rounding_mode", {"modes.py": "def rounding_mode(value):\n    return value // 1\n"})
    repo.switch("main")
    fix = repo.commit("Fix rounding_mode", {"stats.py": CODE + "\n\nrounding_mode = round\n"})
    repo.merge("aside")

    assert other not in {culprit["commit"] for culprit in first(rows, repo, fix)["culprits"]}


def test_who_wrote_a_line_is_looked_for_behind_a_change_of_white_space(repo: Repo, rows: Rows) -> None:
    repo.commit("Add statistics", {"stats.py": CODE})
    slip = repo.commit("Speed up the mean", {"stats.py": CODE.replace(" / len", " // len")})
    moved = CODE.replace("    return total(items) / len(items)", "    return  total( items )  //  len( items )")
    repo.commit("Give arguments room", {"stats.py": moved})
    fix = repo.commit("Fix the mean of integers being rounded", {"stats.py": CODE})

    culprits = {culprit["commit"]: culprit for culprit in first(rows, repo, fix)["culprits"]}

    assert "replaced-lines" in kinds(culprits[slip])
