"""`unrepeat language-server`: the check while one writes."""

import click

from unrepeat.cli.errors import say
from unrepeat.errors import OutputError


@click.command("language-server")
def language_server() -> None:
    """Serve the blameless check to an editor on standard input and output (the Language Server Protocol)."""
    try:
        from unrepeat.language.editor import server
    except ModuleNotFoundError:
        what = "The language server needs pygls, which is not installed."
        raise OutputError(what, "Install it: `pip install 'unrepeat[editor]'`.") from None
    server(say).start_io()
