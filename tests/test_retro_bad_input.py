"""`retro` on what is gone, cut off, huge or hostile: a clear word, and nothing in it is obeyed."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.expectations import Run, complains, succeeds, tell_story
from tests.repository import BEGIN, Repo
from tests.within import runner

HOSTILE = (
    "Fix \x1b[2J<script>alert(1)</script> [x](http://evil.example) `b` @octo #1 | *b* "
    "\u202egpj.exe ::error::x ##[error]y"
)
FORMS: tuple[list[str], ...] = ([], ["--mini"], ["--template", "sre"], ["--format", "html"])


@pytest.fixture
def unrepeat(tmp_path: Path) -> Run:
    """Run the command line within this process."""
    return runner(tmp_path / "home")


def test_what_is_not_there_is_said(repo: Repo, unrepeat: Run) -> None:
    first, *_ = tell_story(repo)
    for target in (
        "nothing",
        "0" * 40,
        f"string-{'0' * 40}",
        "string-",
        "mistake:none",
        "HEAD..HEAD",
        f"HEAD..{first}",
    ):
        complains(unrepeat("retro", target, cwd=repo.folder))
    complains(unrepeat("retro", first, "0" * 40, cwd=repo.folder))
    assert unrepeat("retro", cwd=repo.folder).returncode == 2
    for other in (["--format", "html"], ["--mini"]):
        assert unrepeat("retro", first, "--template", "sre", *other, cwd=repo.folder).returncode == 2


def test_two_histories_have_no_range(repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit("apart", {"z.py": "1\n"})
    assert "no commit in common" in complains(unrepeat("retro", "main..other", cwd=repo.folder))


def test_a_mistake_whose_commits_are_gone_is_said(repo: Repo, unrepeat: Run) -> None:
    fixes = tell_story(repo)
    folder = repo.folder / ".unrepeat/mistakes"
    folder.mkdir(parents=True)
    for name, commits in (("gone", ["0" * 40]), ("none", []), ("half", [fixes[1], "0" * 40])):
        (folder / f"{name}.md").write_text(f"---\ncommits: {commits}\n---\n\n# It is {name}\n")
    assert "None of the commits" in complains(unrepeat("retro", "mistake:gone", cwd=repo.folder))
    assert "names no commits" in complains(unrepeat("retro", "mistake:none", cwd=repo.folder))
    page = succeeds(unrepeat("retro", "mistake:half", cwd=repo.folder))
    assert "1 commit of the record cannot be found in this clone" in page
    (repo.folder / ".unrepeat/decisions").mkdir()
    (repo.folder / ".unrepeat/decisions/chosen.md").write_text("# Chosen\n")
    assert "is of kind decision" in complains(unrepeat("retro", "chosen", cwd=repo.folder))


def test_a_single_first_commit_is_told(repo: Repo, unrepeat: Run) -> None:
    first, *_ = tell_story(repo)
    assert "we made a change" in succeeds(unrepeat("retro", first, cwd=repo.folder))


def test_shallow_partial_and_bare_clones_say_what_they_lack(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    *_, last = tell_story(repo)
    source = repo.folder.as_uri()
    repo.git("config", "uploadpack.allowFilter", "true")
    for name, options in (
        ("shallow", ["--depth=2"]),
        ("blobless", ["--filter=blob:none", "--no-checkout"]),
        ("treeless", ["--filter=tree:0", "--no-checkout"]),
        ("bare", ["--bare"]),
    ):
        clone = tmp_path / name
        repo.git("clone", "--quiet", *options, source, str(clone))
        done = unrepeat("retro", last, f"{last}~1", cwd=clone)
        if name == "treeless":
            assert "Traceback" not in done.stderr
            assert done.returncode in {0, 2}
            continue
        page = succeeds(done)
        assert last[:12] in page
        if name == "shallow":
            assert "not in this shallow clone" in page
            assert "shallow clone" in done.stderr
        if name == "blobless":
            assert "partial clone" in done.stderr
        if name == "bare":
            assert "--ledger DIR" in complains(unrepeat("retro", last, "--write", cwd=clone))


def test_hundreds_of_changes_are_told_in_short_and_thousands_refused(repo: Repo, unrepeat: Run) -> None:
    stream = []
    for number in range(1_100):
        data = "".join(f"line {place}\n" for place in range(number % 7 + 1)) + f"{number}\n"
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@b.example> {BEGIN + number * 60} +0000\n"
            f"data 20\nFix the count {number:05}\n\nM 100644 inline a{number % 3}.py\ndata {len(data)}\n{data}\n"
        )
    repo.git("fast-import", "--quiet", stdin="".join(stream).encode())
    page = succeeds(unrepeat("retro", "main~500..main", cwd=repo.folder))
    assert "we made 500 changes" in page
    assert "476 changes in between are not listed here" in page
    assert len(page.splitlines()) < 300
    assert len(succeeds(unrepeat("retro", "main~500..main", "--mini", cwd=repo.folder)).splitlines()) < 70
    assert "more than 1,000 changes" in complains(unrepeat("retro", "main~1050..main", cwd=repo.folder))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_a_history_says_is_obeyed(form: list[str], repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "one = 1\ntwo = 2\n"})
    wrong = repo.commit(HOSTILE.encode(), {"a.py": "one = 3\ntwo = 4\n", "<img src=x>.py": "bad = 1\n"})
    body = "The customers saw <b>bold</b> ![i](http://evil.example/i.png) in it. -->"
    fix = repo.commit(f"{HOSTILE}\n\n{body}", {"a.py": "one = 5\ntwo = 6\n"})
    page = succeeds(unrepeat("retro", wrong, fix, *form, cwd=repo.folder))
    assert "\x1b" not in page
    assert "\u202e" not in page
    outside = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    if "html" in form:
        assert "<script>" not in outside
        assert "<img" not in outside
        assert "<b>" not in outside
        assert "href=" not in outside.replace('href="#content"', "")
        assert "src=" not in outside.replace("&lt;img src=x&gt;", "")
        return
    assert not re.search(r"^(::|##\[)", page, re.MULTILINE)
    plain = re.sub(r"(`+).*?\1", "", page)
    for word in ("<script>", "<b>", "<img", "](http", "@octo", "#1", "-->"):
        assert word not in plain, word


def test_bytes_that_are_no_text_are_told_as_they_can_be(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    (repo.folder / "a.py").write_bytes(b"\xff\xfe\x00binary\n")
    name = "caf\udce9.py"
    (repo.folder / name).write_text("x = 1\n")
    repo.git("add", "--all")
    fix = repo.commit(b"Fix caf\xe9 and \xff\xfe")
    for form in FORMS:
        page = succeeds(unrepeat("retro", fix, *form, cwd=repo.folder))
        assert "Fix café" in page
    succeeds(unrepeat("retro", fix, "--write", cwd=repo.folder))
    assert "records are whole" in succeeds(unrepeat("fsck", cwd=repo.folder))


def test_nobody_is_named(repo: Repo, unrepeat: Run) -> None:
    repo.author = ("Quincy Adams Wagstaff", "quincy@huxley.example")
    first = repo.commit("begin", {"a.py": "one = 1\n"})
    message = (
        "Fix what Quincy Adams Wagstaff saw\n\n"
        "Quincy Adams Wagstaff noticed a wrong total. Ask quincy@huxley.example.\n\n"
        "Reported-by: Quincy Adams Wagstaff <quincy@huxley.example>\n"
        "Reviewed-by: Rufus T. Firefly <r@freedonia.example>"
    )
    fix = repo.commit(message, {"a.py": "one = 2\n"})
    for form in FORMS:
        page = succeeds(unrepeat("retro", first, fix, *form, cwd=repo.folder))
        for word in ("Quincy", "Wagstaff", "huxley", "Firefly", "freedonia"):
            assert word not in page
        assert "Reported-by" in page


def test_a_command_that_is_ended_leaves_no_half_file(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    *_, last = tell_story(repo)
    out = tmp_path / "retro.md"
    succeeds(unrepeat("retro", last, "--out", str(out), cwd=repo.folder))
    assert [path.name for path in tmp_path.iterdir() if "retro" in path.name] == ["retro.md"]
    subprocess.run(["git", "-C", str(repo.folder), "status"], capture_output=True, check=True)


def test_blame_in_a_message_is_quoted_apart_from_our_words(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    wrong = repo.commit("begin", {"a.py": "one = 1\ntwo = 2\n"})
    body = "I was stupid and obviously forgot it, as users noticed. We should have tested."
    fix = repo.commit(f"Fix my stupid mistake, Bob broke it\n\n{body}", {"a.py": "one = 3\ntwo = 4\n"})
    page = tmp_path / "retro.md"
    for form in FORMS[:3]:
        page.write_text(succeeds(unrepeat("retro", wrong, fix, *form, cwd=repo.folder)))
        assert "> I was stupid" in page.read_text()
        assert "Nothing to say" in succeeds(unrepeat("lint", str(page), cwd=tmp_path))


@pytest.mark.parametrize("reader", ["team", "manager", "leadership", "standup", "away", "feedback"])
def test_nothing_in_a_record_is_obeyed_by_a_brief(repo: Repo, unrepeat: Run, reader: str) -> None:
    commits = tell_story(repo)
    title = HOSTILE.replace("\x1b", "").replace("\u202e", "")
    folder = repo.folder / ".unrepeat/mistakes"
    folder.mkdir(parents=True)
    (folder / "hostile.md").write_text(
        f"---\ncommits: {commits}\nimpact: {title!r}\nwhy-surprised: |\n  {title}\n  \u202egpj\n---\n\n# {title}\n"
    )
    for name in ("brief", "talk"):
        options = ["--for", reader] if name == "brief" else []
        page = succeeds(unrepeat(name, "mistake:hostile", *options, cwd=repo.folder))
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert "##[error]" not in page
        bare = re.sub(r"(`+).+?\1", "", page)
        assert not re.search(r"<script|\]\(http|@octo|(?<!\w)#1\b", bare), bare


def test_a_brief_of_a_string_in_a_shallow_clone_is_told(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    tell_story(repo)
    clone = tmp_path / "shallow"
    subprocess.run(["git", "clone", "--quiet", "--depth=2", f"file://{repo.folder}", str(clone)], check=True)
    complains(unrepeat("brief", f"string-{'a' * 40}", "--for", "manager", cwd=clone))


def test_a_brief_of_a_mistake_whose_commits_are_gone_is_told_from_its_record(repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    folder = repo.folder / ".unrepeat/mistakes"
    folder.mkdir(parents=True)
    (folder / "gone.md").write_text(
        f"---\ncommits: ['{'0' * 40}']\nimpact: Two mails each\n---\n\n# Mails came twice\n"
    )
    for reader in ("team", "manager", "leadership", "standup", "away", "feedback"):
        assert succeeds(unrepeat("brief", "mistake:gone", "--for", reader, cwd=repo.folder)).strip()
