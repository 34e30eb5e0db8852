"""What every format says of a finding in the same words: its text, where it stands, by what it is known again."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from unrepeat.formats.visible import visible_lines
from unrepeat.guards.finding import Finding
from unrepeat.guards.guard import Guard
from unrepeat.ledger.kinds import FOLDER

SETTINGS = f"{FOLDER}/settings.yml"  # where a team says whether it wants to be asked


def told(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Give the findings that are told; those of guards in shadow are kept for the backtest."""
    return (finding for finding in findings if finding.stage != "shadow")


def words(finding: Finding) -> list[str]:
    """Give what a finding says, why, and what to do, in lines of visible letters; the first says it in short."""
    return [line for part in (finding.message, finding.reason, finding.suggestion) for line in visible_lines(part)]


def path_of(finding: Finding, guards: Mapping[str, Guard]) -> str:
    """Give the file at which a finding is shown. One about the change as a whole is shown at the guard that says it.

    The formats want a file: GitHub refuses a whole SARIF upload for one result without a place.
    """
    if finding.path:
        return finding.path
    guard = guards.get(finding.guard)
    return guard.path if guard and guard.path else SETTINGS


def lines_of(finding: Finding) -> tuple[int, int]:
    """Give the first and the last line at which a finding is shown, from 1; the file's first where none is meant."""
    first = max(1, finding.line)
    return first, max(first, finding.end_line)


def fingerprint(finding: Finding) -> str:
    """Give 64 hexadecimal digits (SHA-256 of its id) by which a finding is known again when lines move."""
    return hashlib.sha256(finding.id.encode()).hexdigest()
