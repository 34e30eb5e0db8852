"""The picture of growth stands by itself: whole XML, nothing loaded, nothing of the ledger is obeyed."""

import re
from datetime import date
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.growing import day, ledger, record
from unrepeat.ledger.growth import growth
from unrepeat.ledger.own_growth import own_growth
from unrepeat.ledger.record import Record
from unrepeat.retro.growth_picture import own_picture, team_picture

AS_OF = day("2026-08-20")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*records: Record, changes: dict[date, int] | None = None) -> ET.Element:
    return ET.fromstring(team_picture(growth(ledger(*records), AS_OF, changes or {}, {}), AS_OF))  # noqa: S314 -- ours


def texts(picture: ET.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{SVG}text")]


def test_it_says_what_it_shows_to_those_who_hear_it() -> None:
    picture = drawn(record("mistake", "a", date="2026-05-01"), changes={day("2026-05-01"): 3, AS_OF: 4})
    named = {one.get("id"): one.text for one in picture if one.get("id")}
    assert picture.get("role") == "img"
    assert set((picture.get("aria-labelledby") or "").split()) == set(named)
    assert named["growth-title"] == "How we grew"
    assert "Changes delivered: 2026-Q2 3, 2026-Q3 4. Mistakes shared: 2026-Q2 1, 2026-Q3 0." in str(
        named["growth-says"]
    )


def test_it_follows_light_and_dark_and_the_width_of_its_place() -> None:
    picture = drawn(record("mistake", "a", date="2026-05-01"))
    style = picture.findtext(f"{SVG}style") or ""
    assert "prefers-color-scheme:dark" in style
    assert "max-width:37rem" in style
    assert picture.get("width") == "100%"
    assert "viewBox" not in picture.attrib
    places = [one.get("x") or "" for one in picture.iter(f"{SVG}text")]
    assert all(re.fullmatch(r"[\d.]+%", place) and float(place[:-1]) < 97 for place in places)


def test_bars_show_a_part_within_its_whole_and_rise_with_their_figure() -> None:
    picture = drawn(
        record("action", "a", due="2026-05-01", state="done", done_on="2026-05-01"),
        *(record("action", name, due="2026-05-01") for name in "bcd"),
        record("action", "e", due="2026-07-01"),
    )
    spring, summer, *_ = (
        [(one.get("class"), float(one.get("height") or 0)) for one in group.iter(f"{SVG}rect")]
        for group in picture.findall(f"{SVG}g")
        if group.findtext(f"{SVG}title") in {"2026-Q2: 1 of 4", "2026-Q3: 0 of 1"}
    )
    assert spring == [("whole", 52.0), ("full", 13.0)]
    assert summer == [("whole", 13.0), ("full", 0.0)]


def test_the_quarter_that_still_runs_is_pale() -> None:
    picture = drawn(record("mistake", "a", date="2026-05-01"), record("mistake", "b", date="2026-08-01"))
    running = {
        group.findtext(f"{SVG}title"): group.get("class")
        for group in picture.findall(f"{SVG}g")
        if group.findtext(f"{SVG}title") in {"2026-Q2: 1", "2026-Q3: 1"}
    }
    assert running == {"2026-Q2: 1": None, "2026-Q3: 1": "running"}


def test_thanks_are_in_it_and_long_ones_go_over_lines() -> None:
    thanks = record("thanks", "t", "watching the rollout until late " * 9, date="2026-08-01", whom="Ana")
    found = texts(drawn(thanks))
    assert found[found.index("Thanks") + 1].startswith("To Ana: watching the rollout")
    assert len(found) - found.index("Thanks") - 1 <= 3
    assert all(len(one) <= 46 for one in found)


def test_where_nothing_is_recorded_it_says_so_kindly() -> None:
    assert " ".join(texts(drawn())).startswith("How we grew As of 20 Aug 2026. Nothing is recorded yet")
    assert "Nothing of yours" in own_picture([], AS_OF)


HOSTILE = st.text(
    st.sampled_from("<>&\"'`]-!ax\u202e\x1b\u2028é美\ud800 \\/") | st.characters(min_codepoint=0x80), min_size=1
)


@given(HOSTILE.filter(str.strip))
def test_nothing_that_is_recorded_leaves_its_place(words: str) -> None:
    plain = record("thanks", "t", "x", date="2026-08-01", whom="x")
    agreement = record("agreement", "a", "x", date="2026-01-01", measure="actions-done-in-time")
    action = record("action", "b", due="2026-08-01")
    hostile = [
        Record(one.id, one.kind, words, one.state, one.path, one.content, one.stored) for one in (plain, agreement)
    ]
    usual, unusual = (
        team_picture(growth(ledger(*these, action), AS_OF, {}, {}), AS_OF) for these in ([plain, agreement], hostile)
    )
    assert unusual.isascii()
    picture = ET.fromstring(unusual)  # noqa: S314 -- ours
    tags = {one.tag for one in ET.fromstring(usual).iter()}  # noqa: S314 -- ours
    assert {one.tag for one in picture.iter()} == tags
    assert not [name for one in picture.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    assert "url(" not in unusual
    assert "@import" not in unusual


def test_the_same_input_gives_the_same_bytes() -> None:
    known = ledger(record("mistake", "a", date="2026-05-01"), record("thanks", "t", date="2026-05-01", whom="Ana"))
    first, second = (team_picture(growth(known, AS_OF, {}, {}), AS_OF) for _ in range(2))
    assert first == second


def test_ones_own_picture_tells_how_many_private_notes_there_are() -> None:
    rows = own_growth(ledger(), AS_OF, {"ana"}, ["2026-05-01", "2026-05-02", "2026-08-01"])
    picture = ET.fromstring(own_picture(rows, AS_OF))  # noqa: S314 -- ours
    assert [one.findtext(f"{SVG}title") for one in picture.findall(f"{SVG}g")] == ["2026-Q2: 2", "2026-Q3: 1"]
