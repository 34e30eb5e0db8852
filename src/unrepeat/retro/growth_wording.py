"""How a figure of growth and its course are said: no percentage of a few, no course from fewer than three quarters."""

from collections.abc import Sequence

from unrepeat.escaping import clean
from unrepeat.ledger.figures import Count, Days, Figure, Share
from unrepeat.ledger.record import Record
from unrepeat.retro.growth_measures import FEWEST, Measure, Row, cell, level
from unrepeat.retro.wording import listed
from unrepeat.retro.wording import share as as_percentage

FEW = 10  # cases; a percentage of fewer says more than is known
LONGEST_TITLE = 90


def share_in_words(share: Share) -> str:
    """Give a share as "2 of 3", from ten cases on with its percentage."""
    told = f"{share.met:,} of {share.whole:,}"
    return told if share.whole < FEW else f"{told} ({as_percentage(share.met, share.whole)})"


def latest(rows: Sequence[Row], measure: Measure) -> tuple[Row | None, Figure | None]:
    """Give the latest quarter that has something to tell of a measure, and the figure."""
    for row in reversed(rows):
        if measure.is_told([row]):
            return row, measure.figure(row)
    return None, None


def course(rows: Sequence[Row], measure: Measure, ease: str) -> str:
    """Say where the last three full quarters with cases lead, if they lead anywhere; without reproach.

    Of few cases nothing is said: the table shows them, and chance moves them.
    """
    full = [measure.figure(row) for row in rows if row.is_over]
    known = [(height, figure) for figure in full if (height := level(figure)) is not None][-FEWEST:]
    heights = [height for height, _ in known]
    if len(known) < FEWEST or sum(_cases(figure) for _, figure in known) < FEW or heights[0] == heights[-1]:
        return ""
    if heights not in (sorted(heights), sorted(heights, reverse=True)):
        return ""
    is_time = isinstance(known[0][1], Days)
    figures = listed([_short(figure) for _, figure in known]) + (" days" if is_time else "")
    if (heights[-1] < heights[0]) == is_time:
        return f" {'Sooner' if is_time else 'More'} than before: {figures}."
    return f" It was {figures} in the last three full quarters with any; {ease}."


def when(row: Row) -> str:
    """Name a quarter in a sentence."""
    return row.quarter.name if row.is_over else f"{row.quarter.name} so far"


def thanks_in_words(thanks: Record) -> str:
    """Give thanks in a line: to whom, and what for."""
    return f"To {clean(thanks.text('whom'))}: {title(thanks)}" if thanks.text("whom") else title(thanks)


def title(record: Record) -> str:
    """Give a record's title, safe to show."""
    return clean(record.title, LONGEST_TITLE)


def _cases(figure: Figure) -> int:
    match figure:
        case Count(number):
            return number
        case Days(_, cases):
            return cases
        case Share(_, whole):
            return whole


def _short(figure: Figure) -> str:
    return f"{figure.median:g}" if isinstance(figure, Days) else cell(figure)
