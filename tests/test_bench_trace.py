"""The benchmark of tracing, held against a history small enough to count by hand."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import Repo

MEASURE = Path(__file__).parents[1] / "bench/trace/measure.py"

BEGIN = "int rate = 1;\nint limit = 10;\nint start(void) { return rate; }\n"
COMMENT = "/* The pump begins to run at once.\n * It stops by itself. */\n"

Table = dict[str, str]


@pytest.fixture
def pump(repo: Repo) -> Repo:
    """Make a string of two fixes that state their culprits; the first removes a comment, the second formats a line."""
    repo.commit("Begin the pump", {"pump.c": BEGIN})
    raised = BEGIN.replace("10", "20")
    repo.commit("Raise the limit", {"pump.c": raised, "limits.c": "int lowest = 1;\nint highest = 30;\n"})
    doubled = raised.replace("rate = 1", "rate = 2")
    slip = repo.commit("Double the rate of the pump", {"pump.c": doubled})
    told = doubled.replace("int start", COMMENT + "int start")
    repo.commit("Tell what the pump does", {"pump.c": told})
    mended = told.replace("rate = 2", "rate = 3").replace("20", "25").replace(COMMENT, "")
    message = f"Fix the rate of the pump\n\nIt ran dry.\n\nThe limit was low, too.\n\nFixes: {slip[:12]}\n"
    fix = repo.commit(message, {"pump.c": mended})
    again = mended.replace("rate = 3", "rate = 4").replace("return rate; }", "return  rate; }")
    second = repo.commit(
        f"Fix the rate once more\n\nIt ran hot.\n\nIntroduced by commit {fix[:12]}.\n", {"pump.c": again}
    )
    repo.commit(f"Tidy up\n\nFollow-up to {second[:12]}.\n", {"pump.c": again.replace("25", "26")})
    return repo


def measure(folder: Path, *options: str) -> list[list[Table]]:
    """Run the benchmark; give each table as its rows, by column."""
    done = subprocess.run(
        [sys.executable, str(MEASURE), str(folder), *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    tables = [[_cells(row) for row in table.splitlines()] for table in done.stdout.split("\n\n")]
    return [[dict(zip(head, row, strict=True)) for row in rows] for head, _, *rows in tables]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")]


def test_the_tables_count_what_the_history_states(pump: Repo) -> None:
    ours, baselines, reliability, copies, causes, strings = measure(pump.folder, "--scrubbed", "--strings")

    assert [row["fixes"] for row in ours] == ["2"]  # what is followed up states no culprit
    assert baselines[0] | {"repository": "", "ours": ""} == {
        "repository": "",
        "B-SZZ": "0.40/1.00/0.57",  # of the first fix the limit and the comment too, of the second what it formatted
        "AG-SZZ": "0.67/1.00/0.80",  # the limit alone is left
        "L-SZZ": "0.50/0.50/0.50",  # which was the larger change
        "R-SZZ": "1.00/1.00/1.00",  # and the older one
        "latest": "0.50/0.50/0.50",  # the comment
        "most lines": "0.50/0.50/0.50",  # two lines of comment
        "ours": "",
    }
    assert [row["score"] for row in reliability[-2:]] == ["expected calibration error", "Brier score"]
    assert [row.pop("messages") for row in copies] == ["unaided", "scrubbed"]
    assert copies[0] == copies[1]
    assert (causes[0]["messages scrubbed"], causes[0]["still states"], causes[0]["neither"]) == ("3", "0", "0")
    assert (strings[0]["fixes"], strings[0]["strings stated"]) == ("2", "1")


def test_a_sample_is_of_so_many_fixes_while_strings_take_all(pump: Repo) -> None:
    *tables, strings = measure(pump.folder, "--fixes", "1", "--strings")

    assert len(tables) == 3
    assert tables[0][0]["fixes"] == "1"
    assert strings[0]["fixes"] == "2"


def test_the_copy_leaves_nothing_behind(pump: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    head, objects = pump.head(), pump.git("count-objects")

    measure(pump.folder, "--scrubbed")

    assert list(scratch.iterdir()) == []
    assert (pump.head(), pump.git("count-objects")) == (head, objects)


def test_a_culprit_counts_only_where_the_fix_descends_from_it(repo: Repo) -> None:
    doubled, raised = BEGIN.replace("rate = 1", "rate = 2"), BEGIN.replace("10", "20")
    repo.commit("Begin the pump", {"pump.c": BEGIN})
    repo.branch("side")
    repo.switch("main")
    slip = repo.commit("Double the rate", {"pump.c": doubled})
    repo.switch("side")
    beside = repo.commit(f"Fix the limit\n\nFixes: {slip[:12]}\n", {"pump.c": raised})
    repo.switch("main")
    repo.merge("side", files={"pump.c": doubled.replace("10", "20")})
    repo.commit(f"Fix the rate\n\nFixes: {slip[:12]}\n", {"pump.c": raised})
    repo.commit(f"Fix the limit once more\n\nFixes: {beside[:12]}\n", {"pump.c": raised.replace("20", "30")})

    ours, baselines, _ = measure(repo.folder)

    assert ours[0]["fixes"] == "2"  # the two after the merge
    assert baselines[0]["R-SZZ"] == "1.00/1.00/1.00"


def test_a_history_that_states_nothing_gives_empty_tables(repo: Repo) -> None:
    repo.commit("Begin the pump", {"pump.c": BEGIN})

    ours, *_ = measure(repo.folder, "--scrubbed", "--strings")

    assert ours[0]["fixes"] == "0"
