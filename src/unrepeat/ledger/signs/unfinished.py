"""Signs that something came in unfinished: a TODO, a stub, a placeholder, a feature flag."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unrepeat.history.edit import Edit, Line
from unrepeat.ledger.signs.comments import LONGEST, Syntax, split, syntax_of
from unrepeat.ledger.signs.sign import Sign, is_aside, is_written_by_hand

# A line without any of these is passed over at once.
_HINTS = (
    "TODO FIXME XXX HACK mplemented ??? todo! stub Stub CHANGE_ME CHANGEME REPLACE_ME REPLACEME YOUR_ YOUR- FEATURE "
    "FF_ eature nabled( lag( ariation( flag_is_active switch_is_active"
).split()
_MARK = re.compile(r"^\W*(TODO|FIXME|XXX|HACK)(?![\w-])|(?<![\w-])(TODO|FIXME|XXX|HACK)(?=[:(])")
# Reminders of what a later version of the language will allow: nothing that a release waits for.
_LATER = re.compile(r"(?i)\bdrop(?:s|ped|ping)?\b|\bpy(?:thon)? ?\d|\b3\.\d+ ?\+|\bmypy\b|\btypeshed\b|\bpyright\b")
_STUB_SAID = re.compile(r"^\W*stub\W*$|\bstub(?:bed)? (?:for now|until|out for now|implementation)\b", re.IGNORECASE)
_STUB_CODE = re.compile(
    r"\b(?:todo|unimplemented)!\s?[(\[{]|\bthrow new (?:System\.)?NotImplementedException\b|= \?\?\?\s*$"
    r"|^\s*TODO\(\"\"\)"
)
_RAISED = re.compile(r"\braise NotImplementedError\b")
_REFUSED = re.compile(
    r"\b(?:throw new \w*(?:Error|Exception)|panic!?|fatalError)\s?\(\s?[\"'`](?:[^\"'`]{0,60}\W)?"
    r"(?:not (?:yet )?implemented|unimplemented|TODO)\b",
    re.IGNORECASE,
)
_REFUSING = re.compile(r"\b(?:throw|panic|fatalError)\b")
_PLACEHOLDER = re.compile(r"[\"'=:<\s](CHANGE_?ME|REPLACE_?ME|YOUR[_-][A-Z_-]{2,40}[_-]HERE)\b")
_FLAG_ASKED = re.compile(
    r"\b(?:is_?feature_?(?:flag_?)?(?:enabled|active|on)|feature_?(?:flag_?)?(?:is_?)?(?:enabled|active)|flag_is_active"
    r"|is_?flag_?enabled|use_?feature_?flag|(?:bool|boolean)_?variation|get_?feature_?flag|switch_is_active)"
    r"\s?\(\s?(?:\w{1,40}, ?)?[\"']([\w.:-]{1,80})[\"']",
    re.IGNORECASE,
)
_FLAG_DEFINED = re.compile(
    r"^\s*(?:(?:export|const|static|final|public|var|let|#define|pub)\s){0,4}\s?"
    r"((?:FEATURE_FLAG|FEATURE|FF)_[A-Z0-9_]{2,60})\b\s?(?:[:=]|\s[01]\s?$)"
)
_NOT_YET = re.compile(r"(?i)\byet\b|\btodo\b|implement")


class _Found(NamedTuple):
    what: str
    subject: str
    weight: int


def unfinished_signs(edits: Sequence[Edit]) -> Iterator[Sign]:
    """Find what came in unfinished; what only moved within the change, or is said anew in its place, did not."""
    gone: set[str] | None = None
    for edit in edits:
        syntax = syntax_of(edit.path)
        if syntax is None or is_aside(edit.path) or not is_written_by_hand(edit.path):
            continue
        came = list(_look_through(edit.added, edit.after, syntax))
        if not came:
            continue
        if gone is None:
            gone = {found.subject for each in edits for _, found in _removed(each)}
        left = Counter(found.what for _, found in _removed(edit))
        for line, found in came:
            if found.subject not in gone and not left[found.what]:
                says, title = f"{found.what} came in.", f"{edit.path}: what must change before release"
                yield Sign("unfinished", edit.path, line, line, found.subject, says, title, found.weight)
            left[found.what] -= bool(left[found.what])


def _removed(edit: Edit) -> Iterator[tuple[int, _Found]]:
    syntax = syntax_of(edit.path)
    return _look_through(edit.removed, edit.before, syntax) if syntax else iter(())


def _look_through(lines: Sequence[Line], whole: str, syntax: Syntax) -> Iterator[tuple[int, _Found]]:
    if _hints_in("\n".join(line.text for line in lines)):
        all_lines = whole.split("\n")
        for line in lines:
            found = _of_line(line, all_lines, syntax)
            if found is not None:
                yield line.number, found


def _hints_in(text: str) -> bool:
    return any(hint in text for hint in _HINTS)


def _of_line(line: Line, around: Sequence[str], syntax: Syntax) -> _Found | None:
    text = line.text[:LONGEST]
    if not _hints_in(text):
        return None
    _, code, comment = split(text, syntax)
    words = " ".join(comment.split())
    marked = _MARK.search(comment)
    if marked is not None and not _LATER.search(comment):
        mark = marked[1] or marked[2]
        return _Found(f"{'An' if mark == 'XXX' else 'A'} {mark}", words, 30)
    if _STUB_SAID.search(comment):
        return _Found("A stub", words, 30)
    if _STUB_CODE.search(code) or (_REFUSED.search(text) and _REFUSING.search(code)):
        return _Found("A stub", " ".join(text.split()), 40)
    if _RAISED.search(code) and _is_left_open(line, around):
        return _Found("A stub", " ".join(text.split()), 40)
    return _of_names(code, text)


def _of_names(code: str, text: str) -> _Found | None:
    placeholder = _PLACEHOLDER.search(text)
    if placeholder is not None and code.strip():
        return _Found("A placeholder value", placeholder[1], 50)
    flag = _FLAG_ASKED.search(text) or _FLAG_DEFINED.search(code)
    if flag is not None and code.strip():
        return _Found(f"The feature flag `{flag[1]}`", flag[1], 20)
    return None


def _is_left_open(line: Line, around: Sequence[str]) -> bool:
    """Say whether a NotImplementedError leaves something open.

    It does not where a method does nothing else, which is how a base class names what others bring, nor where one case
    of several is refused in words that do not say that it will come.
    """
    said = " ".join(text.strip() for text in around[line.number - 1 : line.number + 2])
    if _NOT_YET.search(said.replace("NotImplementedError", "")):
        return True
    indent = _indent(line.text)
    for above in reversed(around[max(line.number - 40, 0) : line.number - 1]):
        if above.strip() and _indent(above) < indent:
            if above.lstrip().startswith(("def ", "async def ", ")")):
                return _indent(above) == 0  # a function: a stub; a method: for others to bring
            return "NotImplementedError(" not in said
    return False


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
