"""Lay growth out as a page of plain text: a table, sentences, thanks."""

from collections.abc import Sequence
from datetime import date

from unrepeat.escaping import clean
from unrepeat.ledger.growth import Growth
from unrepeat.ledger.own_growth import OwnQuarter
from unrepeat.retro.growth_measures import KEEPING, LEARNING, OWN, QUARTERS, Measure, Row
from unrepeat.retro.growth_table import RUNNING, table
from unrepeat.retro.growth_telling import (
    LATEST,
    NOTHING,
    NOTHING_OWN,
    own_sentences,
    own_thanks,
    sentences,
    thanked,
    without_day,
)
from unrepeat.retro.growth_wording import LONGEST_TITLE
from unrepeat.retro.wording import counted, day


def team_page(growth: Growth, as_of: date) -> list[str]:
    """Give the lines of a team's growth."""
    if growth.is_empty:
        changes = sum(row.changes.number for row in growth.quarters)
        delivered = f"This quarter {counted(changes, 'change was', 'changes were')} delivered."
        return [line for line in (*NOTHING, delivered, without_day(growth)) if line]
    rows = growth.quarters[-QUARTERS:]
    page = _opening("How we grew", rows, len(growth.quarters), as_of, (LEARNING, KEEPING))
    page += ["", *sentences(growth)]
    thanks = thanked(rows)
    return [*page, "", *thanks] if thanks else page


def own_page(rows: Sequence[OwnQuarter], as_of: date, notes: Sequence[tuple[str, str]]) -> list[str]:
    """Give the lines of one's own growth; `notes`: day and words of one's private notes, the oldest first."""
    if not rows:
        return list(NOTHING_OWN)
    shown = rows[-QUARTERS:]
    page = _opening("How you grew, for your eyes alone", shown, len(rows), as_of, (OWN,))
    told = own_sentences(shown)
    page += ["", *told] if told else []
    if notes:
        latest = [f"  {said}  {clean(text, LONGEST_TITLE)}" for said, text in reversed(notes[-LATEST:])]
        page += ["", "Your latest private notes:", *latest]
    thanks = own_thanks(shown)
    return [*page, "", *thanks] if thanks else page


def _opening(
    title: str, rows: Sequence[Row], in_all: int, as_of: date, tables: Sequence[Sequence[Measure]]
) -> list[str]:
    page = [f"{title}, as of {day(f'{as_of}')}"]
    for measures in tables:
        lines = table(rows, measures)
        page += ["", *lines] if lines else []
    notes = [
        f"{RUNNING} still running" if any(not row.is_over for row in rows) else "",
        "days are medians, with the number of cases" if tables[0] is LEARNING else "",
        f"{in_all - len(rows)} earlier: `--json`" if in_all > len(rows) else "",
    ]
    return [*page, "", f"({'; '.join(note for note in notes if note)})"]
