"""Lines lead where git blame leads them, whatever the history's shape."""

import subprocess
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.history.blame import blame, ours
from tests.repository import Repo

LETTERS = [f"line {letter}\n" for letter in "abcdefghijkl"]
PATHS = ["one.py", "two.c", "sub/three.txt", "sub/deep/four"]

Tree = dict[str, list[str]]


@st.composite
def edits(draw: st.DrawFn, before: Tree) -> Tree:
    """Change a tree: edit lines, add, delete, rename, copy."""
    tree = {path: list(lines) for path, lines in before.items()}
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PATHS))
        what = draw(st.sampled_from(["edit", "edit", "edit", "rename", "delete", "copy"]))
        if what == "delete":
            tree.pop(path, None)
        elif what in {"rename", "copy"} and path in tree:
            target = draw(st.sampled_from(PATHS))
            tree[target] = list(tree[path])
            if what == "rename" and target != path:
                del tree[path]
        else:
            lines = tree.setdefault(path, [])
            at = draw(st.integers(0, len(lines)))
            removed = draw(st.integers(0, 3))
            lines[at : at + removed] = draw(st.lists(st.sampled_from(LETTERS), max_size=4))
    return tree


@st.composite
def mixed(draw: st.DrawFn, trees: list[Tree]) -> Tree:
    """Mix trees as merges do: each file from one parent, or from some of each, or changed on the way."""
    tree: Tree = {}
    for path in sorted({path for one in trees for path in one}):
        versions = [one[path] for one in trees if path in one]
        first = draw(st.sampled_from(versions))
        other = draw(st.sampled_from(versions))
        cut = draw(st.integers(0, max(len(first), len(other))))
        if draw(st.booleans()):
            tree[path] = list(first)
        elif draw(st.booleans()):
            tree[path] = first[:cut] + other[cut:]
    return draw(edits(tree)) if draw(st.booleans()) else tree


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[list[int], Tree]]:
    """Make a history: each commit with its parents (by place) and its whole tree."""
    start = {path: draw(st.lists(st.sampled_from(LETTERS), min_size=3, max_size=12)) for path in PATHS[:2]}
    commits: list[tuple[list[int], Tree]] = [([], start)]
    for place in range(1, draw(st.integers(3, 12))):
        count = draw(st.sampled_from([1, 1, 1, 2, 2, 3]))
        parents = draw(st.lists(st.integers(max(0, place - 4), place - 1), min_size=1, max_size=count, unique=True))
        trees = [commits[parent][1] for parent in parents]
        tree = draw(mixed(trees)) if len(parents) > 1 else draw(edits(trees[0]))
        commits.append((parents, tree))
    return commits


def write(folder: Path, commits: list[tuple[list[int], Tree]]) -> str:
    """Write a history with git fast-import; give the last commit's hash."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    stream: list[str] = []
    for place, (parents, tree) in enumerate(commits):
        stream.append(
            f"commit refs/heads/b{place}\nmark :{place + 1}\ncommitter A <a@example.org> {10**9 + place} +0000\n"
        )
        stream.append("data 1\nm\n")
        stream.extend(f"{'merge' if number else 'from'} :{parent + 1}\n" for number, parent in enumerate(parents))
        stream.append("deleteall\n")
        for path, lines in tree.items():
            content = "".join(lines)
            stream.append(f"M 100644 inline {path}\ndata {len(content)}\n{content}\n")
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    last = subprocess.run([*git, "rev-parse", f"b{len(commits) - 1}"], capture_output=True, check=True)
    return last.stdout.decode().strip()


@given(histories())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_generated_histories_with_merges_renames_and_deletions_agree_with_blame(
    commits: list[tuple[list[int], Tree]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        head = write(Path(folder), commits)
        paths = [path.encode() for path, lines in commits[-1][1].items() if lines]
        answers = ours(Path(folder), paths, head)
        for path in paths:
            assert answers[path] == blame(Path(folder), path, head)


def test_a_moved_line_still_leads_to_the_change_that_wrote_it(repo: Repo) -> None:
    wrote = repo.commit("count all", {"a.py": "n = len(rows)\nprint(n)\n"})
    repo.move("a.py", "b/c.py")
    head = repo.commit("say it twice", {"b/c.py": "n = len(rows)\nprint(n)\nprint(n)\n"})

    found = ours(repo.folder, [b"b/c.py"], head)[b"b/c.py"]

    assert found[0] == (wrote, b"a.py", 1)
    assert found[2][0] == head


def test_a_merge_that_mixes_gives_each_line_to_the_branch_that_wrote_it(repo: Repo) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    base = repo.commit("base", {"f.txt": text})
    repo.branch("side")
    side = repo.commit("change the end", {"f.txt": text.replace("line 19", "side 19")})
    repo.switch("main")
    main = repo.commit("change the start", {"f.txt": text.replace("line 0\n", "main 0\n")})
    both = text.replace("line 0\n", "main 0\n").replace("line 19", "side 19").replace("line 9\n", "merge 9\n")
    merge = repo.merge("side", files={"f.txt": both})

    found = [commit for commit, _, _ in ours(repo.folder, [b"f.txt"], merge)[b"f.txt"]]

    assert (found[0], found[1], found[9], found[19]) == (main, base, merge, side)


def test_a_file_that_was_deleted_and_came_back_is_new(repo: Repo) -> None:
    repo.commit("first", {"a.txt": "x\ny\n"})
    repo.commit("gone", {"a.txt": None})
    back = repo.commit("back", {"a.txt": "x\ny\n"})

    assert ours(repo.folder, [b"a.txt"], back)[b"a.txt"] == [(back, b"a.txt", 1), (back, b"a.txt", 2)]


def test_lines_at_an_older_commit(repo: Repo) -> None:
    first = repo.commit("first", {"a.txt": "x\ny\n"})
    repo.commit("second", {"a.txt": "x\nz\n"})

    assert ours(repo.folder, [b"a.txt"], first)[b"a.txt"] == [(first, b"a.txt", 1), (first, b"a.txt", 2)]
