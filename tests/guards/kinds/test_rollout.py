"""A change sits behind a flag that is defined, and has a variant to fall back to."""

import json
from typing import Any

import pytest

from tests.guards.proposals import Files, added, fired, firings, guard, made, places
from tests.repository import Repo
from unrepeat.guards.guard import Guard
from unrepeat.guards.kinds import CannotRun, NotValid, ready
from unrepeat.history.edit import Edit

SOUND = {
    "state": "ENABLED",
    "variants": {"old": False, "new": True},
    "defaultVariant": "old",
    "metadata": {"safe_variant": "old"},
}
CODE = "if flags.boolean('fast-path', False):\n    fast()\n"


def rollout(**rule: Any) -> Guard:  # noqa: ANN401 -- parts of a rule
    """Make a guard of what is below `pay`."""
    return guard("rollout", {name.replace("_", "-"): value for name, value in rule.items()}, "pay/**")


def flagd(flags: dict[str, object], **more: object) -> str:
    """Write a flagd file."""
    return json.dumps({"flags": flags} | more)


def says(one: Guard, flag_file: str | None, code: str = CODE) -> list[str]:
    """Give what a guard says of a change to code, in brackets, with this file of flags beside it."""
    after = Files({"pay/a.py": code, "ops/all.flagd.json": flag_file})
    found = firings(one, made(added("pay/a.py", code), after=after))
    assert all(place == ("pay/a.py", 1, 1) for place in places(found))
    return [one.message.partition("(")[2].rstrip(")") for one in found]


def test_a_change_waits_for_its_flag_and_is_silent_once_it_is_there(repo: Repo) -> None:
    repo.commit("begin", {"pay/a.py": "slow()\n"})
    repo.commit("no flag", {"pay/a.py": "fast()\n"})
    repo.commit("a flag", {"pay/a.py": CODE, ".unrepeat/flags/pay.flagd.json": flagd({"fast-path": SOUND})})
    repo.commit("elsewhere", {"doc.md": "x\n"})
    assert fired(repo, rollout(), "HEAD~1") == []
    assert fired(repo, rollout(flag="fast-path"), "HEAD~1") == []
    assert fired(repo, rollout()) == []
    found = fired(repo, rollout(), "HEAD~2")
    assert [one.message for one in found] == ["Mind this (no flag stands before it)"]
    assert [one.message for one in fired(repo, rollout(flag="fast-path"), "HEAD~2")] == [
        "Mind this (the flag fast-path is not defined)"
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"metadata": {}}, "the flag fast-path names no variant to fall back to"),
        ({"metadata": None}, "the flag fast-path names no variant to fall back to"),
        ({"metadata": {"safe_variant": "off"}}, "the flag fast-path has no variant off to fall back to"),
        ({"variants": {}}, "the flag fast-path has no variants"),
        ({"state": "ON"}, "the flag fast-path has no state (ENABLED or DISABLED"),
        ({"state": "DISABLED"}, ""),
    ],
)
def test_a_flag_that_cannot_be_fallen_back_from_is_told(change: dict[str, object], told: str) -> None:
    assert says(rollout(), flagd({"fast-path": SOUND | change})) == ([told] if told else [])


def test_the_variant_may_stand_with_the_file_or_in_the_rule() -> None:
    bare = SOUND | {"metadata": {"team": "payments"}}
    assert says(rollout(), flagd({"fast-path": bare}, metadata={"safe_variant": "old"})) == []
    assert says(rollout(safe_variant="new"), flagd({"fast-path": bare})) == []
    assert says(rollout(safe_variant="off"), flagd({"fast-path": SOUND})) != []


def test_a_flag_is_asked_for_by_its_key_in_quotes() -> None:
    defined = flagd({"fast": SOUND, "fast-path": SOUND})
    assert says(rollout(), defined, "fast()\n") == ["no flag stands before it"]
    assert says(rollout(), defined, 'ask("fast")\n') == []
    assert says(rollout(), flagd({"fast": SOUND | {"metadata": {}}, "fast-path": SOUND})) == []


def test_every_definition_of_a_flag_must_be_sound() -> None:
    both = Files({"a.flagd.json": flagd({"f": SOUND}), "b.flagd.json": flagd({"f": SOUND | {"metadata": {}}})})
    found = firings(rollout(flag="f"), made(added("pay/a.py", "x\n"), after=both))
    assert [one.suggestion for one in found] == ["add `safe_variant` to its metadata in b.flagd.json"]
    assert firings(rollout(flag="f", files="a.*"), made(added("pay/a.py", "x\n"), after=both)) == []


@pytest.mark.parametrize(
    "held", ["{", "[]", '{"flags": []}', "[" * 100_000, '{"flags": {"x": ' + "9" * 5_000 + "}}", None]
)
def test_a_file_of_flags_that_cannot_be_read_may_hold_the_one_that_is_sought(held: str | None) -> None:
    with pytest.raises(CannotRun, match=r"ops/all.flagd.json cannot be read as flags"):
        says(rollout(), held)


def test_odd_flags_are_no_flags() -> None:
    odd_ones: list[object] = [None, 1, [], "x", {}]
    for odd in odd_ones:
        assert says(rollout(flag="f"), flagd({"f": odd})) == ["the flag f has no state (ENABLED or DISABLED"]


def test_code_that_cannot_be_read_may_ask_for_a_flag() -> None:
    unread = Edit("pay/a.py", "modified", unread="large")
    with pytest.raises(CannotRun, match="could not be read"):
        firings(rollout(), made(unread))
    sound = Files({"a.flagd.json": flagd({"f": SOUND})})
    assert firings(rollout(flag="f"), made(unread, after=sound)) == []


def test_nothing_is_asked_of_what_goes_or_stays() -> None:
    assert firings(rollout(flag="f"), made(Edit("pay/a.py", "deleted", before="x\n"))) == []
    assert firings(rollout(flag="f"), made(added("pay/a.py", "x\n"), whole=True)) == []


@pytest.mark.parametrize("rule", [{"flags": "f"}, {"flag": []}, {"safe-variant": ""}, {"files": [1, None]}])
def test_a_rule_that_is_none_says_why(rule: dict[str, object]) -> None:
    with pytest.raises(NotValid, match="its rule"):
        ready(guard("rollout", rule, "pay/**"))
    with pytest.raises(NotValid, match="needs `paths`"):
        ready(guard("rollout", {}))
