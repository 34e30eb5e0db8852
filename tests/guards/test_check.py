"""`unrepeat check`: only what the change adds, by the guards of the tree before, and in kind words."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.expectations import Run, complains, succeeds
from tests.guards.story import AGAIN, FIXED, enabled, guard, tell
from tests.repository import Repo
from tests.within import runner


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def found(unrepeat: Run, repo: Repo, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """Give the findings of guards; questions and what is remembered aside."""
    done = unrepeat("check", *arguments, "--json", cwd=repo.folder)
    assert done.returncode == code, (done.stdout, done.stderr)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [row for row in rows if row["guard"] != "unrepeat"]


def test_what_is_staged_is_looked_at_line_by_line(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    assert found(unrepeat, repo) == []
    assert "Nothing to say" in succeeds(unrepeat("check", cwd=repo.folder))
    repo.write({"src/c.py": AGAIN, "docs/c.py": AGAIN})
    (row,) = found(unrepeat, repo, "--staged")
    assert list(row) == [
        "id", "guard", "path", "line", "end_line", "stage", "message", "reason", "suggestion",
    ]  # fmt: skip
    assert (row["guard"], row["path"], row["line"], row["stage"]) == ("scan", "src/c.py", 5, "advise")
    assert "mistake:2026-01-05" in row["reason"]
    said = unrepeat("check", cwd=repo.folder)
    assert "src/c.py:5: Scan, do not count" in said.stdout
    assert "\n" not in found(unrepeat, repo, "--strict", code=1)[0]["message"]


def test_what_stood_there_before_is_nobodys_business(repo: Repo, unrepeat: Run) -> None:
    story = tell(repo)
    repo.commit("old", {"src/old.py": AGAIN})
    repo.commit("add a guard", guard(story))
    repo.write({"src/old.py": AGAIN.replace("import rows\n", "import rows\nimport os\n")})
    assert found(unrepeat, repo) == []
    repo.write({"src/old.py": AGAIN.replace("found)", "found, 1)")})
    assert len(found(unrepeat, repo)) == 1


def test_the_same_firing_keeps_its_id_when_lines_move_and_two_of_a_kind_have_two(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    repo.write({"src/c.py": AGAIN})
    (first,) = found(unrepeat, repo)
    repo.write({"src/c.py": "# moved\n\n" + AGAIN})
    (second,) = found(unrepeat, repo)
    assert (first["id"], first["line"] + 2) == (second["id"], second["line"])
    repo.write({"src/c.py": AGAIN + "\n\n" + AGAIN})
    assert len({row["id"] for row in found(unrepeat, repo)}) == 2


def test_a_commit_and_a_range_are_looked_at_by_the_guards_before_them(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    base = repo.head()
    wrong = repo.commit("again", {"src/c.py": AGAIN})
    repo.commit("mend", {"src/c.py": AGAIN.replace("count", "scan")})
    assert [row["path"] for row in found(unrepeat, repo, wrong)] == ["src/c.py"]
    assert found(unrepeat, repo, f"{base}..HEAD") == []
    assert [row["path"] for row in found(unrepeat, repo, f"{base}..{wrong}")] == ["src/c.py"]


def test_a_new_guard_is_in_shadow_on_the_change_that_brings_it(repo: Repo, unrepeat: Run) -> None:
    story = tell(repo)
    repo.write(guard(story) | {"src/c.py": AGAIN})
    assert found(unrepeat, repo) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (None, "is removed"),
        ({"stage": "shadow"}, "speaks less firmly"),
        ({"paths": ["other/**"]}, "looks for something else"),
        ({"rule": {"language": "klingon"}}, "can no longer be read"),
    ],
)
def test_a_guard_cannot_be_weakened_by_what_it_judges(
    fields: dict[str, Any] | None, says: str, repo: Repo, unrepeat: Run
) -> None:
    story = enabled(repo)
    path = ".unrepeat/guards/scan.yml"
    repo.write({path: None if fields is None else guard(story, **fields)[path], "src/c.py": AGAIN})
    rows = found(unrepeat, repo)
    assert sorted(row["path"] for row in rows) == [path, "src/c.py"]
    assert any(says in row["message"] for row in rows)


def firm(repo: Repo, unrepeat: Run) -> Any:  # noqa: ANN401 -- the story's two commits
    """Tell the story, and let its guard block: proven, and tried on the whole past."""
    story = enabled(repo, stage="block")
    succeeds(unrepeat("prove", "--all", cwd=repo.folder))
    succeeds(unrepeat("backtest", "scan", cwd=repo.folder))
    repo.commit("prove and try it")
    return story


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (".unrepeat/guards/scan.json", None),
        (".unrepeat/guards/scan.json", "{}"),
        (".unrepeat/backtests/scan.json", None),
        (".unrepeat/backtests/scan.json", '{"noise": 100}'),
        (".unrepeat/settings.yml", "noise-budget: 0\n"),
        (".unrepeat/guards/scan.yml", "paths"),
        (".unrepeat/guards/scan.yml", "rule"),
    ],
)
def test_a_guard_that_blocks_is_not_disarmed_by_what_stands_beside_it(
    path: str, content: str | None, repo: Repo, unrepeat: Run
) -> None:
    story = firm(repo, unrepeat)
    if path.endswith("settings.yml"):  # a budget of nothing holds back what fires at all
        repo.commit("fires elsewhere", {"src/e.py": AGAIN})
        succeeds(unrepeat("backtest", "scan", cwd=repo.folder))
        repo.commit("try it again", {".unrepeat/settings.yml": "noise-budget: 50\n"})
    changed: dict[str, dict[str, Any]] = {
        "paths": {"paths": ["other/**"]},
        "rule": {"rule": {"language": "python", "rule": {"pattern": "no()"}}},
    }
    if content in changed:
        content = str(guard(story, stage="block", **changed[content])[path])
    repo.write({path: content})
    (row,) = found(unrepeat, repo, code=1)
    assert (row["guard"], row["stage"]) == ("scan", "block")
    assert "less firmly" in row["message"]


def test_a_guard_may_be_changed_where_it_is_proven_anew(repo: Repo, unrepeat: Run) -> None:
    story = firm(repo, unrepeat)
    rule = {"language": "python", "rule": {"pattern": "rows.count($A)"}}
    repo.write(guard(story, stage="block", rule=rule))
    succeeds(unrepeat("prove", "scan", cwd=repo.folder))
    succeeds(unrepeat("backtest", "scan", cwd=repo.folder))
    repo.write({})
    (row,) = found(unrepeat, repo)
    assert (row["stage"], "looks for something else" in row["message"]) == ("advise", True)


def test_strict_says_that_a_guard_could_not_look(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    repo.write({"src/a.py": AGAIN, "src/large.py": "x = 1  # filler\n" * 80_000})
    rows = found(unrepeat, repo, "--strict", code=2)
    assert [row["path"] for row in rows] == ["src/a.py"], "what it found before it could not go on is kept"


@pytest.mark.parametrize("name", ["scan.yaml", "deep/scan.yml", "scan.YML"])
def test_a_guard_that_stands_where_nobody_reads_it_is_told(name: str, repo: Repo, unrepeat: Run) -> None:
    story = tell(repo)
    text = next(iter(guard(story, stage="block").values()))
    repo.commit("a guard", {f".unrepeat/guards/{name}": text})
    repo.write({"src/c.py": AGAIN})
    done = unrepeat("check", cwd=repo.folder)
    assert done.returncode == 2
    assert "nobody reads it as a guard" in done.stderr
    assert "nobody reads it as a guard" in unrepeat("fsck", cwd=repo.folder).stdout


def test_a_range_without_a_beginning_lets_nothing_pass(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    assert "no beginning" in complains(unrepeat("check", "..HEAD", cwd=repo.folder))


@pytest.mark.parametrize("value", ["many", "", "[1]", ".nan", ".inf", "-1", "true"])
def test_a_budget_that_is_none_leaves_the_usual_one(value: str, repo: Repo, unrepeat: Run) -> None:
    firm(repo, unrepeat)
    repo.commit("settings", {".unrepeat/settings.yml": f"noise-budget: {value}\n"})
    repo.write({"src/c.py": AGAIN})
    (row,) = found(unrepeat, repo, code=1)
    assert row["stage"] == "block"


@pytest.mark.parametrize(
    "message",
    [
        "Unrepeat-Waive: scan because it is the subject\n",
        "Count\n\nTo pass it over write\nUnrepeat-Waive: scan because of a reason\nin the message.\n",
        "Count\n\n```\nUnrepeat-Waive: scan because it is quoted\n```\n",
        "Count\n\nUnrepeat-Waive: scan because ...\n",
        "Count\n\nUnrepeat-Waive: scan because REASON\n",
        "Count\n\nUnrepeat-Waive: scan because \u200b\n",
    ],
)
def test_only_a_trailer_with_a_reason_waives(message: str, repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    enabled(repo)
    repo.write({"src/c.py": AGAIN})
    (tmp_path / "message").write_text(message)
    assert len(found(unrepeat, repo, "--message", str(tmp_path / "message"))) == 1


def test_to_block_takes_a_proof_a_backtest_and_room_in_the_budget(repo: Repo, unrepeat: Run) -> None:
    enabled(repo, stage="block")
    repo.write({"src/c.py": AGAIN})

    def stage() -> tuple[str, str]:
        done = unrepeat("check", "--json", cwd=repo.folder)
        (row,) = [json.loads(line) for line in done.stdout.splitlines() if '"scan"' in line]
        assert done.returncode == (row["stage"] == "block")
        return row["stage"], done.stderr

    assert stage()[0] == "advise"
    assert "unrepeat prove scan" in stage()[1]
    repo.git("stash")
    succeeds(unrepeat("prove", "--all", cwd=repo.folder))
    repo.commit("prove it")
    repo.git("stash", "pop")
    assert "unrepeat backtest scan" in stage()[1]
    repo.git("stash")
    succeeds(unrepeat("backtest", "scan", cwd=repo.folder))
    repo.commit("keep the backtest")
    repo.git("stash", "pop")
    assert stage()[0] == "block"
    repo.git("stash")
    repo.commit("no room", {".unrepeat/settings.yml": "noise-budget: 0\n", "src/d.py": AGAIN})
    succeeds(unrepeat("backtest", "scan", cwd=repo.folder))
    repo.commit("backtest again")
    repo.git("stash", "pop")
    assert stage()[0] == "advise"
    assert "of 0 allowed" in stage()[1]


def test_a_waiver_with_a_reason_is_heard_and_one_without_is_not(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    repo.write({"src/c.py": AGAIN})
    message = repo.folder.parent / "message"
    for text, count, says in (
        ("Count\n\nUnrepeat-Waive: scan because these rows are unfiltered\n", 0, "passed over this once: these rows"),
        ("Count\n\nUnrepeat-Waive: scan\n", 1, "gives no reason"),
        ("Count\n\nUnrepeat-Waive: sacn because of a slip\n", 1, "There is no guard sacn"),
        ("Count\n# Unrepeat-Waive: scan because it is a comment\n", 1, ""),
    ):
        message.write_text(text)
        assert len(found(unrepeat, repo, "--message", str(message))) == count
        assert says in unrepeat("check", "--message", str(message), cwd=repo.folder).stderr


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("id: scan\ntitle: [\n", 3, "expected"),
        ("id: scan\ntitle: t\nkind: klingon\nstage: block\n", 3, "no kind of guard 'klingon'"),
        ("id: scan\ntitle: t\nkind: text\nrule: {regex: '('}\nstage: block\n", 4, "no expression of RE2"),
        ("id: scan\ntitle: t\nkind: text\nrule: {regx: 'a'}\nstage: block\n", 4, "'regx'"),
        ("id: other\ntitle: t\nkind: text\nrule: {regex: 'a'}\n", 1, "'other'"),
    ],
)
def test_a_guard_that_cannot_be_read_is_told_with_its_line_and_the_others_still_run(
    text: str, line: int, says: str, repo: Repo, unrepeat: Run
) -> None:
    story = tell(repo)
    repo.commit("guards", guard(story, id="good") | {".unrepeat/guards/scan.yml": text})
    repo.write({"src/c.py": AGAIN})
    done = unrepeat("check", "--json", cwd=repo.folder)
    assert done.returncode == 2, "it may be one that blocks"
    assert f".unrepeat/guards/scan.yml, line {line}: " in done.stderr
    assert says in done.stderr
    assert '"guard": "good"' in done.stdout


def test_a_guard_that_cannot_look_is_never_counted_as_silent(repo: Repo, unrepeat: Run) -> None:
    enabled(repo)
    repo.write({"src/large.py": "x = 1  # filler\n" * 80_000})
    done = unrepeat("check", cwd=repo.folder)
    assert "scan could not look: src/large.py could not be read (large)" in done.stderr


def test_what_keeps_many_guards_from_looking_is_told_once(repo: Repo, unrepeat: Run) -> None:
    story = tell(repo)
    files: dict[str, str | bytes | None] = {}
    for number in range(8):
        files |= guard(story, id=f"scan-{number}")
    repo.commit("add guards", files)
    repo.write({"src/large.py": "x = 1  # filler\n" * 80_000})
    done = unrepeat("check", cwd=repo.folder)
    assert done.stderr.count("could not be read") == 1
    assert "The guards scan-0, scan-1, scan-2, scan-3, scan-4 and 3 more could not look: src/large.py" in done.stderr
    assert "8 of 8 guards could not look" in done.stdout


def test_no_path_and_no_message_is_taken_for_a_command_of_the_forge_whose_log_this_is(
    repo: Repo, unrepeat: Run
) -> None:
    enabled(repo)
    repo.write({"src/::error file=b,line=1::pwned.py": AGAIN})
    message = repo.folder.parent / "message"
    message.write_text("Count\n\nUnrepeat-Waive: nothing##[error]x because ##[error]y\n")
    done = unrepeat("check", "--message", str(message), cwd=repo.folder)
    assert "pwned.py" in done.stdout
    said = (done.stdout + done.stderr).splitlines()
    assert not [line for line in said if line.lstrip().startswith("::") or "##[" in line]


def test_what_cannot_be_is_told(repo: Repo, unrepeat: Run) -> None:
    assert complains(unrepeat("check", "HEAD", cwd=repo.folder))
    repo.write({"a.py": FIXED})
    assert "Nothing to say" in succeeds(unrepeat("check", cwd=repo.folder)), "before the first commit"
    repo.commit("begin")
    assert "cannot be read" in complains(unrepeat("check", "--message", "gone", cwd=repo.folder))
    assert unrepeat("check", "--staged", "HEAD", cwd=repo.folder).returncode == 2
    assert complains(unrepeat("check", "no-such..HEAD", cwd=repo.folder))
