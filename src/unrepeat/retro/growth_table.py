"""Set figures of quarters into columns of plain text, the oldest quarter first, a line of small bars below."""

from collections.abc import Sequence

from unrepeat.retro.growth_measures import FEWEST, Measure, Row, cell, level

_BARS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"
RUNNING = "*"


def table(rows: Sequence[Row], measures: Sequence[Measure]) -> list[str]:
    """Give the lines of a table; a measure of which nothing is known has no column, none at all no table."""
    told = [measure for measure in measures if measure.is_told(rows)]
    if not told:
        return []
    names = ["", "", *(f"{row.quarter.name}{'' if row.is_over else RUNNING}" for row in rows), ""]
    columns = [_left(names), *(_right(_column(rows, measure)) for measure in told)]
    lines = ["  ".join(parts).rstrip() for parts in zip(*columns, strict=True)]
    return lines if lines[-1] else lines[:-1]


def sparkline(levels: Sequence[float | None]) -> str:
    """Draw levels as small bars, the highest one full; nothing where fewer than three are known."""
    known = [one for one in levels if one is not None]
    if len(known) < FEWEST:
        return ""
    top = max(known) or 1
    return "".join(_UNKNOWN if one is None else _BARS[round(one / top * (len(_BARS) - 1))] for one in levels)


def _column(rows: Sequence[Row], measure: Measure) -> list[str]:
    figures = [measure.figure(row) for row in rows]
    return [*measure.head, *map(cell, figures), sparkline([level(figure) for figure in figures])]


def _left(cells: Sequence[str]) -> list[str]:
    width = max(map(len, cells))
    return [one.ljust(width) for one in cells]


def _right(cells: Sequence[str]) -> list[str]:
    width = max(map(len, cells))
    return [one.rjust(width) for one in cells]
