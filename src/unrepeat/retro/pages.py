"""Fill the templates of the report and of the retro."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def filled(template: str, filters: Mapping[str, Callable[..., Any]], **values: object) -> str:
    """Give a template of `templates/`, filled in; HTML escapes the values, and a name that is not given is an error."""
    environment = Environment(
        loader=PackageLoader("unrepeat.retro"),
        autoescape=select_autoescape(["html.j2"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= filters
    return environment.get_template(template).render(values)
