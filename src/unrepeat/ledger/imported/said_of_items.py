"""Read what is said of a thing to be done beside what it is: whose it is, by when, its ticket, whether it is done."""

import re
from typing import Any

from unrepeat.ledger.imported.days import first_day, only_day
from unrepeat.ledger.imported.headings import field_of_action, type_of_action
from unrepeat.ledger.imported.inline import LONGEST_LINE, addresses, says_nothing, seen

_DONE = re.compile(
    r"(?:done|completed?|closed|resolved|fixed|finished|shipped|implemented|merged|deployed|yes|x)\b|[✅✔☑]"
)
_OPEN = frozenset("open todo to-do new outstanding pending no backlog".split())
_DROPPED = re.compile(
    r"(?:won'?t|will not|not)[ _-]?(?:do|doing|fix|be done)|wontfix|cancell?ed|rejected|dropped|declined|deleted"
    r"|abandoned"
)
_TRACKER = re.compile(
    r"/(?:issues?|pulls?|merge_requests|browse|tickets?|bugs?|task|story|work_items)/|show_bug|[?&]id=\d"
    r"|//linear\.app/|//trello\.com/"
)
_LABELS = (
    r"owners?|assignees?|assigned to|dri|who|due(?: date| by| on)?|deadline|by when|eta|status|ticket|tracking issue"
    r"|issue|bug|jira|type|shown by|completed on|done on"
)
_LABEL = re.compile(_LABELS, re.IGNORECASE)
# `Owner: payments`, alone or after what ends a clause, as far as the next such mark; a link is part of it.
_SAID = re.compile(
    r"(?:^|[(\[;,]\s*|\s[-\u2013\u2014|/]+\s+|\.\s+|\s(?=[*_]{2}))(?:[*_]{2})?"
    rf"(?P<label>(?i:{_LABELS}))(?:[*_]{{2}})?\s?[:=](?:[*_]{{2}})?\s*"
    r"(?P<value>[^\n;,()\[\]]{0,200}?(?:\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}\))?[^\n;,()\[\]]{0,200}?)"
    r"(?=\s*(?:[;,)\]]|\.(?:\s|$)|\s[-\u2013\u2014|/]+\s|\s[*_]{2}[A-Z]|$))[)\]]?"
)
_BRACKETS = re.compile(r"(?<!\])\((?P<inside>[^()\n]{3,300})\)")
_WHEN = re.compile(
    r"(?P<word>due|by|done|completed|finished|closed|fixed|merged)(?: on| by)?:?\s+(?P<value>\S.*)", re.IGNORECASE
)
_CHECKED = re.compile(r"^\[(?P<mark>[ xX])\](?:\s+|$)")
_FINISHED = re.compile(
    r"^(?:[✅☑✔]\ufe0f?|:white_check_mark:|\[done\]|\(done\)|done:|completed:)\s*"
    r"|\s*(?:[✅☑✔]\ufe0f?|\((?:done|completed|fixed)\)|\[(?:done|completed)\])\.?$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"\s*[(\[](?P<end>@[\w./-]{1,60})[)\]]\.?$|^(?P<begin>@[\w./-]{1,60})(?::\s+|\s+(?=to\s))")


def put(fields: dict[str, Any], field: str, value: str) -> bool:
    """Put what is said into a field of an action; say whether it could be read. What is left open counts as read."""
    text = seen(value).strip(" .;,")
    if says_nothing(value):
        return field != "state"
    if field in {"due", "done-on"}:
        day = only_day(text)
        if day is not None:
            fields.setdefault(field, f"{day}")
        return day is not None
    if field == "state":
        return _put_state(fields, text)
    if field == "ticket":
        found = addresses(value)
        fields.setdefault("ticket", found[0] if found else text)
        return len(found) <= 1
    told = {"owner": text.strip("()[]"), "shown-by": text, "type": type_of_action(text)}.get(field, "")
    if told:
        fields.setdefault(field, told)
    return bool(told)


def _put_state(fields: dict[str, Any], text: str) -> bool:
    low = text.lower()
    if _DROPPED.match(low):
        fields["state"], fields["because"] = "wont-do", f"Its status, where it was written first: {text}."
        return True
    if _DONE.match(low):
        fields["state"] = "done"
        if day := first_day(text):
            fields.setdefault("done-on", f"{day}")
        return len(text.split()) <= 1 or "done-on" in fields
    return low in _OPEN


def taken_from(text: str) -> tuple[str, dict[str, Any]]:
    """Give what is to be done without what is said of it, and that as fields of an action."""
    fields: dict[str, Any] = {}
    if len(text) > LONGEST_LINE:
        return text, fields
    if checked := _CHECKED.match(text):
        text = text[checked.end() :]
        if checked["mark"] != " ":
            fields["state"] = "done"
    if _FINISHED.search(text):
        text = _FINISHED.sub("", text)
        fields["state"] = "done"
    text = _BRACKETS.sub(lambda found: _in_brackets(found, fields), text)
    text = _SAID.sub(lambda found: _if_read(found, fields, field_of_action(found["label"]), found["value"]), text)
    if "owner" not in fields and (handle := _HANDLE.search(text)):
        fields["owner"] = handle["end"] or handle["begin"]
        text = _HANDLE.sub("", text, count=1)
    if "ticket" not in fields:
        tracked = [address for address in addresses(text) if _TRACKER.search(address)]
        if len(tracked) == 1:
            fields["ticket"] = tracked[0]
    return text.strip(" \t\n;,-\u2013\u2014|"), fields


def _in_brackets(found: re.Match[str], fields: dict[str, Any]) -> str:
    """Read `(owner: payments, due 2026-05-01)`; give back in brackets what is no such thing."""
    pieces = re.split(r"\s*[;,]\s+", found["inside"].strip())
    left = [piece for piece in pieces if not _piece_read(piece, fields)]
    return f"({', '.join(left)})" if left else ""


def _piece_read(piece: str, fields: dict[str, Any]) -> bool:
    label, mark, value = piece.partition(":")
    field = field_of_action(label) if mark and _LABEL.fullmatch(label.strip("*_ ")) else ""
    if field:
        return put(fields, field, value)
    when = _WHEN.fullmatch(piece.strip("*_ "))
    if when is None or first_day(when["value"]) is None:
        return False
    is_due = when["word"].lower() in {"due", "by"}
    return put(fields, "due", when["value"]) if is_due else put(fields, "state", f"{when['word']} {when['value']}")


def _if_read(found: re.Match[str], fields: dict[str, Any], field: str, value: str) -> str:
    """Give what is left where something was said: nothing where it could be read, else its very words."""
    return "" if put(fields, field, value) else found[0]
