"""Findings and guards for tests of the formats, tame ones and every wild one there can be."""

from dataclasses import replace
from typing import Any
from unicodedata import category

from hypothesis import strategies as st

from unrepeat.guards.finding import Finding, FindingStage
from unrepeat.guards.guard import Guard

STAGES: tuple[FindingStage, ...] = ("block", "advise", "ask")

EVIL = (
    "::error file=a.py::pwned",
    "##[error]pwned",
    "ends\r\n::error::pwned",
    "%0A::set-env name=PATH::/evil",
    "a,line=9:x",
    "<img src=x onerror=alert(1)> <script>alert(1)</script>",
    "[words](https://example.org) ![picture](https://example.org) [[deep](2)](3) \\](4)",
    "@someone #1 example/repository#1 https://example.org www.example.org",
    "\x1b[31mred\x1b]0;title\x07\x9b2J",
    "\u202eright to left\u2066 \u200bhidden\U000e0041\xad\u2028",
    "{0} {{1}} \\n \" ' ` | *a* _b_",
)


FINDING = Finding(
    id="finding-0123456789ab",
    guard="scan-before-count",
    path="src/a.py",
    line=3,
    end_line=4,
    stage="advise",
    message="Count with the scan that respects the filter",
    reason="because of mistake:2026-03-04-filtered-count",
    suggestion="see .unrepeat/guards/scan-before-count.yml",
)


def made(**more: Any) -> Finding:  # noqa: ANN401 -- fields of a finding
    """Make a finding, tame but for what is given."""
    return replace(FINDING, **more)


def question(**more: Any) -> Finding:  # noqa: ANN401 -- as above
    """Make a question, which is of no guard."""
    return made(id="question-0123456789ab", guard="unrepeat", stage="ask", message="Who builds on this?", **more)


GUARD = Guard(
    id="scan-before-count",
    title="Count with the scan that respects the filter",
    because=("mistake:2026-03-04-filtered-count",),
    kind="pattern",
    paths=(),
    stage="advise",
    rule={},
    path=".unrepeat/guards/scan-before-count.yml",
)
GUARDS = {GUARD.id: GUARD}

# What git can hold as a path, as the package reads it; and text that a YAML file can hold, lone surrogates too.
PATHS = st.one_of(st.binary(min_size=1), st.sampled_from(EVIL).map(str.encode)).map(
    lambda name: name.replace(b"\0", b"0").decode("utf-8", "surrogateescape")
)
TEXTS = st.one_of(st.text(st.characters()), st.sampled_from(EVIL))
WILD = st.builds(
    made, path=PATHS, message=TEXTS, reason=TEXTS, suggestion=TEXTS, guard=TEXTS, stage=st.sampled_from(STAGES)
)


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHOWN = "\n\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"  # signs of numbers


def is_seen(text: str) -> bool:
    """Say whether each letter of a text shows; lines may end."""
    return not any(category(letter) in _HIDDEN and letter not in _SHOWN for letter in text)
