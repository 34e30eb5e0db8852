"""Decisions are read where a team keeps them, whichever form they have, and edited without losing a byte."""

import pytest

from tests.ledger.keeping import DAY, change, opened
from tests.repository import Repo
from unrepeat.errors import LedgerError
from unrepeat.ledger import madr
from unrepeat.ledger.answers import Answer
from unrepeat.ledger.gate import readiness
from unrepeat.ledger.kinds import ACKNOWLEDGEMENT, NO_DECISIONS, USUAL_DECISIONS
from unrepeat.ledger.record import Record

MADR_4 = """\
---
# These are optional metadata elements. Feel free to remove any of them.
status: "accepted"   # since the meeting
date: 2024-05-06
decision-makers: [ops, platform]
consulted:
- supplier
custom: 'kept'
---

# Use a cache for the supplier's answers

## Context and Problem Statement

Answers take long.

## Decision Outcome

Chosen option: "cache", because it is small.

<!-- This is an optional element. Feel free to remove. -->
### Consequences

* Good, because answers are quick
"""
MADR_2 = """\
# Use a cache

* Status: superseded by [ADR-0005](0005-example.md)
* Deciders: ops, platform team
* Date: 2019-03-01

Technical Story: a ticket

## Context and Problem Statement

Why.
"""
ADR_TOOLS = """\
# 3. Record architecture decisions

Date: 2016-02-12

## Status

Accepted

## Context

Why.
"""
DASHED = "# ADR-12: Keep it\r\n\r\n- Status: Proposed\r\n- Date: 2020-01-02\r\n- Informed: ops\r\n\r\nWords.\r\n"


def _decisions(repo: Repo) -> list[Record]:
    with opened(repo) as store:
        ledger = store.now()
        assert ledger.problems == ()
        return ledger.of_kind("decision")


def _one(repo: Repo, text: str, path: str = "docs/adr/0003-it.md") -> Record:
    repo.write({path: text.encode()})
    (found,) = _decisions(repo)
    assert found.path == path
    return found


def test_madr_4_with_front_matter(repo: Repo) -> None:
    found = _one(repo, MADR_4, "docs/decisions/0001-use-a-cache.md")
    assert (found.id, found.title) == ("0001-use-a-cache", "Use a cache for the supplier's answers")
    assert (found.state, found.text("date")) == ("accepted", "2024-05-06")
    assert (found.words("decision-makers"), found.words("consulted")) == (["ops", "platform"], ["supplier"])
    with opened(repo) as store:
        assert store.section(found, "context") == "Answers take long."
        assert store.section(found, "consequences") == "* Good, because answers are quick"


def test_madr_2_with_bullets(repo: Repo) -> None:
    found = _one(repo, MADR_2)
    assert (found.state, found.text("date")) == ("superseded", "2019-03-01")
    assert found.words("decision-makers") == ["ops", "platform team"]


def test_adr_tools_with_a_section(repo: Repo) -> None:
    found = _one(repo, ADR_TOOLS)
    assert (found.title, found.state, found.text("date")) == ("Record architecture decisions", "accepted", "2016-02-12")


def test_windows_ends_lose_nothing() -> None:
    for text in (MADR_2, ADR_TOOLS):
        assert madr.fields(text.replace("\n", "\r\n")) == madr.fields(text)


def test_dashes_windows_ends_and_another_number(repo: Repo) -> None:
    found = _one(repo, DASHED)
    assert (found.title, found.state, found.text("date")) == ("Keep it", "proposed", "2020-01-02")
    assert found.words("informed") == ["ops"]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Accepted\n\nSuperceded by [4. Another](0004-another.md)\n", "superseded"),
        ("Proposed\n\nSuperceded by [4. Another](0004-another.md)\n", "superseded"),
        ("Accepted\n\nSupercedes [1. First](0001-first.md)\n\nAmends [2. Second](0002-second.md)\n", "accepted"),
        ("<!-- proposed, accepted, deprecated -->\nProposed\n\n<!--\nor accepted\n-->\n", "proposed"),
        ("**Deprecated**, since nobody asks\n", "deprecated"),
    ],
)
def test_the_last_state_that_adr_tools_added_holds(status: str, state: str) -> None:
    assert madr.fields(ADR_TOOLS.replace("Accepted\n", status))["status"] == state


