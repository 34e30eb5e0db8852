"""A retro is drafted from evidence alone: every statement rests on something, and what is not known is asked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import story_a
from markdown_it import MarkdownIt

from unrepeat.cli.retro_evidence import evidence_of
from unrepeat.cli.session import Session
from unrepeat.retro.draft import Draft, draft
from unrepeat.retro.evidence import Evidence, Ground, Measure, Place, Recorded, Since, Step, Surroundings, Tie
from unrepeat.retro.retro_markdown import as_markdown
from unrepeat.retro.retro_page import as_html
from unrepeat.retro.said import Commit, Statement, Theirs, Title, fact, parts

HOUR, DAY = 3_600, 86_400
BEGIN = 1_767_225_600  # 2026-01-01T00:00:00Z
FIRST, SECOND, THIRD, BEFORE, HEAD = ("1" * 40, "2" * 40, "3" * 40, "b" * 40, "e" * 40)


def step(commit: str, after: int, subject: str, *, is_fix: bool = True, paths: tuple[str, ...] = ("src/a.py",)) -> Step:
    return Step(commit, BEGIN + after, subject, added=3, removed=1, paths=paths, is_fix=is_fix, has_body=True)


def made(**more: object) -> Evidence:
    """Give a string of three changes, with whatever else is known."""
    steps = (
        step(FIRST, 0, "Count all rows", is_fix=False),
        step(SECOND, 5 * HOUR, "Fix the count"),
        step(THIRD, 2 * DAY, "Fix the fix", paths=("src/a.py", "tests/test_a.py")),
    )
    ground = Ground("it wrote 2 lines that the fix removed or changed", "src/a.py")
    ties = (
        Tie(SECOND, FIRST, 0.8, confirmed=False, grounds=(ground,)),
        Tie(THIRD, SECOND, 0.6, confirmed=False, grounds=(ground,)),
    )
    known = Evidence("string", HEAD, BEGIN + 9 * DAY, steps, ties)
    return replace(known, **more)  # type: ignore[arg-type]  # the fields of Evidence


def around(**more: int) -> Surroundings:
    """Give a busy, large place in a repository of a hundred changes."""
    measures = (
        Measure("lines", 900, 100, 50),
        Measure("changes", 31, 2, 40),
        Measure("fixes", 2, 1, 40),
        Measure("partners", 0, 0, 40),
    )
    place = Place("src/a.py", measures, tested=3, changes=31, recorded=("2025-01-01-lost-abcd",))
    known = Surroundings(BEFORE, changes=100, tested=60, read=0, fixes=20, places=(place,), others=12)
    return replace(known, **more)  # type: ignore[arg-type]  # counts


def statements(page: Draft) -> Iterator[Statement]:
    yield page.origin
    yield from page.summary
    for told in page.timeline:
        yield from told.ties
    for section in page.sections:
        yield from section.statements
    for offer in page.offers:
        yield offer.because


def section(page: Draft, name: str) -> str:
    return " ".join("".join(one.parts) for one in page.section(name).statements)


@pytest.mark.parametrize("mini", [False, True])
def test_every_statement_of_a_real_history_rests_on_a_commit_or_record(tmp_path: Path, *, mini: bool) -> None:
    folder = tmp_path / "pickup"
    named = story_a.build(folder)
    session = Session.begin(str(folder))
    for targets in ([f"string-{named['batches']}"], [named["each"]], [f"{named['begin']}..HEAD"]):
        page = draft(evidence_of(session, targets, learn=False), mini=mini)
        found = list(statements(page))
        assert len(found) > 5
        for one in found:
            assert one.ids, one.parts
            assert all(session.repository.names(name) for name in one.ids), one.parts


def test_a_repository_measures_its_place_beside_its_median(tmp_path: Path) -> None:
    folder = tmp_path / "pickup"
    named = story_a.build(folder)
    known = evidence_of(Session.begin(str(folder)), [f"string-{named['batches']}"], learn=False)
    assert known.around is not None
    assert known.around.at == named["twice"], "as it stood before the last of the changes"
    place = known.around.places[0]
    assert place.path == "pickup/reminders.py"
    assert Measure("changes", 7, 2, 5) in place.measures
    assert Measure("fixes", 3, 0, 5) in place.measures
    assert known.since is not None
    assert (known.since.changes, known.since.fixes) == (0, ())


def test_unconfirmed_links_are_likely_and_confirmed_ones_are_facts() -> None:
    page = draft(made())
    tied = ["".join(tie.parts) for told in page.timeline for tie in told.ties]
    assert tied[0].startswith(f"It likely (80%) repairs {FIRST}, made 5 hours before, which wrote 2 lines")
    sure = tuple(replace(tie, confirmed=True, score=1.0) for tie in made().ties)
    page = draft(made(ties=sure))
    assert "likely" not in "".join("".join(one.parts) for one in statements(page) if one is not page.origin)
    assert not any("link" in "".join(one.parts) for one in page.section("open").questions)


def test_what_stands_out_is_said_beside_the_median_and_the_rest_is_not() -> None:
    told = section(draft(made(around=around())), "conditions")
    assert "src/a.py had 900 lines (median of code files: 100)" in told
    assert "changed 31 times in the year before (median of files that changed: 2)" in told
    assert "by 2 of 4 measures" in told
    assert "read like fixes" not in told, "twice is no more than usual"
    assert "1 earlier mistake in our ledger is about src/a.py" in told
    assert "1 came with a change to a test; of all changes in the year before, 60% did" in told


def test_reading_by_others_is_told_only_where_the_repository_tells_of_it() -> None:
    assert "somebody else read" not in section(draft(made(around=around(read=5))), "conditions")
    assert "0 say that somebody else read it; of all in the year before, 70% do" in section(
        draft(made(around=around(read=70))), "conditions"
    )


def test_each_kind_of_safeguard_is_offered_where_the_evidence_suggests_it() -> None:
    kinds = {one.kind for one in draft(made(around=around())).offers}
    assert kinds == {"tests", "reviewers", "monitor", "rollout"}
    bare = tuple(replace(one, has_body=False) for one in made().steps)
    assert "context" in {one.kind for one in draft(made(steps=bare)).offers}
    tested = tuple(replace(one, paths=("src/a.py", "tests/test_a.py")) for one in made().steps)
    assert "tests" not in {one.kind for one in draft(made(steps=tested)).offers}
    taken_back = (*made().steps[:2], replace(made().steps[2], subject='Revert "Fix the count"'))
    assert "rollout" not in {one.kind for one in draft(made(steps=taken_back)).offers}
    slow = (*made().steps[:2], replace(made().steps[2], time=BEGIN + 900 * DAY))
    offers = {one.kind: one for one in draft(made(steps=slow)).offers}
    assert "reviewers" not in offers
    assert "rollout" not in offers


def test_changes_of_one_delivery_are_no_quick_fix() -> None:
    steps = tuple(replace(one, time=BEGIN + number * 20) for number, one in enumerate(made().steps))
    page = draft(made(steps=steps))
    assert "quickest" not in section(page, "well")
    assert {one.kind for one in page.offers} == {"tests"}


def test_a_stage_is_as_long_as_half_of_the_fixes_took() -> None:
    (monitor,) = (one for one in draft(made()).offers if one.kind == "monitor")
    assert "a soak or beta stage of 1 day" in "".join(monitor.does)
    old = (made().steps[0], *(replace(one, time=one.time + 400 * DAY) for one in made().steps[1:]))
    only = (made().ties[0],)
    (monitor,) = (one for one in draft(made(steps=old, ties=only)).offers if one.kind == "monitor")
    assert "stage" not in "".join(monitor.does)


def test_what_went_well_is_told_from_evidence_only() -> None:
    page = draft(made(since=Since(HEAD, 4, ())))
    assert f"The quickest fix, {SECOND}, came 5 hours after {FIRST}" in section(page, "well")
    assert "changed 4 times, and no such change reads like a fix" in section(page, "well")
    page = draft(made(since=Since(HEAD, 4, (BEFORE,))))
    assert "Since then" not in section(page, "well")
    assert "of 4 changes to these files, 1 reads like a fix" in section(page, "open")


def test_what_people_recorded_is_told_and_no_longer_asked() -> None:
    asked = [len(draft(made()).section(name).questions) for name in ("impact", "surprised")]
    fields = {"impact": "40 customers", "why-surprised": "we took it for idle", "conditions": "time pressure"}
    action = ("2026-01-03-lost-efgh-tests", "A test", "done")
    page = draft(made(record=Recorded("2026-01-03-lost-efgh", "Rows were lost", fields, (action,))))
    assert [len(page.section(name).questions) for name in ("impact", "surprised")] == [one - 1 for one in asked]
    assert page.section("impact").statements[0].ids == ("2026-01-03-lost-efgh",)
    assert "time pressure" in section(page, "conditions")
    assert "Of 1 safeguard recorded as actions, 1 is done" in section(page, "well")
    assert page.title == (Title("Rows were lost"),)


def test_many_changes_are_told_by_their_first_and_last() -> None:
    many = tuple(step(f"{number:040x}", number * HOUR, f"Change {number}", is_fix=False) for number in range(200))
    page = draft(made(steps=many, ties=()))
    assert page.unlisted == 200 - len(page.timeline)
    assert [one.number for one in page.timeline[:2]] == [1, 2]
    assert page.timeline[-1].number == 200
    assert f"{page.unlisted} changes in between are not listed here" in as_markdown(page)
    assert f'counter-reset: change {page.gap + page.unlisted}"' in as_html(page)


def test_words_of_others_are_kept_apart_from_ours() -> None:
    assert parts("{} and {}", Theirs("a{}b"), "two") == (Theirs("a{}b"), " and two")
    said = fact("{} likely repairs {}.", Commit(SECOND), Commit(FIRST), ids=[BEFORE, SECOND])
    assert said.ids == (SECOND, FIRST, BEFORE)
    assert said.unseen() == [BEFORE]
    many = fact("It is so.", ids=[f"{number:040x}" for number in range(9)])
    assert many.ends() == ([f"{number:040x}" for number in range(4)], " and 5 more")


def test_pages_show_the_ids_that_a_sentence_rests_on() -> None:
    page = draft(made(around=around()))
    markdown, html = as_markdown(page), as_html(page)
    assert f"than most files here (`{BEFORE[:12]}`)." in markdown
    assert f'<code class="commit" title="{BEFORE}">{BEFORE[:12]}</code>' in html
    assert "2025-01-01-lost-abcd" in markdown
    assert "2025-01-01-lost-abcd" in html
    assert "<svg" in html
    assert "http" not in html.replace("http-equiv", "")


def test_no_page_obeys_what_a_path_a_title_or_a_record_says() -> None:
    evil = "<script>alert(1)</script>`|[x](//evil.example)@octo \x1b[2J"
    steps = tuple(replace(one, paths=(evil,), subject=evil, says=evil, noticed=evil) for one in made().steps)
    ties = tuple(replace(one, grounds=(Ground(f"it is the last change to `{evil}`", evil),)) for one in made().ties)
    places = tuple(replace(one, path=evil) for one in around().places)
    fields = dict.fromkeys(("impact", "how-noticed", "why-surprised", "conditions"), evil)
    record = Recorded(evil, evil, fields)
    known = made(steps=steps, ties=ties, around=replace(around(), places=places), record=record)
    for mini in (False, True):
        page = draft(known, mini=mini)
        html, markdown = as_html(page), as_markdown(page)
        for text in (html, markdown):
            assert "\x1b" not in text
        assert "<script" not in html
        assert "href=" not in html.replace('href="#content"', "")
        shown = MarkdownIt("commonmark").enable("table").render(markdown)
        outside_of_code = re.sub(r"<code>.*?</code>", "", shown, flags=re.DOTALL)
        for word in ("<script", "<a ", "@octo"):
            assert word not in outside_of_code, outside_of_code
