"""A command of the ledger meets the commit's tree and nothing else; what it starts and writes is gone afterwards."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repository import Repo
from unrepeat.errors import UnrepeatError
from unrepeat.git import Repository
from unrepeat.history.edits import staged_sides
from unrepeat.ledger.scratch import Ran, run_in_tree, run_in_view
from unrepeat.ledger.written_tree import write_tree

FILE, PROGRAM, LINK, FOLDER, SUBMODULE = b"100644", b"100755", b"120000", b"40000", b"160000"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make temporary folders where the test sees them; each run must leave none."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def _run(repo: Repo, command: str, *, seconds: float = 60, output_bytes: int = 65536) -> Ran:
    repository = Repository.discover(repo.folder)
    return run_in_tree(repository, repository.head(), command, seconds=seconds, output_bytes=output_bytes)


def _store(repo: Repo, kind: bytes, content: bytes) -> bytes:
    """Write an object that git itself would refuse to write; give its name as it stands in a tree."""
    whole = kind + b" %d\0" % len(content) + content
    name = hashlib.sha1(whole, usedforsecurity=False)
    file = repo.folder / ".git/objects" / name.hexdigest()[:2] / name.hexdigest()[2:]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(zlib.compress(whole))
    return name.digest()


def _tree(repo: Repo, entries: Sequence[tuple[bytes, bytes, bytes]]) -> bytes:
    """Store a tree of (mode, name, content); the content of a folder is a tree's name."""
    return _store(
        repo,
        b"tree",
        b"".join(
            mode + b" " + name + b"\0" + (content if mode in {FOLDER, SUBMODULE} else _store(repo, b"blob", content))
            for mode, name, content in entries
        ),
    )


def _commit(repo: Repo, entries: Sequence[tuple[bytes, bytes, bytes]]) -> str:
    return repo.git("commit-tree", _tree(repo, entries).hex(), stdin=b"made by hand")


def _written(repo: Repo, commit: str, folder: Path) -> int:
    folder.mkdir()
    with Repository.discover(repo.folder).view() as view:
        return write_tree(view, commit, folder)


def test_a_command_sees_the_tree_of_that_commit(repo: Repo) -> None:
    old = repo.commit("first", {"a.txt": "old\n", "b/c d.txt": b"\xff\0\n"})
    repo.commit("second", {"a.txt": "new\n"})
    repository = Repository.discover(repo.folder)
    assert run_in_tree(repository, old, "cat a.txt; wc -c < 'b/c d.txt'").output.split() == ["old", "3"]
    assert _run(repo, "cat a.txt") == Ran(0, "new\n", "done", 0)


@pytest.mark.parametrize(
    ("command", "status"), [("true", 0), ("exit 7", 7), ("nothing-like-this", 127), ("kill $$", 143)]
)
def test_the_status_is_that_of_the_shell(command: str, status: int, repo: Repo) -> None:
    repo.commit("empty")
    ran = _run(repo, command)
    assert (ran.status, ran.ended) == (status, "done")


def test_what_is_said_comes_as_text_in_its_order(repo: Repo) -> None:
    repo.commit("empty")
    assert _run(repo, r"echo one; echo two >&2; printf '\377'").output == "one\ntwo\n\N{REPLACEMENT CHARACTER}"


def test_a_command_sees_the_tree_of_what_is_staged(repo: Repo) -> None:
    repo.commit("first", {"a.txt": "old\n", "b.txt": "kept\n"})
    repo.write({"a.txt": "staged\n", "new.txt": "new\n"})
    (repo.folder / "a.txt").write_text("not staged\n")
    objects = sorted(Path(repo.folder / ".git/objects").rglob("*"))
    repository = Repository.discover(repo.folder)
    with repository.view() as view:
        _, _, tree = staged_sides(repository, view)
        ran = run_in_view(repository, view, tree, "cat a.txt b.txt new.txt")
    assert ran == Ran(0, "staged\nkept\nnew\n", "done", 0)
    assert sorted(Path(repo.folder / ".git/objects").rglob("*")) == objects


def test_a_command_says_the_same_wherever_its_tree_stands(repo: Repo) -> None:
    repo.commit("a file", {"in/a.txt": "a\n"})
    assert _run(repo, 'echo "$PWD/in/a.txt:1: odd"; realpath in; pwd -P').output == "in/a.txt:1: odd\nin\n.\n"


