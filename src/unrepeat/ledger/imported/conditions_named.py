"""Find the conditions that a post-mortem names outright: a tag, or an entry or label that is nothing else."""

import re
from collections.abc import Iterator

from unrepeat.ledger.conditions import CONDITIONS, meant
from unrepeat.ledger.imported.inline import LONGEST_LINE, seen
from unrepeat.ledger.imported.report import Report

# `Missing tests: the importer had none.` names one; `there was no time pressure`, in a sentence, may say anything.
_BEGINS = re.compile(
    r"^\s*(?:[-*+#>]+|\d{1,3}[.)]|\|)\s+(?P<words>[^:.|\u2013\u2014(,]{4,40}?)\s*(?:$|[:.|(,]|\s[-\u2013\u2014]\s)"
)
_TOLD = re.compile(
    r"(?:^|[-*]\s+)(?:we recorded these conditions|conditions?)\b[*_]*\s*:[*_]*\s*(?P<list>.{1,400})$", re.IGNORECASE
)


def conditions_named(report: Report) -> list[str]:
    """Give the conditions that tags, entries and labels name, in the order of the house's list."""
    words = {_singular(tag) for tag in report.tags}
    for part in report.of_role("causes"):
        for line in part.text.split("\n"):
            if len(line) <= LONGEST_LINE:
                words.update(map(_singular, _in_line(line)))
    return [one for one in CONDITIONS if one in words]


def _in_line(line: str) -> Iterator[str]:
    plain = line.replace("**", "").replace("__", "").replace("`", "")
    if found := _BEGINS.match(plain):
        yield seen(found["words"])
    if told := _TOLD.search(plain):
        yield from re.split(r"[,;]|\band\b", told["list"].split(" (")[0].rstrip("."))


def _singular(word: str) -> str:
    found = meant(word)
    return found if found in CONDITIONS else meant(word.strip().removesuffix("s"))
