"""Draw the pictures of the report: years, places, and the timeline of a string."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from markupsafe import Markup

from unrepeat.history.coupling import lowest
from unrepeat.retro.drawing import across, bar, element, line, picture, words
from unrepeat.retro.wording import counted, day, percent, seconds

Row = Mapping[str, Any]

LONGEST_GAP = 10  # years without a change that are still drawn
YEAR_BARS, YEAR_HEIGHT = 132, 160
WIDEST_BAR = 0.12  # of the picture
MOST_YEARS_NAMED = 18  # side by side on a wide screen; of more, every third is
PLACE_HEIGHT = 46
LONGEST_LABEL = 32
ROOM = 0.88  # of the width; what ends further right has its figure on the left
STEP, STEPS = 16, 6  # an arc rises so much for each change that it spans, up to so many


class Range(NamedTuple):
    """A share, and the range in which chance alone may have put it (Wilson, 95 %)."""

    least: float
    middle: float
    most: float


def likely_range(hits: int, cases: int) -> Range:
    """Give the range for a share of cases, of which there may be few."""
    hits = min(hits, cases)
    return Range(lowest(hits, cases), hits / cases if cases else 0.0, 1 - lowest(cases - hits, cases))


def years(rows: Sequence[Row]) -> Markup:
    """Draw the changes of each year, and within them those that needed a fix; `rows` is not empty."""
    filled = _without_gaps(rows)
    counts = [row["changes"] for row in filled]
    tallest = max(counts)
    step = 1 / len(filled)
    inside = [line(0, YEAR_BARS, "100%", YEAR_BARS, "axis")]
    for place, row in enumerate(filled):
        changes, needed = (YEAR_BARS * 0.86 * row[key] / tallest for key in ("changes", "needed_a_fix"))
        width = min(0.76 * step, WIDEST_BAR)
        left = across((place + 0.5) * step - width / 2)
        inside += [
            element(
                "g",
                {},
                element("title", {}, _year_in_words(row)),
                bar(left, round(YEAR_BARS - changes, 1), across(width), round(changes, 1), "well"),
                bar(left, round(YEAR_BARS - needed, 1), across(width), round(needed, 1), "fixed"),
            )
        ]
        if place == counts.index(tallest):
            inside.append(words(f"{tallest:,}", across((place + 0.5) * step), 11, "note", "middle"))
        often = len(filled) > 8 and (len(filled) - 1 - place) % 3
        if often and len(filled) > MOST_YEARS_NAMED:
            continue  # their names would stand on each other
        kind = "note seldom" if often else "note"
        inside.append(words(row["year"], across((place + 0.5) * step), YEAR_BARS + 18, kind, "middle"))
    return picture(
        "years",
        title="Changes of each year, and how few needed a fix",
        says="; ".join(_year_in_words(row) for row in filled if row["changes"]),
        height=YEAR_HEIGHT,
        inside=inside,
    )


def _year_in_words(row: Row) -> str:
    changes = counted(row["changes"], "change")
    return f"{row['year']}: {changes}, {row['needed_a_fix']:,} needed a fix"


def _without_gaps(rows: Sequence[Row]) -> list[Row]:
    filled = list(rows[:1])
    for before, after in pairwise(rows):
        between = range(int(before["year"]) + 1, int(after["year"]))
        if len(between) <= LONGEST_GAP:
            filled += [{"year": str(year), "changes": 0, "needed_a_fix": 0} for year in between]
        filled.append(after)
    return filled


def places(rows: Sequence[Row]) -> Markup:
    """Draw how often changes of each place needed a fix, beside the base of all; `rows` is not empty."""
    ranges = [likely_range(row["mistakes"], row["changes"]) for row in rows]
    base = rows[0]["base_per_100_changes"] / 100
    furthest = max(base, *(one.most for one in ranges)) * 1.02
    busiest = max(row["changes"] for row in rows)
    bottom = 26 + PLACE_HEIGHT * len(rows)
    at_base = across(base / furthest)
    inside = [
        words(f"base {100 * base:.1f}", at_base, 12, "note", "middle" if base < ROOM * furthest else "end"),
        line(at_base, 18, at_base, bottom - 4, "base"),
    ]
    for number, (row, one) in enumerate(zip(rows, ranges, strict=True)):
        top = 26 + PLACE_HEIGHT * number
        kind = "out" if one.least > base else "in"
        inside += [
            words(_label(row["place"]), 0, top + 13, "label halo"),
            words(counted(row["changes"], "change"), "100%", top + 13, "note halo", "end"),
            bar(0, top + 20, across(row["changes"] / busiest), 4, "churn"),
            line(across(one.least / furthest), top + 31, across(one.most / furthest), top + 31, "range"),
            element("circle", {"cx": across(one.middle / furthest), "cy": top + 31, "r": 5, "class": kind}),
            _figure(str(row["per_100_changes"]), one, furthest, top + 35),
        ]
    return picture(
        "places-picture",
        title="Where changes needed a fix more often than elsewhere",
        says=f"All places together: {100 * base:.1f} per 100 changes. "
        + "; ".join(f"{row['place']}: {row['per_100_changes']} per 100 changes" for row in rows),
        height=bottom,
        inside=inside,
    )


def _figure(figure: str, one: Range, furthest: float, y: float) -> Markup:
    """Write a figure beside its range, on the side that has room."""
    before = one.most > ROOM * furthest
    side = {"x": across((one.least if before else one.most) / furthest), "y": y, "dx": -6 if before else 6}
    return element("text", side | {"class": "note halo", "text-anchor": "end" if before else "start"}, figure)


def _label(place: str) -> str:
    return place if len(place) <= LONGEST_LABEL else f"…{place[1 - LONGEST_LABEL :]}"


def timeline(string: Row) -> Markup:
    """Draw a string: its changes, numbered; an arc from each to the fix that repairs it; and their days."""
    changes = string["changes"]
    number = {change["commit"]: place for place, change in enumerate(changes)}
    middle = [(place + 0.5) / len(changes) for place in range(len(changes))]
    spans = [number[link["fix"]] - number[link["culprit"]] for link in string["links"]]
    level = 26 + STEP * min(max(spans, default=1), STEPS)
    inside = [_arcs(string["links"], number, middle, level)]
    inside += _days(changes, middle, level)
    inside += [
        mark
        for place, change in enumerate(changes)
        for mark in (
            _mark(change, middle[place], level),
            words(str(place + 1), across(middle[place]), level + 4, "number", "middle"),
        )
    ]
    return picture(
        f"timeline-{string['id']}",
        title=f"Timeline of {counted(len(changes), 'change')}",
        says=_in_words(string, number),
        height=level + 66,
        inside=inside,
    )


def _in_words(string: Row, number: Mapping[str, int]) -> str:
    days = [f"change {place + 1} on {day(change['time'])}" for place, change in enumerate(string["changes"])]
    links = [
        f"change {number[link['fix']] + 1} repairs change {number[link['culprit']] + 1} "
        f"({'confirmed' if link['confirmed'] else 'likely, ' + percent(link['score'])})"
        for link in string["links"]
    ]
    return f"{_sentence(days)} {_sentence(links)}"


def _sentence(parts: Sequence[str]) -> str:
    joined = "; ".join(parts)
    return f"{joined[:1].upper()}{joined[1:]}."


def _arcs(links: Sequence[Row], number: Mapping[str, int], middle: Sequence[float], level: float) -> Markup:
    """Draw the arcs in a box of their own that is stretched to the width; lines keep their strength."""
    drawn = []
    foot = level - 11
    for link in links:
        culprit, fix = number[link["culprit"]], number[link["fix"]]
        left, right = (round(1000 * middle[place], 1) for place in (culprit, fix))
        rise = round(foot - (4 + STEP * min(abs(fix - culprit), STEPS)) * 4 / 3, 1)
        drawn.append(
            element(
                "path",
                {
                    "d": f"M{left:g} {foot}C{left:g} {rise:g} {right:g} {rise:g} {right:g} {foot}",
                    "class": "arc confirmed" if link["confirmed"] else "arc",
                    "vector-effect": "non-scaling-stroke",
                },
            )
        )
    box = {"viewBox": f"0 0 1000 {level:g}", "preserveAspectRatio": "none", "width": "100%", "height": level}
    return element("svg", box, *drawn)


def _mark(change: Row, place: float, level: float) -> Markup:
    """Draw a change: a square begins, a full circle is a fix that needed a fix, an open one holds."""
    if not change["is_fix"]:
        box = {"x": across(place), "y": level - 10, "width": 20, "height": 20, "class": "begins"}
        return element("rect", box | {"transform": "translate(-10 0)"})
    kind = "again" if change["is_culprit"] else "holds"
    return element("circle", {"cx": across(place), "cy": level, "r": 10.5, "class": kind})


def _days(changes: Sequence[Row], middle: Sequence[float], level: float) -> list[Markup]:
    """Draw when the changes were made: a line from each to its place on an axis of days."""
    times = [seconds(change["time"]) for change in changes]
    first, last = min(times), max(times)
    if day(changes[times.index(first)]["time"]) == day(changes[times.index(last)]["time"]):
        return [words(f"all on {day(changes[0]['time'])}", "50%", level + 42, "note", "middle")]
    axis = level + 44
    drawn = [line(0, axis, "100%", axis, "axis")]
    for time, place in zip(times, middle, strict=True):
        then = across(0.01 + 0.98 * (time - first) / (last - first))
        drawn += [
            line(across(place), level + 11, then, axis - 5, "leader"),
            line(then, axis - 5, then, axis + 5, "day"),
        ]
    return [
        *drawn,
        words(day(changes[times.index(first)]["time"]), 0, axis + 19),
        words(day(changes[times.index(last)]["time"]), "100%", axis + 19, "note", "end"),
    ]
