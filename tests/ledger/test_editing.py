"""A field is changed by program and every other byte stays, however a person wrote the rest."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrepeat.ledger.editing import changed
from unrepeat.ledger.front_matter import split
from unrepeat.ledger.reading import YamlProblem, read

# The ways in which people write a field; `why` is a comment that must outlive every change of the value.
FORMS = (
    "{0}: word\n", "{0}: word # why\n", "{0}: two words  # why\n", '{0}: "quo # ted" # why\n', "{0}: 'it''s'\n",
    "{0}: [a, b]\n", "{0}: [a, b] # why\n", "{0}: [a,  # one\n  b]\n", "{0}: []\n", "{0}: {{}} # why\n",
    "{0}: {{part: x, other: [y]}}\n", "{0}:\n", "{0}: # why\n", '"{0}": x\n', "'{0}' : x\n", "{0} : x\n",
    "{0}:   spaced   \n", "{0}:\t tabbed\n", "{0}: ~\n", "{0}: 1.50\n", "{0}: 'a\n\n  b' # why\n",
    "{0}:\n  - a\n  - b\n", "{0}:\n  - a # one\n  # between\n\n  - b # two\n", "{0}:\n- a\n# between\n- b\n",
    "{0}: # head\n  - a\n", "{0}:\n  - - a\n    - b\n  - c\n", "{0}:\n  -\n    a\n", "{0}:\n  # only\n  - a\n",
    "{0}:\n  - path: x # c\n  # d\n  - pattern: {{regex: a}}\n    more: y\n",
    "{0}:\n  part: x # c\n  other: y\n", "{0}:\n    deep:\n      er: 1\n      # c\n      est: 2\n",
    "{0}: |\n  long\n\n  text\n", "{0}: >-\n  folded\n  text\n", "{0}: word\n  goes on\n", "{0}:\n  word below\n",
)  # fmt: skip
TAKES_IN = ("|", ">", "goes on", "below")  # forms whose text would take in an indented line that follows
BETWEEN = ("", "# comment\n", "\n", "# a: b\n\n", "  # indented\n", "   \n")
BODY = "---\n\n# Title  \n\ntext\t\n"

texts = st.sampled_from(["x", "two words", "a\nb", "yes", "# no", "a: b", "", " lead", "trail ", "- a", "'", '"', "12"])
parts = st.dictionaries(
    st.sampled_from(["part", "other", "new"]),
    texts | st.lists(texts, max_size=2) | st.dictionaries(st.sampled_from(["er", "est"]), texts, max_size=2),
    max_size=3,
)
items = texts | st.dictionaries(st.sampled_from(["path", "pattern"]), texts, min_size=1, max_size=1)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str, str, list[str]]:
    """Make a file of fields in some forms: what stands before one of them, that one, what stands after, all names."""
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=4))
    chunks = []
    for number, form in enumerate(forms):
        before = draw(st.sampled_from(BETWEEN))
        if number and any(sign in forms[number - 1] for sign in TAKES_IN):
            before = "# comment\n"
        chunks.append((before, form.format(f"field-{number}")))
    one = draw(st.integers(0, len(chunks) - 1))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    before = f"{mark}---\n" + "".join("".join(chunk) for chunk in chunks[:one]) + chunks[one][0]
    after = "".join("".join(chunk) for chunk in chunks[one + 1 :]) + "# the end\n" + BODY
    cut = [before, chunks[one][1], after]
    if draw(st.booleans()):
        cut = [part.replace("\n", "\r\n") for part in cut]
    return cut[0], cut[1], cut[2], [f"field-{one}"]


@settings(max_examples=400, deadline=None)
@given(file=files(), data=st.data())
def test_one_field_is_set_and_every_other_byte_stays(
    file: tuple[str, str, str, list[str]], data: st.DataObject
) -> None:
    before, field, after, (name,) = file
    whole = before + field + after
    former = read(split(whole).yaml).data
    wanted: object = data.draw(st.none() | texts | st.lists(texts, max_size=3) | parts)
    if isinstance(former[name], list) and data.draw(st.booleans()):
        more: list[str | dict[str, str]] = data.draw(st.lists(items, min_size=1, max_size=2))
        wanted = [*former[name], *more]
    found = changed(whole, {name: wanted})
    assert found.startswith(before)
    assert found.endswith(after)
    rest = {other: value for other, value in former.items() if other != name}
    assert read(split(found).yaml).data == (rest if wanted is None else {**former, name: wanted})
    now = found[len(before) : len(found) - len(after)]
    assert ("# why" in now) == ("# why" in field and wanted is not None)
    assert "\n" not in now.replace("\r\n", "") or "\r\n" not in whole
    assert changed(found, {name: wanted}) == found


@settings(max_examples=100, deadline=None)
@given(file=files(), wanted=texts | st.lists(items, min_size=1, max_size=2) | parts)
def test_a_new_field_is_added_at_the_end(file: tuple[str, str, str, list[str]], wanted: Any) -> None:  # noqa: ANN401 -- plain data
    whole = "".join(file[:3])
    found = changed(whole, {"new-one": wanted})
    fields, rest = split(whole).opening + split(whole).yaml, split(whole).rest
    assert found.startswith(fields)
    assert found.endswith(rest)
    assert read(split(found).yaml).data == {**read(split(whole).yaml).data, "new-one": wanted}


@pytest.mark.parametrize("form", [form for form in FORMS if "\n  -" in form or "\n- " in form])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_more_is_put_after_the_last_item_and_what_stands_between_stays(form: str, newline: str) -> None:
    field = form.format("a").replace("\n", newline)
    whole = f"---{newline}{field}# the end{newline}---{newline}{newline}# T{newline}"
    former = read(split(whole).yaml).data["a"]
    found = changed(whole, {"a": [*former, "more", {"path": "of: all"}]})
    column = "" if "\n- " in form else "  "
    more = f'{column}- more{newline}{column}- path: "of: all"{newline}'
    assert found == whole.replace("# the end", f"{more}# the end")


def _edited(text: str, **changes: Any) -> str:  # noqa: ANN401 -- plain data
    return changed(f"---\n{text}---\n\n# T\n", changes).removeprefix("---\n").removesuffix("---\n\n# T\n")


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("a: x # why\nb: 1\n", {"a": "z"}, "a: z # why\nb: 1\n"),
        ("a: x # why\n", {"a": "one\ntwo"}, 'a: "one\\ntwo" # why\n'),
        ("a: [x, w]\n", {"a": ["x", "w", "z"]}, "a: [x, w, z]\n"),
        ("a:\n- x # 1\n# 2\n- y\n", {"a": ["x", "y", "z"]}, "a:\n- x # 1\n# 2\n- y\n- z\n"),
        ("a:\n    - x\n", {"a": ["x", {"path": "z"}]}, "a:\n    - x\n    - path: z\n"),
        ("a:\n  p: 1 # c\n  q: 2\n", {"a": {"p": 1, "q": 3}}, "a:\n  p: 1 # c\n  q: 3\n"),
        ("a:\n  p: 1\n", {"a": {"q": "x"}}, "a:\n  q: x\n"),
        ("a: x\n# about b\nb: y\n", {"a": None}, "# about b\nb: y\n"),
        ("a:\n  - x\n  # last\nb: y\n", {"a": None}, "  # last\nb: y\n"),
        ("a: 1\n", {"a": "1"}, 'a: "1"\n'),
        ("a: 1\n", {"a": True}, "a: true\n"),
        ("a: 1.50\n", {"a": 1.5}, "a: 1.50\n"),
        ("a: 'x'\n", {"a": "x"}, "a: 'x'\n"),
        ("", {"a": "x"}, "a: x\n"),
        ("# nothing\n", {"a": "x"}, "# nothing\na: x\n"),
    ],
)
def test_what_a_person_would_have_done(text: str, changes: dict[str, Any], expected: str) -> None:
    assert _edited(text, **changes) == expected


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_text_without_front_matter_gets_one_before_it(start: str, newline: str) -> None:
    text = f"# 1. Use git{newline}{newline}Date: 2026-01-01{newline}"
    found = changed(start + text, {"informed": ["ops"]})
    assert found == f"{start}---{newline}informed:{newline}  - ops{newline}---{newline}{newline}{text}"


@pytest.mark.parametrize("text", ["? a\n: x\n", "? a\n", "{a: x}\n"])
def test_a_form_that_cannot_be_edited_so_is_told_and_left(text: str) -> None:
    with pytest.raises(YamlProblem, match="cannot be edited by program"):
        _edited(text, a=["y", "z"])
