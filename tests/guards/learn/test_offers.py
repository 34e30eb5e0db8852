"""Guards are learned from a fix and what it repairs: proven, not trivial, and blind to the names of locals."""

from collections.abc import Iterator

import pytest

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.guards.learn.offers import offers
from unrepeat.guards.proposals import Source
from unrepeat.guards.prove import prove
from unrepeat.ledger.catalogue import Catalogue

# Each: the file's name, how it was, how it went wrong, how it was repaired, and the same mistake by other names.
LESSONS = {
    "python, another call": (
        "a.py",
        "import rows\n\n\ndef total(kept):\n    return len(kept)\n",
        "import rows\n\n\ndef total(kept):\n    return rows.count(kept)\n",
        "import rows\n\n\ndef total(kept):\n    return rows.scan(kept)\n",
        "import rows\n\n\ndef size(found):\n    return rows.count(found)\n",
    ),
    "python, what was added": (
        "a.py",
        "def load(name):\n    return 1\n",
        "def load(name):\n    stream = open_stream(name)\n    return stream.lines\n",
        "def load(name):\n    stream = open_stream(name)\n    stream.check()\n    return stream.lines\n",
        "def fetch(path):\n    source = open_stream(path)\n    return source.lines\n",
    ),
    "c, another call": (
        "a.c",
        "int total(int n)\n{\n    return n;\n}\n",
        "int total(int n)\n{\n    char *b = xmalloc(n);\n    strcpy(b, name);\n    return use(b);\n}\n",
        "int total(int n)\n{\n    char *b = xmalloc(n);\n    strlcpy(b, name, n);\n    return use(b);\n}\n",
        "int size(int m)\n{\n    char *q = xmalloc(m);\n    strcpy(q, label);\n    return use(q);\n}\n",
    ),
    "ruby, another call": (
        "a.rb",
        "def total(rows)\n  0\nend\n",
        "def total(rows)\n  rows.count_all(1)\nend\n",
        "def total(rows)\n  rows.count_kept(1)\nend\n",
        "def size(found)\n  found.count_all(1)\nend\n",
    ),
    "javascript, another argument": (
        "a.js",
        "function total(rows) {\n  return 0;\n}\n",
        "function total(rows) {\n  return parseInt(rows.size);\n}\n",
        "function total(rows) {\n  return parseInt(rows.size, 10);\n}\n",
        "function size(found) {\n  return parseInt(found.size);\n}\n",
    ),
}


@pytest.fixture(params=LESSONS, ids=list(LESSONS))
def told(request: pytest.FixtureRequest, repo: Repo) -> tuple[str, str, Lesson]:
    """Commit a lesson; give its file, the same mistake by other names, and its commits."""
    name, before, wrong, fixed, again = LESSONS[request.param]
    repo.commit("begin", {name: before, "b.txt": "b\n"})
    culprit = repo.commit("go wrong", {name: wrong})
    fix = repo.commit("repair it", {name: fixed})
    return name, again, Lesson(culprit, fix)


@pytest.fixture
def source(repo: Repo, told: tuple[str, str, Lesson]) -> Iterator[Source]:  # noqa: ARG001 -- the lesson is told first
    """Open the repository in which the lesson was told."""
    with Source.open(Repository.discover(repo.folder), Catalogue(None)) as opened:
        yield opened


def test_what_is_offered_is_proven_and_in_shadow(told: tuple[str, str, Lesson], source: Source) -> None:
    *_, lesson = told
    found = offers(source, [lesson])
    assert found
    assert {prove(guard, [lesson], source).verdict for guard in found} == {"proven"}
    assert {guard.stage for guard in found} == {"shadow"}
    assert len({guard.id for guard in found}) == len(found)


def test_the_same_mistake_by_other_names_is_caught(told: tuple[str, str, Lesson], source: Source, repo: Repo) -> None:
    name, again, lesson = told
    found = offers(source, [lesson])
    again_at = repo.commit("again", {f"other_{name}": again})
    caught = [guard for guard in found if fires(source, guard, again_at)]
    assert found[0] in caught


def test_the_repaired_code_and_the_code_before_are_left_alone(
    told: tuple[str, str, Lesson], source: Source, repo: Repo
) -> None:
    name, _, lesson = told
    found = offers(source, [lesson])
    text = repo.git("show", f"{lesson.fix}:{name}")
    more = repo.commit("more of the same", {f"more_{name}": f"{text}\n"})
    assert not [guard.title for guard in found if fires(source, guard, more)]


def test_learning_twice_gives_the_same(told: tuple[str, str, Lesson], source: Source) -> None:
    *_, lesson = told
    assert offers(source, [lesson]) == offers(source, [lesson])


def fires(source: Source, guard: Guard, commit: str) -> bool:
    """Say whether a guard fires on a commit."""
    from unrepeat.guards.evaluate import Ready

    (outcome,) = Ready([guard]).outcomes(source.commit(commit))
    assert outcome.failure is None
    return bool(outcome.firings)


def test_what_is_nested_beyond_reason_teaches_nothing_and_ends_nothing(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "def f(x):\n    return 0\n"})
    for depth in (400, 3_000):
        deep = "(" * depth + "call(x)" + ")" * depth
        culprit = repo.commit("go wrong", {"a.py": f"def f(x):\n    return {deep}\n"})
        fix = repo.commit("repair it", {"a.py": f"def f(x):\n    return {deep.replace('call', 'other')}\n"})
        with Source.open(Repository.discover(repo.folder), Catalogue(None)) as source:
            assert isinstance(offers(source, [Lesson(culprit, fix)]), list)


def test_nothing_that_names_nothing_is_offered(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "def f(x):\n    return 0\n"})
    culprit = repo.commit("go wrong", {"a.py": "def f(x):\n    return x + 1\n"})
    fix = repo.commit("repair it", {"a.py": "def f(x):\n    return x - 1\n"})
    with Source.open(Repository.discover(repo.folder), Catalogue(None)) as source:
        assert offers(source, [Lesson(culprit, fix)]) == []


def test_one_idea_is_offered_once(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "import subprocess\n"})
    wrong = 'import subprocess\n\n\ndef f(x):\n    if x:\n        subprocess.check_call("mv {0}".format(x))\n'
    culprit = repo.commit("go wrong", {"a.py": wrong})
    fix = repo.commit("repair it", {"a.py": wrong.replace("format(x))", "format(x), shell=True)")})
    with Source.open(Repository.discover(repo.folder), Catalogue(None)) as source:
        first, *others = offers(source, [Lesson(culprit, fix)])
    assert first.title == "calls to `check_call` must hold `shell=True`"
    assert [guard.title for guard in others if "check_call" in guard.title and "must" in guard.title] == []
