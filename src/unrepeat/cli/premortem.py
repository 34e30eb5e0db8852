"""`unrepeat premortem`: what could go wrong, asked before it does."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from shlex import quote

import click

from unrepeat.cli.asking import ask
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option
from unrepeat.clock import today
from unrepeat.errors import RepositoryError
from unrepeat.ledger.gate import premortem_of
from unrepeat.ledger.given import Given
from unrepeat.ledger.kinds import KINDS
from unrepeat.ledger.premortem import Prompt, prompts
from unrepeat.ledger.store import Store


@click.command()
@click.argument("name")
@click.option("--risk", "risks", multiple=True, metavar="TEXT", help="A risk that was named; may be repeated.")
@click.option("--need", "needs", multiple=True, metavar="TEXT", help="A need that was named.")
@click.option("--assumption", "assumptions", multiple=True, metavar="TEXT", help="An answer that it rests on.")
@click.option("--held", is_flag=True, help="It was held, also where nothing new came up.")
@json_option
@ledger_option
@repository_option
def premortem(
    name: str,
    risks: Sequence[str],
    needs: Sequence[str],
    assumptions: Sequence[str],
    held: bool,  # noqa: FBT001 -- click passes options so
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Ask what could go wrong with NAME, from past mistakes, needs, suppliers and the steps to production.

    On a terminal each question is asked and the answers are kept. In a script the questions are printed; answers are
    given with --risk, --need and --assumption, and --held says that the pre-mortem took place.
    """
    answers = [("risk", one) for one in risks] + [("need", one) for one in needs]
    answers += [("assumption", one) for one in assumptions]
    session = Session.begin(repo, ledger)
    if answers or held:
        with session.store() as store:
            for kind, text in answers:
                _keep(store, name, kind, text)
            _held(store, name)
        return
    with session.read() as (store, known):
        asked = prompts(name, known, _files(store))
        if as_json or form == "json":
            print_rows(_row(prompt, name) for prompt in asked)
        elif sys.stdin.isatty():
            _hold(store, name, asked)
        else:
            for prompt in asked:
                print_line(f"- {prompt.asks}  [{prompt.because}]")
                print_line(f"    {prompt.command(name)}")
            how = "(with --risk, --need, --assumption as they came)"
            print_line(f"When it was held: unrepeat premortem {quote(name)} --held {how}")


def _row(prompt: Prompt, name: str) -> dict[str, str]:
    return {
        "about": prompt.about,
        "asks": prompt.asks,
        "because": prompt.because,
        "kind": prompt.kind,
        "suggestion": prompt.command(name),
    }


def _files(store: Store) -> list[str]:
    try:
        head = store.repository.head()
    except RepositoryError:
        return []
    with store.repository.view() as view:
        return [os.fsdecode(path) for path in view.run("ls-tree", "-r", "-z", "--name-only", head).split(b"\0") if path]


def _hold(store: Store, name: str, asked: Sequence[Prompt]) -> None:
    """Ask each question, and keep each answer as it is given: whoever has to stop loses none."""
    print_line("Imagine that it went wrong. An empty answer goes on to the next question.")
    try:
        for prompt in asked:
            ask(f"{prompt.asks} [{prompt.because}]", partial(_keep, store, name, prompt.kind))
    except click.Abort:
        again = f"`unrepeat premortem {quote(name)}` asks again, and `--held` says that it was held."
        raise click.Abort(f"Stopped. What was answered so far is recorded.\n{again}") from None
    _held(store, name)


def _keep(store: Store, name: str, kind: str, text: str) -> None:
    field = "rests" if kind == "assumption" else "feature"
    print_line(f"Recorded: {store.add(KINDS[kind], text, Given({field: [name]}), today()).path}")


def _held(store: Store, name: str) -> None:
    earlier = premortem_of(name, store.now())
    if earlier is not None:
        print_line(f"It was held before: {earlier.path}")
        return
    note = store.add(KINDS["note"], f"Pre-mortem of {name}", Given({"premortem": name}), today())
    print_line(f"Thank you for asking before it happens. Recorded: {note.path}")
