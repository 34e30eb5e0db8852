"""A study says which guard would have stopped which link, from what the history shows, whatever goes wrong beside."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.expectations import succeeds
from tests.repository import Repo
from unrepeat.guards.guard import Guard, Lesson
from unrepeat.retro.safeguards import Kept, safeguards, worth_trying

Row = dict[str, Any]

BASE = "import rows\n\n\ndef total(kept):\n    return len(kept)\n\n\ndef last(kept):\n    return kept[-1]\n"


def tell(repo: Repo) -> list[str]:
    """Tell a string of two links: a count goes wrong, is repaired by another call, and that is repaired in turn."""
    repo.commit("begin", {"src/a.py": BASE, "b.py": "b = 0\n"})
    repo.commit("change another file", {"b.py": "b = 1\n"})
    repo.commit("add first", {"src/a.py": BASE + "\n\ndef first(kept):\n    return kept[0]\n"})
    wrong = repo.commit("count quickly", {"src/a.py": BASE.replace("len(kept)", "rows.count(kept)")})
    first = repo.commit(
        f"fix the count being wrong\n\nFixes: {wrong[:12]}",
        {"src/a.py": BASE.replace("len(kept)", "rows.scan(kept, deep=True)")},
    )
    second = repo.commit(
        f"fix the scan being endless\n\nFixes: {first[:12]}",
        {"src/a.py": BASE.replace("len(kept)", "rows.walk(kept)")},
    )
    return [wrong, first, second]


@pytest.fixture
def study(unrepeat: Run, tmp_path: Path) -> Callable[..., Row]:
    """Study a repository; give what report.json holds."""

    def run(folder: Path, *options: str, **environment: str) -> Row:
        out = tmp_path / "out"
        done = unrepeat("study", str(folder), "--out", str(out), *options, cwd=tmp_path, **environment)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        found: Row = json.loads((out / "report.json").read_text())
        return found

    return run


def test_the_guard_is_named_for_the_link_it_would_have_stopped_and_can_be_taken(
    repo: Repo, study: Callable[..., Row], unrepeat: Run
) -> None:
    wrong, first, second = tell(repo)

    (row,) = study(repo.folder)["safeguards"]

    assert (row["string"], row["links"], row["tried"], row["untried"]) == (f"string-{wrong}", 2, [1, 2], [])
    assert row["guarded"] == []
    assert [offer["stops"] for offer in row["offers"]] == [
        [{"string": f"string-{wrong}", "link": link, "of": 2}] for link in (1, 2)
    ]
    offer = row["offers"][1]
    assert offer["guard"]["lessons"] == [{"culprit": first, "fix": second}]
    assert offer["command"] == f"unrepeat learn {second[:12]} --culprit {first[:12]} --write"
    assert (offer["verdict"], offer["matches_now"], offer["guard"]["stage"]) == ("proven", 0, "shadow")
    assert not (repo.folder / ".unrepeat").exists(), "nothing enables itself"

    succeeds(unrepeat(*offer["command"].split()[1:], cwd=repo.folder))
    assert [file.stem for file in (repo.folder / ".unrepeat/guards").iterdir()] == [offer["guard"]["id"]]


def test_a_guard_that_is_there_comes_first_with_its_verdict(
    repo: Repo, study: Callable[..., Row], unrepeat: Run
) -> None:
    wrong, first, second = tell(repo)
    succeeds(unrepeat("learn", second, "--culprit", first, "--write", cwd=repo.folder))
    (file,) = (repo.folder / ".unrepeat/guards").iterdir()

    (row,) = study(repo.folder)["safeguards"]
    (kept,) = row["guarded"]
    assert (kept["guard"], kept["verdict"], kept["stage"]) == (file.stem, "unproven", "shadow")
    assert kept["stops"] == [{"string": f"string-{wrong}", "link": 2, "of": 2}]
    assert [offer["stops"][0]["link"] for offer in row["offers"]] == [1]

    succeeds(unrepeat("prove", file.stem, cwd=repo.folder))
    (row,) = study(repo.folder)["safeguards"]
    assert [one["verdict"] for one in row["guarded"]] == ["proven"]
    assert row["tried"] == [1], "a link that is guarded is not tried again"
    page = (repo.folder.parent / "out/report.html").read_text()
    assert page.index("Already guarded by") < page.index("To take it")
    assert row["untried"] == []

    file.write_text(file.read_text().replace("language: python", "language: ruby"))
    (row,) = study(repo.folder)["safeguards"]
    assert [one["verdict"] for one in row["guarded"]] == ["unproven"], "the certificate is of the guard as it was"


def test_a_bare_repository_is_told_where_a_guard_could_go_and_which_it_has(
    repo: Repo, study: Callable[..., Row], unrepeat: Run, tmp_path: Path
) -> None:
    _, first, second = tell(repo)
    bare = tmp_path / "bare.git"
    repo.git("clone", "--quiet", "--bare", str(repo.folder), str(bare))
    (row,) = study(bare)["safeguards"]
    assert row["offers"][0]["command"].endswith(" --write --ledger DIR")

    succeeds(unrepeat("learn", second, "--culprit", first, "--write", cwd=repo.folder))
    repo.commit("keep a guard")
    repo.git("push", "--quiet", str(bare), "HEAD:main")
    (row,) = study(bare)["safeguards"]
    assert [one["verdict"] for one in row["guarded"]] == ["unproven"]
    succeeds(unrepeat("prove", "--all", "--verify", cwd=bare))


def test_a_shallow_clone_says_what_could_not_be_tried(repo: Repo, study: Callable[..., Row], tmp_path: Path) -> None:
    tell(repo)
    shallow = tmp_path / "shallow"
    repo.git("clone", "--quiet", "--depth=3", repo.folder.as_uri(), str(shallow))
    (row,) = study(shallow)["safeguards"]
    assert [offer["stops"][0]["link"] for offer in row["offers"]] == [2]
    (failed,) = row["untried"]
    assert failed["links"] == [1]
    assert "is not in this shallow clone" in failed["because"]


def test_an_address_in_code_comes_into_no_report(
    repo: Repo, study: Callable[..., Row], unrepeat: Run, tmp_path: Path
) -> None:
    repo.commit("begin", {"src/a.py": BASE})
    send = BASE.replace("len(kept)", 'rows.send("sam@example.org")')
    wrong = repo.commit("send quickly", {"src/a.py": send})
    told = BASE.replace("len(kept)", "rows.tell(kept)")
    first = repo.commit(f"fix the sending\n\nFixes: {wrong[:12]}", {"src/a.py": told})
    repo.commit(f"fix the telling\n\nFixes: {first[:12]}", {"src/a.py": BASE.replace("len(kept)", "rows.say(kept)")})
    assert "sam@example.org" in unrepeat("learn", first, "--culprit", wrong, "--json", cwd=repo.folder).stdout
    study(repo.folder)
    kept = [*(tmp_path / "out").iterdir(), *(repo.folder / ".git/unrepeat").glob("index.sqlite*")]
    assert not [file for file in kept if b"sam@example.org" in file.read_bytes()]


def test_what_is_missing_is_not_said_to_teach_nothing(repo: Repo, study: Callable[..., Row], unrepeat: Run) -> None:
    _, first, _ = tell(repo)
    succeeds(unrepeat("index", cwd=repo.folder))
    blob = repo.git("rev-parse", f"{first}:src/a.py")
    (repo.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (row,) = study(repo.folder)["safeguards"]
    assert row["offers"] == []
    because = "not all that these changes hold is in this clone, or can be read."
    assert row["untried"] == [{"links": [1, 2], "because": because}]


def test_an_engine_that_ends_its_program_ends_no_study_and_is_asked_again(
    repo: Repo, study: Callable[..., Row], tmp_path: Path
) -> None:
    tell(repo)
    broken = tmp_path / "broken/ast_grep_py"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("import os\n\nos.abort()\n")
    (row,) = study(repo.folder, PYTHONPATH=str(broken.parent))["safeguards"]
    assert row["offers"] == []
    assert row["untried"] == [{"links": [1, 2], "because": "the program that tried it ended early."}]
    assert {one["kind"] for one in row["others"]} == {"tests", "reviewers"}

    (row,) = study(repo.folder)["safeguards"]
    assert len(row["offers"]) == 2
    (row,) = study(repo.folder, PYTHONPATH=str(broken.parent))["safeguards"]
    assert len(row["offers"]) == 2, "what was learned is kept"


def test_a_learner_that_fails_is_told(repo: Repo, study: Callable[..., Row], tmp_path: Path) -> None:
    tell(repo)
    broken = tmp_path / "broken/ast_grep_py"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise KeyError\n")
    (row,) = study(repo.folder, PYTHONPATH=str(broken.parent))["safeguards"]
    assert row["untried"] == [{"links": [1, 2], "because": "the learner failed (KeyError)."}]


def test_a_time_without_strings_has_nothing_to_guard(repo: Repo, study: Callable[..., Row]) -> None:
    tell(repo)
    repo.commit("go on", {"b.py": "b = 2\n"}, days=900)
    assert study(repo.folder, "--since", "2090-01-01")["safeguards"] == []


def test_the_same_history_gives_the_same_bytes_from_nothing(
    repo: Repo, study: Callable[..., Row], unrepeat: Run
) -> None:
    tell(repo)
    one = study(repo.folder)
    succeeds(unrepeat("index", "--rebuild", cwd=repo.folder))
    assert study(repo.folder) == one


def test_a_certificate_with_a_verdict_that_is_none_is_no_proof(
    repo: Repo, study: Callable[..., Row], unrepeat: Run
) -> None:
    _, first, second = tell(repo)
    succeeds(unrepeat("learn", second, "--culprit", first, "--write", cwd=repo.folder))
    succeeds(unrepeat("prove", "--all", cwd=repo.folder))
    (certificate,) = (repo.folder / ".unrepeat/guards").glob("*.json")
    certificate.write_text(certificate.read_text().replace('"verdict": "proven"', '"verdict": "splendid"'))
    (row,) = study(repo.folder)["safeguards"]
    assert [one["verdict"] for one in row["guarded"]] == ["unproven"]
    certificate.write_text("[")
    (row,) = study(repo.folder)["safeguards"]
    assert [one["verdict"] for one in row["guarded"]] == ["unproven"]


def change(name: str, hour: int, **fields: object) -> Row:
    """Give a change of a string, as a study holds it."""
    plain = {"added": 3, "removed": 1, "files": 1, "with_test": False, "is_fix": True, "subject": "fix"}
    return {"commit": name * 40, "time": f"2026-01-{1 + hour // 24:02}T{hour % 24:02}:00:00Z", **plain, **fields}


def link(fix: str, culprit: str, path: str | None = "src/a.py", *, score: float = 0.9, confirmed: bool = False) -> Row:
    """Give a link, with one ground of evidence."""
    ground: Row = {"kind": "deleted-lines", "path": path, "lines": [], "says": ""}
    return {"fix": fix * 40, "culprit": culprit * 40, "score": score, "confirmed": confirmed, "evidence": [ground]}


def string(changes: list[Row], links: list[Row], name: str = "string-1") -> Row:
    """Give a string."""
    return {"id": name, "changes": changes, "links": links}


def fixes(lessons: list[Lesson]) -> str:
    """Give the letters of the fixes that are tried."""
    return "".join(lesson.fix[0] for lesson in lessons)


def others(one: Row) -> dict[str, Row]:
    """Give what is offered where nothing could be learned, by kind."""
    (row,) = safeguards([one], {}, [])
    return {other.pop("kind"): other for other in row["others"]}


def test_the_surest_links_of_the_first_strings_are_tried_and_no_more() -> None:
    def made(name: str, letters: str) -> Row:
        links = [link(fix, letters[0], score=0.5 + place / 100) for place, fix in enumerate(letters[1:])]
        return string([change(letter, place) for place, letter in enumerate(letters)], links, name)

    six = [
        made(f"string-{number}", letters) for number, letters in enumerate(("abcd", "efg", "hij", "klm", "no", "pq"))
    ]
    assert fixes(worth_trying(six, [])) == "dgjm"
    assert fixes(worth_trying(six[:2], [])) == "dgcf"
    (row, *_) = safeguards(six, {}, [])
    assert row["untried"] == [{"links": [1, 2, 3], "because": "later"}]
    assert [row["string"] for row in safeguards(six, {}, [])] == [f"string-{number}" for number in range(4)]


def test_a_confirmed_link_goes_before_a_likelier_one() -> None:
    changes = [change("a", 0, is_fix=False), change("b", 1), change("c", 2)]
    told = string(changes, [link("b", "a", score=0.6, confirmed=True), link("c", "b", score=0.97)])
    assert fixes(worth_trying([told], [])) == "bc"


@pytest.mark.parametrize(
    ("fix", "culprit", "path", "why"),
    [
        ({"added": 60}, {}, "src/a.py", "large"),
        ({"files": 6}, {}, "src/a.py", "large"),
        ({}, {"added": 1_001}, "src/a.py", "large"),
        ({}, {"files": 21}, "src/a.py", "large"),
        ({}, {}, "src/a.unknown", "no code"),
        ({}, {}, "tests/test_a.py", "no code"),
        ({}, {}, "docs/a.md", "no code"),
    ],
)
def test_what_cannot_be_learned_from_quickly_is_not_tried_and_told(fix: Row, culprit: Row, path: str, why: str) -> None:
    told = string([change("a", 0, **culprit), change("b", 1, **fix)], [link("b", "a", path)])
    assert worth_trying([told], []) == []
    (row,) = safeguards([told], {}, [])
    assert row["untried"] == [{"links": [1], "because": why}]


def test_a_stated_link_without_a_shared_file_is_tried() -> None:
    assert worth_trying([string([change("a", 0), change("b", 1)], [link("b", "a", None)])], [])


def test_other_safeguards_are_offered_only_on_what_the_history_shows() -> None:
    begin = change("a", 0, is_fix=False)
    found = others(
        string(
            [begin, change("b", 1), change("c", 4), change("d", 200)],
            [
                link("b", "a", "src/b.c"),
                link("c", "b", "src/a.c"),
                link("d", "b", "src/a.c"),
            ],
        )
    )
    assert found["tests"] == {"commits": ["b" * 40, "c" * 40, "d" * 40], "paths": ["src/a.c", "src/b.c"]}
    assert found["reviewers"] == {"commits": ["b" * 40, "c" * 40], "seconds": 3 * 3600}
    assert found["rollout"] == {"commits": ["b" * 40], "fixes": 2}

    tested = [begin, change("b", 1, with_test=True), change("c", 200, with_test=True)]
    assert others(string(tested, [link("b", "a"), link("c", "b")])) == {}, "tested, slow, and each repaired once"
    in_prose = string([begin, change("b", 100)], [link("b", "a", "docs/a.md")])
    assert others(in_prose) == {}, "prose needs no test"


def test_the_same_guard_from_two_links_is_offered_once() -> None:
    told = string([change("a", 0), change("b", 1), change("c", 2)], [link("b", "a"), link("c", "b")])
    came = {"guard": {"id": "scan", "title": "Scan"}, "more": 0, "matches_now": 0}
    learned = {Lesson("a" * 40, "b" * 40): dict(came), Lesson("b" * 40, "c" * 40): dict(came)}
    (row,) = safeguards([told], learned, [])
    (offer,) = row["offers"]
    assert [stop["link"] for stop in offer["stops"]] == [1, 2]
    assert row["others"] == []


def test_a_guarded_string_is_told_also_where_it_is_not_among_the_first() -> None:
    many = [string([change("a", 0), change("b", 1)], [link("b", "a", "a.md")], f"string-{n}") for n in range(5)]
    many.append(string([change("c", 0), change("d", 1)], [link("d", "c")], "string-last"))
    lesson = Lesson("c" * 40, "d" * 40)
    guard = Guard("scan", "Scan", (), "pattern", (), "advise", {}, (Lesson("c" * 8, "d" * 8),))
    rows = safeguards(many, {}, [Kept(guard, {lesson: "proven"})])
    assert [row["string"] for row in rows] == ["string-0", "string-1", "string-2", "string-3", "string-last"]
    assert rows[-1]["guarded"][0]["verdict"] == "proven"
    assert rows[-1]["others"] == [], "it is guarded"
    rows = safeguards(many, {}, [Kept(guard, {})])
    assert rows[-1]["guarded"][0]["verdict"] == "unproven"
    assert rows[-1]["others"], "what is not proven stops nothing yet"
