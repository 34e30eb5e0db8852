"""What a need asks for is in the code of a commit, or it is not: for paths, patterns, flags and guards."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.repository import Repo
from unrepeat.git import Repository
from unrepeat.ledger import searching
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.done import Code

STATEMENT = {
    "_type": "https://in-toto.io/Statement/v1",
    "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
    "predicate": {"result": "PASSED", "configuration": []},
}


def ask(repo: Repo, condition: dict[str, Any], at: str = "HEAD", apart: Sequence[str] = ()) -> Answer:
    """Ask one condition; `apart` are folders of records."""
    code = Code(Repository.discover(repo.folder), repo.git("rev-parse", at), apart)
    (answer,) = code.answer([condition])
    assert bool(answer.next) is (answer.met is not True)
    assert not answer.reason.endswith(".")
    assert not answer.next.endswith(".")
    return answer


def test_a_path_is_there_once_a_file_matches(repo: Repo) -> None:
    repo.commit("begin", {"README.md": "read\n"})
    repo.commit("add", {"src/retry/backoff.py": "wait = 1\n"})

    assert ask(repo, {"path": "src/retry/*.py"}) == Answer(
        met=True, reason="src/retry/backoff.py matches src/retry/*.py", next=""
    )
    assert ask(repo, {"path": "src/retry/backoff.py"}).reason == "src/retry/backoff.py is there"
    assert ask(repo, {"path": "src"}).met
    assert ask(repo, {"path": "src/retry/*.py"}, at="HEAD~1") == Answer(
        met=False, reason="no file matches src/retry/*.py", next="commit one, or mend the path"
    )


def test_a_path_may_be_any_bytes(repo: Repo) -> None:
    (repo.folder / "odd").mkdir()
    (Path(str(repo.folder)) / "odd" / "caf\udce9\n.txt").write_text("x\n")
    repo.commit("odd")

    assert "odd/caf�\n.txt" in ask(repo, {"path": "odd/*.txt"}).reason
    assert ask(repo, {"pattern": {"regex": "^x$", "in": "odd"}}).met


def test_a_pattern_is_found_in_the_files_it_is_sought_in(repo: Repo) -> None:
    repo.commit("add", {"src/a.py": "def retry(times):\n", "docs/a.md": "call(retry)\n", "b.bin": b"binary_word\n\0"})

    assert (
        ask(repo, {"pattern": r"retry\([a-z]+\):$"}).reason == r"src/a.py has a line that matches `retry\([a-z]+\):$`"
    )
    assert ask(repo, {"pattern": {"regex": r"call\(|none", "in": "docs/**"}}).met
    assert ask(repo, {"pattern": {"regex": "def retry", "in": "docs/**"}}).met is False
    assert ask(repo, {"pattern": "binary_word"}).met is False
    assert ask(repo, {"pattern": {"regex": "x", "in": "lib"}}).reason == "no file matches lib"


def test_the_need_itself_does_not_meet_its_pattern(repo: Repo) -> None:
    repo.commit("need", {".unrepeat/needs/a.md": "done-when: [{pattern: backoff}]\n"})

    assert ask(repo, {"pattern": "backoff"}).met is False
    assert ask(repo, {"pattern": {"regex": "backoff", "in": ".unrepeat/**"}}).met is False


def test_a_decision_that_names_a_pattern_does_not_meet_it_but_is_a_file(repo: Repo) -> None:
    repo.commit("decide", {"docs/adr/0001-wait.md": "We call backoff.\n", ".unrepeat/needs/a.md": "a\n"})
    word = {"pattern": "backoff"}

    assert ask(repo, word).met
    assert ask(repo, word, apart=["docs/adr"]).met is False
    assert ask(repo, {"path": "docs/adr/*wait*"}, apart=["docs/adr"]).met
    repo.commit("add", {"docs/adr/wait.py": "backoff\n"})
    assert ask(repo, word, apart=["docs/adr"]).met
    assert ask(repo, {"path": "**/needs/*"}).met is False
    assert ask(repo, {"path": ".unrepeat/needs/*"}).met


def test_a_link_counts_as_a_file_where_it_leads_to_one(repo: Repo) -> None:
    links = {"good": "folder/file", "again": "good", "up": "folder/../folder", "in-up": "up/file"}
    nowhere = {"gone": "folder/other", "out": "../outside", "whole": "/etc/passwd", "round": "round"}
    repo.write({"folder/file": "a\n"})
    for name, target in {**links, **nowhere}.items():
        (repo.folder / name).symlink_to(target)
    repo.commit("link")

    assert [name for name in (*links, *nowhere) if ask(repo, {"path": name}).met] == list(links)


def test_what_is_to_be_gone_is_met_once_no_line_matches(repo: Repo) -> None:
    repo.commit("add", {"a.py": "# TODO: refund\n", "b.py": "b\n"})
    gone = {"absent": {"regex": "TODO: refund", "in": "a.py"}}

    assert ask(repo, gone).reason == "a.py has a line that matches `TODO: refund`, still"
    assert ask(repo, {"absent": "TODO: refund"}).met is False
    repo.commit("mend", {"a.py": "refund()\n"})
    assert ask(repo, gone) == Answer(met=True, reason="no line matches `TODO: refund` in a.py any more", next="")
    assert ask(repo, {"absent": "("}).met is False
    assert ask(repo, {"absent": "has a line ("}).met is False
    assert ask(repo, {"absent": {"regex": "x", "in": "has a line"}}).met is False
    repo.commit("move", {"a.py": None, "c.py": "# TODO: refund\n"})
    assert ask(repo, gone).reason == "no file matches a.py"
    assert ask(repo, {"absent": "TODO: refund"}).met is False


def test_many_patterns_are_answered_each_for_itself(repo: Repo) -> None:
    repo.commit("add", {"a.py": "one\n", "b.py": "two\nthree\n"})
    code = Code(Repository.discover(repo.folder), repo.head())

    answers = code.answer([{"pattern": word} for word in ("two", "(", "one", "four", "three", "one")])

    assert [answer.met for answer in answers] == [True, False, True, False, True, True]
    assert answers[0].reason.startswith("b.py ")
    assert answers[2].reason.startswith("a.py ")


def test_no_attribute_setting_or_untracked_file_has_a_say(repo: Repo) -> None:
    repo.commit("add", {"a.py": "one\n", ".gitattributes": "*.py binary\n"})
    repo.git("config", "grep.patternType", "fixed")
    (repo.folder / "b.py").write_text("three\n")

    assert ask(repo, {"pattern": "on(e)"}).met
    assert ask(repo, {"pattern": "three"}).met is False


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("a(", "no extended regular expression"),
        ("a{2,1}", "no extended regular expression"),
        ("", "empty"),
        ("a\nb", "longer than a line"),
        ("a" * 501, "longer than 500 letters"),
        ("((a{1,100}){1,100}){1,100}", "too much to read"),
    ],
)
def test_a_pattern_that_cannot_be_sought_is_a_sentence(repo: Repo, expression: str, says: str) -> None:
    repo.commit("add", {"a.py": "a\nb\n"})

    answer = ask(repo, {"pattern": expression})

    assert answer.met is False
    assert says in answer.reason


def test_a_pattern_that_takes_too_long_is_given_up(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SECONDS", 0.3)
    monkeypatch.setattr(searching, "SECONDS_TO_READ", 60)
    repo.commit("add", {"a.txt": "a\n", "b.txt": "found\n"})
    code = Code(Repository.discover(repo.folder), repo.head())

    slow, quick = code.answer([{"pattern": "(((a*)*)*){200}"}, {"pattern": "found"}])

    assert slow.met is False
    assert "took longer" in slow.reason
    assert quick.met


def test_a_flag_exists_once_a_file_defines_it(repo: Repo) -> None:
    flags = {"flags": {"new-checkout": {"state": "ENABLED"}}}
    repo.commit("bad", {"bad.flagd.json": "{", "list.flagd.json": "[]", "deep.flagd.json": "[" * 100_000})
    repo.commit("add", {"config/app.flagd.json": json.dumps(flags), "other.json": '{"flags": {"other": {}}}'})
    large = json.dumps({"flags": {"huge": {}}, "filler": "x" * 1_000_000})
    repo.commit("large", {"large.flagd.json": large})

    assert ask(repo, {"flag": "new-checkout"}).reason == "the flag new-checkout is defined in config/app.flagd.json"
    assert ask(repo, {"flag": "other"}).reason == (
        "no *.flagd.json defines the flag other (bad.flagd.json cannot be read)"
    )
    assert ask(repo, {"flag": "huge"}).met is False
    assert ask(repo, {"flag": "new-checkout"}, at="HEAD~2").met is False


def test_a_guard_is_proven_once_its_certificate_says_so(repo: Repo) -> None:
    folder = ".unrepeat/guards"
    failed = STATEMENT | {"predicate": {"result": "FAILED"}}
    assert ask_after(repo, {"a": "a\n"}, "scan") == "there is no guard scan"
    assert ask_after(repo, {f"{folder}/scan.yml": "id: scan\n"}, "scan") == "the guard scan has no certificate yet"
    assert "does not say" in ask_after(repo, {f"{folder}/scan.json": json.dumps(failed)}, "scan")
    assert "does not say" in ask_after(repo, {f"{folder}/scan.json": '{"predicate": {"result": "PASSED"}}'}, "scan")
    assert ask_after(repo, {f"{folder}/scan.json": json.dumps(STATEMENT)}, "scan") == "the guard scan is proven"
    assert "one of the certificates" in ask_after(repo, {f"{folder}/scan.1.json": json.dumps(failed)}, "scan")
    assert ask_after(repo, {f"{folder}/scan.1.yml": "id: scan.1\n"}, "scan") == "the guard scan is proven"
    assert ask_after(repo, {f"{folder}/scan-1.json": json.dumps(failed)}, "scan") == "the guard scan is proven"
    assert "no guard's id" in ask_after(repo, {}, "../scan")


def ask_after(repo: Repo, files: dict[str, str | bytes | None], guard: str) -> str:
    """Commit files, ask for a guard, give the reason."""
    repo.commit("change", files)
    return ask(repo, {"guard": guard}).reason


def test_what_the_code_does_not_tell_is_left_open(repo: Repo) -> None:
    repo.commit("add", {"a.py": "a\n"})

    for condition in ({"command": "make test"}, {"sign-off": "security"}):
        code = Code(Repository.discover(repo.folder), repo.head())
        (answer,) = code.answer([condition])
        assert answer.met is None
    assert ask(repo, {}).met is False
    assert ask(repo, {"path": "a.py", "flag": "b"}).met is False


def test_answers_come_in_the_order_of_the_questions(repo: Repo) -> None:
    one = repo.commit("add", {"a.py": "a = retry\n"})
    code = Code(Repository.discover(repo.folder), one)
    conditions: list[dict[str, Any]] = [{"path": "a.py"}, {"commit": one}, {"path": "b.py"}, {"pattern": "retry"}]

    answers = code.answer([*conditions, *conditions])

    assert [answer.met for answer in answers] == [True, True, False, True] * 2
    assert code.answer([]) == []
