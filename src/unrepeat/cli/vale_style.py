"""`unrepeat vale-style`: the rules of the check for those who use Vale."""

from pathlib import Path

import click

from unrepeat.cli.output import print_line
from unrepeat.errors import OutputError


@click.command("vale-style")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def vale_style(folder: Path) -> None:
    """Write the style `Unrepeat` for Vale below DIR: what of the rules single words can tell.

    Vale sees words, not who the grammar blames, so the style holds fewer sentences to account; each file says so.
    """
    from unrepeat.language.vale import style

    place = folder / "Unrepeat"
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, text in style().items():
            (place / name).write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{place} cannot be written ({error.strerror}).", "Name a folder of yours.") from None
    print_line(f"Written: {place}. Name it in .vale.ini: `StylesPath = {folder}`, `BasedOnStyles = Unrepeat`.")
