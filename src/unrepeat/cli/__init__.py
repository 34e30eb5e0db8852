"""The command line: one small file a subcommand, loaded when it is asked for."""

import os
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from unrepeat import __version__

# Each name is a module that holds a click command of that name. In the order that help shows them.
COMMANDS = {
    "study": "what this history can teach: a report for the team",
    "retro": "a blameless retro, drafted from evidence",
    "brief": "a short text for one reader: team, manager, leadership, stand-up, away, feedback",
    "talk": "the talk with the manager, prepared for you alone",
    "trace": "which changes brought in what a fix repairs",
    "strings": "fixes that needed fixes, joined in order",
    "fixes": "which changes are fixes, and by what signs",
    "lines": "where each line of a file comes from",
    "coupling": "files that change together",
    "link": "say whether a traced link is right",
    "check": "what the guards say of a change, and at most one question",
    "prove": "would a guard have caught the mistake, and only that",
    "learn": "guards that would have caught what a fix repairs",
    "backtest": "how often a guard would have fired, and how rightly",
    "judge": "say whether a past firing was right",
    "recall": "what is like this, and what helped then",
    "same": "say whether two things are the same over again",
    "lint": "the blameless check of a text, with another way to say it",
    "vale-style": "the rules of the check, as far as Vale can have them",
    "language-server": "the check while one writes, for editors",
    "note": "keep a note in a second, for all or for oneself",
    "share": "make a private note a record, after showing it",
    "import": "a mistake and its actions, of a post-mortem that exists already",
    "new": "record a mistake, decision, assumption, need, risk, action, agreement",
    "set": "change fields of a record",
    "show": "one record, with what follows from it",
    "ls": "the records there are",
    "validate": "say, or see again, whether an assumption holds",
    "capture": "records from the trailers of changes, and at most one question",
    "ack": "acknowledge a record, this very version",
    "sign": "sign a record off, this very version",
    "due": "what waits, the kindest way",
    "ready": "is a feature or a release ready, and what is missing",
    "premortem": "what could go wrong, asked before it does",
    "progress": "how the team grew, quarter by quarter",
    "thanks": "thank somebody where all can see it",
    "trust": "let the command of a record run on this machine",
    "init": "set the ledger up, or undo that",
    "fsck": "is the ledger whole, and what to mend",
    "index": "build the history index, or catch it up",
}
_MODULES = {"import": "import_file"}  # those that cannot be called as their command is: a word of Python's own


class Commands(click.Group):
    """Loads a subcommand's module only when it is needed, so that `--version` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Give the names in the order of the house."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Give a command, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"unrepeat.cli.{_MODULES.get(cmd_name, cmd_name.replace('-', '_'))}")
        return next(one for one in vars(module).values() if isinstance(one, click.Command) and one.name == cmd_name)

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

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter shows its number
            stream.reconfigure(errors="backslashreplace")

    ended_by: list[int] = []

    def end(number: int, _: object) -> NoReturn:
        ended_by.append(number)
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C does: what a guard's command started ends with us
        signal.signal(number, end)
    status = handled(lambda: cli.main(standalone_mode=False, prog_name="unrepeat"))
    if ended_by:  # whoever sent it is to see that it was heeded
        signal.signal(ended_by[0], signal.SIG_DFL)
        os.kill(os.getpid(), ended_by[0])
    sys.exit(status)
