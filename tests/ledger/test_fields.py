"""What a person writes as KEY=VALUE is what the record then holds, or a sentence says why not."""

from typing import Any

import pytest

from unrepeat.errors import LedgerError
from unrepeat.ledger.fields import given
from unrepeat.ledger.kinds import KINDS

FORMER = {
    "paths": ["a.py", "b.py"],
    "evidence": ["first, as told"],
    "moves": {"cost": "two weeks"},
    "done-when": [{"path": "a.py"}],
    "promises": {"lead": ["an answer within a day"]},
    "options": {"Node.js": {"cost": 4}},
    "owner": "ops",
    "unknown": "once",
}


def _set(kind: str, *settings: str) -> dict[str, Any]:
    return given(KINDS[kind], settings, FORMER).fields


@pytest.mark.parametrize(
    ("kind", "settings", "expected"),
    [
        ("need", ["owner=platform team"], {"owner": "platform team"}),
        ("need", ["owner="], {"owner": None}),
        ("need", ["owner = = b=c "], {"owner": "= b=c"}),
        ("need", ["paths=c.py"], {"paths": ["c.py"]}),
        ("need", ["paths=c.py, d.py"], {"paths": ["c.py", "d.py"]}),
        ("need", ["paths=[c.py, 'd, e.py']"], {"paths": ["c.py", "d, e.py"]}),
        ("need", ["paths+=c.py"], {"paths": ["a.py", "b.py", "c.py"]}),
        ("need", ["paths+=a.py"], {"paths": ["a.py", "b.py"]}),
        ("need", ["paths+=c.py", "paths+=d.py"], {"paths": ["a.py", "b.py", "c.py", "d.py"]}),
        ("need", ["paths=c.py", "paths=d.py"], {"paths": ["c.py", "d.py"]}),
        ("need", ["paths-=a.py"], {"paths": ["b.py"]}),
        ("need", ["paths-=a.py,b.py"], {"paths": None}),
        ("need", ["paths-=z.py"], {"paths": ["a.py", "b.py"]}),
        ("need", ["paths="], {"paths": None}),
        ("need", ["paths+="], {"paths": ["a.py", "b.py"]}),
        ("need", ["links+=one"], {"links": ["one"]}),
        ("assumption", ["evidence+=second, too"], {"evidence": ["first, as told", "second, too"]}),
        ("need", ["moves.date=a week"], {"moves": {"cost": "two weeks", "date": "a week"}}),
        ("need", ["moves.cost="], {"moves": None}),
        ("need", ["moves.cost=", "moves.date=a week"], {"moves": {"date": "a week"}}),
        ("need", ["moves={scope: less}"], {"moves": {"scope": "less"}}),
        ("need", ["done-when=path: b.py"], {"done-when": [{"path": "b.py"}]}),
        ("need", ["done-when+=commit: 0123456"], {"done-when": [{"path": "a.py"}, {"commit": "0123456"}]}),
        ("need", ["done-when-=path: a.py"], {"done-when": None}),
        ("need", ["done-when=pattern: {regex: 'a, b', paths: src/**}"],
         {"done-when": [{"pattern": {"regex": "a, b", "paths": "src/**"}}]}),
        ("agreement", ["promises.lead+=a walk"], {"promises": {"lead": ["an answer within a day", "a walk"]}}),
        ("agreement", ["promises.lead=a walk"], {"promises": {"lead": ["a walk"]}}),
        ("agreement", ["promises.lead=a", "promises.lead=b"], {"promises": {"lead": ["a", "b"]}}),
        ("agreement", ["promises.lead-=an answer within a day"], {"promises": None}),
        ("agreement", ["promises.team=no calls"],
         {"promises": {"lead": ["an answer within a day"], "team": ["no calls"]}}),
        ("decision", ["options.Node.js.speed=3"], {"options": {"Node.js": {"cost": 4, "speed": 3}}}),
        ("decision", ["options.Node.js.cost="], {"options": None}),
        ("decision", ["criteria.cost=0.5"], {"criteria": {"cost": 0.5}}),
        ("decision", ["state=proposed"], {"status": "proposed"}),
        ("need", ["unknown=twice"], {"unknown": "twice"}),
        ("need", ["unknown+=twice"], {"unknown": ["once", "twice"]}),
        ("need", ["unknown-=once"], {"unknown": None}),
        ("need", ["other+=one"], {"other": ["one"]}),
        ("mistake", ["conditions=missing-test,Not_Shared, overload"],
         {"conditions": ["missing test", "not shared", "overload"]}),
        ("mistake", ["conditions+=bad-luck"], {"conditions": ["bad-luck"]}),
    ],
)  # fmt: skip
def test_what_is_set(kind: str, settings: list[str], expected: dict[str, Any]) -> None:
    assert _set(kind, *settings) == expected


def test_a_part_of_the_text_is_set_by_its_name() -> None:
    found = given(KINDS["decision"], ["context=Two teams\nasked.", "outcome=Cache"])
    assert found.fields == {}
    assert found.sections == {"context": "Two teams\nasked.", "outcome": "Cache"}


def test_an_unknown_field_is_kept_and_said_with_the_one_that_may_be_meant() -> None:
    found = given(KINDS["need"], ["ownr=ops", "ticket-colour=red"])
    assert found.fields == {"ownr": "ops", "ticket-colour": "red"}
    assert "Did you mean `owner`?" in found.notes[0]
    assert "Did you mean" not in found.notes[1]


@pytest.mark.parametrize(
    ("kind", "setting", "word"),
    [
        ("need", "nothing", "sets nothing"),
        ("need", "=value", "sets nothing"),
        ("need", "+=value", "sets nothing"),
        ("need", "", "sets nothing"),
        ("need", "../../x=y", "no name for a field"),
        ("need", ".x=y", "no name for a field"),
        ("need", "a b=c", "no name for a field"),
        ("need", "\x1b[31m=c", "no name for a field"),
        ("need", "owner+=ops", "one value"),
        ("need", "owner-=ops", "one value"),
        ("need", "text+=more", "one value"),
        ("need", "moves.cost+=more", "one value"),
        ("need", "moves=two weeks", "has parts"),
        ("need", "moves={cost: [}", "cannot be read"),
        ("need", "paths=[a, *b]", "aliases"),
        ("need", "paths=" + "[" * 10_000 + "]", "nested more than"),
        ("need", "done-when=soon", "`done-when` cannot be"),
        ("need", "done-when=path:", "`done-when` cannot be"),
        ("need", "done-when=pattern: {files: a}", "`done-when` cannot be"),
    ],
)
def test_what_cannot_be_set_is_told_with_what_can(kind: str, setting: str, word: str) -> None:
    with pytest.raises(LedgerError) as told:
        _set(kind, setting)
    assert word in told.value.what
    assert told.value.remedy.endswith(".")
    assert len(told.value.what) < 300
