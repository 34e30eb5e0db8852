"""A change that a need asks for counts while its effect stands, however it was taken back or brought in again."""

from hashlib import sha1
from itertools import count
from pathlib import Path

import pytest

from tests.ledger.changing import BASE, CHANGED, RETRY, ask, reverse, revert
from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger import descent
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.done import Code


@pytest.fixture
def change(repo: Repo) -> str:
    """Commit a file and then a change to it; give the change."""
    repo.commit("begin", {"a.py": BASE, "b.py": "b = 1\n"})
    return repo.commit("add retry", {"a.py": CHANGED})


def test_a_commit_is_in_since_its_day(repo: Repo, change: str) -> None:
    repo.commit("more", {"b.py": "b = 2\n"})

    assert ask(repo, change) == Answer(met=True, reason=f"{change[:12]} is in since 2026-01-03", next="")
    assert ask(repo, change[:9].upper()).met
    assert ask(repo, change, at=change).met


def test_a_commit_is_in_since_its_merge(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    repo.branch("side")
    change = repo.commit("add retry", {"r.py": RETRY})
    repo.switch("main")
    repo.commit("meanwhile", {"b.py": "b = 1\n"})
    repo.merge("side")

    assert ask(repo, change).reason == f"{change[:12]} is in since 2026-01-05"
    assert ask(repo, change, at="HEAD~1") == Answer(
        met=False,
        reason=f"{change[:12]} is not in this history yet",
        next="merge it, or name in `done-when` the commit that carries it",
    )


def test_a_revert_opens_it_again_from_its_day_on(repo: Repo, change: str) -> None:
    back = revert(repo, change)

    assert ask(repo, change).met is False
    assert ask(repo, change).reason == f"{change[:12]} was reverted by {back[:12]} on 2026-01-04"
    assert ask(repo, change, at="HEAD~1").met


def test_the_last_of_reverts_of_reverts_counts(repo: Repo, change: str) -> None:
    back = revert(repo, change)
    again = revert(repo, back)

    answer = ask(repo, change)
    assert answer.met
    assert answer.reason == (
        f"{change[:12]} is in: reverted by {back[:12]} on 2026-01-04, brought in again by {again[:12]} on 2026-01-05"
    )
    last = revert(repo, again)
    assert ask(repo, change).reason.endswith(f"was reverted by {last[:12]} on 2026-01-06")


@pytest.mark.parametrize(
    "message",
    [
        "Undo\n\nThis reverts commit {0}.",
        "Undo\n\nThis reverts commit {1}.",
        "Undo\n\nThis reverts commits\n  0123456789 and\n  {1}.",
        "lib: revert {1}",
        "Revert: {0}",
        "Undo\n\nThis reverts commit {2}.",
        'Revert "add retry" (#12)',
    ],
)
def test_the_words_of_a_revert_are_understood(repo: Repo, change: str, message: str) -> None:
    back = repo.commit(message.format(change, change[:9], change.upper()))

    assert ask(repo, change).reason == f"{change[:12]} was reverted by {back[:12]} on 2026-01-04"


@pytest.mark.parametrize(
    "message",
    [
        "Mend\n\nThis partially reverts commit {0}.",
        "Mend\n\nNeeded since the bug was reverted in commit {0}.",
        "Mend\n\nDo not revert commit {0}.",
        "Mend what {0} forgot",
        'Revert "add another" (#12)',
    ],
)
def test_other_words_are_not_taken_for_a_revert(repo: Repo, change: str, message: str) -> None:
    repo.commit(message.format(change))

    assert ask(repo, change).met


def test_a_revert_that_is_not_merged_does_not_count(repo: Repo, change: str) -> None:
    repo.branch("side")
    back = revert(repo, change)
    repo.switch("main")
    repo.commit("meanwhile", {"b.py": "b = 2\n"})

    assert ask(repo, change).met
    repo.merge("side")
    assert ask(repo, change).reason == f"{change[:12]} was reverted by {back[:12]} on 2026-01-04"


def test_a_revert_on_a_branch_that_never_had_the_change_does_not_count(repo: Repo, change: str) -> None:
    repo.branch("side", at="HEAD~1")
    repo.commit(f"Undo what we had picked\n\nThis reverts commit {change}.")
    repo.switch("main")
    repo.merge("side")

    assert ask(repo, change).met


def test_a_reverted_merge_takes_back_what_it_brought(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    before = repo.commit("before", {"b.py": "b = 1\n"})
    repo.branch("side")
    change = repo.commit("add retry", {"r.py": RETRY})
    repo.switch("main")
    beside = repo.commit("beside", {"c.py": "c = 1\n"})
    merge = repo.merge("side")
    back = revert(repo, merge, "-m", "1")

    assert ask(repo, change).reason == f"{change[:12]} was reverted by {back[:12]} on 2026-01-07"
    assert ask(repo, merge).met is False
    assert ask(repo, before).met
    assert ask(repo, beside).met
    revert(repo, back)
    assert ask(repo, change).met


def test_a_change_taken_back_without_words_is_found(repo: Repo, change: str) -> None:
    repo.commit("beside it", {"a.py": CHANGED.replace("'value 7'", "'seven'")})
    back = reverse(repo, change, "tidy up")
    repo.commit("rewrite", {"a.py": "entirely = 'new'\n"})

    assert ask(repo, change).reason == f"{change[:12]} was taken back by {back[:12]} on 2026-01-05, line by line"


def test_submodules_and_large_files_do_not_hide_the_rest_of_a_change(repo: Repo) -> None:
    begin = repo.commit("begin", {"a.py": BASE})
    (repo.folder / "sub").mkdir()
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{begin},sub")
    change = repo.commit("add much", {"a.py": CHANGED, "large.txt": "large\n" * 200_000})
    assert ask(repo, change).met

    back = reverse(repo, change, "take it back")
    repo.commit("go on", {"a.py": BASE.replace("'value 15'", "'fifteen'")})
    assert f"was taken back by {back[:12]}" in ask(repo, change).reason


def test_a_change_brought_in_again_without_words_is_in(repo: Repo, change: str) -> None:
    reverse(repo, change, "tidy up")
    repo.git("cherry-pick", "--no-commit", change)
    repo.commit("once more")
    assert ask(repo, change).met

    repo.commit("rewrite", {"a.py": "entirely = 'new'\n"})
    assert ask(repo, change).met


def test_a_stated_revert_brought_in_again_without_words_is_in(repo: Repo, change: str) -> None:
    revert(repo, change)
    repo.git("cherry-pick", "--no-commit", change)
    again = repo.commit("once more")

    assert ask(repo, change).met
    assert f"brought in again by {again[:12]} on 2026-01-05" in ask(repo, change).reason


def test_what_came_back_in_another_form_has_to_be_named(repo: Repo, change: str) -> None:
    revert(repo, change)
    other = repo.commit("retry, with care", {"a.py": CHANGED.replace("limit", "careful_limit")})

    assert ask(repo, change).met is False
    assert "name that commit in `done-when`" in ask(repo, change).next
    assert ask(repo, other).met


def test_a_squashed_revert_that_leaves_every_file_as_before_is_found(repo: Repo, change: str) -> None:
    other = repo.commit("another change", {"b.py": "b = 2\n"})
    back = repo.commit("clean up", {"a.py": BASE, "b.py": "b = 1\n"})
    repo.commit("go on", {"c.py": "c = 1\n"})

    for one in (change, other):
        assert ask(repo, one).reason == (
            f"{one[:12]} looks undone by {back[:12]} on 2026-01-05: every file it touched is as before"
        )


def test_a_revert_among_other_edits_of_the_file_is_found(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE + RETRY})
    change = repo.commit("wait longer", {"a.py": BASE + RETRY.replace("times", "seconds").replace("limit", "most")})
    repo.commit("rework", {"a.py": BASE.replace("'value 15'", "'fifteen'") + "something = 'else'\n" + RETRY})

    answer = ask(repo, change)
    assert answer.met is False
    assert answer.reason == (
        f"{change[:12]} looks undone: hardly a line that it added is left, and those it removed are back"
    )


def test_one_line_that_is_back_by_chance_is_no_revert(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE + "first(row)\n"})
    change = repo.commit("take the last", {"a.py": BASE + "last(row)\n"})
    repo.commit("rework", {"a.py": "entirely = 'new'\nfirst(row)\n"})

    assert ask(repo, change).met


