"""The pre-mortem asks from what was learned here, and keeps what came up."""

from collections.abc import Iterator

import pytest

from tests.conftest import Run
from tests.ledger.keeping import change, keep, opened
from tests.repository import Repo
from unrepeat.ledger.premortem import MOST_OF_A_SORT, prompts
from unrepeat.ledger.store import Store


@pytest.fixture
def store(repo: Repo) -> Iterator[Store]:
    """Give an empty ledger."""
    repo.commit("begin", {"a.py": "1\n"})
    with opened(repo) as store:
        yield store


def asked(store: Store, name: str = "checkout", files: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Give what is asked: about what, and because of which record or file."""
    return [(prompt.about, prompt.because) for prompt in prompts(name, store.now(), files)]


def test_with_nothing_recorded_it_asks_what_is_always_asked(store: Store) -> None:
    assert {about for about, _ in asked(store)} == {"always"}


def test_it_asks_of_past_needs_suppliers_and_mistakes(store: Store) -> None:
    need = keep(store, "need", "An index", "feature=search")
    keep(store, "need", "Of its own", "feature=Checkout")
    mistake = keep(store, "mistake", "Sent twice", "conditions=missing test")
    held = keep(store, "assumption", "It is quick", "source=the mail team")
    failed = keep(store, "assumption", "It is open", "source=the door team")
    change(store, failed, "state=refuted")
    found = asked(store)
    assert ("need", need.id) in found
    assert ("mistake", mistake.id) in found
    assert [because for about, because in found if about == "supplier"] == [failed.id, held.id]
    assert not [one for one in prompts("checkout", store.now(), ()) if "Of its own" in one.asks]


def test_mistakes_in_the_same_place_come_before_others(store: Store) -> None:
    keep(store, "need", "An index", "feature=checkout", "paths=src/**")
    near = keep(store, "mistake", "Sent twice", "paths=src/send.py")
    keep(store, "mistake", "Elsewhere", "paths=docs/a.md")
    assert [because for about, because in asked(store) if about == "mistake"] == [near.id]


def test_a_condition_met_twice_is_asked_about_with_what_counters_it(store: Store) -> None:
    keep(store, "mistake", "One", "conditions=not shared")
    keep(store, "mistake", "Two", "conditions=not shared,overload")
    (prompt,) = [one for one in prompts("checkout", store.now(), ()) if one.about == "condition"]
    assert "'not shared' made 2 mistakes possible" in prompt.asks
    assert "name who must know" in prompt.asks


def test_it_asks_of_the_steps_to_production_that_are_there(store: Store) -> None:
    found = asked(store, files=("app/migrations/0001.py", ".github/workflows/release.yml", "src/a.py"))
    assert [because for about, because in found if about == "production step"] == [
        ".github/workflows/release.yml",
        "app/migrations/0001.py",
    ]


def test_nobody_reads_more_than_a_few_of_a_sort(store: Store) -> None:
    for number in range(9):
        keep(store, "need", f"Need {number}", "feature=search")
        keep(store, "mistake", f"Mistake {number}")
        keep(store, "assumption", f"Answer {number}", f"source=team {number}")
    found = [about for about, _ in asked(store)]
    assert max(found.count(about) for about in ("need", "mistake", "supplier")) == MOST_OF_A_SORT


def test_what_came_up_is_kept_and_that_it_was_held(repo: Repo, unrepeat: Run) -> None:
    repo.commit("begin", {"a.py": "1\n"})
    done = unrepeat(
        *("premortem", "checkout", "--risk", "Doors stick", "--need", "A queue", "--assumption", "Mail is quick"),
        cwd=repo.folder,
    )
    assert done.returncode == 0, done.stderr
    with opened(repo) as store:
        kept = {record.title: record for record in store.now().records}
    assert {record.kind for record in kept.values()} == {"risk", "need", "assumption", "note"}
    assert kept["Doors stick"].words("feature") == ["checkout"]
    assert kept["Mail is quick"].words("rests") == ["checkout"]
    assert kept["Pre-mortem of checkout"].text("premortem") == "checkout"


def test_a_source_with_an_article_is_the_same_source(store: Store) -> None:
    keep(store, "assumption", "One", "source=platform team")
    keep(store, "assumption", "Two", "source=The Platform-Team")
    keep(store, "assumption", "Three", "source=the")
    suppliers = [prompt.asks for prompt in prompts("checkout", store.now(), ()) if prompt.about == "supplier"]
    assert len(suppliers) == 2
    assert "an answer of The Platform-Team?" in suppliers[0] or "an answer of platform team?" in suppliers[0]


@pytest.mark.parametrize("folder", ["docs", "doc", "web/Documentation"])
def test_what_only_documents_is_no_step_to_production(folder: str, store: Store) -> None:
    files = (f"{folder}/config/theme.css", f"{folder}/charts/growth.svg", f"{folder}/dashboards/one.png")
    assert [because for about, because in asked(store, files=files) if about == "production step"] == []
    assert ("production step", "docs.d/config/a.yml") in asked(store, files=("docs.d/config/a.yml",))
