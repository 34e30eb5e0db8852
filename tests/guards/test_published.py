"""The published schema of a guard is fresh, and takes what our own reading takes."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.guards.story import Story, guard
from unrepeat.guards.published import published
from unrepeat.guards.reading import parse_guard
from unrepeat.ledger.published import write

FILE = Path(__file__).parents[2] / "docs" / "schemas" / "guard.schema.json"
HASH = "0123456789abcdef0123456789abcdef01234567"


def test_the_published_file_is_fresh(tmp_path: Path) -> None:
    write(tmp_path, published())
    again = "run `python -m unrepeat.guards.published docs/schemas`"
    assert FILE.read_text() == (tmp_path / FILE.name).read_text(), again


@pytest.mark.parametrize(
    ("changed", "taken"),
    [
        ({}, True),
        ({"kind": "text", "rule": {"regex": "a"}, "own-field": [1]}, True),
        ({"kind": None}, False),
        ({"stage": "loud"}, False),
        ({"paths": "src/**"}, True),
        ({"paths": 3}, True),
        ({"review-by": "2027-01-02"}, True),
        ({"review-by": "soon"}, False),
        ({"rule": "a"}, False),
        ({"lessons": [{"culprit": HASH, "fix": HASH}]}, True),
        ({"lessons": [{"culprit": HASH}]}, False),
        ({"lessons": [{"culprit": "main", "fix": HASH}]}, False),
        ({"lessons": {"culprit": HASH, "fix": HASH}}, False),
        ({"lessons": [{"culprit": HASH, "fix": HASH, "more": 1}]}, False),
        ({"title": ""}, False),
    ],
)
def test_it_takes_what_our_own_reading_takes(changed: dict[str, Any], *, taken: bool) -> None:
    path, content = next(iter(guard(Story(HASH, HASH)).items()))
    assert isinstance(content, str)
    told = {name: one for name, one in (json.loads(content) | changed).items() if one is not None}
    validator = Draft202012Validator(published()["guard"], format_checker=Draft202012Validator.FORMAT_CHECKER)
    parsed = parse_guard(path, json.dumps(told).encode())
    assert (parsed.record is not None) == taken, parsed.problems
    assert validator.is_valid(told) == taken