def test_nothing_of_the_user_is_around_a_command(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "token")
    repo.commit("settings of another", {".gitconfig": "[alias]\n  hello = !echo from the tree\n"})
    said = _run(
        repo, 'env | cut -d= -f1 | sort | tr "\\n" " "; echo; cat; dirname "$PWD"; echo "$HOME"; ls -A "$HOME"'
    ).output
    variables, above, home, beside = said.splitlines()
    assert set(variables.split()) - {"PWD", "OLDPWD", "SHLVL", "_"} == {"HOME", "LANG", "PATH"}
    assert above == home
    assert beside == "tree"  # a `.gitconfig` of the tree is not the user's
    assert "from the tree" not in _run(repo, "git hello").output


def test_a_command_cannot_read_what_the_user_types(repo: Repo) -> None:
    repo.commit("empty")
    with tempfile.TemporaryFile(dir=repo.folder) as typed:
        typed.write(b"a password\n")
        typed.seek(0)
        own = os.dup(0)
        os.dup2(typed.fileno(), 0)
        try:
            assert _run(repo, "cat").output == ""
        finally:
            os.dup2(own, 0)
            os.close(own)


def test_no_filter_of_the_tree_and_no_hook_of_the_repository_runs(repo: Repo, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    repo.commit("filtered", {".gitattributes": "*.txt filter=evil eol=crlf\n", "a.txt": "a\n"})
    repo.git("config", "filter.evil.smudge", f"touch {trace}; cat")
    hook = repo.folder / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {trace}\n")
    hook.chmod(0o755)
    assert _run(repo, "wc -c < a.txt").output.strip() == "2"
    assert not trace.exists()


def test_limits_hold(repo: Repo) -> None:
    repo.commit("empty")
    said = _run(repo, "ulimit -c; ulimit -f; ulimit -v; ulimit -t", seconds=10).output.split()
    assert said == ["0", str((1 << 30) // 512), str((4 << 30) // 1024), str(10 * (os.cpu_count() or 1) + 1)]


def test_a_flood_ends_the_command(repo: Repo) -> None:
    repo.commit("empty")
    ran = _run(repo, "yes", output_bytes=100)
    assert ran == Ran(None, "y\n" * 50, "output", 0)
    assert _run(repo, "printf 12345", output_bytes=5) == Ran(0, "12345", "done", 0)


@pytest.mark.parametrize("command", ["echo begun; sleep 60", "echo begun; exec >&- 2>&-; sleep 60"])
def test_time_ends_the_command(command: str, repo: Repo) -> None:
    repo.commit("empty")
    begun = time.monotonic()
    assert _run(repo, command, seconds=0.3) == Ran(None, "begun\n", "time", 0)
    assert time.monotonic() - begun < 20


def _alive(mark: str, patience: float = 3) -> bool:
    """Say whether a process of this mark lives on; one that is being killed takes a moment to be gone (seconds)."""

    def line(entry: Path) -> bytes:
        with contextlib.suppress(OSError):
            return (entry / "cmdline").read_bytes()
        return b""

    deadline = time.monotonic() + patience
    while is_there := any(mark.encode() in line(entry) for entry in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return is_there


@pytest.mark.parametrize("start", ["sleep {0} &", "setsid sleep {0} &", "(env -i sleep {0} &);"])
def test_what_a_command_leaves_behind_ends_with_it(start: str, repo: Repo) -> None:
    repo.commit("empty")
    mark = f"61.{os.getpid()}{abs(hash(start)) % 1000}"
    begun = time.monotonic()
    ran = _run(repo, start.format(mark) + " echo done")
    assert (ran.status, ran.output) == (0, "done\n")
    assert time.monotonic() - begun < 20
    assert not _alive(mark)


def test_what_a_killed_command_started_is_killed_too(repo: Repo) -> None:
    repo.commit("empty")
    mark = f"62.{os.getpid()}"
    assert _run(repo, f"sleep {mark} | sleep {mark} & setsid sleep {mark} & sleep {mark}", seconds=0.3).ended == "time"
    assert not _alive(mark)


def test_ctrl_c_leaves_nothing(repo: Repo, temporary: Path) -> None:
    repo.commit("a file", {"a.txt": "a\n"})
    mark = f"63.{os.getpid()}"
    program = (
        "from pathlib import Path\n"
        "from unrepeat.git import Repository\n"
        "from unrepeat.ledger.scratch import run_in_tree\n"
        f"repository = Repository.discover(Path({str(repo.folder)!r}))\n"
        f"run_in_tree(repository, repository.head(), 'sleep {mark}')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], env=os.environ | {"TMPDIR": str(temporary)}, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 20
    while not _alive(f"sleep\0{mark}") and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert "KeyboardInterrupt" in said
    assert not _alive(f"sleep\0{mark}")
    assert list(temporary.iterdir()) == []


def test_folders_without_rights_and_without_end_are_removed(repo: Repo) -> None:
    repo.commit("empty")
    deep = "a/" * 1200
    assert _run(repo, f"mkdir shut shut/in; chmod 0 shut; mkdir -p {deep}").status == 0


def test_a_command_that_no_shell_can_take_is_told(repo: Repo) -> None:
    repo.commit("empty")
    for command in ("echo a\0b", "#" * 3_000_000):
        with pytest.raises(UnrepeatError, match="could not be started"):
            _run(repo, command)


def test_kinds_of_entries_come_out_as_they_are(repo: Repo, tmp_path: Path) -> None:
    inner = _tree(repo, [(LINK, b"up", b"../plain"), (FILE, b"\xe9\xff", b"bytes")])
    commit = _commit(
        repo,
        [
            (SUBMODULE, b"borrowed", b"\1" * 20),
            (FOLDER, b"in", inner),
            (FILE, b"plain", b"text"),
            (PROGRAM, b"run", b""),
        ],
    )
    folder = tmp_path / "out"
    assert _written(repo, commit, folder) == 0
    assert list((folder / "borrowed").iterdir()) == []
    assert (folder / "in/up").read_text() == "text"
    assert Path(os.fsdecode(os.fsencode(folder) + b"/in/\xe9\xff")).read_text() == "bytes"
    assert [os.access(folder / name, os.X_OK) for name in ("run", "plain")] == [True, False]


@pytest.mark.parametrize(
    "name",
    [
        b"..",
        b".",
        b"../gone",
        b"/etc",
        b"a/../../b",
        b".git",
        b".GIT",
        b".git. ",
        b"GIT~1",
        ".g\u200cit".encode(),
        b"a//b",
    ],
)
@pytest.mark.parametrize("mode", [FILE, LINK, FOLDER, SUBMODULE])
def test_a_name_that_leads_out_or_into_git_is_left_out(mode: bytes, name: bytes, repo: Repo, tmp_path: Path) -> None:
    inner = _tree(repo, [(FILE, b"config", b"[core]")])
    commit = _commit(repo, [(mode, name, {FOLDER: inner, SUBMODULE: b"\1" * 20}.get(mode, b"x")), (FILE, b"good", b"")])
    before = list(tmp_path.iterdir())
    assert _written(repo, commit, tmp_path / "out") == 1
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["good"]
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "out"])


def test_no_file_is_written_through_a_link_of_the_tree(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    inner = _tree(repo, [(FILE, b"planted", b"x")])
    target = os.fsencode(tmp_path / "outside")
    for entries in (
        [(LINK, b"a", target), (FOLDER, b"a", inner)],
        [(FOLDER, b"a", inner), (LINK, b"a", b"../outside")],
        [(LINK, b"a", target), (FILE, b"a", b"x")],
    ):
        folder = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        assert _written(repo, _commit(repo, entries), folder) == 1
        assert not (folder / "a").is_symlink()
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_link_that_leads_out_through_another_is_left_out(repo: Repo, tmp_path: Path) -> None:
    inner = _tree(repo, [(LINK, b"top", b"../..")])
    deep = _tree(repo, [(FOLDER, b"b", inner)])
    commit = _commit(repo, [(FOLDER, b"a", deep), (LINK, b"out", b"a/b/top/.."), (LINK, b"round", b"round")])
    assert _written(repo, commit, tmp_path / "out") == 1
    assert not (tmp_path / "out/out").is_symlink()
    assert (tmp_path / "out/a/b/top").resolve() == tmp_path / "out"


def test_what_has_no_place_is_left_out_and_counted(repo: Repo, tmp_path: Path) -> None:
    inner = _tree(repo, [])
    odd = _store(repo, b"tree", b"100644 is a tree\0" + inner)
    commit = _commit(
        repo,
        [(LINK, b"endless", b"x" * 5000), (FOLDER, b"f", odd), (FILE, b"n" * 300, b"x" * 5000), (FILE, b"z", b"last")],
    )
    folder = tmp_path / "out"
    assert _written(repo, commit, folder) == 3
    assert (folder / "z").read_text() == "last"
    assert sorted(path.name for path in folder.rglob("*")) == ["f", "z"]


NAMES = st.sampled_from([b"a", b"b", b"..", b".git", b"a/b", b"/a", b"b/../../c", b"\xff"])
TARGETS = st.sampled_from([b"", b".", b"..", b"a", b"b/..", b"a/../..", b"../a", b"../../b", b"/", b"b\0", b"x" * 5000])
LEAVES = st.tuples(st.sampled_from([FILE, PROGRAM, LINK]), NAMES, TARGETS)
TREES = st.recursive(
    st.lists(LEAVES, max_size=4), lambda inner: st.lists(LEAVES | st.tuples(st.just(FOLDER), NAMES, inner), max_size=4)
)
Nested = Sequence[tuple[bytes, bytes, "bytes | Nested"]]


def _nested(repo: Repo, entries: Nested) -> list[tuple[bytes, bytes, bytes]]:
    return [
        (mode, name, content if isinstance(content, bytes) else _tree(repo, _nested(repo, content)))
        for mode, name, content in entries
    ]


@given(TREES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_tree_reaches_out_of_its_folder(repo: Repo, tmp_path: Path, entries: Nested) -> None:
    commit = _commit(repo, _nested(repo, entries))
    with tempfile.TemporaryDirectory(dir=tmp_path) as around:
        top = Path(around).resolve() / "out"
        _written(repo, commit, top)
        assert list(top.parent.iterdir()) == [top]
        for path in top.rglob("*"):
            assert Path(os.path.realpath(path)).is_relative_to(top)
            assert path.name != ".git"


def test_what_a_clone_lacks_is_told(repo: Repo, tmp_path: Path) -> None:
    repo.commit("files", {"in/a.txt": "a\n", "b.txt": "b\n"})
    repo.git("config", "uploadpack.allowFilter", "true")
    for wanted in ("blob:none", "tree:0"):
        folder = tmp_path / wanted.replace(":", "-")
        repo.git("clone", "--quiet", f"--filter={wanted}", "--no-checkout", repo.folder.as_uri(), str(folder))
        partial = Repository.discover(folder)
        with pytest.raises(UnrepeatError, match=r"not .*in this clone") as error:
            run_in_tree(partial, partial.head(), "true")
        assert "full clone" in error.value.remedy


def test_a_tree_that_names_a_few_objects_without_end_is_refused(repo: Repo) -> None:
    tree = _tree(repo, [(FILE, b"%d" % number, b"x") for number in range(10)])
    for _ in range(9):
        tree = _store(repo, b"tree", b"".join(b"40000 %d\0" % number + tree for number in range(10)))
    commit = repo.git("commit-tree", tree.hex(), stdin=b"made by hand")
    with pytest.raises(UnrepeatError, match="too large"):
        run_in_tree(Repository.discover(repo.folder), commit, "true")


def test_names_without_end_are_refused(repo: Repo) -> None:
    tree, name = _tree(repo, [(FILE, b"a", b"")]), b"n" * 100_000
    for _ in range(50):
        tree = _tree(repo, [(FILE, b"a", b""), (FOLDER, name, tree)])
    commit = repo.git("commit-tree", tree.hex(), stdin=b"made by hand")
    with pytest.raises(UnrepeatError, match="too large"):
        run_in_tree(Repository.discover(repo.folder), commit, "true")


def test_a_repository_with_the_longer_hashes_is_written_too(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "longer", "--object-format=sha256")
    repo.commit("a file", {"a.txt": "a\n"})
    assert _run(repo, "cat a.txt").output == "a\n"
