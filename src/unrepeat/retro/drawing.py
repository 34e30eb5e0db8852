"""Write SVG elements whose text is escaped and whose widths follow the page.

Across, pictures are laid out in percent and never scaled, so their letters stay as large on a telephone as
on a wall.
"""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape


def element(name: str, attributes: Mapping[str, object], *inside: str) -> Markup:
    """Give one SVG element; what is inside is escaped unless it is markup already."""
    written = "".join(f' {key}="{escape(_number(value))}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>{Markup().join(inside)}</{name}>")  # noqa: S704 - all parts are escaped


def picture(label: str, *, title: str, says: str, height: float, inside: Iterable[Markup]) -> Markup:
    """Give a whole picture, as wide as its place, with a title and a description for those who hear it.

    `label` must be unlike all others on the page.
    """
    return element(
        "svg",
        {
            "role": "img",
            "aria-labelledby": f"{label}-title {label}-says",
            "width": "100%",
            "height": height,
            "focusable": "false",
        },
        element("title", {"id": f"{label}-title"}, title),
        element("desc", {"id": f"{label}-says"}, says),
        *inside,
    )


def words(text: str, x: str | float, y: float, kind: str = "note", anchor: str = "start") -> Markup:
    """Give a line of text in a picture."""
    return element("text", {"x": x, "y": y, "class": kind, "text-anchor": anchor}, text)


def line(x1: str | float, y1: float, x2: str | float, y2: float, kind: str) -> Markup:
    """Give a straight line."""
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": kind})


def bar(x: str | float, y: float, width: str | float, height: float, kind: str) -> Markup:
    """Give a filled box."""
    return element("rect", {"x": x, "y": y, "width": width, "height": height, "class": kind})


def across(part: float) -> str:
    """Give a place from 0 to 1 as a percentage of the width."""
    return f"{_number(round(100 * part, 2))}%"


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
