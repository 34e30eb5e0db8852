"""The command line: one small file a subcommand, loaded when it is asked for."""

import sys
from importlib import import_module
from typing import NoReturn

import click

from unrepeat import __version__

# Name -> module; a module holds a click command of its own name. In the order that help shows them.
COMMANDS = {
    "study": "what this history can teach: a report for the team",
    "trace": "which changes brought in what a fix repairs",
    "strings": "fixes that needed fixes, joined in order",
    "fixes": "which changes are fixes, and by what signs",
    "lines": "where each line of a file comes from",
    "coupling": "files that change together",
    "link": "say whether a traced link is right",
    "index": "build the history index, or catch it up",
}


class Commands(click.Group):
    """Loads a subcommand's module only when it is needed, so that `--version` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Give the names in the order of the house."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Give a command, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"unrepeat.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="unrepeat")
@click.option("--repo", type=click.Path(), help="The repository; by default the one around the current folder.")
@click.pass_context
def cli(context: click.Context, repo: str | None) -> None:
    """Learn from a repository's strings of mistakes: what, never who."""
    context.obj = repo


def main() -> NoReturn:
    """Run the command line; every error becomes two sentences and an exit code."""
    from unrepeat.cli.errors import handled

    sys.exit(handled(lambda: cli.main(standalone_mode=False, prog_name="unrepeat")))
