"""Draw growth as one picture that stands by itself: a row of bars for each measure, the oldest quarter on the left.

It loads nothing, follows the reader's light or dark, and is laid out in percent, so that its letters stay as large on a
telephone. Everything from the ledger is cleaned and escaped; what is not ASCII is written as a number.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import wrap

from markupsafe import Markup

from unrepeat.escaping import clean
from unrepeat.ledger.figures import Count, Days, Figure, Share
from unrepeat.ledger.growth import Growth, TeamQuarter
from unrepeat.ledger.own_growth import OwnQuarter
from unrepeat.ledger.record import Record
from unrepeat.retro.drawing import across, bar, element, line, words
from unrepeat.retro.growth_measures import KEEPING, LEARNING, OWN, QUARTERS, Measure, Row, cell, level
from unrepeat.retro.growth_telling import LATEST, NOTHING, NOTHING_OWN, of_agreement
from unrepeat.retro.growth_wording import thanks_in_words
from unrepeat.retro.wording import day

MARGIN = 0.04  # of the width, on each side
TOP, ROW, BARS, BASE = 92, 122, 52, 92  # pixels: where rows begin, their height, the tallest bar, the foot of bars
WIDEST_BAR = 0.09  # of the width
LONGEST_LABEL, LONGEST_LINE = 36, 46  # letters that fit on a telephone
LINES = 3  # of a thanks
AGREEMENTS = 6  # drawn; the text tells all
MANY = 4  # quarters beyond which a telephone shows every second figure

STYLE = """
svg{--paper:#fbfaf7;--ink:#1f2a33;--soft:#55626e;--line:#d9dcd8;--calm:#2a6a86;--pale:#b9d3dc;max-width:720px;\
background:var(--paper);\
font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;\
font-variant-numeric:tabular-nums}
@media(prefers-color-scheme:dark){svg{--paper:#14191d;--ink:#e6eaec;--soft:#a5b1ba;--line:#333e46;--calm:#7cc0da;\
--pale:#3d5f6e}}
.paper{fill:var(--paper)}.name{fill:var(--ink);font-size:18px;font-weight:600}
.label{fill:var(--ink);font-size:14px;font-weight:600}.note{fill:var(--soft)}.figure{fill:var(--ink)}
.axis{stroke:var(--line)}.full{fill:var(--calm)}.whole{fill:var(--pale);stroke:var(--calm)}.running{opacity:.6}
@media(max-width:37rem){.seldom{display:none}}
"""


def team_picture(growth: Growth, as_of: date) -> str:
    """Draw a team's growth as SVG in ASCII, a few lines of it."""
    rows = growth.quarters[-QUARTERS:]
    if growth.is_empty:
        return _picture("How we grew", as_of, rows, (), "", NOTHING)
    measures = [*LEARNING, *KEEPING, *(_measure_of(one) for one in _measured(rows)[:AGREEMENTS])]
    thanks = [one for row in reversed(rows) for one in row.thanks][:LATEST]
    return _picture(
        "How we grew", as_of, rows, measures, "Thanks" if thanks else "", [thanks_in_words(one) for one in thanks]
    )


def own_picture(rows: Sequence[OwnQuarter], as_of: date) -> str:
    """Draw one's own growth; it holds no words of private notes, only their number."""
    return _picture("How I grew", as_of, rows[-QUARTERS:], OWN, "", () if rows else NOTHING_OWN)


def _measured(rows: Sequence[TeamQuarter]) -> list[Record]:
    found = {one.agreement.path: one.agreement for row in rows for one in row.agreements if one.measured.whole}
    return [found[path] for path in sorted(found)]


def _measure_of(agreement: Record) -> Measure:
    name = f"Kept: {clean(agreement.title)}"
    return Measure(name, ("", ""), lambda row: of_agreement([row], agreement)[0])


def _picture(
    title: str, as_of: date, rows: Sequence[Row], measures: Iterable[Measure], heading: str, closing: Sequence[str]
) -> str:
    told = [measure for measure in measures if measure.is_told(rows)]
    notes = [f"As of {day(f'{as_of}')}.", *_notes(rows, told)]
    inside = [
        element("title", {"id": "growth-title"}, title),
        element("desc", {"id": "growth-says"}, _in_words(rows, told, [*notes, heading and f"{heading}.", *closing])),
        element("style", {}, Markup(STYLE)),  # noqa: S704 -- our own
        bar(0, 0, "100%", "100%", "paper"),  # type: ignore[arg-type]  # a height in percent
        words(title, across(MARGIN), 32, "name"),
        *(words(text, across(MARGIN), 54 + 16 * number) for number, text in enumerate(notes)),
    ]
    for number, measure in enumerate(told):
        inside += _row(rows, measure, TOP + ROW * number)
    foot = TOP + ROW * len(told)
    if heading:
        inside.append(words(heading, across(MARGIN), foot + 16, "label"))
        foot += 20
    lines = [part for text in closing for part in wrap(text, LONGEST_LINE, max_lines=LINES, placeholder="…")]
    inside += [words(text, across(MARGIN), foot + 16 + 20 * number) for number, text in enumerate(lines)]
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "aria-labelledby": "growth-title growth-says",
        "width": "100%",
        "height": foot + 20 * len(lines) + 16,
    }
    whole = str(element("svg", attributes, *inside)).replace("><", ">\n<")
    return whole.encode("ascii", "xmlcharrefreplace").decode()


def _notes(rows: Sequence[Row], measures: Sequence[Measure]) -> list[str]:
    """Say how to read what is drawn."""
    figures = [measure.figure(row) for measure in measures for row in rows]
    notes = [
        "A pale quarter still runs." if figures and any(not row.is_over for row in rows) else "",
        "Days: median (cases)." if any(isinstance(figure, Days) for figure in figures) else "",
    ]
    told = " ".join(note for note in notes if note)
    return [told] if told else []


def _row(rows: Sequence[Row], measure: Measure, top: float) -> list[Markup]:
    """Draw one measure: its name, then for each quarter a bar with its figure above and its name below."""
    figures = [measure.figure(row) for row in rows]
    highest = max(_height(figure) for figure in figures) or 1
    step = (1 - 2 * MARGIN) / len(rows)
    drawn = [
        words(clean(measure.name, LONGEST_LABEL), across(MARGIN), top + 16, "label"),
        line(across(MARGIN), top + BASE, across(1 - MARGIN), top + BASE, "axis"),
    ]
    for place, (row, figure) in enumerate(zip(rows, figures, strict=True)):
        middle = MARGIN + (place + 0.5) * step
        seldom = " seldom" if len(rows) > MANY and (len(rows) - 1 - place) % 2 else ""
        tall = BARS * _height(figure) / highest
        drawn += [
            element(
                "g",
                {} if row.is_over else {"class": "running"},
                element("title", {}, f"{row.quarter.name}: {cell(figure)}"),
                *_bars(figure, tall, middle, min(0.7 * step, WIDEST_BAR), top + BASE),
            ),
            words(_above(figure), across(middle), round(top + BASE - tall - 5, 1), f"figure{seldom}", "middle"),
            words(row.quarter.short, across(middle), top + BASE + 15, f"note{seldom}", "middle"),
        ]
    return drawn


def _above(figure: Figure) -> str:
    """Write a figure over its bar, where there is less room than in a table."""
    return f"{figure.median:g} ({figure.cases})" if isinstance(figure, Days) and figure.cases else cell(figure)


def _bars(figure: Figure, tall: float, middle: float, width: float, foot: float) -> list[Markup]:
    """Draw a bar; of so many of so many, a pale one for the whole and a full one within it."""
    left, broad = across(middle - width / 2), across(width)
    full = tall * figure.met / figure.whole if isinstance(figure, Share) and figure.whole else tall
    pale = [bar(left, round(foot - tall, 1), broad, round(tall, 1), "whole")] if isinstance(figure, Share) else []
    return [*pale, bar(left, round(foot - full, 1), broad, round(full, 1), "full")] if tall else []


def _height(figure: Figure) -> float:
    match figure:
        case Share(_, whole):
            return whole
        case Count() | Days():
            return level(figure) or 0.0


def _in_words(rows: Sequence[Row], measures: Iterable[Measure], closing: Iterable[str]) -> str:
    told = [
        f"{measure.name}: {', '.join(f'{row.quarter.name} {cell(measure.figure(row))}' for row in rows)}."
        for measure in measures
    ]
    return " ".join([*told, *filter(None, closing)])
