"""The published schemas say what our own reading takes, are fresh, and fit what the command line writes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from pydantic import ValidationError

from tests.repository import Repo
from unrepeat.cli import cli
from unrepeat.guards.published import published as of_guards
from unrepeat.ledger.conditions import CONDITIONS
from unrepeat.ledger.front_matter import split
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.published import published, write
from unrepeat.ledger.reading import read
from unrepeat.ledger.schemas import DONE_WHEN, SCHEMAS

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"
PUBLISHED = published()
VALIDATORS = {
    name: Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name, schema in PUBLISHED.items()
}
FIELDS = [(kind, field) for kind in SCHEMAS for field in PUBLISHED[kind]["properties"]]

# What stands in a front matter, good and bad, so that each field meets some of both.
WORDS = [
    "", " ", "a", "open", "done", "Accepted", "superseded by 0004", "supersedednot", "low", "prevent", "proposed",
    "kept", "said", "check-ins-held", "2026-03-04", "2026-02-30", "26-3-4", "path: a.py", "path:", "banana: 1",
    "commit:12", *CONDITIONS[:2],
]  # fmt: skip
SCALARS = st.sampled_from(WORDS) | st.integers(-5, 9999) | st.booleans() | st.sampled_from([0.5, 2.5])
CONDITION = st.dictionaries(
    st.sampled_from([*DONE_WHEN, "banana"]), SCALARS | st.just({"regex": "a"}) | st.just({"b": 1}), max_size=2
)
MAPPINGS = st.dictionaries(
    st.sampled_from(["scope", "cost", "team"]), SCALARS | st.lists(SCALARS, max_size=2), max_size=2
)
VALUES = st.none() | SCALARS | CONDITION | MAPPINGS | st.lists(SCALARS | CONDITION | st.none(), max_size=2)


def is_taken(kind: str, fields: dict[str, Any]) -> bool:
    """Say whether our own reading takes these fields."""
    try:
        SCHEMAS[kind].model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_files_are_fresh(name: str, tmp_path: Path) -> None:
    write(tmp_path, PUBLISHED)
    again = "run `python -m unrepeat.ledger.published docs/schemas`"
    assert (FOLDER / f"{name}.schema.json").read_text() == (tmp_path / f"{name}.schema.json").read_text(), again


def test_there_is_a_file_a_kind_and_none_too_many() -> None:
    there = {file.name.removesuffix(".schema.json") for file in FOLDER.iterdir()}
    assert there == {*PUBLISHED, *of_guards()}
    assert set(PUBLISHED) == {*KINDS, "statement", "settings"}


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_is_a_schema_that_explains_itself(name: str) -> None:
    schema = PUBLISHED[name]
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        pytest.fail(str(error))
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$id"].endswith(name)
    assert name in schema["title"]
    assert schema["description"]


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(FIELDS), VALUES)
def test_an_editor_takes_what_our_reading_takes_and_nothing_else(field: tuple[str, str], value: object) -> None:
    kind, name = field
    fields = {name: value} | ({"because": "it is moot"} if name == "state" else {})
    assert VALIDATORS[kind].is_valid(fields) == is_taken(kind, fields)


@settings(max_examples=300, deadline=None)
@given(CONDITION | st.sampled_from(WORDS) | st.lists(CONDITION | st.sampled_from(WORDS), max_size=2))
def test_what_shows_a_need_to_be_met_is_checked_entry_by_entry(value: object) -> None:
    assert VALIDATORS["need"].is_valid({"done-when": value}) == is_taken("need", {"done-when": value})


@pytest.mark.parametrize(("kind", "state"), [("need", "dropped"), ("action", "wont-do")])
@pytest.mark.parametrize(
    "because", [{}, {"because": None}, {"because": " "}, {"because": "it is moot"}, {"because": 4}]
)
def test_what_is_not_done_needs_a_reason(kind: str, state: str, because: dict[str, Any]) -> None:
    fields = {"state": state, **because}
    assert VALIDATORS[kind].is_valid(fields) == is_taken(kind, fields)


NEW = {
    "mistake": ["conditions=missing test", "impact=40 customers", "happened=2026-01-02", "release=2"],
    "decision": ["informed=a,b", "criteria.cost=3", "options.one.cost=4", "outcome=One.", "review-by=2030-01-01"],
    "assumption": ["source=the mail team", "rests=reminders,src/**", "validate-by=2030-01-01", "command=make check"],
    "need": ["feature=x", "done-when=path: a.py", "done-when=commit: 1234567", "check-ins=2030-01-01", "moves.cost=1"],
    "risk": ["likelihood=low", "severity=high", "review-by=2030-01-01"],
    "action": ["type=prevent", "owner=platform", "due=2030-01-01", "state=wont-do", "because=it is moot"],
    "agreement": ["parties=team,manager", "promises.team=Tell early, and all.", "check-ins=2030-01-01,2030-02-01"],
    "note": ["text=More of it."],
    "thanks": ["whom=platform"],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_new_writes_fits(kind: str, repo: Repo) -> None:
    options = [part for one in NEW[kind] for part in ("--set", one)]
    cli.main(["--repo", str(repo.folder), "new", kind, "A title", *options], standalone_mode=False)
    (file,) = (repo.folder / ".unrepeat" / KINDS[kind].folder).iterdir()
    fields = read(split(file.read_text()).yaml).data
    assert len(fields) >= 3
    VALIDATORS[kind].validate(fields)


def test_what_ack_and_init_write_fits(repo: Repo) -> None:
    for command in (["init"], ["note", "x"], ["ack", "x", "--as", "team-a"]):
        cli.main(["--repo", str(repo.folder), *command], standalone_mode=False)
    (file,) = (repo.folder / ".unrepeat" / "acknowledgements").glob("*/*.yml")
    VALIDATORS["statement"].validate(read(file.read_text()).data)
    VALIDATORS["settings"].validate(read((repo.folder / ".unrepeat" / "settings.yml").read_text()).data)


def test_a_statement_lacks_nothing() -> None:
    whole = {"record": "x", "who": "team-a", "content": "a" * 64, "said": f"{date(2026, 3, 4)}"}
    assert VALIDATORS["statement"].is_valid(whole)
    for name in whole:
        assert not VALIDATORS["statement"].is_valid({**whole, name: None}), name
