"""docs/guards.md shows each kind with a guard that is one, and with words that it really says."""

import re
from pathlib import Path

import pytest

from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import MODULES, ready
from unrepeat.guards.reading import GUARDS, parse_guard

PAGE = (Path(__file__).parents[2] / "docs" / "guards.md").read_text()
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SECTIONS = {kind: re.search(rf"^## {kind}\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL) for kind in MODULES}


def guard_of(block: str) -> Guard:
    """Read a guard as it would be read from its file."""
    name = block.partition("\n")[0].removeprefix("id: ")
    parsed = parse_guard(f"{GUARDS}/{name}.yml", block.encode())
    assert not parsed.problems, parsed.problems
    assert parsed.record is not None
    return Guard.of(parsed.record)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_every_guard_of_the_page_is_one(block: str) -> None:
    assert ready(guard_of(block))


def test_every_kind_has_its_section_with_a_guard_and_what_it_says() -> None:
    assert [guard_of(block).kind for block in BLOCKS] == [*list(MODULES)[:4], *list(MODULES)[3:]]
    for kind, section in SECTIONS.items():
        assert section is not None, kind
        shown = [guard_of(block) for block in BLOCKS if block in section[1]]
        assert {one.kind for one in shown} == {kind}
        words = " ".join(section[1].split())
        assert all(f"It says *{one.title}" in words for one in shown), kind


def test_every_field_of_a_rule_is_in_the_section_of_its_kind() -> None:
    for kind, section in SECTIONS.items():
        source = (Path(__file__).parents[2] / "src/unrepeat/guards/kinds" / f"{kind}.py").read_text()
        listed = re.search(r"only\(guard\.rule, \(([^)]*)\)|_FIELDS = \(([^)]*)\)", source)
        assert listed is not None, kind
        assert section is not None, kind
        for field in re.findall(r'"([^"]+)"', listed[1] or listed[2]):
            assert re.search(rf"\b{field}\b", section[1]), f"{kind}: {field}"
