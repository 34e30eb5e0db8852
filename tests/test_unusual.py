"""Repositories of every shape that git makes are read like any other."""

from pathlib import Path

from tests.expectations import QUICK, Rows, Run, answers, blamed, complains, followed, succeeds, tell_story
from tests.repository import Repo


def test_a_repository_of_sha256(unrepeat: Run, rows: Rows, tmp_path: Path) -> None:
    repo = Repo(tmp_path / "new", "--object-format=sha256")
    *_, fix = tell_story(repo)
    assert len(fix) == 64
    assert followed(rows, repo.folder, "a.py") == blamed(repo, "a.py")
    assert [row["fix"] for row in rows("trace", fix, fix[:40], "HEAD", cwd=repo.folder)] == [fix] * 3
    succeeds(unrepeat("link", "HEAD", "HEAD~1", "yes", cwd=repo.folder))
    assert rows("trace", "HEAD", cwd=repo.folder)[0]["culprits"][0]["confirmed"]


def test_a_bare_repository_and_the_git_directory_itself(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    tell_story(repo)
    expected = answers(unrepeat, repo.folder, QUICK)
    bare = tmp_path / "bare.git"
    repo.git("clone", "--quiet", "--bare", repo.folder.as_uri(), str(bare))
    assert answers(unrepeat, bare, QUICK) == expected
    assert answers(unrepeat, repo.folder / ".git", QUICK[:1]) == expected[:1]
    assert "--ledger" in complains(unrepeat("link", "HEAD", "HEAD~1", "no", cwd=bare))
    ledger = str(tmp_path / "ledger")
    succeeds(unrepeat("link", "HEAD", "HEAD~1", "yes", "--ledger", ledger, cwd=bare))
    assert '"confirmed": true' in unrepeat("trace", "HEAD", "--json", "--ledger", ledger, cwd=bare).stdout


def test_submodules_links_binaries_and_modes_are_no_lines(
    repo: Repo, unrepeat: Run, rows: Rows, tmp_path: Path
) -> None:
    part = Repo(tmp_path / "part")
    inner = part.commit("inner", {"x": "1\n"})
    tell_story(repo)
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{inner},part")
    (repo.folder / "part").mkdir()
    repo.commit("Fix: add a submodule")
    (repo.folder / "link").symlink_to("a.py")
    repo.commit("Fix missing link", {"picture.bin": bytes(range(256))})
    (repo.folder / "link").unlink()
    repo.commit("Fix link that is a file now", {"link": "one\ntwo\n", "picture.bin": bytes(range(255, -1, -1))})
    (repo.folder / "a.py").chmod(0o755)
    mode = repo.commit("Fix mode")
    for path in ("a.py", "link", "b.py"):
        assert followed(rows, repo.folder, path) == blamed(repo, path)
    assert rows("trace", mode, cwd=repo.folder)[0]["culprits"] == []
    assert rows("lines", "picture.bin", cwd=repo.folder)
    complains(unrepeat("lines", "part", cwd=repo.folder))
    for command in (("strings",), ("study",), ("coupling",)):
        succeeds(unrepeat(*command, cwd=repo.folder))


def test_an_octopus_and_a_file_renamed_and_edited_in_a_merge(repo: Repo, rows: Rows) -> None:
    text = [f"line {number}\n" for number in range(30)]
    repo.commit("begin", {"a.py": "".join(text), "b.py": "b\n"})
    for number in range(3):
        repo.branch(f"topic{number}", "main")
        changed = text.copy()
        changed[number * 10] = f"topic {number}\n"
        repo.commit(f"topic {number}", {"a.py": "".join(changed), f"new{number}.py": "new\n"})
    repo.switch("main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "octopus", "topic0", "topic1", "topic2")
    assert len(repo.git("rev-parse", "HEAD^@").split()) == 4
    repo.branch("side")
    repo.commit("side", {"b.py": "b\nside\n"})
    repo.switch("main")
    repo.commit("main", {"c.py": "c\n"})
    content = (repo.folder / "a.py").read_text().replace("line 5\n", "line five\n")
    repo.merge("side", "merge that renames and edits", {"a.py": None, "deep/renamed.py": content})
    for path in ("deep/renamed.py", "b.py", "new2.py"):
        assert followed(rows, repo.folder, path) == blamed(repo, path)


def test_a_thousand_files_renamed_at_once(repo: Repo, rows: Rows) -> None:
    files: dict[str, str | bytes | None] = {f"old/{n}.py": f"def f{n}():\n    return {n}\n" * 4 for n in range(1100)}
    repo.commit("begin", files)
    repo.git("mv", "old", "new")
    repo.commit("Fix names", {"new/7.py": "def f7():\n    return 7\n" * 3 + "def g():\n    return 8\n"})
    assert rows("index", cwd=repo.folder)[0]["paths"] == 2200
    for path in ("new/7.py", "new/1000.py"):
        assert followed(rows, repo.folder, path) == blamed(repo, path)


def test_a_tag_a_branch_and_a_short_hash_name_a_commit(repo: Repo, rows: Rows) -> None:
    _, _, fix = tell_story(repo)
    repo.git("tag", "light")
    repo.git("tag", "--annotate", "-m", "a release", "heavy")
    names = ("light", "heavy", "main", "HEAD", "@", fix[:8], "main@{0}", repo.git("rev-parse", "heavy"))
    assert [row["fix"] for row in rows("trace", *names, cwd=repo.folder)] == [fix] * len(names)
    assert followed(rows, repo.folder, "a.py", "--at", "heavy~1") == blamed(repo, "a.py", "heavy~1")
