"""Read what is said of a thing to be done beside what it is: whose it is, by when, where it is tracked, how it stands."""

import re
from typing import Any

from unrepeat.ledger.imported.days import first_day, only_day
from unrepeat.ledger.imported.headings import plain
from unrepeat.ledger.imported.inline import LONGEST_LINE, addresses, says_nothing, seen

# What a label or a column is called, by the field of an action; `done` holds a day, `what` the thing itself.
_NAMES = {
    "what": "action|actions|action item|action items|item|items|task|tasks|description|what|follow up|follow ups|todo|to do|remediation"
    "|remediation item|improvement|improvements|details|title|summary|recommendation|measure|safeguard|next step|step",
    "owner": "owner|owners|owner s|who|assignee|assignees|assigned to|assigned|responsible|dri|responsible person|responsible team|action owner",
    "due": "due|due date|due by|due on|by when|deadline|target date|target|eta|date|when|by|due_date",
    "done-on": "done on|completed on|completed at|completed date|completion date|closed on|resolved on|resolved at|finished on|done date",
    "state": "status|state|done|progress|completed|closed",
    "ticket": "ticket|tickets|bug|bugs|bug number|issue|issues|link|links|jira|tracking|tracked in|tracking issue|tracker|pr|url|github|github issue",
    "type": "type|kind|category",
    "shown-by": "shown by|verified by|verification|how it is shown|how verified",
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}
_OF_TYPE = {
    "prevent": "prevent|prevention|preventive|preventative|preventing",
    "detect": "detect|detection|detective|monitoring",
    "mitigate": "mitigate|mitigation|mitigative|mitigating",
    "recover": "recover|recovery|recovering|repair",
}
TYPES = {name: kind for kind, names in _OF_TYPE.items() for name in names.split("|")}
_DONE = re.compile(
    r"(?:done|complete|completed|closed|resolved|fixed|finished|shipped|implemented|merged|deployed|yes|x)\b|[✅✔☑]"
)
_OPEN = frozenset("open todo to-do new outstanding pending no backlog".split())
_DROPPED = re.compile(
    r"(?:won'?t|wont|will not|not) ?_?-?(?:do|doing|fix|be done)|wontfix|cancell?ed|rejected|dropped|declined|deleted|abandoned"
)
_TRACKER = re.compile(
    r"/(?:issues?|pull|pulls|merge_requests|browse|tickets?|bugs?|task|story|work_items)/|show_bug|[?&]id=\d|//linear\.app/|//trello\.com/"
)
_KEY = re.compile(r"#\d{1,9}|[A-Z][A-Z0-9]{1,9}-\d{1,7}|\d{1,9}")

_LABELS = "owners?|assignees?|assigned to|dri|who|due(?: date| by| on)?|deadline|by when|eta|status|ticket|tracking issue|issue|bug|jira|type|shown by|completed on|done on"
_SAID = re.compile(
    rf"(?P<before>^|[(\[;,]\s*|\s[-\u2013\u2014|/]+\s+|\.\s+|\s(?=[*_]{{2}}))(?:[*_]{{2}})?(?P<label>(?i:{_LABELS}))(?:[*_]{{2}})?\s?[:=](?:[*_]{{2}})?\s*"
    r"(?P<value>[^\n;,()\[\]]{1,200}?(?:\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}\))?[^\n;,()\[\]]{0,200}?)"
    r"(?=\s*(?:[;,)\]]|\.(?:\s|$)|\s[-\u2013\u2014|/]+\s|\s[*_]{2}[A-Z]|$))[)\]]?"
)
_WHEN = re.compile(
    r"\(\s*(?P<word>due(?: by| on)?|by|done|completed|finished|closed|fixed|merged)(?: on| by)?:?\s+(?P<value>[^()\n]{4,40})\)",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"^\[(?P<mark>[ xX])\](?:\s+|$)")
_FINISHED = re.compile(
    r"^(?:[✅☑✔]\ufe0f?|:white_check_mark:|\[done\]|\(done\)|done:|completed:)\s*|\s*(?:[✅☑✔]\ufe0f?|\((?:done|completed|fixed)\)|\[(?:done|completed)\])\.?$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"\s*[(\[](?P<end>@[\w./-]{1,60})[)\]]\.?$|^(?P<begin>@[\w./-]{1,60})(?::\s+|\s+(?=to\s))")


def field_of(name: str) -> str:
    """Give the field of an action that a label or a column stands for, empty where it stands for none."""
    return _FIELD_OF.get(plain(name), "")


def put(fields: dict[str, Any], field: str, value: str) -> bool:
    """Put what is said into a field of an action; say whether it could be read. What is left open counts as read."""
    text = seen(value).strip(" .;,")
    if says_nothing(value):
        return field != "state"
    match field:
        case "owner":
            fields.setdefault("owner", text.strip("()[]"))
        case "due" | "done-on":
            day = only_day(text)
            if day is None:
                return False
            fields.setdefault(field, f"{day}")
        case "state":
            return _put_state(fields, text)
        case "ticket":
            found = addresses(value)
            fields.setdefault("ticket", found[0] if found else text)
            return len(found) <= 1
        case "type":
            kind = TYPES.get(plain(text))
            if kind is None:
                return False
            fields.setdefault("type", kind)
        case "shown-by":
            fields.setdefault("shown-by", text)
        case _:
            return False
    return True


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
    text = _SAID.sub(lambda found: _if_read(found, fields, field_of(found["label"])), text)
    text = _WHEN.sub(lambda found: _if_read(found, fields, _of_word(found["word"], fields)), text)
    if "owner" not in fields and (handle := _HANDLE.search(text)):
        fields["owner"] = handle["end"] or handle["begin"]
        text = _HANDLE.sub("", text, count=1)
    if "ticket" not in fields:
        tracked = [address for address in addresses(text) if _TRACKER.search(address)]
        if len(tracked) == 1:
            fields["ticket"] = tracked[0]
    return text.strip(" \t\n;,-\u2013\u2014|"), fields


def _of_word(word: str, fields: dict[str, Any]) -> str:
    return "due" if word.lower().startswith(("due", "by")) else "done-on" if fields.get("state") == "done" else "state"


def _if_read(found: re.Match[str], fields: dict[str, Any], field: str) -> str:
    value = found["value"] if field != "state" else f"{found.groupdict().get('word') or ''} {found['value']}".strip()
    return "" if put(fields, field, value) else found[0]
