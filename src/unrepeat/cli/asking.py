"""Ask a person one question on a terminal, until the answer can be used."""

from collections.abc import Callable

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import shown
from unrepeat.errors import UnrepeatError


def ask(question: str, use: Callable[[str], None]) -> None:
    """Ask, and hand the answer to what uses it; where that raises UnrepeatError, tell why and ask again.

    An empty answer leaves it out. Raises click.Abort where the person stops.
    """
    while answer := click.prompt(shown(question), default="", show_default=False, err=True).strip():
        try:
            use(answer)
        except UnrepeatError as error:
            say(f"{error.what}\n{error.remedy}\nPlease answer once more; an empty answer leaves it out.")
        else:
            return
