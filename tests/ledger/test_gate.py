"""The gate: what is met, what is not, what nobody examined, and the next step of each."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from tests.ledger.keeping import DAY, change, keep, opened
from tests.repository import Repo
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.checking import Checking
from unrepeat.ledger.gate import Item, readiness, readiness_to_start
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, SIGNATURE
from unrepeat.ledger.record import Record
from unrepeat.ledger.store import Store

LATER = date(2026, 9, 1)


@pytest.fixture
def store(repo: Repo) -> Iterator[Store]:
    """Give an empty ledger."""
    repo.commit("begin", {"src/retry.py": "def retry(): pass\n"})
    with opened(repo) as store:
        yield store


def asked(store: Store, name: str = "checkout", today: date = DAY, *, met: bool = True) -> dict[str, Item]:
    """Ask the gate, the code answering all alike; give the items by title."""

    def ask(need: Record, condition: Mapping[str, Any]) -> Answer:
        return Answer(met, f"{need.title}: {next(iter(condition))}", "" if met else "do it")

    return {item.record.title if item.record else "": item for item in readiness(name, store.now(), today, ask).items}


def test_what_nobody_examined_is_not_ready(store: Store) -> None:
    keep(store, "note", "Checkout is nice", "feature=checkout")
    keep(store, "need", "Something else", "feature=search", "done-when=path: x")
    assert asked(store)[""].state == "unexamined"
    assert asked(store)[""].record is None


def test_a_need_is_met_by_the_code_and_by_nothing_else(store: Store) -> None:
    need = keep(store, "need", "Retry", "feature=Checkout", "done-when=path: src/retry.py")
    assert asked(store)["Retry"].state == "met"
    assert asked(store, met=False)["Retry"] == Item(store.now().find(need.id), "unmet", "Retry: path", "do it")
    keep(store, "need", "Bare", "feature=checkout")
    assert "nothing says how" in asked(store)["Bare"].reason
    change(store, need, "state=dropped", "because=the server retries")
    assert asked(store, met=False)["Retry"].reason == "dropped: the server retries"


def test_a_change_order_waits_for_an_answer(store: Store) -> None:
    need = keep(store, "need", "Retry", "feature=checkout", "done-when=path: x", "moves.cost=two weeks")
    assert asked(store)["Retry"].state == "unmet"
    assert "cost two weeks" in asked(store)["Retry"].reason
    need = change(store, need, "change-order=agreed")
    assert "by whom" in asked(store)["Retry"].reason
    change(store, need, "decided-by=manager")
    assert asked(store)["Retry"].state == "met"
    risk = keep(store, "risk", "It is late", "feature=checkout", "answer=more hands", "moves.date=a week")
    assert "waits for an answer" in asked(store)["It is late"].reason
    change(store, risk, "change-order=declined", "decided-by=manager")
    assert asked(store)["It is late"].state == "met"


@pytest.mark.parametrize(
    ("settings", "today", "state", "says"),
    [
        (["validate-by=2026-03-10"], DAY, "unmet", "never validated; due by 2026-03-10"),
        (["validate-by=2026-03-10"], LATER, "unmet", "that was due by 2026-03-10"),
        (["state=validated", "validated-on=2026-03-01"], DAY, "unmet", "no evidence was kept"),
        (["state=validated", "evidence=a trial", "valid-until=2026-04-01"], DAY, "met", "validated: a trial"),
        (["state=validated", "valid-until=2026-04-01"], LATER, "unmet", "held until 2026-04-01"),
        (["state=refuted", "source=the mail team"], DAY, "unmet", "of the mail team was refuted"),
        (["state=expired"], DAY, "unmet", "expired"),
    ],
)
def test_an_assumption_underneath_holds_only_when_it_is_validated(
    store: Store, settings: list[str], today: date, state: str, says: str
) -> None:
    keep(store, "assumption", "It holds", "rests=checkout", *settings)
    item = asked(store, today=today)["It holds"]
    assert item.state == state
    assert says in item.reason


@pytest.mark.parametrize("way", ["feature", "need", "path", "decision", "decision-rests", "glob"])
def test_an_assumption_is_underneath_in_whatever_way_something_rests_on_it(store: Store, way: str) -> None:
    need = keep(store, "need", "Retry", "feature=checkout", "paths=src/retry.py", "done-when=path: x")
    decision = keep(store, "decision", "By mail", "feature=checkout", "informed=team")
    rests = {
        "feature": "checkout",
        "need": f"need:{need.id}",
        "path": "src/retry.py",
        "decision": decision.id,
        "glob": "src/**",
        "decision-rests": "elsewhere",
    }
    assumption = keep(store, "assumption", "It holds", f"rests={rests[way]}")
    if way == "decision-rests":
        assert "It holds" not in asked(store)
        change(store, decision, f"rests={assumption.id}")
    assert asked(store)["It holds"].state == "unmet"
    assert "It holds" not in asked(store, "search")


def test_a_decision_about_the_same_files_is_known_to_all_who_must_know(store: Store) -> None:
    keep(store, "need", "Retry", "feature=checkout", "paths=src/retry.py", "done-when=path: x")
    decision = keep(store, "decision", "By mail", "paths=src/retry.py")
    assert "nobody" in asked(store)["By mail"].reason
    decision = change(store, decision, "informed=@Org/Mail Team,support")
    assert asked(store)["By mail"].reason == "not acknowledged by @Org/Mail Team and support"
    store.say(ACKNOWLEDGEMENT, decision, "org mail-team", DAY)
    store.say(ACKNOWLEDGEMENT, decision, "support", DAY)
    assert asked(store)["By mail"].state == "met"
    decision = change(store, decision, "outcome=By letter")
    assert "an earlier version was" in asked(store)["By mail"].reason
    change(store, decision, f"editorial-of={store.now().statements[0].content}")
    assert asked(store)["By mail"].state == "met"


@pytest.mark.parametrize("status", ["rejected", "deprecated", "superseded by ADR-0002"])
def test_a_decision_that_no_longer_holds_is_not_asked_about(store: Store, status: str) -> None:
    keep(store, "need", "Retry", "feature=checkout", "done-when=path: x")
    keep(store, "decision", "By mail", "feature=checkout", f"status={status}")
    assert set(asked(store)) == {"Retry"}


@pytest.mark.parametrize(
    ("kind", "settings", "state"),
    [
        ("risk", [], "unmet"),
        ("risk", ["answer=a second server"], "met"),
        ("risk", ["state=gone"], "met"),
        ("risk", ["answer=a second server", "state=happened"], "unmet"),
        ("action", [], "unmet"),
        ("action", ["due=2026-03-04"], "unmet"),
        ("action", ["due=2026-03-05"], "met"),
        ("action", ["due=2026-03-04", "state=done"], "met"),
        ("action", ["due=2026-03-04", "state=wont-do", "because=the feature is gone"], "met"),
        ("decision", ["status=proposed"], "unmet"),
    ],
)
def test_risks_are_answered_and_actions_that_are_due_are_done(
    store: Store, kind: str, settings: list[str], state: str
) -> None:
    keep(store, kind, "One", "feature=checkout", *settings)
    item = asked(store)["One"]
    assert item.state == state
    assert bool(item.next) is (state == "unmet")


def test_a_release_is_made_of_its_features(store: Store) -> None:
    keep(store, "need", "Retry", "feature=checkout", "release=2.0", "done-when=path: x")
    keep(store, "risk", "Doors stick", "feature=checkout")
    keep(store, "need", "For later", "feature=checkout", "release=3.0", "done-when=path: x")
    assert set(asked(store, "2.0")) == {"Retry", "Doors stick"}
    assert set(asked(store)) == {"Retry", "Doors stick", "For later"}


def test_a_project_begins_when_all_parties_signed_and_the_pre_mortem_was_held(store: Store) -> None:
    assert [item.state for item in readiness_to_start("checkout", store.now()).items] == ["unexamined"] * 2
    agreement = keep(store, "agreement", "We validate", "parties=team,manager", "feature=checkout")
    keep(store, "note", "Pre-mortem", "premortem=Checkout")
    store.say(SIGNATURE, agreement, "team", DAY)
    first, second = readiness_to_start("checkout", store.now()).items
    assert (first.state, first.reason, second.state) == ("unmet", "not yet signed by manager", "met")
    store.say(SIGNATURE, agreement, "manager", DAY)
    assert readiness_to_start("checkout", store.now()).ready
    change(store, agreement, "process=in each review")
    assert "an earlier version was" in readiness_to_start("checkout", store.now()).items[0].reason


def test_an_agreement_of_all_projects_serves_where_a_project_has_none_of_its_own(store: Store) -> None:
    agreement = keep(store, "agreement", "We validate", "parties=team")
    store.say(SIGNATURE, agreement, "team", DAY)
    keep(store, "note", "Pre-mortem", "premortem=checkout")
    assert readiness_to_start("checkout", store.now()).ready
    keep(store, "agreement", "Of its own", "parties=team", "feature=checkout")
    assert not readiness_to_start("checkout", store.now()).ready


def test_a_record_that_cannot_be_read_keeps_the_gate_closed(store: Store, repo: Repo) -> None:
    keep(store, "need", "Retry", "feature=checkout", "done-when=path: x")
    broken = keep(store, "need", "A queue", "feature=checkout", "done-when=path: y")
    (repo.folder / broken.path).write_text("---\nstate: [\n---\n# A queue\n")
    keep(store, "note", "Of no weight")
    found = readiness("checkout", store.now(), DAY, lambda *_: Answer(met=True, reason="", next=""))
    assert not found.ready
    (item,) = [item for item in found.items if item.record is None]
    assert (item.state, item.path, item.next) == ("unmet", broken.path, "unrepeat fsck")


def test_what_cannot_be_read_closes_the_gate_of_its_own_kind(store: Store, repo: Repo) -> None:
    agreement = keep(store, "agreement", "We validate", "parties=team", "feature=checkout")
    store.say(SIGNATURE, agreement, "team", DAY)
    keep(store, "note", "Pre-mortem", "premortem=checkout")
    keep(store, "need", "Retry", "feature=checkout", "done-when=path: x")
    (repo.folder / ".unrepeat/notes/broken.md").write_text("---\n[\n---\n")
    assert asked(store)["Retry"].state == "met"
    assert set(asked(store)) == {"Retry"}
    assert readiness_to_start("checkout", store.now()).ready
    (repo.folder / ".unrepeat/agreements/broken.md").write_text("---\n[\n---\n")
    assert set(asked(store)) == {"Retry"}
    assert not readiness_to_start("checkout", store.now()).ready
    (repo.folder / ".unrepeat/risks").write_text("a file in the place of a folder\n")
    assert asked(store)[""].path == ".unrepeat/risks"


def test_a_mistake_and_a_decision_that_was_superseded_lead_on_to_what_answers_them(store: Store) -> None:
    keep(store, "need", "Retry", "feature=checkout", "done-when=path: x")
    action = keep(store, "action", "Test it twice")
    keep(store, "mistake", "Sent twice", "feature=checkout", f"safeguards=action:{action.id}")
    later = keep(store, "decision", "By letter", "informed=support")
    keep(store, "decision", "By mail", "feature=checkout", f"status=superseded by [{later.id}]({later.id}.md)")
    assert {name: item.state for name, item in asked(store).items()} == {
        "Retry": "met",
        "Test it twice": "unmet",
        "By letter": "unmet",
    }


def test_a_decision_that_was_superseded_leads_on_by_number_too(store: Store, repo: Repo) -> None:
    keep(store, "decision", "By mail", "feature=checkout", "status=superseded by ADR-0012")
    repo.write({
        "docs/adr/0012-by-letter.md": "---\ninformed: [support]\n---\n\n# By letter\n",
        "docs/adr/0013-by-hand.md": "---\ninformed: [support]\n---\n\n# By hand\n",
    })  # fmt: skip
    assert set(asked(store)) == {"By letter"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("needs/bare.md", ""),
        ("needs/bare.md", "Feature: checkout\n"),
        ("needs/bare.md", "\n---\nfeature: checkout\n---\n\n# A need\n"),
        ("needs/bare.md", "----\nfeature: checkout\n---\n\n# A need\n"),
        ("needs/bare.md", "\ufeff\ufeff---\nfeature: checkout\n---\n\n# A need\n"),
        ("needs/bare.md", "+++\nfeature = 'checkout'\n+++\n\n# A need\n"),
        ("needs/bare.md", "---\nFeatures: checkout\n---\n\n# A need\n"),
        ("Needs/other.md", "# A need\n"),
        ("need/other.md", "# A need\n"),
        ("needs/sub/other.md", "# A need\n"),
        ("needs/other.MD", "# A need\n"),
        ("needs/other.markdown", "# A need\n"),
        ("needs/other.yml", "feature: checkout\n"),
        ("other.md", "# A need\n"),
    ],
)
def test_what_may_be_a_record_and_is_not_read_closes_the_gate_now_and_at_any_commit(
    path: str, text: str, store: Store, repo: Repo
) -> None:
    keep(store, "need", "Retry", "feature=checkout", "done-when=path: x")
    repo.write({f".unrepeat/{path}": text})
    commit = repo.commit("write it down")
    for ledger in (store.now(), store.at(commit)):
        found = readiness("checkout", ledger, DAY, lambda *_: Answer(met=True, reason="", next=""))
        assert not found.ready
        (item,) = [item for item in found.items if item.record is None]
        assert item.path in {f".unrepeat/{path}", f".unrepeat/{path}".rpartition("/")[0]}
    assert store.now().problems == store.at(commit).problems


def test_a_link_a_submodule_or_a_file_in_the_place_of_a_folder_closes_the_gate_at_any_commit(
    store: Store, repo: Repo
) -> None:
    keep(store, "risk", "Late", "feature=checkout", "answer=more hands")
    (repo.folder / ".unrepeat/needs").symlink_to("risks")
    commits = [repo.commit("a link")]
    repo.git("rm", "--quiet", "--cached", ".unrepeat/needs")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head()},.unrepeat/needs")
    repo.git("commit", "--quiet", "-m", "a submodule")
    commits.append(repo.head())
    for commit in commits:
        assert [one.path for one in store.at(commit).problems] == [".unrepeat/needs"]
    assert asked(store)[""].path == ".unrepeat/needs"


def test_what_a_sparse_checkout_leaves_out_closes_the_gate(store: Store, repo: Repo) -> None:
    keep(store, "risk", "Late", "feature=checkout", "answer=more hands")
    need = keep(store, "need", "Retry", "feature=checkout", "done-when=path: x")
    repo.commit("write it down")
    assert asked(store, met=False)["Retry"].state == "unmet"
    repo.git("sparse-checkout", "set", "--no-cone", "/*", "!/.unrepeat/needs/")
    assert not (repo.folder / need.path).exists()
    assert asked(store)[""].path == need.path


def test_an_id_used_twice_hides_no_record(store: Store, repo: Repo) -> None:
    repo.write({
        ".unrepeat/needs/x.md": "---\nfeature: checkout\ndone-when: 'path: x'\n---\n\n# Retry\n",
        ".unrepeat/risks/x.md": "---\nfeature: checkout\nanswer: fine\n---\n\n# Late\n",
    })  # fmt: skip
    assert set(asked(store, met=False)) == {"Retry", "Late"}
    assert asked(store, met=False)["Retry"].state == "unmet"


@pytest.mark.parametrize(
    "written",
    [
        "rests: checkout, search", "rests: feature:checkout", "rests: {id}", "rests: {upper}", "rests: risk:{id}",
        "rests: {id}.md", "rests: .unrepeat/risks/{id}.md", "links: {id}",
    ],
)  # fmt: skip
def test_whatever_way_a_link_is_written_by_hand_it_leads_there(written: str, store: Store, repo: Repo) -> None:
    risk = keep(store, "risk", "Late", "feature=checkout", "answer=more hands")
    field = written.format(id=risk.id, upper=risk.id.upper())
    repo.write({".unrepeat/assumptions/2026-01-01-it-holds-aaaa.md": f"---\n{field}\n---\n\n# It holds\n"})
    assert asked(store)["It holds"].state == "unmet"


def test_what_names_no_feature_belongs_where_its_files_do(store: Store) -> None:
    keep(store, "need", "Retry", "feature=checkout", "paths=src/**", "done-when=path: x")
    keep(store, "need", "Captured", "paths=src/retry.py")
    keep(store, "need", "Elsewhere", "paths=docs/a.md")
    keep(store, "need", "Of another", "feature=search", "paths=src/retry.py")
    assert set(asked(store)) == {"Retry", "Captured"}


def test_an_editorial_change_is_excused_once_and_the_next_one_asks_again(store: Store) -> None:
    decision = keep(store, "decision", "By mail", "feature=checkout", "informed=support")
    store.say(ACKNOWLEDGEMENT, decision, "support", DAY)
    after = change(store, decision, "outcome=By mail, every morning", f"editorial-of={decision.content[:12]}")
    assert asked(store)["By mail"].state == "met"
    after = change(store, after, "outcome=By letter")
    assert asked(store)["By mail"].state == "unmet"
    assert "editorial-of" not in after.fields


def test_a_validation_holds_for_the_words_that_were_validated(store: Store) -> None:
    assumption = keep(store, "assumption", "It holds", "rests=checkout")
    assumption = change(store, assumption, "state=validated", "evidence=a trial")
    assert asked(store)["It holds"].reason == "validated: a trial"
    change(store, assumption, "text=Something else")
    assert asked(store)["It holds"].reason == "its words changed since it was validated"


def test_keeping_the_books_asks_nobody_again(store: Store) -> None:
    agreement = keep(store, "agreement", "We validate", "parties=team", "feature=checkout", "check-ins=2026-04-01")
    store.say(SIGNATURE, agreement, "team", DAY)
    keep(store, "note", "Pre-mortem", "premortem=checkout")
    change(store, agreement, "checked=2026-04-01", "links=2026-01-01-other-aaaa")
    assert readiness_to_start("checkout", store.now()).ready


def test_a_kept_answer_of_another_shape_is_asked_again(store: Store, repo: Repo) -> None:
    need = keep(store, "need", "Retry", "feature=checkout", "done-when=path: src/retry.py")
    checking = Checking(store.repository, repo.head(), store.now(), store.catalogue, ())
    checking.prepare([need])
    connection = sqlite3.connect(repo.folder / ".git/unrepeat/ledger.sqlite")
    ((key, _),) = connection.execute("select key, value from answers").fetchall()
    connection.close()
    for odd in ("{}", "[true]", "[1, 2, 3, 4]", '["yes", "a", "b"]', "null"):
        store.catalogue.keep({key: odd})
        again = Checking(store.repository, repo.head(), store.now(), store.catalogue, ())
        again.prepare([need])
        assert again.ask(need, {"path": "src/retry.py"}).met is True