def test_a_deletion_that_came_back_is_undone(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE, "old.py": RETRY})
    change = repo.commit("remove the old one", {"old.py": None})
    repo.commit("bring it back", {"old.py": RETRY, "b.py": "b = 1\n"})

    assert "every file it touched is as before" in ask(repo, change).reason


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": BASE.replace("'value 9'", "'nine at last'") + "def again(count):\n    return count\n"},
        {"a.py": CHANGED.replace("    ", "\t").replace("\n", "\r\n")},
        {"a.py": BASE, "moved.py": "line_9 = 'another nine'\n" + RETRY},
        {"a.py": None, "renamed.py": CHANGED},
        {"a.py": None},
    ],
)
def test_rewriting_moving_and_renaming_are_no_revert(
    repo: Repo, change: str, files: dict[str, str | bytes | None]
) -> None:
    repo.commit("rework", files)

    assert ask(repo, change).met


def test_a_change_that_was_indented_stands_though_what_it_removed_is_back(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE + RETRY})
    waiting = RETRY.replace("times", "seconds")
    change = repo.commit("wait longer", {"a.py": BASE + waiting})
    repo.commit(
        "both", {"a.py": BASE + RETRY + "class Waiting:\n" + "".join(f"    {x}\n" for x in waiting.split("\n"))}
    )

    assert ask(repo, change).met


