"""One change is read as what it adds and removes, wherever it stands, and the repository stays as it was."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repository import Repo
from unrepeat.errors import RepositoryError
from unrepeat.git import Repository
from unrepeat.history.edit import MOST_LINES, Edit
from unrepeat.history.edits import commit_edits, past_changes, range_edits, staged_edits
from unrepeat.history.read_edits import LARGEST

Files = dict[str, str | bytes | None]


def found(repo: Repo) -> Repository:
    return Repository.discover(repo.folder)


def only(edits: tuple[Edit, ...]) -> Edit:
    assert len(edits) == 1, edits
    return edits[0]


def test_a_commit_is_read_against_its_parent_line_by_line(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "one\ntwo\nthree\nfour\n", "same.py": "same\n"})
    commit = repo.commit("change", {"a.py": "zero\none\nthree\n4\r\nfive"})
    edit = only(commit_edits(found(repo), commit))
    assert (edit.path, edit.status, edit.old_path, edit.unread) == ("a.py", "modified", None, "")
    assert edit.added == ((1, "zero"), (4, "4"), (5, "five"))
    assert edit.removed == ((2, "two"), (4, "four"))
    assert (edit.before, edit.after) == ("one\ntwo\nthree\nfour\n", "zero\none\nthree\n4\r\nfive")


def test_a_first_commit_only_adds_and_a_deletion_only_removes(repo: Repo) -> None:
    first = repo.commit("begin", {"a.py": "one\r\ntwo\n", "empty": ""})
    a, empty = commit_edits(found(repo), first)
    assert (a.status, a.added, a.removed, a.before) == ("added", ((1, "one"), (2, "two")), (), "")
    assert (empty.status, empty.added, empty.unread) == ("added", (), "")
    last = only(commit_edits(found(repo), repo.commit("end", {"a.py": None})))
    assert (last.status, last.added, last.removed, last.after) == ("deleted", (), ((1, "one"), (2, "two")), "")


def test_a_merge_is_read_against_its_first_parent(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "one\n"})
    repo.branch("side")
    repo.commit("side", {"b.py": "side\n"})
    repo.switch("main")
    repo.commit("main", {"a.py": "main\n"})
    assert [edit.path for edit in commit_edits(found(repo), repo.merge("side"))] == ["b.py"]


def test_a_renamed_file_tells_where_it_was_and_only_what_changed(repo: Repo) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repo.commit("begin", {"old/a.py": text, "old/b.py": "other\nfile\n", "old/empty.py": ""})
    repo.git("mv", "old", "new")
    commit = repo.commit("move", {"new/a.py": text.replace("line 7\n", "line seven\n")})
    edits = {edit.path: edit for edit in commit_edits(found(repo), commit)}
    assert sorted(edits) == ["new/a.py", "new/b.py", "new/empty.py", "old/empty.py"]
    a = edits["new/a.py"]
    assert (a.status, a.old_path, a.added, a.removed) == ("renamed", "old/a.py", ((8, "line seven"),), ((8, "line 7"),))
    b = edits["new/b.py"]
    assert (b.status, b.old_path, b.added, b.removed) == ("renamed", "old/b.py", (), ())
    assert {edit.status for path, edit in edits.items() if path.endswith("empty.py")} == {"added", "deleted"}


def test_a_range_is_one_change_from_where_the_branch_began(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "one\n", "b.py": "b\n"})
    repo.branch("side")
    repo.commit("first", {"a.py": "two\n"})
    repo.commit("second", {"a.py": "three\n"})
    repo.switch("main")
    repo.commit("main goes on", {"b.py": "main\n"})
    repo.switch("side")
    for spelled in ("main..side", "main..", "main...HEAD"):
        edit = only(range_edits(found(repo), spelled))
        assert (edit.path, edit.added, edit.removed) == ("a.py", ((1, "three"),), ((1, "one"),))
    assert range_edits(found(repo), "side..side") == ()


def test_a_range_of_two_histories_is_declined_in_kind_words(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "one\n"})
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit("other", {"b.py": "two\n"})
    with pytest.raises(RepositoryError, match="no commit in common"):
        range_edits(found(repo), "main..other")


def test_what_is_staged_counts_and_what_is_only_written_does_not(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "one\n", "deep/b.py": "b\n", "gone.py": "gone\n"})
    repo.write({"a.py": "two\n", "new.py": "new\n", "gone.py": None})
    (repo.folder / "a.py").write_text("three\n")
    (repo.folder / "planned.py").write_text("planned\n")
    repo.git("add", "--intent-to-add", "planned.py")
    for folder in (repo.folder, repo.folder / "deep"):
        edits = staged_edits(Repository.discover(folder))
        assert [(e.path, e.status, [line.text for line in e.added]) for e in edits] == [
            ("a.py", "modified", ["two"]),
            ("gone.py", "deleted", []),
            ("new.py", "added", ["new"]),
        ]


def test_staging_is_read_before_the_first_commit_and_when_nothing_was_ever_staged(repo: Repo) -> None:
    assert staged_edits(found(repo)) == ()
    repo.write({"a.py": "one\n"})
    assert [(edit.path, edit.status) for edit in staged_edits(found(repo))] == [("a.py", "added")]


def test_a_linked_work_tree_has_its_own_staging(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "one\n"})
    repo.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    (tmp_path / "tree/a.py").write_text("two\n")
    repo.git("-C", str(tmp_path / "tree"), "add", "a.py")
    assert only(staged_edits(Repository.discover(tmp_path / "tree"))).added == ((1, "two"),)
    assert staged_edits(found(repo)) == ()


def test_in_a_hook_the_index_that_git_names_counts_unless_it_is_another_repositorys(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("begin", {"a.py": "one\n"})
    repo.write({"a.py": "two\n"})
    (repo.folder / ".git/index").rename(repo.folder / ".git/next-index-7.lock")
    repo.git("read-tree", "HEAD")
    assert staged_edits(found(repo)) == ()
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-7.lock")
    assert only(staged_edits(found(repo))).added == ((1, "two"),)
    other = Repo(tmp_path / "other")
    other.commit("begin", {"b.py": "one\n"})
    assert staged_edits(found(other)) == ()


def test_an_index_in_two_parts_is_read_whole(repo: Repo) -> None:
    repo.commit("begin", {f"{number}.py": "one\n" for number in range(9)})
    repo.git("update-index", "--split-index")
    repo.write({"3.py": "two\n"})
    assert list((repo.folder / ".git").glob("sharedindex.*"))
    assert only(staged_edits(found(repo))).path == "3.py"


def test_paths_in_conflict_are_left_out_of_what_is_staged(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "one\n"})
    repo.branch("side")
    repo.commit("side", {"a.py": "side\n", "b.py": "b\n"})
    repo.switch("main")
    repo.commit("main", {"a.py": "main\n"})
    with pytest.raises(AssertionError):
        repo.git("merge", "side")
    assert [edit.path for edit in staged_edits(found(repo))] == ["b.py"]


def test_nothing_is_staged_in_a_bare_repository(tmp_path: Path) -> None:
    bare = Repo(tmp_path / "bare", "--bare")
    with pytest.raises(RepositoryError, match="bare"):
        staged_edits(found(bare))


def test_reading_runs_nothing_and_writes_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "one\n", ".gitattributes": "*.py diff=evil filter=evil\n"})
    repo.write({"a.py": "two\n"})
    marker = tmp_path / "ran"
    program = json.dumps(f"touch {marker}; :")
    with (repo.folder / ".git/config").open("a") as config:
        config.write(f"[core]\n\tfsmonitor = {program}\n[diff]\n\texternal = {program}\n")
        config.write(f'[diff "evil"]\n\ttextconv = {program}\n[filter "evil"]\n\tclean = {program}\n')
    before = {path: path.stat().st_mtime_ns for path in (repo.folder / ".git").rglob("*")}
    assert only(staged_edits(found(repo))).added == ((1, "two"),)
    assert commit_edits(found(repo), "HEAD")
    assert {path: path.stat().st_mtime_ns for path in (repo.folder / ".git").rglob("*")} == before
    assert not marker.exists()
    repo.git("status")
    assert marker.exists(), "the trap is a real one: git itself falls into it"


def test_binaries_and_large_files_are_named_and_not_read(repo: Repo) -> None:
    repo.commit("begin", {"a.bin": b"a\0b\n", "b.txt": "text\n"})
    commit = repo.commit(
        "grow", {"a.bin": b"a\0c\n", "b.txt": b"text\n\0", "c.bin": b"\0", "large.txt": "x\n" * (LARGEST // 2 + 1)}
    )
    edits = commit_edits(found(repo), commit)
    assert [(edit.path, edit.unread) for edit in edits] == [
        ("a.bin", "binary"),
        ("b.txt", "binary"),
        ("c.bin", "binary"),
        ("large.txt", "large"),
    ]
    assert not any(edit.added or edit.removed or edit.before or edit.after for edit in edits)


def test_of_one_file_only_so_many_lines_are_given(repo: Repo) -> None:
    commit = repo.commit("begin", {"a.txt": "x\n" * (MOST_LINES + 10)})
    edit = only(commit_edits(found(repo), commit))
    assert len(edit.added) == MOST_LINES
    assert edit.after.count("\n") == MOST_LINES + 10


def test_a_mode_a_link_and_a_submodule_are_read_without_harm(repo: Repo) -> None:
    inner = repo.commit("begin", {"a.py": "one\n"})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{inner},part")
    (repo.folder / "part").mkdir()
    (repo.folder / "a.py").chmod(0o755)
    (repo.folder / "link").symlink_to("a.py")
    edits = commit_edits(found(repo), repo.commit("more"))
    assert [(e.path, e.status, e.added) for e in edits] == [("a.py", "modified", ()), ("link", "added", ((1, "a.py"),))]


def test_names_and_texts_that_are_no_utf_8_come_as_they_are(repo: Repo) -> None:
    name = os.fsdecode(b"caf\xe9 \n.py")
    repo.commit("begin", {name: b"caf\xe9\n"})
    edit = only(commit_edits(found(repo), repo.commit("change", {name: b"th\xe9\n"})))
    assert edit.path.encode("utf-8", "surrogateescape") == b"caf\xe9 \n.py"
    assert [line.text.encode("utf-8", "surrogateescape") for line in edit.added] == [b"th\xe9"]


def test_what_a_partial_clone_left_out_is_said_to_be_missing(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit("begin", {"a.py": "one\n", "old.py": "1\n2\n3\n"})
    repo.git("mv", "old.py", "new.py")
    commit = repo.commit("change", {"a.py": "two\n"})
    partial = tmp_path / "partial"
    repo.git("clone", "--quiet", "--filter=blob:none", "--no-checkout", repo.folder.as_uri(), str(partial))
    edits = commit_edits(Repository.discover(partial), commit)
    assert {(edit.path, edit.unread) for edit in edits} == {(p, "missing") for p in ("a.py", "new.py", "old.py")}


def test_a_damaged_object_costs_its_own_file_alone(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "one\n", "b.py": "b\n"})
    commit = repo.commit("change", {"a.py": "two\n", "b.py": "c\n"})
    name = repo.git("rev-parse", "HEAD:a.py")
    file = repo.folder / ".git/objects" / name[:2] / name[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:12])
    a, b = commit_edits(found(repo), commit)
    assert (a.path, a.unread) == ("a.py", "missing")
    assert (b.added, b.removed) == (((1, "c"),), ((1, "b"),))


def test_the_end_of_a_shallow_clone_is_not_taken_for_a_beginning(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": "one\n"})
    repo.commit("change", {"a.py": "two\n"})
    repo.git("clone", "--quiet", "--depth=1", repo.folder.as_uri(), str(tmp_path / "shallow"))
    with pytest.raises(RepositoryError, match="deepen"):
        commit_edits(Repository.discover(tmp_path / "shallow"), "HEAD")


def _imported(repo: Repo, folders: str) -> None:
    """Commit 5,000 small files to each of two folders in turn, without writing them to disk."""
    stream = b""
    for second, folder in enumerate(folders):
        stream += f"commit refs/heads/main\ncommitter A <a@example.org> {second} +0000\ndata 0\ndeleteall\n".encode()
        for number in range(5000):
            content = f"{folder} {number}\n"
            stream += f"M 100644 inline {folder}/{number}.py\ndata {len(content)}\n{content}\n".encode()
    repo.git("fast-import", "--quiet", stdin=stream)


def test_ten_thousand_files_that_move_and_change_are_read(repo: Repo) -> None:
    _imported(repo, "ab")
    edits = commit_edits(found(repo), "main")
    assert len(edits) == 10_000  # too many to weigh for likeness
    assert sum(len(edit.added) + len(edit.removed) for edit in edits) == 10_000


def test_a_repository_of_sha256_is_read_too(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "new", "--object-format=sha256")
    first = repo.commit("begin", {"a.py": "one\n"})
    repo.write({"a.py": "two\n"})
    assert only(commit_edits(found(repo), first)).added == ((1, "one"),)
    assert only(staged_edits(found(repo))).added == ((1, "two"),)


LINES = st.lists(st.sampled_from(["", "a", "b", "  c", "d\r", "@@ -1 +1 @@", "+++ b/x", "é"]), max_size=12)
TEXTS = st.tuples(LINES, st.booleans()).map(lambda made: "\n".join(made[0]) + "\n" * (made[1] and bool(made[0])))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=25))
def test_without_what_was_added_and_removed_both_sides_are_the_same(pairs: list[tuple[str, str]], repo: Repo) -> None:
    sides: list[Files] = [{f"{number}.txt": pair[side] for number, pair in enumerate(pairs)} for side in (0, 1)]
    repo.commit("before", sides[0])
    for edit in commit_edits(found(repo), repo.commit("after", sides[1])):
        assert (edit.before, edit.after) == pairs[int(edit.path.partition(".")[0])]
        assert _without(edit.before, edit.removed) == _without(edit.after, edit.added)
        for spans, lines in ((edit.adds, edit.added), (edit.takes, edit.removed)):
            assert [at for first, last in spans for at in range(first, last + 1)] == [line.number for line in lines]


def test_many_changes_are_read_at_once_as_each_is_by_itself(repo: Repo) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repo.commit("begin\n\nwith words", {"a.py": text, "b.py": "b\n"})
    repo.branch("side")
    repo.commit("move", {"a.py": None, "c.py": text.replace("line 7", "line seven")})
    repo.switch("main")
    repo.commit("remove", {"b.py": None, "data": b"\0\1"})
    repo.merge("side")
    repo.commit("nothing")
    commits = repo.git("rev-list", "--all").split()
    with found(repo).view() as view:
        past = list(past_changes(view, commits))
    assert [one.commit for one in past] == commits
    assert [one.edits for one in past] == [commit_edits(found(repo), commit) for commit in commits]
    assert past[-1].message == "begin\n\nwith words\n"
    assert len(past[1].parents) == 2


def _without(text: str, changed: tuple[tuple[int, str], ...]) -> list[str]:
    lines = text.split("\n")
    numbers = {number for number, _ in changed}
    assert all(lines[number - 1].removesuffix("\r") == said for number, said in changed)
    # A last line with and without its end differs to git, so only lines that have one are compared whole.
    return [line for number, line in enumerate(lines, 1) if number not in numbers and line]
