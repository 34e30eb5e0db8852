"""`unrepeat talk`: prepare the talk with the manager, in private."""

import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from unrepeat.cli.asking import ask
from unrepeat.cli.errors import say
from unrepeat.cli.output import print_line, print_rows
from unrepeat.cli.session import Session, json_option, ledger_option, repository_option

if TYPE_CHECKING:
    from unrepeat.retro.talking.heard import Offered


LONGEST_ANSWER = 10_000  # letters


@click.command()
@click.argument("target", metavar="STRING|MISTAKE")
@click.option("--heard", is_flag=True, help="After the talk: ask what was heard, and offer agreements to sign.")
@json_option
@ledger_option
@repository_option
def talk(
    target: str,
    heard: bool,  # noqa: FBT001 -- click passes options so
    as_json: bool,  # noqa: FBT001 -- as above
    form: str,
    ledger: Path | None,
    repo: str | None,
) -> None:
    """Prepare the talk with the manager about a string or a recorded mistake: for you alone, on this screen.

    Nothing is stored or sent. With --heard the answers are asked one at a time (in a script: a line each on standard
    input), and agreements are offered in those words; one is recorded only where you say so.
    """
    from unrepeat.cli.brief_known import known_of

    session = Session.begin(repo, ledger)
    known = known_of(session, target, confirmed=False, learn=False)
    is_rows = as_json or form == "json"
    if heard:
        record = known.evidence.record
        _hear(session, record.id if record else "", is_rows=is_rows)
        return
    from unrepeat.retro.briefs.written import as_markdown, rows
    from unrepeat.retro.talking.talk import talk as prepared

    made = prepared(known)
    if is_rows:
        print_rows(rows(made))
        return
    for line in as_markdown(made).splitlines():
        print_line(line)
    say(f"This is for you alone; nothing of it is kept. After the talk: `unrepeat talk {quote(target[:80])} --heard`.")


def _hear(session: Session, of: str, *, is_rows: bool) -> None:
    from unrepeat.retro.talking.heard import QUESTIONS, agreements, usable

    answers: dict[str, str] = {}

    def keep(key: str, answer: str) -> None:
        usable(key, answer)
        answers[key] = answer

    is_asked = sys.stdin is not None and sys.stdin.isatty() and not is_rows
    if is_asked:
        say("Your answers stay with you until you say that an agreement is to be recorded. An empty one is left out.")
        for one in QUESTIONS:
            ask(one.asks, partial(keep, one.key))
    else:
        for one, line in zip(QUESTIONS, _lines(len(QUESTIONS)), strict=False):
            if line:
                keep(one.key, line)
    offered = list(agreements(answers, of))
    if not is_asked and not is_rows:  # read back, for a line may be missing among those that were given
        for number, one in enumerate(QUESTIONS, 1):
            print_line(f"{number}. {one.asks} {answers.get(one.key, '-')}")
    if is_rows:
        print_rows(_row(one) for one in offered)
    elif not offered:
        print_line("There is nothing to agree on in these answers. Thank you for having had the talk.")
    else:
        _offer(session, offered, may_ask=is_asked)


def _lines(most: int) -> Iterator[str]:
    """Give the first lines of standard input, one answer each."""
    for _ in range(most if sys.stdin is not None else 0):
        line = sys.stdin.readline(LONGEST_ANSWER)
        if not line:
            return
        yield "".join(letter if letter.isprintable() else " " for letter in line).strip()


def _offer(session: Session, offered: "list[Offered]", *, may_ask: bool) -> None:
    """Show each agreement as the command that records it; on a terminal, record it where the person says so."""
    for one in offered:
        print_line(f"Offered: {one.title}")
        print_line(f"  unrepeat new agreement {_settings(one.given.fields)} -- {quote(one.title)}")
        if may_ask and click.confirm("Record it, for both to sign? All who see the repository can read it.", err=True):
            _record(session, one)
    if not may_ask:
        print_line("Both sides sign what is recorded:")
        for party in offered[0].parties:
            print_line(f"  unrepeat sign AGREEMENT --as {quote(party)}")


def _record(session: Session, one: "Offered") -> None:
    from unrepeat.clock import today
    from unrepeat.ledger.kinds import KINDS

    with session.store() as store:
        record = store.add(KINDS["agreement"], one.title, one.given, today())
    print_line(f"Recorded: {record.path}")
    print_line("Both sides sign it, this very version:")
    for party in one.parties:
        print_line(f"  unrepeat sign {record.id} --as {quote(party)}")


def _settings(fields: Mapping[str, object]) -> str:
    return " ".join(f"--set {quote(f'{key}={value}')}" for key, value in _pairs(fields))


def _pairs(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{who}", said[0]) for who, said in value.items())
        else:
            yield key, ",".join(value) if isinstance(value, list) else str(value)


def _row(one: "Offered") -> dict[str, object]:
    return {"kind": "agreement", "title": one.title, "fields": one.given.fields}