def test_a_note_that_came_with_a_change_may_go(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("add retry", {"a.py": BASE + RETRY * 3, "news/1.md": "Calls are tried again.\n"})
    repo.commit("release", {"a.py": "def retry(most, wait):\n    wait_between(times)\n", "news/1.md": None})

    assert ask(repo, change).met


def test_a_file_that_was_added_and_is_gone_is_undone(repo: Repo) -> None:
    repo.commit("begin", {"b.py": "b = 1\n", "other/__init__.py": ""})
    change = repo.commit("add retry", {"lib/retry.py": RETRY * 3, "lib/__init__.py": "", "b.py": "b = 1\nuse(lib)\n"})
    assert ask(repo, change).met
    back = repo.commit("drop it", {"lib/retry.py": None, "lib/__init__.py": None, "b.py": "b = 1\nother = 2\n"})

    assert ask(repo, change).reason == (
        f"{change[:12]} looks undone: lib/retry.py, which it added, was deleted by {back[:12]} on 2026-01-04"
    )


def test_a_picture_that_was_added_and_is_gone_is_undone(repo: Repo) -> None:
    repo.commit("begin", {"b.py": "b = 1\n"})
    change = repo.commit("add a picture", {"picture.png": b"\x89PNG\0"})
    assert ask(repo, change).met
    repo.commit("drop it", {"picture.png": None, "b.py": "b = 2\n"})

    assert "picture.png, which it added, was deleted" in ask(repo, change).reason


def test_a_change_of_which_a_file_is_left_stands(repo: Repo) -> None:
    repo.commit("begin", {"b.py": "b = 1\n"})
    change = repo.commit("add retry", {"first.py": RETRY * 3, "used.py": "use()\n"})
    repo.commit("rework", {"first.py": None, "used.py": "use_another()\nuse()\n", "b.py": "b = 2\n"})

    assert ask(repo, change).met


def test_a_file_that_was_added_and_renamed_is_in_until_it_goes(repo: Repo) -> None:
    repo.commit("begin", {"b.py": "b = 1\n"})
    change = repo.commit("add retry", {"retry.py": RETRY * 3})
    repo.move("retry.py", "again.py")
    repo.commit("edit", {"again.py": RETRY * 3 + "more = 1\n"})
    repo.move("again.py", "lib/once_more.py")
    repo.commit("edit", {"lib/once_more.py": "def retry(times):\n    return entirely_new(times)\n"})
    assert ask(repo, change).met

    back = repo.commit("drop it", {"lib/once_more.py": None})
    assert f"was deleted by {back[:12]}" in ask(repo, change).reason


def test_a_file_that_was_added_and_moved_into_others_is_in(repo: Repo) -> None:
    repo.commit("begin", {"b.py": "b = 1\n"})
    change = repo.commit("add retry", {"retry.py": RETRY})
    repo.commit("put it where it belongs", {"retry.py": None, "b.py": "b = 1\n" * 30 + RETRY})

    assert ask(repo, change).met


def test_a_file_that_a_merge_dropped_is_undone(repo: Repo) -> None:
    repo.commit("begin", {"b.py": "b = 1\n"})
    repo.branch("side")
    change = repo.commit("add retry", {"retry.py": RETRY})
    repo.switch("main")
    repo.commit("meanwhile", {"c.py": "c = 1\n"})
    repo.git("merge", "--quiet", "-s", "ours", "side")

    assert ask(repo, change).reason == f"{change[:12]} looks undone: no file that it added is there"


def test_a_mode_or_an_empty_commit_stands(repo: Repo) -> None:
    repo.commit("begin", {"a.py": BASE})
    (repo.folder / "a.py").chmod(0o755)
    mode = repo.commit("make it a program")
    empty = repo.commit("nothing")
    assert ask(repo, mode).met
    assert ask(repo, empty).met

    (repo.folder / "a.py").chmod(0o644)
    repo.commit("make it a file")
    assert ask(repo, mode).met is False


@pytest.mark.parametrize("words", ["", "\n\n(cherry picked from commit {0})"])
def test_a_copy_counts_for_the_commit(repo: Repo, words: str) -> None:
    repo.commit("begin", {"a.py": BASE, "b.py": "b = 1\n"})
    repo.branch("side")
    change = repo.commit("add retry", {"a.py": CHANGED})
    repo.switch("main")
    repo.commit("meanwhile", {"a.py": BASE + "meanwhile = 1\n"})
    text = BASE.replace("'value 9'", "'another nine'") + RETRY + "meanwhile = 1\n"
    copy = repo.commit("add retry" + words.format(change), {"a.py": text})

    assert ask(repo, change) == Answer(
        met=True, reason=f"{change[:12]} is in since 2026-01-05 as its copy {copy[:12]}", next=""
    )
    back = revert(repo, copy)
    assert ask(repo, change).reason == (
        f"{copy[:12]}, a copy of {change[:12]}, was reverted by {back[:12]} on 2026-01-06"
    )


def test_a_copy_of_a_commit_that_is_not_here_counts(repo: Repo) -> None:
    copy = repo.commit(
        "add retry\n\n(cherry picked from commit 0123456789abcdef0123456789abcdef01234567)", {"a": "a\n"}
    )

    assert ask(repo, "0123456789ab").reason == f"0123456789ab is in since 2026-01-02 as its copy {copy[:12]}"


def test_what_is_no_commit_is_a_sentence(repo: Repo, change: str) -> None:
    blob = repo.git("rev-parse", "HEAD:a.py")
    repo.git("tag", "-a", "-m", "release", "v1", change)

    assert ask(repo, "0" * 40).reason == "no commit here has the hash 000000000000"
    assert ask(repo, "main").reason == "'main' is no hash"
    assert ask(repo, "--all").reason == "'--all' is no hash"
    assert ask(repo, blob).reason == f"{blob[:12]} is a blob, not a commit"
    tag = repo.git("rev-parse", "v1")
    assert ask(repo, tag).reason == f"{tag[:12]} is a tag, not a commit"


def test_a_beginning_that_several_hashes_share_is_a_sentence(repo: Repo) -> None:
    repo.commit("begin")
    contents: dict[str, bytes] = {}
    for number in count():
        content = b"%d\n" % number
        named = sha1(b"blob %d\0%s" % (len(content), content), usedforsecurity=False).hexdigest()[:4]
        if named in contents:
            break
        contents[named] = content
    for one in (content, contents[named]):
        repo.git("hash-object", "-w", "--stdin", stdin=one)

    assert ask(repo, named).reason == f"{named} is the beginning of several hashes"


def test_a_shallow_clone_says_what_it_cannot_see(repo: Repo, tmp_path: Path, change: str) -> None:
    later = repo.commit("later", {"b.py": "b = 2\n"})
    last = repo.commit("last", {"b.py": "b = 3\n"})
    shallow = Repo(tmp_path / "shallow")
    shallow.git("fetch", "--quiet", "--depth=2", repo.folder.as_uri(), "main")
    shallow.git("reset", "--quiet", "--hard", "FETCH_HEAD")

    answer = ask(shallow, change)
    assert answer.met is None
    assert answer.reason == f"{change[:12]} is not in the part of the history that this shallow clone holds"
    assert "--unshallow" in answer.next
    answer = ask(shallow, later)
    assert answer.met is None
    assert answer.reason.endswith("; what it changed cannot be seen in this clone")
    assert "--unshallow" in answer.next
    assert ask(shallow, last).reason == f"{last[:12]} is in since 2026-01-05"


def test_a_partial_clone_says_what_it_cannot_see(repo: Repo, tmp_path: Path, change: str) -> None:
    repo.commit("undo", {"a.py": BASE})
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = Repo(tmp_path / "partial")
    partial.git("remote", "add", "origin", repo.folder.as_uri())
    partial.git("fetch", "--quiet", "--filter=tree:0", "origin", "main")
    head = partial.git("rev-parse", "FETCH_HEAD")
    (partial.folder / ".git/HEAD").write_text(f"{head}\n")
    partial.git("cat-file", "-p", f"{head}:a.py")

    answer = ask(partial, change)
    assert answer.met is None
    assert answer.next == "ask in a full clone"


def test_a_clone_without_old_contents_does_not_guess(repo: Repo, tmp_path: Path) -> None:
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("add retry", {"a.py": CHANGED})
    undone = repo.commit("and more", {"b.py": RETRY})
    repo.commit("rework", {"a.py": BASE + "more = 1\n", "b.py": None})
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = Repo(tmp_path / "partial")
    partial.git("remote", "add", "origin", repo.folder.as_uri())
    partial.git("fetch", "--quiet", "--filter=blob:none", "origin", "main")
    head = partial.git("rev-parse", "FETCH_HEAD")
    (partial.folder / ".git/HEAD").write_text(f"{head}\n")
    for held in (f"{change}~1:a.py", f"{head}:a.py"):
        partial.git("cat-file", "-p", held)

    answer = ask(partial, change)
    assert answer.met is None
    assert answer.reason.endswith("; what it changed cannot be seen in this clone")
    assert answer.next == "ask in a full clone"
    assert ask(partial, undone).met is False


def test_hashes_of_sha_256_are_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "wide", "--object-format=sha256")
    repo.commit("begin", {"a.py": BASE})
    change = repo.commit("add retry", {"a.py": CHANGED})
    assert ask(repo, change).met
    assert ask(repo, change[:12]).met

    back = revert(repo, change)
    assert ask(repo, change).reason == f"{change[:12]} was reverted by {back[:12]} on 2026-01-04"
    reverse(repo, back, "bring it back quietly")
    assert ask(repo, change).met