def test_places_to_fill_in_are_no_answers() -> None:
    text = "# Title\n\n* Status: [proposed | rejected]\n* Deciders: [list everyone]\n* Date: [YYYY-MM-DD]\n"
    assert madr.fields(text) == {"status": "proposed"}
    assert madr.fields("# Title\n\nWords.\n") == {}


@pytest.mark.parametrize(
    ("heading", "title", "unnumbered"),
    [
        ("# 12. Use git", "12. Use git", "Use git"),
        ("# ADR-7: Learn C #", "ADR-7: Learn C #", "Learn C"),
        ("Use git\n=======", "Use git", "Use git"),
        ("#Use git", "", ""),
        ("## Use git", "", ""),
        ("<!-- lint -->\n\n   # Use git", "Use git", "Use git"),
        ("# 404: not found", "404: not found", "not found"),
    ],
)
def test_titles(heading: str, title: str, unnumbered: str) -> None:
    assert madr.title(f"{heading}\n\nwords\n", numbered=False) == title
    assert madr.title(f"{heading}\n\nwords\n".replace("\n", "\r\n")) == unnumbered


def test_the_usual_folders_are_read_and_what_is_beside_decisions_is_not(repo: Repo) -> None:
    repo.write({f"{folder}/000{number}-it.md": ADR_TOOLS for number, folder in enumerate(USUAL_DECISIONS)})
    repo.write({f"docs/adr/{name.upper()}": "# No decision\n" for name in NO_DECISIONS})
    repo.write({"docs/adr/notes.txt": "no", "docs/adr/templates/0001-a.md": ADR_TOOLS, "docs/0009-b.md": ADR_TOOLS})
    assert sorted(one.path for one in _decisions(repo)) == sorted(
        f"{folder}/000{number}-it.md" for number, folder in enumerate(USUAL_DECISIONS)
    )


def test_names_that_teams_give_their_folders_are_known() -> None:
    assert {"docs/adr", "docs/architecture-decisions", "docs/architecture/adr"} <= set(USUAL_DECISIONS)


@pytest.mark.parametrize("spelling", ["records/of us", "records/of us/", "./records/of us", "records//of us"])
def test_the_settings_name_another_folder_however_it_is_spelled(spelling: str, repo: Repo) -> None:
    settings = f"decisions:\n  - '{spelling}'\n"
    files = {"records/of us/0001-a.md": MADR_2, "docs/adr/0002-b.md": MADR_2, ".unrepeat/settings.yml": settings}
    commit = repo.commit("decide", {**files, ".unrepeat/old-settings.yml": "decisions: [docs/adr]\n"})
    assert [one.path for one in _decisions(repo)] == ["records/of us/0001-a.md"]
    with opened(repo) as store:
        assert store.at(commit).records == store.now().records


def test_other_files_beside_the_settings_settle_nothing(repo: Repo) -> None:
    settings = {f".unrepeat/{name}settings.yml": "decisions: [elsewhere]\n" for name in ("old-", "x")}
    repo.commit("decide", {"docs/adr/0001-a.md": MADR_2, "elsewhere/0002-b.md": MADR_2, **settings})
    with opened(repo) as store:
        for ledger in (store.now(), store.at(repo.head())):
            assert (ledger.settings, [one.path for one in ledger.records]) == ({}, ["docs/adr/0001-a.md"])


@pytest.mark.parametrize("folder", ["..", "../other", "/", "/etc", "docs/../../other", ".", "link", "", "link/adr"])
def test_a_folder_elsewhere_is_not_read(folder: str, repo: Repo) -> None:
    outside = repo.folder.parent / "other"
    for below in (outside, outside / "adr"):
        below.mkdir()
        (below / "0001-a.md").write_text(MADR_2)
    (repo.folder / "link").symlink_to(outside)
    repo.commit("decide", {".unrepeat/settings.yml": f"decisions: ['{folder}']\n", "0002-top.md": MADR_2})
    with opened(repo) as store:
        for ledger in (store.now(), store.at(repo.head())):
            assert ledger.records == ()
        assert "settings.yml" in store.now().problems[0].path


