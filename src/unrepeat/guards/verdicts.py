"""People's verdicts on firings: one small file a firing under `.unrepeat/verdicts/`, so that branches merge."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
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
    """Give the verdicts of a ledger by finding; what is none is passed over, and `no_verdicts` tells of it."""
    found: dict[str, Judgement] = {}
    for file in _files(ledger):
        with suppress(Unreadable):
            found[file.stem] = _read(file)
    return found


def no_verdicts(ledger: Path) -> Iterator[tuple[Path, str]]:
    """Give each file among the verdicts of a ledger that holds none, and why."""
    for file in _files(ledger):
        try:
            _read(file)
        except Unreadable as error:
            yield file, str(error)


def _files(ledger: Path | None) -> Sequence[Path]:
    return sorted((ledger / FOLDER).glob("*.yml")) if ledger is not None else ()


def _read(file: Path) -> Judgement:
    """Give the verdict that a file holds; raise Unreadable where it holds none."""
    try:
        held = read(read_plain(file).decode("utf-8")).data
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8") from None
    except YamlProblem as error:
        raise Unreadable(f"it cannot be read: {error}") from None
    if held.get("finding") != file.stem or not _FINDING.fullmatch(file.stem):
        raise Unreadable("it is not named for the finding that it is about")
    for one in JUDGEMENTS:
        if one == held.get("verdict"):
            return one
    raise Unreadable(f"it says none of {', '.join(JUDGEMENTS)}")
