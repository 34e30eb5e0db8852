"""A change rests on a decision that is accepted, and that all who must know it have acknowledged."""

import pytest

from tests.guards.proposals import added, fired, firings, guard, made, opened, places
from tests.ledger import keeping
from tests.repository import Repo
from unrepeat.guards.kinds import CannotRun, NotValid, ready
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store

FORMAT = guard("decided", {}, "schemas/**")


def says(repo: Repo, revision: str = "HEAD", **rule: object) -> list[str]:
    """Give what a guard says of a commit, in brackets."""
    found = fired(repo, guard("decided", rule, "schemas/**"), revision)
    return [one.message.partition("(")[2].removesuffix(")") for one in found]


def decided(store: Store, **fields: str) -> Record:
    """Keep the decision on the schemas."""
    usual = {"paths": "schemas/*.json", "informed": "app,depot"}
    settings = (f"{name}={value}" for name, value in (usual | fields).items())
    return keeping.keep(store, "decision", "Heights in millimetres", *settings)


def test_a_change_waits_for_its_decision_until_everybody_has_heard_of_it(repo: Repo) -> None:
    repo.commit("begin", {"schemas/door.json": "1\n", "schemas/box.json": "1\n"})
    assert says(repo) == ["no decision is about it"]
    with keeping.opened(repo) as store:
        decision = decided(store)
        repo.commit("decide", {"schemas/door.json": "2\n"})
        assert says(repo) == [f"{decision.id}: not acknowledged by app and depot"]
        store.say("acknowledgement", decision, "app", keeping.DAY)
        store.say("acknowledgement", decision, "depot", keeping.DAY)
        repo.commit("acknowledge", {"schemas/door.json": "3\n"})
        assert says(repo) == []
        keeping.change(store, decision, "outcome=As integers")
        repo.commit("change the decision", {"schemas/door.json": "4\n"})
        assert says(repo)[0].startswith(f"{decision.id}: not acknowledged by app and depot (an earlier version was")
    assert says(repo, "HEAD~3") == ["no decision is about it"]


def test_one_word_is_said_of_many_files_and_its_remedy_names_the_first(repo: Repo) -> None:
    repo.commit("begin", {f"schemas/{name}.json": "1\n" for name in "abc"})
    found = fired(repo, FORMAT)
    assert places(found) == [("schemas/a.json", 1, 1)]
    assert found[0].suggestion == "unrepeat new decision TITLE --set paths=schemas/a.json --set informed=TEAM"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": "proposed"}, "it is still a proposal"),
        ({"status": "rejected"}, ""),
        ({"paths": "lib/**"}, ""),
        ({"informed": ""}, "it names nobody who must know"),
    ],
)
def test_a_decision_that_does_not_stand_is_told_with_its_reason(fields: dict[str, str], told: str, repo: Repo) -> None:
    with keeping.opened(repo) as store:
        decision = decided(store, **fields)
    repo.commit("change", {"schemas/door.json": "2\n"})
    assert says(repo) == [f"{decision.id}: {told}" if told else "no decision is about it"]


def test_one_decision_that_stands_is_enough_for_a_file(repo: Repo) -> None:
    with keeping.opened(repo) as store:
        store.say("acknowledgement", decided(store, informed="app"), "app", keeping.DAY)
        decided(store, status="proposed")
    repo.commit("change", {"schemas/door.json": "2\n", "schemas/notes.md": "2\n"})
    found = fired(repo, FORMAT)
    assert [(one.path, one.message) for one in found] == [("schemas/notes.md", "Mind this (no decision is about it)")]


def test_a_decision_that_the_rule_names_is_asked_for_whatever_it_is_about(repo: Repo) -> None:
    with keeping.opened(repo) as store:
        decision = decided(store, paths="lib/**", informed="app")
        repo.commit("change", {"schemas/door.json": "2\n"})
        assert says(repo, decision=decision.id) == [f"{decision.id}: not acknowledged by app"]
        store.say("acknowledgement", decision, "app", keeping.DAY)
        repo.commit("change", {"schemas/door.json": "3\n"})
    assert says(repo, decision=f"decision:{decision.id}") == []
    assert says(repo, decision=[decision.id, "another"]) == ["no decision another is in force"]


def test_a_decision_that_cannot_be_read_may_be_the_one(repo: Repo) -> None:
    broken = "---\nstatus: [\n---\n# A decision\n"
    repo.commit("change", {"schemas/door.json": "1\n", ".unrepeat/decisions/broken.md": broken})
    with opened(repo) as source, pytest.raises(CannotRun, match=r"decisions/broken.md cannot be read"):
        firings(FORMAT, source.commit("HEAD"))
    repo.commit(
        "move it", {"schemas/door.json": "2\n", ".unrepeat/decisions/broken.md": None, ".unrepeat/risks/r.md": broken}
    )
    assert says(repo) == ["no decision is about it"]


def test_nothing_is_asked_of_other_files_or_of_a_tree_that_nobody_changes(repo: Repo) -> None:
    repo.commit("change", {"lib/a.py": "1\n"})
    assert says(repo) == []
    assert firings(FORMAT, made(added("schemas/a.json", "1\n"), whole=True)) == []


@pytest.mark.parametrize("rule", [{"decision": []}, {"decisions": "a"}, {"decision": {"id": "a"}}])
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("decided", rule, "schemas/**"))
    with pytest.raises(NotValid, match="needs `paths`"):
        ready(guard("decided", {}))
