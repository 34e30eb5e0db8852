"""Several fixes of one lesson: what their mistakes have in common comes first, and says which of them it catches."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.learn.test_offers import fires
from tests.repository import Repo
from tests.within import runner
from unrepeat.git import Repository
from unrepeat.guards.guard import Lesson
from unrepeat.guards.learn.offers import offers
from unrepeat.guards.proposals import Source
from unrepeat.ledger.catalogue import Catalogue

ALIKE = (
    ("def load(url):\n    reply = fetch(url, retries=3)\n    return reply.body\n", "fetch(url, retries=3, timeout=9)"),
    (
        "def send(where, what):\n    return fetch(where.address, retries=5)\n",
        "fetch(where.address, retries=5, timeout=1)",
    ),
)
OTHER = ("def size(kept):\n    return rows.count(kept)\n", "rows.scan(kept)")


def tell(repo: Repo, number: int, wrong: str, repaired: str) -> Lesson:
    """Commit a file that goes wrong, and its repair; `repaired` stands in the place of the call in its last lines."""
    name = f"part_{number}.py"
    begin = wrong.index("fetch(") if "fetch(" in wrong else wrong.index("rows.")
    fixed = wrong[:begin] + repaired + wrong[wrong.index(")\n", begin) + 1 :]
    repo.commit(f"begin {number}", {name: "import rows\n"})
    culprit = repo.commit(f"go wrong {number}", {name: f"import rows\n\n\n{wrong}"})
    fix = repo.commit(f"repair {number}\n\nFixes: {culprit}", {name: f"import rows\n\n\n{fixed}"})
    return Lesson(culprit, fix)


@pytest.fixture
def source(repo: Repo) -> Iterator[Source]:
    """Open the repository, in which there is a commit."""
    repo.commit("begin", {"b.txt": "b\n"})
    with Source.open(Repository.discover(repo.folder), Catalogue(None)) as opened:
        yield opened


def test_what_several_mistakes_share_is_offered_first_and_catches_the_next(repo: Repo, source: Source) -> None:
    lessons = [tell(repo, number, *one) for number, one in enumerate(ALIKE)]
    found = offers(source, lessons)
    assert found
    assert found[0].lessons == tuple(lessons)
    third = repo.commit("again", {"third.py": "def ask(whom):\n    return fetch(whom.home(), retries=8)\n"})
    assert fires(source, found[0], third)
    fine = repo.commit("fine", {"fine.py": "def ask(whom):\n    return fetch(whom.home(), retries=8, timeout=2)\n"})
    assert not fires(source, found[0], fine)


def test_a_piece_that_no_single_fix_shows_in_general_is_merged_of_both(repo: Repo, source: Source) -> None:
    usual = "".join(f"def f{number}(pool):\n    return draw(SMALL, {number}, pool)\n" for number in range(5))
    repo.commit("as usual", {"usual.py": usual})
    lessons = []
    for number, colour in enumerate(("RED", "BLUE")):
        wrong, fixed = (
            f"A = 1\n\n\ndef one(pool):\n    return {call}(LARGE, {colour}, pool)\n" for call in ("draw", "take")
        )
        repo.commit(f"begin {number}", {f"{number}.py": "A = 1\n"})
        culprit = repo.commit(f"wrong {number}", {f"{number}.py": wrong})
        lessons.append(Lesson(culprit, repo.commit(f"fix {number}", {f"{number}.py": fixed})))
    (first, *_) = offers(source, lessons)
    assert first.lessons == tuple(lessons)
    assert first.title.startswith("`draw(LARGE, …, …)` went wrong more than once")
    assert fires(
        source, first, repo.commit("again", {"third.py": "def three(last):\n    return draw(LARGE, GREEN, last)\n"})
    )


def test_fixes_that_have_nothing_in_common_give_what_each_teaches(repo: Repo, source: Source) -> None:
    lessons = [tell(repo, 0, *ALIKE[0]), tell(repo, 1, *OTHER)]
    found = offers(source, lessons)
    assert {guard.lessons for guard in found} == {(lessons[0],), (lessons[1],)}


def test_the_command_says_how_many_fixes_an_offer_is_proven_on(repo: Repo, source: Source, tmp_path: Path) -> None:
    assert source
    run = runner(tmp_path / "home")
    lessons = [tell(repo, number, *one) for number, one in enumerate(ALIKE)]

    def learned(*options: str) -> str:
        done = run("learn", *(lesson.fix for lesson in lessons), *options, cwd=repo.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    first = json.loads(learned("--json").splitlines()[0])
    assert first["verdict"] == "proven"
    assert first["says"] == first["guard"]["title"]
    assert first["guard"]["lessons"] == [lesson._asdict() for lesson in lessons]
    repo.commit("again", {"third.py": "def ask(whom):\n    return fetch(whom.home(), retries=8)\n"})
    again = json.loads(learned("--json").splitlines()[0])
    assert (first["matches_now"], again["matches_now"]) == (0, 1)
    assert again["firings_per_100"] == 37.5, "two lessons and one more, of 8 changes"
    told = learned()
    assert f"{again['guard']['id']}: {again['says']}" in told
    assert "pattern, proven on 2 of 2 fixes; matches 1 place now; fires on 37.5 in 100 late changes" in told
