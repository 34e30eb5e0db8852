"""A repository is data: nothing that it names is run, and nothing that it says is obeyed."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.expectations import COMMANDS, QUESTIONS, QUICK, Rows, Run, answers, blamed, followed, succeeds, tell_story
from tests.repository import Repo

HOOKS = (
    "post-checkout", "post-index-change", "post-commit", "pre-commit", "post-merge", "reference-transaction",
    "fsmonitor-watchman", "pre-auto-gc", "post-rewrite", "pre-push", "update", "sendemail-validate",
)  # fmt: skip

# Every setting of git's that names a program which a reading command could start.
PROGRAMS = (
    "diff.external", "diff.evil.textconv", "diff.evil.command", "diff.python.textconv", "diff.guitool",
    "filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "merge.evil.driver",
    "core.fsmonitor", "core.pager", "core.editor", "core.askPass", "core.sshCommand", "core.gitProxy",
    "core.alternateRefsCommand", "pager.log", "pager.diff", "sequence.editor", "interactive.diffFilter",
    "gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.ssh.defaultKeyCommand",
    "remote.origin.uploadpack", "remote.origin.receivepack", "remote.origin.vcs", "credential.helper",
    "uploadpack.packObjectsHook", "trailer.signed.command", "log.mailmap.command", "mailmap.file",
    "alias.log", "alias.rev-list", "alias.cat-file", "alias.diff-tree", "browser.x.cmd", "man.x.cmd",
)  # fmt: skip


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """Name a file that is there once a program of the repository has run."""
    return tmp_path / "ran"


@pytest.fixture
def evil(tmp_path: Path, marker: Path) -> Path:
    """Make a program that leaves the marker."""
    program = tmp_path / "evil.sh"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {marker}\n')
    program.chmod(0o755)
    return program


def _booby_trap(repo: Repo, evil: Path) -> None:
    """Point everything that git can be told to run at one program."""
    settings = [(name, f"!{evil}" if name.startswith("alias.") else str(evil)) for name in PROGRAMS]
    settings += [("log.showSignature", "true"), ("diff.external", str(evil)), ("core.pager", str(evil))]
    settings += [
        ("core.attributesFile", str(repo.folder / "attributes")),
        ("core.hooksPath", str(repo.folder / "hooks")),
    ]
    settings += [("include.path", str(repo.folder / "more.config")), ("includeIf.gitdir:/.path", "more.config")]
    settings += [
        ("diff.renames", "copies"),
        ("diff.noprefix", "true"),
        ("color.ui", "always"),
        ("i18n.logOutputEncoding", "UTF-16"),
    ]
    settings += [
        ("log.follow", "true"),
        ("core.quotePath", "false"),
        ("diff.orderFile", str(evil)),
        ("diff.algorithm", "patience"),
    ]
    settings += [
        ("diff.ignoreSubmodules", "all"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "99"),
        ("log.diffMerges", "off"),
    ]
    with (repo.folder / ".git/config").open("a") as config:
        for name, value in settings:
            section, _, key = name.rpartition(".")
            first, _, rest = section.partition(".")
            config.write(f"[{first}{f' {json.dumps(rest)}' if rest else ''}]\n\t{key} = {json.dumps(value)}\n")
    (repo.folder / "more.config").write_text(f"[core]\n\tfsmonitor = {evil}\n[diff]\n\texternal = {evil}\n")
    (repo.folder / "attributes").write_text("* diff=evil filter=evil merge=evil\n")
    (repo.folder / ".git/info/attributes").write_text("* diff=evil filter=evil merge=evil -text\n")
    for folder in (repo.folder / "hooks", repo.folder / ".git/hooks"):
        folder.mkdir(exist_ok=True)
        for hook in HOOKS:
            (folder / hook).write_text(evil.read_text())
            (folder / hook).chmod(0o755)


def test_no_program_that_the_repository_names_is_run(
    repo: Repo, unrepeat: Run, evil: Path, marker: Path, tmp_path: Path
) -> None:
    repo.commit("attributes", {".gitattributes": "*.py diff=evil filter=evil merge=evil\n*.txt diff=python\n"})
    tell_story(repo)
    repo.git("clone", "--quiet", str(repo.folder), str(tmp_path / "plain"))
    expected = answers(unrepeat, tmp_path / "plain")
    _booby_trap(repo, evil)
    (repo.folder / "post-mortem.md").write_text(f"# Crash\n\nSee `a.py` and {repo.head()[:9]}.\n")
    for command in (*COMMANDS, ("import", "post-mortem.md")):
        succeeds(unrepeat(*command, cwd=repo.folder))
    assert answers(unrepeat, repo.folder, QUESTIONS) == expected
    assert not marker.exists(), marker.read_text()
    trap = ["git", "-C", str(repo.folder), "diff", "HEAD~1"]
    subprocess.run(trap, env=repo.environment, capture_output=True, check=False, timeout=30)
    assert marker.exists(), "the trap is a real one: git itself falls into it"


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
def test_a_promisor_remote_is_not_asked(
    left_out: str, repo: Repo, unrepeat: Run, evil: Path, marker: Path, tmp_path: Path
) -> None:
    fixes = tell_story(repo)
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "--quiet", "--no-checkout", f"--filter={left_out}", repo.folder.as_uri(), str(partial))
    with (partial / ".git/config").open("a") as config:
        config.write(f'[remote "origin"]\n\tuploadpack = {evil}\n\turl = ext::{evil}\n[core]\n\tsshCommand = {evil}\n')
        config.write(
            '[protocol]\n\tallow = always\n[protocol "ext"]\n\tallow = always\n'
            f"[uploadpack]\n\tpackObjectsHook = {evil}\n"
        )
    missing = repo.git("rev-parse", "HEAD:a.py")
    (partial / "post-mortem.md").write_text(f"# Crash\n\nSee `a.py`, {fixes[1][:9]} and {missing[:9]}.\n")
    more = (("import", "post-mortem.md"), ("trace", missing), ("lines", "a.py", "--at", "HEAD~1"))
    for command in (*COMMANDS, *more, ("trace", fixes[1])):
        done = unrepeat(*command, cwd=partial)
        assert done.returncode in {0, 2}
        assert "Traceback" not in done.stderr
        assert "unexpected" not in done.stderr
    assert not marker.exists(), marker.read_text()
    subprocess.run(
        ["git", "-C", str(partial), "log", "-p"], env=repo.environment, capture_output=True, check=False, timeout=30
    )
    assert marker.exists(), "the trap is a real one: git itself falls into it"


def test_a_setting_that_blocks_does_not_hold_us_up(repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    expected = answers(unrepeat, repo.folder, QUICK)
    with (repo.folder / ".git/config").open("a") as config:
        config.write("[core]\n\texcludesFile = /dev/zero\n\tattributesFile = /dev/zero\n")
    assert answers(unrepeat, repo.folder, QUICK) == expected


TERRIBLE = (
    "Fix \x1b[31mred\x1b]0;title\x07 <script>alert(1)</script> [bold]markup[/bold] [/nope] \u202eevil\u202c\r"
    "::error file=a::x\n\n<img src=x onerror=alert(1)>\n\x1b[2J\x9b2J `code` | a | b | {{ 7*7 }} {% raw %} %s %n\n"
)


def test_what_a_message_or_path_says_is_shown_and_not_obeyed(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    path = "odd [red]\x1b[31m\n<b>&\u202e\x85{{x}}.py"
    for number in range(4):
        repo.commit(TERRIBLE.replace("Fix", f"Fix crash {number}"), {path: f"a\n{number}\n{number}\n"})
    for command in (("lines", path), ("fixes",), ("trace", "HEAD"), ("strings",), ("coupling", path), ("study",)):
        done = unrepeat(*command, cwd=repo.folder)
        output = succeeds(done) + done.stderr
        assert not set(output) & set("\x1b\x07\x9b\x85\r\u202e"), command
    assert "[bold]markup[/bold]" in unrepeat("fixes", cwd=repo.folder).stdout
    assert {row["path"] for row in rows("lines", path, cwd=repo.folder)} == {path}
    assert followed(rows, repo.folder, path) == blamed(repo, path)
    page = (repo.folder / "unrepeat-report/report.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in (repo.folder / "unrepeat-report/report.md").read_text("utf-8").split("alert", 1)[-1][:200]


def test_messages_in_any_encoding_and_none_at_all(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    repo.commit("Fix caf\xe9 crash".encode("latin-1"), {"a.py": "2\n"})
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repo.commit("Fix na\xefve crash".encode("latin-1"), {"a.py": "3\n"})
    repo.git("config", "i18n.commitEncoding", "no-such-encoding")
    repo.commit("Fix gro\xdfe crash".encode("latin-1"), {"a.py": "4\n"})
    repo.commit("", {"a.py": "5\n"})
    repo.commit("\n\n   \n", {"a.py": "6\n"})
    text = succeeds(unrepeat("fixes", cwd=repo.folder))
    assert "Fix café crash" in text
    assert "Fix naïve crash" in text
    assert "Fix große crash" in text
    assert len(rows("fixes", cwd=repo.folder)) == 3
    for command in (("strings",), ("trace", "HEAD"), ("study",), ("lines", "a.py")):
        succeeds(unrepeat(*command, cwd=repo.folder))


def test_paths_that_are_no_text(repo: Repo, unrepeat: Run, rows: Rows) -> None:
    for name in (b"caf\xe9.py", b"new\nline.py", b'"quoted"\t.py', b"-dash.py", b" space ", b"\\back\\slash.py"):
        path = bytes(repo.folder) + b"/" + name
        Path(path.decode("utf-8", "surrogateescape")).write_bytes(b"a\nb\n")
        first = repo.commit("begin")
        Path(path.decode("utf-8", "surrogateescape")).write_bytes(b"a\nc\n")
        second = repo.commit("Fix wrong letter")
        argument = name.decode("utf-8", "surrogateescape")
        done = unrepeat("lines", "--json", "--", argument, cwd=repo.folder)
        found = [json.loads(line) for line in succeeds(done).splitlines()]
        assert [(row["commit"], row["path"]) for row in found] == [(first, argument), (second, argument)]
        assert rows("trace", "HEAD", cwd=repo.folder)[0]["culprits"][0]["evidence"][0]["path"] == argument


@pytest.mark.parametrize("seconds", [0, 2**31 + 5, 99_999_999_999, 2**62, 2**63 - 1])
def test_times_beyond_any_calendar(seconds: int, repo: Repo, unrepeat: Run) -> None:
    tell_story(repo)
    tree = repo.git("rev-parse", "HEAD^{tree}")
    head = repo.git("rev-parse", "HEAD")
    text = (
        f"tree {tree}\nparent {head}\nauthor A <a@b> {seconds} +0000\ncommitter A <a@b> {seconds} +9999\n\nFix bug #1\n"
    )
    commit = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text.encode())
    repo.git("update-ref", "refs/heads/main", commit)
    for command in (("fixes",), ("strings",), ("trace", "HEAD", "HEAD~1"), ("study",)):
        succeeds(unrepeat(*command, cwd=repo.folder))


def test_a_ledger_that_leads_out_of_the_repository_is_left_alone(repo: Repo, unrepeat: Run, tmp_path: Path) -> None:
    tell_story(repo)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yml").write_text("password: hunter2\n")
    (repo.folder / ".unrepeat" / "links").mkdir(parents=True)
    (repo.folder / ".unrepeat/links/x.yml").symlink_to(outside / "secret.yml")
    done = unrepeat("trace", "HEAD", cwd=repo.folder)
    succeeds(done)
    assert "hunter2" not in done.stdout + done.stderr
