"""A record's name tells its day and what it is about, and no two branches take the same."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrepeat.ledger.identity import ID, captured_id, comparable, new_id, slug, source_key

DAY = date(2026, 3, 4)
FORM = re.compile(r"\d{4}-\d\d-\d\d-[a-z0-9]+(-[a-z0-9]+)*-[a-hj-km-np-z2-9]{4}")
days = st.dates(date(1970, 1, 1), date(2199, 12, 31))


@given(day=days, title=st.text())
def test_every_title_gives_an_id_of_one_form(day: date, title: str) -> None:
    for found in (new_id(day, title), captured_id(day, "decision", title)):
        assert FORM.fullmatch(found)
        assert found.startswith(f"{day}-")
        assert ID.fullmatch(found)
        assert len(found) <= 10 + 1 + 40 + 1 + 4


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Retry after a lost answer", "retry-after-a-lost-answer"),
        ("  C++ & Ünïcode: don't!  ", "c-unicode-dont"),
        ("Größe über alles", "groe-uber-alles"),
        ("日本語の決定", "record"),
        ("Решение 7", "7"),
        ("", "record"),
        ("../../etc/passwd", "etc-passwd"),
        ("one two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight"),
        ("x" * 300, "x" * 40),
    ],
)
def test_a_title_in_plain_letters_cut_at_a_word(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_two_of_the_same_title_on_the_same_day_are_two() -> None:
    assert len({new_id(DAY, "the same") for _ in range(200)}) > 190


@given(text=st.text(), spaces=st.lists(st.sampled_from([" ", "\n", "\t", "  ", "\r\n "]), min_size=4, max_size=4))
def test_what_is_captured_is_named_by_its_words_alone(text: str, spaces: list[str]) -> None:
    words = text.split()
    spaced = "".join(word + spaces[number % 4] for number, word in enumerate(words))
    assert captured_id(DAY, "decision", spaced) == captured_id(DAY, "decision", " ".join(words))


def test_other_words_another_kind_or_another_day_are_another_record() -> None:
    first = captured_id(DAY, "decision", "Use git")
    assert first == "2026-03-04-use-git-" + first[-4:]
    others = [
        captured_id(DAY, "decision", "Use git!"),
        captured_id(DAY, "assumption", "Use git"),
        captured_id(date(2026, 3, 5), "decision", "Use git"),
    ]
    assert first not in others
    assert others[-1][-4:] == first[-4:], "a rebase to another day keeps the tail, by which it is known again"


@pytest.mark.parametrize(
    ("one", "other"),
    [("@Org/Team A", "org-team-a"), ("Ana Sample", "ana.sample"), ("OPS", "ops"), (" ops ", "ops"),
     ("Zoë", "Zoe\u0308"), ("日本", " 日本 "), ("ΣΑΣ", "σας")],
)  # fmt: skip
def test_names_written_in_two_ways_are_one(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("日本", "中国"),
        ("Zoë", "Zoe"),
        ("ops", "opsi"),
        ("!", "?"),
        ("record", "日"),
        ("C#", "C++"),
        ("C#", "c"),
        ("a" * 70 + "b", "a" * 70 + "c"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@given(name=st.text())
def test_a_name_is_safe_in_the_name_of_a_file(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", comparable(name))
    assert len(comparable(name)) <= 70


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/b", "a b", "-a", "a\n", "a\0", ".a", "a" * 153, "ä"])
def test_what_could_leave_the_folder_is_no_id(name: str) -> None:
    assert not ID.fullmatch(name)
    assert ID.fullmatch("0001-use-git")
    assert ID.fullmatch("a")


@pytest.mark.parametrize("name", ["platform team", "the platform team", "The Platform-Team", " the  platform team"])
def test_a_source_is_the_same_with_an_article(name: str) -> None:
    assert source_key(name) == "platform-team"
    assert source_key("the") == "the"
    assert source_key("theory team") == "theory-team"
    assert comparable("the platform team") != comparable("platform team"), "people and features keep their names"
