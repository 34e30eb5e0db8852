"""Say which stated mistakes repeat an earlier one, by the lines that their fixes repaired and by nothing of our guards.

The *form* of a line is its text with names that could be any other and literals abstracted: a name stays where it is
called, stands behind `.`, `->` or `::`, or begins with a capital; strings and numbers become `0`. A line has a form
where a name stays, four tokens or more stand on it, and it is neither a comment nor for the preprocessor.
What a fix *repaired* are the forms of the lines that it removes, that its culprit had added, and that it does not add
again elsewhere; where there are none, what it *amended* are the forms of the lines that it adds.
A pair repeats an earlier one where its culprit came after the earlier fix, and both repaired, or both amended, a line
of the same form in the same language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stated_pairs import is_small, own, pairs_of
from unrepeat.guards.guard import Lesson
from unrepeat.guards.proposals import Source
from unrepeat.guards.syntax import language_of
from unrepeat.history.edits import PastChange

_TOKEN = re.compile(
    r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\d[\w.]*|(?P<name>[^\W\d]\w*[?!]?)|->|::|[^\s\w]"  # as in most languages
)
_WORDS = frozenset(
    """if else for while do return in not and or is None True False true false nil null NULL self this new delete def
    class struct static const unsigned int char bool void let var fn func end unless elif elsif try except catch raise
    throw with as import from sizeof switch case""".split()
)
_COMMENTS = ("#", "//", "/*", "*", "--")
_ACCESS = frozenset({".", "->", "::"})
LEAST_TOKENS = 4


class Stated(NamedTuple):
    """A stated pair with a small fix: places in the order of time, the language, what was repaired or else amended."""

    lesson: Lesson
    culprit: int
    fix: int
    language: str
    repaired: frozenset[str]
    amended: frozenset[str]

    @property
    def keys(self) -> Iterator[tuple[str, str, str]]:
        """What two pairs share where one repeats the other."""
        yield from ((self.language, "repaired", form) for form in sorted(self.repaired))
        yield from ((self.language, "amended", form) for form in sorted(self.amended))


class Repeat(NamedTuple):
    """A pair, an earlier one that it repeats, and the form that both share."""

    earlier: Stated
    later: Stated
    how: str
    form: str


def form_of(line: str) -> str | None:
    """Give the form of a line, None where it has none."""
    text = line.strip()
    if text.startswith(_COMMENTS):
        return None
    tokens = list(_TOKEN.finditer(text))
    spelled: list[str] = []
    numbers: dict[str, int] = {}
    names = 0
    for at, token in enumerate(tokens):
        name = token["name"]
        if name is None:
            spelled.append("0" if token[0][0].isdigit() or (token[0][0] in "\"'" and len(token[0]) > 1) else token[0])
        elif name in _WORDS:
            spelled.append(name)
        elif _stays(name, spelled[-1:], tokens[at + 1 : at + 2]):
            names += 1
            spelled.append(name)
        else:
            spelled.append(f"${numbers.setdefault(name, len(numbers))}")
    return " ".join(spelled) if names and len(tokens) >= LEAST_TOKENS else None


def _stays(name: str, before: Sequence[str], after: Sequence[re.Match[str]]) -> bool:
    return name[0].isupper() or (bool(after) and after[0][0] == "(") or (bool(before) and before[0] in _ACCESS)


def small_pairs(source: Source, order: Mapping[str, int]) -> list[Stated]:
    """Give the stated pairs with a small fix, in the order of their fixes; `order` numbers the changes."""
    stated = sorted({Lesson(*pair) for pair in pairs_of(source)}, key=lambda one: (order.get(one.fix, -1), one.culprit))
    known = [one for one in stated if one.culprit in order and one.fix in order and order[one.culprit] < order[one.fix]]
    changes = source.past(dict.fromkeys(one.fix for one in known))
    fixes = {change.commit: change for change, _ in changes if is_small(change)}
    small = [one for one in known if one.fix in fixes]
    added = {
        change.commit: frozenset(line.text.strip() for edit in change.edits for line in edit.added)
        for change, _ in source.past(dict.fromkeys(one.culprit for one in small))
    }
    return [_stated(one, order, fixes[one.fix], added[one.culprit]) for one in small]


def _stated(lesson: Lesson, order: Mapping[str, int], fix: PastChange, added: frozenset[str]) -> Stated:
    (edit,) = own(fix)
    brought = _forms(line.text for line in edit.added)
    taken = _forms(line.text for line in edit.removed if line.text.strip() in added) - brought
    amended = brought - _forms(line.text for line in edit.removed)
    language = language_of(edit.path) or ""
    return Stated(lesson, order[lesson.culprit], order[lesson.fix], language, taken, frozenset() if taken else amended)


def _forms(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(form for form in map(form_of, lines) if form is not None)


def repeats(earlier: Iterable[Stated], later: Iterable[Stated]) -> Iterator[Repeat]:
    """Give each later pair once, with the latest of the earlier pairs that it repeats."""
    by_key: dict[tuple[str, str, str], list[Stated]] = {}
    for one in earlier:
        for key in one.keys:
            by_key.setdefault(key, []).append(one)
    for pair in later:
        shared = [
            (one.fix, Repeat(one, pair, how, form))
            for language, how, form in pair.keys
            for one in by_key.get((language, how, form), [])
            if one.fix < pair.culprit
        ]
        if shared:
            yield max(shared, key=lambda each: each[0])[1]
