"""`unrepeat lint`: the blameless check, with another way to say it."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.language.files import LARGEST, NoText, decoded, files_in, form_of, read
from unrepeat.language.lint import FORMS, Form, lint, mended
from unrepeat.language.settings import chosen_rules

if TYPE_CHECKING:
    from unrepeat.language.remark import Remark
    from unrepeat.language.rule import Rule

FORMATS = ("text", "json", "sarif", "github")


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...|-")
@click.option("--as", "form", type=click.Choice(FORMS), help="Read every text as this; by default as its name says.")
@click.option("--fix", is_flag=True, help="Put safe rewrites in place; what needs a person stays.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object a remark.")
@click.option("--format", "output", type=click.Choice(FORMATS), default="text", help="`json` is the same as --json.")
def lint_command(
    paths: Sequence[str],
    form: Form | None,
    fix: bool,  # noqa: FBT001 -- click passes options so
    as_json: bool,  # noqa: FBT001 -- as above
    output: str,
) -> int:
    """Check texts for blame: what they say of people where they should tell of conditions, and how to say it instead.

    PATH is a file or a folder, of which every text file is read; `-` is standard input. It needs no repository. Exit 1
    where there is an error or a warning.
    """
    if fix and "-" in paths:
        raise click.UsageError("--fix mends files; give a file, not `-`.")
    rules = chosen_rules(Path.cwd(), say)
    remarks: list[Remark] = []
    unread = False
    for name, text, own in _texts(paths, form):
        if isinstance(text, NoText):
            say(f"{text.what} {text.remedy}")
            unread = True
            continue
        found = lint(text, name, own, rules)
        remarks += _fixed(name, text, own, rules, found) if fix else found
    _tell(remarks, rules, "json" if as_json else output)
    if unread:
        return 2
    return 1 if any(one.severity != "info" for one in remarks) else 0


def _texts(paths: Sequence[str], form: Form | None) -> Iterator[tuple[str, "str | NoText", Form]]:
    """Give each text with its name and what it is read as; a file that was named must be one."""
    for path in paths or (".",):
        if path == "-":
            content = sys.stdin.buffer.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise NoText("Standard input is larger than 5 MB.", "Pipe the part of it that is prose.")
            yield "-", decoded(content, "Standard input"), form or "markdown"
            continue
        place = Path(path)
        for file in files_in(place) if place.is_dir() else [place]:
            try:
                yield f"{file}", read(file), form or form_of(file)
            except NoText as error:
                if place.is_dir() and "binary" in error.what:
                    continue  # a picture beside the prose
                yield f"{file}", error, "text"


def _fixed(name: str, text: str, form: Form, rules: Sequence["Rule"], found: "list[Remark]") -> "list[Remark]":
    """Put safe rewrites in place until none is left; give what is left to say."""
    for _ in range(10):
        better = mended(text, found)
        if better == text:
            break
        text = better
        found = lint(text, name, form, rules)
    file = Path(name)
    if text != read(file):
        file.write_bytes(text.encode("utf-8"))
    return found


def _tell(remarks: "Sequence[Remark]", rules: Sequence["Rule"], output: str) -> None:
    from unrepeat.language.outputs import as_commands, as_lines, as_sarif

    if output == "json":
        print_rows(one.row() for one in remarks)
    elif output == "text":
        for line in as_lines(remarks):
            print_line(line)
        if not remarks:
            print_line("Nothing to say about these words.")
    else:
        sys.stdout.write(as_sarif(remarks, rules) if output == "sarif" else as_commands(remarks))
