"""People's verdicts on firings: one small file a firing under `.unrepeat/verdicts/`, so that branches merge."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from unrepeat.errors import LedgerError
from unrepeat.ledger.files import Unreadable, read_plain, replace
from unrepeat.ledger.reading import YamlProblem, read
from unrepeat.ledger.writing_yaml import dumped

FOLDER = "verdicts"
Judgement = Literal["right", "wrong", "unclear"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
_FINDING = re.compile(r"finding-[0-9a-f]{12}")


def judge(ledger: Path, finding: str, verdict: Judgement, day: date) -> Path:
    """Keep a verdict, in the place of an earlier one on the same firing; raise LedgerError for what is no finding."""
    if not _FINDING.fullmatch(finding):
        raise LedgerError(f"{finding[:80]!r} is no finding's id.", "`unrepeat backtest GUARD --json` gives them.")
    file = ledger / FOLDER / f"{finding}.yml"
    replace(ledger, file, dumped({"finding": finding, "verdict": verdict, "said": f"{day}"}).encode())
    return file


def judged(ledger: Path | None) -> Mapping[str, Judgement]:
    """Give the verdicts of a ledger by finding; what is none is passed over."""
    found: dict[str, Judgement] = {}
    for file in sorted((ledger / FOLDER).glob("finding-*.yml")) if ledger is not None else ():
        try:
            held = read(read_plain(file).decode("utf-8")).data
        except (Unreadable, UnicodeDecodeError, YamlProblem):
            continue
        verdict = next((one for one in JUDGEMENTS if one == held.get("verdict")), None)
        if verdict is not None and held.get("finding") == file.stem:
            found[file.stem] = verdict
    return found
