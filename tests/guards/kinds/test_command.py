"""A trusted program looks at the tree of a change; whatever it does, there is a clear verdict."""

from collections.abc import Iterator

import pytest

from tests.guards.proposals import added, firings, guard, made, opened, places
from tests.repository import Repo
from unrepeat.errors import UnrepeatError
from unrepeat.guards.finding import Firing
from unrepeat.guards.kinds import CannotRun, NotValid, ready
from unrepeat.guards.proposals import Source
from unrepeat.ledger.ledger import Ledger


@pytest.fixture
def source(repo: Repo) -> Iterator[Source]:
    """Give a repository with two files, in which every command is trusted."""
    repo.commit("begin", {"src/a.py": "a = 1\n", "src/b.py": "b = 1\n", "docs/a.md": "a\n"})
    repo.commit("change", {"src/a.py": "a = 1\nb = 2\n"})
    with opened(repo, may_run=lambda _: True) as made_of:
        yield made_of


def ran(source: Source, command: str, *paths: str) -> list[Firing]:
    """Give what a command says of the last change."""
    return firings(guard("command", {"run": command}, *paths), source.commit("HEAD"))


def test_a_command_that_ends_well_is_silence_whatever_it_says(source: Source) -> None:
    assert ran(source, "echo src/a.py:1: odd; test -f src/b.py") == []


def test_lines_about_files_become_firings_at_their_place(source: Source) -> None:
    says = (
        "src/a.py:2: b is odd\nsrc/b.py:7:3: far away\n./src/a.py:1: first\nsrc/a.py:2: b is odd\nlist.c:1: none such\n"
    )
    found = ran(source, f"printf '{says}'; echo \"$PWD/src/b.py:1: whole path\"; echo in the end; exit 3")
    assert [(one.path, one.line, one.message) for one in found] == [
        ("src/a.py", 1, "Mind this (first)"),
        ("src/a.py", 2, "Mind this (b is odd)"),
        ("src/b.py", 1, "Mind this (whole path)"),
        ("src/b.py", 7, "Mind this (far away)"),
    ]


def test_what_is_said_about_other_files_is_told_by_its_last_line(source: Source) -> None:
    found = ran(source, "echo docs/a.md:1: odd; echo '2 are odd'; echo; exit 1", "src/**")
    assert [(one.path, one.line, one.message) for one in found] == [("", 0, "Mind this (2 are odd)")]


def test_a_command_that_says_nothing_is_told_by_its_status(source: Source) -> None:
    assert [one.message for one in ran(source, "exit 7")] == ["Mind this (`exit 7` ends with 7)"]


def test_it_sees_what_is_staged(source: Source, repo: Repo) -> None:
    repo.write({"src/a.py": "staged = 1\n"})
    staged = source.staged(lambda: Ledger((), (), (), {}), "")
    found = firings(guard("command", {"run": "grep -n -H staged src/a.py; exit 1"}), staged)
    assert [one.message for one in found] == ["Mind this (src/a.py:1:staged = 1)"]


def test_it_is_not_run_where_the_guards_files_do_not_change(source: Source) -> None:
    assert ran(source, "exit 1", "lib/**") == []


@pytest.mark.parametrize("command", ["nothing-like-this", "./b.py", "kill -9 $$", "kill -SEGV $$"])
def test_a_command_that_did_not_run_to_its_end_says_nothing_about_the_change(command: str, source: Source) -> None:
    with pytest.raises(CannotRun, match="could not be run"):
        ran(source, command)


@pytest.mark.parametrize("command", ["yes", "for i in $(seq 20); do sleep 700.5 & done; yes"])
def test_a_command_that_floods_or_forks_is_ended(command: str, source: Source) -> None:
    with pytest.raises(CannotRun, match="was ended"):
        ran(source, command)


@pytest.mark.parametrize("command", ["python3 src/a.py", "cd . && sh -e ./src/a.py --all", "src/a.py"])
def test_a_change_that_rewrites_the_program_does_not_judge_itself(command: str, source: Source) -> None:
    with pytest.raises(CannotRun, match=r"rewrites src/a\.py"):
        ran(source, command)


def test_what_a_command_writes_is_nowhere_afterwards(source: Source, repo: Repo) -> None:
    before = repo.git("status", "--porcelain"), sorted(repo.folder.iterdir())
    assert ran(source, "echo x > src/a.py; echo y > new; mkdir -p deep/er; rm src/b.py") == []
    assert (repo.git("status", "--porcelain"), sorted(repo.folder.iterdir())) == before


def test_a_command_that_nobody_trusted_is_not_run(repo: Repo) -> None:
    repo.commit("begin", {"a.py": "a = 1\n"})
    with opened(repo) as untrusting, pytest.raises(CannotRun, match=r"`touch /tmp/no` is not trusted"):
        ran(untrusting, "touch /tmp/no")


def test_whatever_keeps_it_from_running_is_told_as_such() -> None:
    def fails(command: str) -> tuple[int, str]:
        raise UnrepeatError(f"{command} cannot be.", "Do it by hand.")

    with pytest.raises(CannotRun, match=r"make cannot be\. Do it by hand\."):
        firings(guard("command", {"run": "make"}), made(added("a", "x\n"), run=fails))


def test_its_places_are_of_the_change_that_is_looked_at() -> None:
    def says(_: str) -> tuple[int, str]:
        return 1, "a.py:1: odd\nhttp://a.py:2: none\n12:30:15 none\na.py:x: none\n" + "a.py:3: " + "long" * 1000

    found = firings(guard("command", {"run": "make"}), made(added("a.py", "x\n"), run=says))
    assert places(found) == [("a.py", 1, 1), ("a.py", 3, 3)]
    assert len(found[1].message) < 250


@pytest.mark.parametrize("rule", [{}, {"run": ""}, {"run": ["a"]}, {"run": "a", "in": "src"}, {"run": True}])
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("command", rule))
