"""What a heading, a column or the beginning of a line says of the text that follows it."""

import re

from unrepeat.language.block import Where

_ACTIONS = re.compile(
    r"\b(?:action(?:s|able)?(?: items?| points?| plan)?|follow[- ]?ups?|next steps?|to[- ]?dos?|remediations?|mitigations? to do"
    r"|(?:preventi(?:ve|on|ative)|corrective|detective|improvement) (?:actions?|measures?|steps?)|tasks?|improvements"
    r"|what we (?:will|are going to|plan to) (?:do|change)|planned (?:work|changes|fixes)|commitments)\b",
    re.IGNORECASE,
)
_TIMELINE = re.compile(r"\b(?:timeline|chronology|sequence of events|event log|chain of events)\b", re.IGNORECASE)
_CREDITS = re.compile(
    r"\b(?:authors?|attendees|participants|attendance|present|contributors|credits|acknowledge?ments|thanks|people involved"
    r"|responders|roles|on-?call|owners?|facilitators?)\b",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(
    r"^\W*(?:authors?|owners?|attendees|participants|facilitators?|responders?|written by|prepared by|reviewers?|approvers?"
    r"|signed-off-by|co-authored-by|reported-by|reviewed-by|acked-by|tested-by|suggested-by|helped-by|cc|thanks to|assignee"
    r"|incident (?:commander|lead|manager)|on-?call|scribe|lead)\b[^\w\n]{0,4}:|^\W*(?:many |special )?thanks (?:to|for)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^\W*(?:\[?(?:\d{4}[-/.]\d\d?[-/.]\d\d?[T ,]*)?~?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|UTC|GMT|Z|[A-Z]{2,4}T)?\b"
    r"|\d{4}-\d\d-\d\d\b|T\s?[+-]\s?\d+)",
    re.IGNORECASE,
)
_COLUMNS = (
    (
        re.compile(r"^\W*(?:action|task|to[- ]?do|follow[- ]?up|item|what|description|remediation)", re.IGNORECASE),
        "action",
    ),
)
_COLUMN_OF_TIME = re.compile(r"^\W*(?:time|when|date|timestamp|utc)\b", re.IGNORECASE)
_COLUMN_OF_OWNER = re.compile(
    r"^\W*(?:owner|who|assignee|due|deadline|status|ticket|priority|by when)\b", re.IGNORECASE
)


def of_heading(text: str) -> Where:
    """Say what stands under a heading."""
    if _TIMELINE.search(text):
        return "timeline"
    if _ACTIONS.search(text):
        return "action"
    return "credit" if _CREDITS.search(text) and len(text.split()) <= 5 else "prose"


def of_line(text: str, under: Where, usual: Where) -> Where:
    """Say what a paragraph or an item is, by how it begins and under which heading it stands."""
    if _CREDIT_LINE.search(text):
        return "credit"
    if _TIME.search(text) and under != "action":
        return "timeline"
    if under == "action":
        return "action" if usual == "item" else usual
    return under if under in {"timeline", "credit"} else usual


def of_columns(headers: list[str], under: Where) -> list[Where]:
    """Say what the cells of each column of a table are."""
    if any(_COLUMN_OF_TIME.search(one) for one in headers[:2]) and under != "action":
        return ["timeline"] * len(headers)
    is_plan = under == "action" or any(_COLUMN_OF_OWNER.search(one) for one in headers)
    found: list[Where] = []
    for header in headers:
        is_action = is_plan and any(pattern.search(header) for pattern, _ in _COLUMNS) and "action" not in found
        is_of_owner = _COLUMN_OF_OWNER.search(header) or _COLUMN_OF_TIME.search(header)
        found.append("action" if is_action else "credit" if is_of_owner else "item")
    return found