def test_editing_in_place_leaves_every_other_byte(repo: Repo) -> None:
    for number, text in enumerate((MADR_4, MADR_2, ADR_TOOLS, DASHED)):
        path = f"docs/adr/000{number}-it.md"
        repo.write({path: text.encode()})
        with opened(repo) as store:
            before = store.now().find(f"000{number}-it")
            after = change(store, before, "informed=ops,platform", "links+=a-need")
            assert after.words("informed") == ["ops", "platform"]
            assert (after.state, after.title, after.text("date")) == (before.state, before.title, before.text("date"))
            assert store.now().problems == ()
            again = change(store, change(store, after, "links="), "informed=")
        content = (repo.folder / path).read_bytes().decode()
        assert content.removeprefix("---\r\n---\r\n\r\n").removeprefix("---\n---\n\n") == text
        assert again.content == before.content


def test_a_new_name_to_tell_asks_nobody_else_again(repo: Repo) -> None:
    found = _one(repo, ADR_TOOLS)
    with opened(repo) as store:
        store.say(ACKNOWLEDGEMENT, found, "ops", DAY)
        after = change(store, found, "informed+=platform")
        assert list(store.now().said(ACKNOWLEDGEMENT, after)) == ["ops"]


@pytest.mark.parametrize("text", [MADR_2, ADR_TOOLS, DASHED])
def test_a_status_told_in_the_text_is_left_to_people(text: str, repo: Repo) -> None:
    found = _one(repo, text)
    with opened(repo) as store:
        for _ in range(2):
            with pytest.raises(LedgerError, match="tells its status in its text") as told:
                change(store, found, "status=rejected")
            assert told.value.remedy == "Change it there, in an editor."
            found = change(store, found, "informed=ops")  # which gives it front matter
    assert (repo.folder / found.path).read_bytes().decode().endswith(text)


OF_ITS_OWN_FORM = "---\nauthor: @somebody\nstatus: {0}\n---\n# Cap the retries\n\nWords.\n"


def test_a_front_matter_of_another_form_is_no_problem_in_a_folder_that_nobody_named(repo: Repo) -> None:
    folder = "docs/architecture-decisions"
    repo.write({f"{folder}/{one}.md": OF_ITS_OWN_FORM.format(one) for one in ("draft", "accepted", "rejected")})
    repo.write({
        f"{folder}/odd(name).md": "# Odd\n", f"{folder}/open.md": "---\nstatus: accepted\n# Never closed\n",
        f"{folder}/notes.md": "no title\n", f"{folder}/bytes.md": b"# \xff\xfe\n", f"{folder}/.template.md": "---\n[\n",
        ".unrepeat/risks/late.md": "---\nfeature: checkout\nanswer: more hands\n---\n\n# Late\n",
    })  # fmt: skip
    commit = repo.commit("decide")
    with opened(repo) as store:
        for ledger in (store.now(), store.now(), store.at(commit), store.at(commit)):
            assert ledger.problems == ()
            states = {one.id: one.state for one in ledger.of_kind("decision")}
            assert (states["draft"], states["accepted"], states["rejected"]) == ("proposed", "accepted", "rejected")
            assert ledger.find("draft").title == "Cap the retries"
            assert readiness("checkout", ledger, DAY, lambda *_: Answer(met=True, reason="", next="")).ready
    repo.write({".unrepeat/settings.yml": f"decisions: [{folder}]\n"})
    commit = repo.commit("name the folder")
    with opened(repo) as store:
        for ledger in (store.now(), store.at(commit)):
            assert {one.path for one in ledger.problems} >= {f"{folder}/draft.md", f"{folder}/accepted.md"}
            assert not readiness("checkout", ledger, DAY, lambda *_: Answer(met=True, reason="", next="")).ready


def test_a_status_in_front_matter_or_nowhere_is_set(repo: Repo) -> None:
    found = _one(repo, MADR_4)
    with opened(repo) as store:
        assert change(store, found, "state=superseded by 0009").state == "superseded"
        text = (repo.folder / found.path).read_text()
    assert text == MADR_4.replace('status: "accepted"   # since', "status: superseded by 0009   # since")
    (repo.folder / found.path).unlink()
    found = _one(repo, "# Use a cache\n")
    with opened(repo) as store:
        assert change(store, found, "status=rejected").state == "rejected"
