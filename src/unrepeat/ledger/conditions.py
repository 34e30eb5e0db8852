"""What makes a mistake possible, in a word from a short list, and the processes that counter it. Never a person."""

import re
from typing import Literal, get_args

Condition = Literal[
    "unvalidated answer",
    "knowledge gap",
    "nothing carried it",
    "not shared",
    "overload",
    "time pressure",
    "unclear responsibility",
    "unclear interface",
    "missing test",
    "missing signal",
]
CONDITIONS: tuple[str, ...] = get_args(Condition)

_PARTING = re.compile(r"[\s_-]+")


def meant(word: str) -> str:
    """Give the condition that a word stands for, however its parts are joined (`missing-test`); others as they are."""
    plain = " ".join(_PARTING.split(word.strip().lower()))
    return plain if plain in CONDITIONS else word


# As the end of a sentence: "what made it possible was ...".
SAID = {
    "unvalidated answer": "an answer that was not validated yet",
    "knowledge gap": "a gap in what was known then",
    "nothing carried it": "that nothing but memory carried it",
    "not shared": "that it was not shared with those who build on it",
    "overload": "more work at once than fits",
    "time pressure": "time pressure",
    "unclear responsibility": "unclear responsibility",
    "unclear interface": "an unclear interface",
    "missing test": "a missing test",
    "missing signal": "a missing signal",
}

COUNTERED_BY: dict[str, tuple[str, ...]] = {
    "unvalidated answer": (
        "write the answer down as an assumption with its source, and how and by when it is validated",
        "try the answer on the smallest real case before work rests on it",
    ),
    "knowledge gap": (
        "a decision record that others can read without us",
        "pair on the next change in this place; ask for a review by someone who knows it",
    ),
    "nothing carried it": (
        "a need with `done-when`, so that the release gate remembers it",
        "a check-list entry for the next release of this kind",
    ),
    "not shared": (
        "name who must know on the decision, and ask for their acknowledgement",
        "a check-in with those who build on it, with a date",
    ),
    "overload": (
        "agree on what waits while this is done, in an agreement both sides sign",
        "a second reader for changes made late or in a row",
    ),
    "time pressure": (
        "raise the change order while there is time: what it moves in scope, date or cost",
        "a gradual rollout with a kill switch, so that haste costs little",
    ),
    "unclear responsibility": (
        "an agreement with responsibilities each way, signed by each party",
        "one owner for each need and action, with a date",
    ),
    "unclear interface": (
        "a decision that states the interface, acknowledged by those who build on it",
        "a test at the interface that both sides run",
    ),
    "missing test": (
        "a test that fails on the change that went wrong",
        "a guard that asks for tests beside changes in this place",
    ),
    "missing signal": (
        "an alert on what people feel first",
        "a soak or beta stage that is watched before everyone gets the change",
    ),
}