def test_a_clock_that_was_wrong_does_not_hide_a_revert(repo: Repo, change: str) -> None:
    now, repo.clock = repo.clock, 1_700_000_000
    back = repo.commit(f"Undo\n\nThis reverts commit {change}.", {"a.py": BASE})
    repo.clock = now
    repo.commit("go on", {"b.py": "b = 2\n"})

    assert back[:12] in ask(repo, change).reason
    assert ask(repo, change).met is False


def test_a_descendant_dated_before_its_ancestor_is_seen(
    repo: Repo, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(descent, "_BLOCK", 100)
    repo.branch("side")
    back = repo.commit(f"Undo\n\nThis reverts commit {change}.", days=-5)
    repo.switch("main")
    repo.commit("meanwhile", {"b.py": "b = 2\n"}, days=10)
    repo.merge("side")

    assert f"was reverted by {back[:12]}" in ask(repo, change).reason


def test_all_are_answered_at_once(repo: Repo, change: str) -> None:
    back = revert(repo, change)
    other = repo.commit("other", {"c.py": "c = 1\n"})
    code = Code(Repository.discover(repo.folder), repo.head())

    answers = code.answer([{"commit": name} for name in (other, change, "x", back, other[:8])])

    assert [answer.met for answer in answers] == [True, False, False, True, True]
