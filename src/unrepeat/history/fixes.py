"""Tell which changes are fixes, by signals that each say why.

A signal adds to or takes from the odds; the score is the probability they give together (a logistic sum). The weights
were set by hand on the messages of repositories other than the two that `bench/fixes.py` measures on.
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unrepeat.change import Change
from unrepeat.history.index import Index
from unrepeat.history.kinds_of_files import is_bookkeeping, is_manifest, is_prose, is_test

STANDS = 0.5  # from this score on, a change counts as a fix
_BASE = -1.2  # the odds of a change of which nothing speaks: a fix in about one of four
SMALL = 60  # lines that a change with a test beside it may have to look like a repair

_I = re.IGNORECASE


class Signal(NamedTuple):
    """One reason for or against: its name, the words or the fact it was seen in, and its weight in log-odds."""

    name: str
    says: str
    weight: float


class Fix(NamedTuple):
    """A change with the score that it is a fix, and the signals behind it."""

    change: Change
    score: float
    signals: tuple[Signal, ...]


# Name, pattern, where it is looked for, weight. The first of a name that matches counts.
_WORDS = (
    (
        "trailer",
        re.compile(r"^[ \t]*Fixes:[ \t]*(?:commit[ \t]+)?[0-9a-f]{7,64}\b.*$", _I | re.MULTILINE),
        "message",
        4.5,
    ),
    (
        "issue",
        re.compile(
            r"\b(?:fix(?:e[sd])?|resolve[sd]?|bugs?)[: \t]+(?:(?:issue|bug|ticket|gh)[ :-]*)?(?:https?://\S+|[\w./-]*#\d+)"
            r"|^[ \t]*(?:Bug|BZ|Bugzilla|Reported-at|Coverity(?:-id)?|CID)[ \t]*[:#][ \t]*\S*\d+|\bCVE-\d{4}-\d+",
            _I | re.MULTILINE,
        ),
        "message",
        2.0,
    ),
    ("issue", re.compile(r"\bclose[sd]?[: \t]+(?:https?://\S+|[\w./-]*#\d+)", _I), "message", 0.9),
    ("conventional", re.compile(r"^(?:bug|hot)?fix(?:\([^)]*\))?!?:", _I), "subject", 4.0),
    (
        "conventional",
        re.compile(r"^(?:feat|docs?|chore|style|refactor|perf|tests?|ci|build|release|deps)(?:\([^)]*\))?!?: ", _I),
        "subject",
        -1.5,
    ),
    ("revert", re.compile(r"^(?:\S+: )?revert(?:s|ed)?\b|^This reverts commit ", _I | re.MULTILINE), "message", 2.6),
    (
        "wording",
        re.compile(
            r"\b(?:(?:bug|hot)?fix(?:e[sd]|ing|ups?)?|unbreak\w*|repair(?:s|ed)?|correct(?:s|ed|ing)?|regressions?"
            r"|segfaults?|segv|crash(?:es|ed|ing)?|deadlocks?|use[- ]after[- ]free|double[- ]free|leak(?:s|ed|ing|age)?"
            r"|off[- ]by[- ]one|infinite loop|null (?:pointer )?deref\w*|out[- ]of[- ]bounds|buffer over\w+|typos?|thinko"
            r"|broken|breakage|bugs?|misspell\w*|races?(?= condition)|data races?|tracebacks?|UAF)\b",
            _I,
        ),
        "subject",
        3.0,
    ),
    (
        "wording",
        re.compile(
            r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|invalid|missing|mistake\w*|forgot(?:ten)?|fail(?:s|ed|ure|ures|ing)?|proper(?:ly)?"
            r"|avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|don'?t|do not|doesn'?t|not|never|stop|workaround|work around|errors?|problems?"
            r"|issues?|warnings?|uninitiali[sz]ed|duplicate\w*|unexpected|bogus|spurious|stale|flaky|hang(?:s|ing)?"
            r"|instead|restore[sd]?|again|actually|always|ensure|make sure|sanity|guard|exceptions?|silence|restor(?:es|ing)|omissions?|ignor(?:e|es|ed|ing)|handl(?:e|es|ed|ing)|protect(?:s|ed)?|(?:add|put)(?:s|ed)? back|crept)\b",
            _I,
        ),
        "subject",
        1.3,
    ),
    (
        "account",
        re.compile(
            r"\b(?:regression|segfault\w*|crash(?:es|ed|ing)?|use[- ]after[- ]free|(?:memory|resource) leaks?|deadlock\w*|traceback"
            r"|assert(?:ion)? fail\w*|infinite loop|was (?:broken|wrong|incorrect|missing)|were (?:broken|wrong|missing)"
            r"|(?:is|are) (?:broken|wrong|incorrect)|incorrectly|wrongly|mistakenly|accidentally|erroneous\w*|forgot|overlooked"
            r"|(?:this|the) (?:bug|problem|issue)|this (?:commit |patch |change )?(?:fixes|corrects|repairs)|AddressSanitizer|valgrind"
            r"|(?:should|must) (?:not )?(?:have been|be)|fail(?:s|ed|ure)?|bug|doesn'?t work|did not work|(?:does|did) not|broke)\b",
            _I,
        ),
        "body",
        1.1,
    ),
    (
        "other-work",
        re.compile(
            r"^(?:\S+: ?)?(?:add(?:s|ed|ing)?|implement\w*|introduc\w+|support\w*|allow\w*|enable\w*|creat\w+|new|initial"
            r"|refactor\w*|clean ?ups?|cleaning|renam\w+|mov(?:e|es|ed|ing)|re-?format\w*|re-?organi[sz]\w+|simplif\w+"
            r"|split\w*|extract\w*|factor\w*|convert\w*|rewrit\w+|rework\w*|improv\w+|optimi[sz]\w+|speed\w*|bump\w*|upgrade\w*"
            r"|release[sd]?|prepare\w*|deprecat\w+|drop(?:s|ped)?|document\w*|docs?(?![/:])|merge[sd]?|import\w*|version|updat\w+|moderni[sz]\w+)\b",
            _I,
        ),
        "subject",
        -1.5,
    ),
    (
        "other-work",
        re.compile(
            r"\b(?:comments?|whitespace|formatting|indent\w*|style|lint|flake8|pep8|cosmetics?|clang-format|isort|black)\b",
            _I,
        ),
        "subject",
        -1.2,
    ),
    ("other-work", re.compile(r"^(?:v?\d+\.\d+[\w.]*|release\b.*|.*\bversion (?:bump|\d).*)$", _I), "subject", -3.0),
)


def is_fix(change: Change, paths: Iterable[bytes], message: str | None = None) -> Fix:
    """Weigh whether a change is a fix; `message` stands in for its own where something was taken out."""
    text = change.message if message is None else message
    signals = [*_worded(text), *_shaped(change, list(paths))]
    odds = _BASE + sum(signal.weight for signal in signals)
    return Fix(change, round(1 / (1 + math.exp(-odds)), 3), tuple(signals))


def _worded(message: str) -> Iterator[Signal]:
    subject, _, body = message.partition("\n")
    places = {"message": message, "subject": subject, "body": body}
    seen: set[str] = set()
    for name, pattern, place, weight in _WORDS:
        if name not in seen:
            found = pattern.search(places[place])
            if found:
                seen.add(name)
                yield Signal(name, " ".join(found[0].split())[:80], weight)


# As bots say it that bring newer versions of what a program needs; a person who mends a manifest says what was wrong.
_OF_OTHERS = re.compile(
    r"\bdeps?(?:-dev)?\b|\b(?:bump|update|upgrade)s?\b.*\b(?:to|from|module|dependenc\w+|digest)\b", _I
)


def _shaped(change: Change, paths: list[bytes]) -> Iterator[Signal]:
    own = [path for path in paths if not is_bookkeeping(path)]
    tests = [path for path in own if is_test(path)]
    code = [path for path in own if not is_test(path) and not is_prose(path)]
    lines = change.added + change.removed
    if tests and code and change.removed and lines <= SMALL:
        yield Signal("test-beside", f"a test beside a change of {lines} lines", 0.8)
    if paths and not own:
        yield Signal("bookkeeping", "only files that change with anything", -2.0)
    elif own and all(map(is_manifest, own)) and _OF_OTHERS.search(change.subject):
        yield Signal("dependencies", "only which version of others is used", -6.0)
    elif own and not code and not tests:
        yield Signal("prose", "only text for people to read", -0.8)
    if lines > 600:
        yield Signal("size", f"{lines} lines: more than a repair", -1.2)
    elif change.removed and lines <= 12 and code:
        yield Signal("size", f"{lines} lines", 0.3)


def find_fixes(index: Index, head: int, *, since: int = 0) -> Iterator[Fix]:
    """Give the fixes among the changes that the head descends from (merges aside), oldest first, from a time on."""
    reachable = index.graph.reachable([head])
    paths = index.all_paths()
    for change in index.changes():
        if reachable[change.ordinal] and not change.is_merge and change.time >= since:
            fix = is_fix(change, [paths[number] for number in change.paths])
            if fix.score >= STANDS:
                yield fix
